"""What keeping customers is worth, and how the money is best split: assumptions first, then what follows."""

from analytics.app.views.economics.assumptions import assume
from analytics.app.views.economics.headline import explain, figures, place, tell
from analytics.app.views.economics.tabs import tabs

__all__ = ["assume", "explain", "figures", "place", "tabs", "tell"]
