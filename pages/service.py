"""Service: timely, accurate, consistent, reliable — and what went wrong where."""

from analytics.app.guard import card, guard
from analytics.app.views import service as view

context = guard("service", needs=("has_jobs", "dated"))
result = view.result(context)

view.tell(context, result)
with card("figures"):
    view.figures(context, result)
with card("trend"):
    view.trend(context, result)
with card("branches"):
    view.branches(context, result)
view.tabs(context, result)
view.explain(context)
