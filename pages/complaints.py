"""Complaints and recovery: how many and about what, what became of them, what stands behind them."""

from analytics.app.guard import card, guard
from analytics.app.views import complaints as view

context = guard("complaints", needs=("has_complaints",))
result = view.result(context)

view.tell(context, result)
with card("warning"):
    view.warn(context, result)
with card("figures"):
    view.figures(context, result)
with card("pareto"):
    view.pareto(context, result)
with card("trend"):
    view.trend(context)
view.tabs(context, result)
with card("open"):
    view.open_cases(context)
view.explain(context)
