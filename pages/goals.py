"""Goals and alerts: whether the company reaches what it set itself, and who is told when it goes wrong."""

from analytics.app.guard import card, guard
from analytics.app.views import goals as view

context = guard("goals")
judged, checked = view.judged_goals(context), view.checked_alerts(context)
view.tell(context, judged, checked)
with card("goals"):
    view.goals(context, judged)
with card("alerts"):
    view.alerts(context, checked)
view.explain(context)
