"""Satisfaction and loyalty: the curve, its verdict, where it bends, and what one point more is worth."""

from analytics.app.guard import card, guard
from analytics.app.views import satisfaction_loyalty as view

context = guard("satisfaction_loyalty", needs=("has_surveys",))
result = view.result(context)

view.tell(context, result)
with card("warning"):
    view.warn(context, result)
with card("figures"):
    view.figures(context, result)
with card("curve"):
    view.curve(context, result)
view.tabs(context, result)
view.explain(context)
