"""At risk."""

from analytics.app.guard import guard

context = guard("at_risk")
