"""The patterns page: season, what goes together, what comes next, who may grow, habit, events, silence."""

from analytics.app.views.patterns.season import explain, figures, result, season, tell
from analytics.app.views.patterns.tabs import tabs

__all__ = ["explain", "figures", "result", "season", "tabs", "tell"]
