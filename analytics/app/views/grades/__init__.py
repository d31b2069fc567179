"""The grades page: sentence, figures, who moved where, and in tabs why, by which rule, with what service."""

from analytics.app.views.grades.headline import explain, figures, result, tell
from analytics.app.views.grades.moves import churn, moves
from analytics.app.views.grades.tabs import tabs

__all__ = ["churn", "explain", "figures", "moves", "result", "tabs", "tell"]
