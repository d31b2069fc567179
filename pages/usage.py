"""Is it used: tasks done on time, lists worked, campaigns read out, pages opened by role; no person."""

from analytics.app.guard import card, guard
from analytics.app.views import usage as view

context = guard("usage")
found = view.found(context)
view.tell(context, found)
with card("figures"):
    view.figures(context, found)
with card("lists"):
    view.lists(context, found)
with card("pages"):
    view.pages(context, found)
view.explain(context)
