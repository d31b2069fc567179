"""The goals page: figures against their goals with three lights, and alerts with their recipients."""

from analytics.app.views.goals.alerts import alerts, checked_alerts
from analytics.app.views.goals.goals import explain, goals, judged_goals, tell

__all__ = ["alerts", "checked_alerts", "explain", "goals", "judged_goals", "tell"]
