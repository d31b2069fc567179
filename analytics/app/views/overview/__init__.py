"""The overview page: sentence, figures, what needs attention, customers and money, what moved most."""

from analytics.app.views.overview.attention import attention
from analytics.app.views.overview.headline import explain, figures, result, tell
from analytics.app.views.overview.history import curves, flow, movements
from analytics.metrics.largest_movements import changes_between

__all__ = ["attention", "changes_between", "curves", "explain", "figures", "flow", "movements", "result",
           "tell"]
