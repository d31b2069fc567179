"""The overview page: sentence, figures, what needs attention, customers and money, what moved most."""

from analytics.app.views.overview.attention import attention
from analytics.app.views.overview.headline import explain, figures, result, tell
from analytics.app.views.overview.history import curves, flow, movements

__all__ = ["attention", "curves", "explain", "figures", "flow", "movements", "result", "tell"]
