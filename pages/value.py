"""Value: what customers will still bring, what the company's customers are worth, and who earns it."""

from analytics.app.guard import guard
from analytics.app.views import value as view

context = guard("value", needs=("has_trade",))

view.tabs(context)
view.explain(context)
