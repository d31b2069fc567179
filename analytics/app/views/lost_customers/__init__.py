"""The lost customers page: sentence, figures, charts, the lists behind them, and tabs that go deeper."""

from analytics.app.views.lost_customers.headline import figures, tell
from analytics.app.views.lost_customers.summary import causes, explain, result, warn, who
from analytics.app.views.lost_customers.tabs import tabs

__all__ = ["causes", "explain", "figures", "result", "tabs", "tell", "warn", "who"]
