"""Value: what customers will still bring, what the company's customers are worth, and who earns it."""

from analytics.app.guard import card, guard
from analytics.app.views import value as view

context = guard("value", needs=("has_trade",))
valuation = view.served(context)

if valuation is not None:
    found = view.result(context, valuation)
    view.tell(context, valuation, found)
    with card("figures"):
        view.figures(context, valuation, found)
    with card("carrying"):
        view.carrying(context, valuation, found)
view.tabs(context)
view.explain(context)
