"""The lost customers page: sentence, figures, charts, the lists behind them, and tabs that go deeper."""

from analytics.app.views.lost_customers.headline import figures, tell
from analytics.app.views.lost_customers.summary import (
    causes,
    explain,
    own_words,
    precursors,
    result,
    warn,
    when,
    who,
)
from analytics.app.views.lost_customers.tabs import tabs

__all__ = ["causes", "explain", "figures", "own_words", "precursors", "result", "tabs", "tell", "warn",
           "when", "who"]
