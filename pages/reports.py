"""Reports: the board report of what is looked at, as PDF, as slides or as a workbook."""

from analytics.app.guard import card, guard
from analytics.app.views import reports as view

context = guard("reports")
place = view.place()
with card("choice"):
    choice = view.choose(context)
    with place:
        view.tell(context, choice)
    view.make(context, choice)
with card("command"):
    view.by_command(context, choice)
view.explain(context)
