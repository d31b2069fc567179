"""The page of the customer's voice: sentence, figures, the five levels, and what to compare them with."""

from analytics.app.views.surveys.distribution import distribution
from analytics.app.views.surveys.headline import explain, figures, result, tell
from analytics.app.views.surveys.tabs import tabs

__all__ = ["distribution", "explain", "figures", "result", "tabs", "tell"]
