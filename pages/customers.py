"""Customers."""

from analytics.app.guard import guard

context = guard("customers")
