"""Voice of the customer: what they answer, against last time and the standard, and who does not answer."""

from analytics.app.guard import card, guard
from analytics.app.views import surveys as view

context = guard("surveys", needs=("has_surveys",))
result = view.result(context)

view.tell(context, result)
with card("figures"):
    view.figures(context, result)
with card("distribution"):
    view.distribution(context, result)
view.tabs(context, result)
view.explain(context)
