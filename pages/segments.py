"""Segments: customers under a name, put together from anything known of them, saved, compared, taken away."""

from analytics.app.guard import card, guard
from analytics.app.views import segments as view

context = guard("segments")
kept = view.saved(context)
counted = view.overlap(context, kept)
view.tell(context, kept, counted)
with card("listing"):
    view.listing(context, kept, counted)
with card("builder"):
    view.build(context)
found = view.profile(context)
with card("figures"):
    view.figures(context, found)
with card("save"):
    view.save(context, found)
with card("differences"):
    view.differences(context, found)
with card("overlaps"):
    view.overlaps(context, kept, counted)
with card("export"):
    view.export(context, found)
view.explain(context)
