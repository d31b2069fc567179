"""Satisfaction and loyalty."""

from analytics.app.guard import guard

context = guard("satisfaction_loyalty")
