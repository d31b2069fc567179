"""The page of growth: sentence, figures, the bridge of revenue, and where growth comes from."""

from analytics.app.views.growth.headline import bridge, explain, figures, result, tell
from analytics.app.views.growth.tabs import tabs

__all__ = ["bridge", "explain", "figures", "result", "tabs", "tell"]
