"""Patterns: the season, what goes together, what comes next, who may grow, and when silence means a loss."""

from analytics.app.guard import card, guard
from analytics.app.views import patterns as view

context = guard("patterns", needs=("has_orders", "dated"))
result = view.result(context)

view.tell(context, result)
with card("figures"):
    view.figures(context, result)
with card("season"):
    view.season(context, result)
view.tabs(context)
view.explain(context)
