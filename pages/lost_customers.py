"""Lost customers: by size, cause and time, with what they were worth and who they are."""

from analytics.app.guard import card, guard
from analytics.app.views import lost_customers as view

context = guard("lost_customers", needs=("has_losses",))
result = view.result(context)

view.tell(context, result)
with card("warning"):
    view.warn(context)
with card("figures"):
    view.figures(context, result)
with card("causes"):
    view.causes(context, result)
with card("who"):
    view.who(context, result)
with card("tabs"):
    view.tabs(context)
view.explain(context)
