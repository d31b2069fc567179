"""At risk: whom to call first, what that may save, and how far the model can be trusted."""

from analytics.app.guard import card, guard
from analytics.app.views import at_risk as view

context = guard("at_risk")
model = view.served(context)

if model is not None:
    sentence = view.place()
    capacity, contact_cost = view.controls(context, model)
    result = view.result(context, model, contact_cost)
    with sentence:
        view.tell(context, model, result, capacity)
    with card("figures"):
        view.figures(context, model, result, capacity)
    with card("list"):
        view.call_list(context, model, capacity)
    with card("capacity"):
        view.saving(context, result, capacity)
    with card("trust"):
        view.trust(context, model)
    view.explain(context)
