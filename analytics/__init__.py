"""Huitou: which customers a company is losing, why, what it costs, and what to do next."""

__version__ = "0.1.0"
