"""What happened: the events the company recorded, and those people wrote beside its charts since."""

from __future__ import annotations

from analytics.app.context import Context
from analytics.charts.events import Events
from analytics.errors import WorkspaceError
from analytics.workspace import has_workspace, open_workspace, written_annotations


def known_events(context: Context) -> Events:
    """Return what had happened by the as-of date in the branches looked at, oldest first, each once.

    What people wrote becomes one of the company's events at the next build; until then it is added here.
    """
    recorded: Events = context.metric("events")
    try:
        written = written_annotations(open_workspace(context.store)) if has_workspace(context.store) else ()
    except WorkspaceError:
        # Charts stand without what cannot be reached.
        return recorded
    known, branches = context.period.as_of, context.filters.values("branch")
    added = {(one.happened_on, one.title) for one in written
             if (known is None or one.happened_on <= known)
             and (not branches or not one.branch or one.branch in branches)}
    return tuple(sorted({*recorded, *added}))
