"""Overview: how many customers, who came and went, what moved most, and what needs attention today."""

from analytics.app.guard import card, guard
from analytics.app.views import overview as view

context = guard("overview")
result = view.result(context)
moved = view.changes_between(result)

view.tell(context, result, moved)
with card("figures"):
    view.figures(context, result)
with card("attention"):
    view.attention(context)
with card("curves"):
    view.curves(context, result)
with card("movements"):
    view.movements(context, moved)
with card("flow"):
    view.flow(context, result)
view.explain(context)
