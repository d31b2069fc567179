"""Economics: what keeping customers is worth, what it may cost, and how the money is best split."""

from analytics.app.guard import card, guard
from analytics.app.views import economics as view

context = guard("economics")
sentence = view.place()
below = view.place()
found = view.assume(context)
with sentence:
    view.tell(context, found)
with below, card("figures"):
    view.figures(context, found)
view.tabs(context, found)
view.explain(context)
