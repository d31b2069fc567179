"""Complaint desk: complaints taken down, walked from identify to follow-up, owned, promised, never lost."""

from analytics.app.guard import card, guard
from analytics.app.views import complaint_desk as view

context = guard("complaint_desk")
if code := view.chosen():
    with card("case"):
        view.show(context, code)
else:
    rows = view.on_desk(context)
    view.tell(context, rows)
    with card("taken_up"):
        view.taken_up(context)
    with card("figures"):
        view.figures(context, rows)
    with card("board"):
        view.board(context, rows)
    with card("list"):
        view.listing(context, rows)
    with card("new"):
        view.new(context)
    with card("records"):
        view.in_the_records(context)
view.explain(context)
