"""Overview."""

from analytics.app.guard import guard

context = guard("overview")
