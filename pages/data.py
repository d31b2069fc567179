"""Data."""

from analytics.app.guard import guard

context = guard("data")
