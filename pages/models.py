"""Models: train, compare, choose which serves, and read the model card."""

from analytics.app.guard import card, guard
from analytics.app.views import models as view

context = guard("models")
cards = view.all_models(context)
serving = view.tell(context, cards)
view.training(context.store)
if serving is not None:
    with card("figures"):
        view.figures(context, serving)
    with card("excluded"):
        view.excluded(context, serving)
    with card("validation"):
        view.validation(context, serving)
    with card("models"):
        view.models(context, cards)
view.explain(context)
