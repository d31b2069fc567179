"""Campaigns: planned with a control group, drawn by lot, handed over, and read out on the planned day."""

from analytics.app.guard import card, guard
from analytics.app.views import campaigns as view

context = guard("campaigns", needs=("dated",))
context = view.unfiltered(context)
kept = view.known(context)
found = view.readouts(context, kept)
view.tell(context, found)
with card("effects"):
    view.effects(context, found)
with card("moved"):
    view.moved(context, kept, found)
with card("listing"):
    view.listing(context, kept, found)
chosen = view.chosen(context, kept, found)
if isinstance(chosen, view.Campaign):
    with card("plan"):
        view.plan(context, chosen, kept)
    with card("arms"):
        view.arms(context, chosen)
with card("readout"):
    view.read_out(context, chosen, found)
view.explain(context)
