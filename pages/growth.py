"""Growth: how much of it was earned by keeping customers and by their word, and what new ones are worth."""

from analytics.app.guard import card, guard
from analytics.app.views import growth as view

context = guard("growth", needs=("dated", "has_orders"))
result = view.result(context)

view.tell(context, result)
with card("figures"):
    view.figures(context, result)
with card("bridge"):
    view.bridge(context, result)
view.tabs(context, result)
view.explain(context)
