"""Contact list: whom to contact now and why, in the order of what it is worth; and every task."""

from analytics.app.guard import card, guard
from analytics.app.views import contacts as view

context = guard("contacts", needs=("dated",))
found = view.known(context)
view.tell(context, found)
view.told(context)
with card("figures"):
    view.figures(context, found)
with card("list"):
    view.listing(context, found)
with card("managers"):
    view.managers(context, found)
with card("tasks"):
    view.task_table(context, found)
view.explain(context)
