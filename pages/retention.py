"""Retention: how long customers stay, by grade and cohort, and when silence means that one is gone."""

from analytics.app.guard import card, guard
from analytics.app.views import retention as view

context = guard("retention", needs=("has_losses",))
result = view.result(context)

view.tell(context, result)
with card("figures"):
    view.figures(context, result)
with card("churn"):
    view.churn(context, result)
view.tabs(context)
view.explain(context)
