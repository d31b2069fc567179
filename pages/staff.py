"""Staff: content staff, content customers, customers kept, money — by branch and quarter."""

from analytics.app.guard import card, guard
from analytics.app.views import staff as view

context = guard("staff", needs=("has_staff", "dated"))
found, chain = view.result(context)

view.tell(context, chain)
with card("figures"):
    view.figures(context, found, chain)
with card("within"):
    view.within(context, chain)
with card("lags"):
    view.lags(context, chain)
with card("things"):
    view.three_things(context, found)
with card("branches"):
    view.branches(context, found)
view.explain(context)
