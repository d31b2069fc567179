"""Retention."""

from analytics.app.guard import guard

context = guard("retention")
