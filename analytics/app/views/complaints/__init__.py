"""The complaints page: how many and about what, what became of them, what stands behind them, how fast."""

from analytics.app.views.complaints.counts import pareto, trend
from analytics.app.views.complaints.headline import explain, figures, result, tell, warn
from analytics.app.views.complaints.open_cases import open_cases
from analytics.app.views.complaints.tabs import tabs

__all__ = ["explain", "figures", "open_cases", "pareto", "result", "tabs", "tell", "trend", "warn"]
