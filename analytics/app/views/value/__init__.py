"""The page of money: what customers will still bring, what all are worth, and who earns it."""

from analytics.app.views.value.headline import carrying, explain, figures, result, served, tell
from analytics.app.views.value.tabs import tabs

__all__ = ["carrying", "explain", "figures", "result", "served", "tabs", "tell"]
