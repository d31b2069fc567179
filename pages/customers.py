"""Customers: search, list, a card at ``?customer=NUMBER``, a page to print with ``&statement=en``."""

from analytics.app.guard import card, guard
from analytics.app.views import customer, customers

context = guard("customers")

if chosen := customer.chosen():
    with card("customer"):
        if language := customer.printing():
            customer.show_printed(context, chosen, language)
        else:
            customer.show(context, chosen)
else:
    summary = customers.summary(context)
    customers.tell(context, summary)
    with card("figures"):
        customers.figures(context, summary)
    with card("list"):
        customers.browse(context, summary)
    with card("tenths"):
        customers.tenths(context, summary)
    customers.explain(context)
