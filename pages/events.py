"""Events: what happened, as recorded and as people wrote it beside the charts; added, changed, taken away."""

from analytics.app.guard import card, guard
from analytics.app.views import events as view

context = guard("events")
written = view.written(context)
view.tell(context, written)
with card("new"):
    view.new(context)
with card("mine"):
    view.change(context, written)
with card("all"):
    view.listing(context, written)
view.explain(context)
