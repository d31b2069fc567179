"""Is it used? Tasks done on time, lists worked, campaigns read out, pages opened by role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.workspace import Workspace, campaigns, tasks
from analytics.workspace.page_openings import PageOpenings, page_openings
from analytics.workspace.tasks import DONE, DROPPED, OPEN, Task

#: Days looked back on.
DAYS = 90


@dataclass(frozen=True, slots=True)
class ListWork:
    """What became of the entries of one list that somebody took up.

    Attributes
    ----------
    reason : str
        The contact list's reason, ``complaint``, ``campaign`` or ``other``.
    done, dropped, open, late : int
        Tasks that were done, dropped with a word, are open, and are open although their day has passed.
    """

    reason: str
    done: int
    dropped: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Whether the data is put to use.

    Attributes
    ----------
    since, until : date
        The company's days looked at, both included.
    on_time : Estimate
        Of the tasks whose day fell into them and that were not dropped, the share done by that day.
    done_on_time, done_late, late : int
        Those done by their day, done after it, and still open after it.
    lists : tuple of ListWork
        By reason, most first: tasks whose day or completion fell into the days, or that are open.
    campaigns_due, campaigns_read : int
        Campaigns drawn by lot whose planned day of reading has come, and those of them that were read out.
    openings : tuple of PageOpenings
        In as many days of the calendar.
    """

    since: date
    until: date
    on_time: Estimate
    done_on_time: int
    done_late: int
    late: int
    lists: tuple[ListWork, ...]
    campaigns_due: int
    campaigns_read: int
    openings: tuple[PageOpenings, ...]

    @property
    def opened(self) -> int:
        """How often pages were opened."""
        return sum(one.count for one in self.openings)


def usage(workspace: Workspace, until: date, *, today: date, days: int = DAYS) -> Usage:
    """Count what was done with the lists.

    Parameters
    ----------
    workspace : Workspace
    until : date
        The company's day: tasks and campaigns are counted on the clock of its records.
    today : date
        The day of the calendar, by which pages are opened.
    days : int
        How many days to look back on.
    """
    since = until - timedelta(days=days - 1)
    found = tasks(workspace)
    due = [one for one in found
           if one.due_on is not None and since <= one.due_on <= until and one.state != DROPPED]
    kept = sum(_in_time(one) for one in due)
    drawn = [one for one in campaigns(workspace) if one.assigned_at is not None and one.reads_on <= until]
    return Usage(
        since, until, rate(kept, len(due)), kept, sum(one.state == DONE for one in due) - kept,
        sum(one.late(until) for one in found), _lists(found, since, until),
        len(drawn), sum(one.state == "read" for one in drawn),
        page_openings(workspace, today - timedelta(days=days - 1)))


def _in_time(task: Task) -> bool:
    return task.state == DONE and None not in (task.done_on, task.due_on) and (
        task.done_on <= task.due_on)  # type: ignore[operator]


def _lists(found: Iterable[Task], since: date, until: date) -> tuple[ListWork, ...]:
    counted: Counter[tuple[str, str]] = Counter()
    for one in found:
        day = one.done_on if one.state != OPEN else None
        if one.state == OPEN or (day is not None and since <= day <= until):
            counted[one.reason, one.state] += 1
            counted[one.reason, "late"] += one.late(until)
    reasons = {reason for reason, _ in counted}
    made = [ListWork(reason, *(counted[reason, state] for state in (DONE, DROPPED, OPEN, "late")))
            for reason in reasons]
    return tuple(sorted(made, key=lambda one: (-(one.done + one.dropped + one.open), one.reason)))
