"""Grades: who the valuable customers are, who moved up, down or away, and what each grade gets."""

from analytics.app.guard import card, guard
from analytics.app.views import grades as view

context = guard("grades", needs=("dated", "has_losses"))
result = view.result(context)

view.tell(context, result)
with card("figures"):
    view.figures(context, result)
with card("moves"):
    view.moves(context, result)
with card("churn"):
    view.churn(context, result)
view.tabs(context, result)
view.explain(context)
