"""Models."""

from analytics.app.guard import guard

context = guard("models")
