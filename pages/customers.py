"""Customers: search, list, and one customer's card at ``?customer=NUMBER``."""

from analytics.app.guard import card, guard
from analytics.app.views import customer, customers

context = guard("customers")

if chosen := customer.chosen():
    with card("customer"):
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
