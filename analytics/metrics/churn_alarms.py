"""Alarms about leaving customers: which group loses more than it used to, and where the records look odd.

Definition
    Losses of the newest month, the newest three and the newest six, of everyone and of each size, branch,
    class of cause, and class of cause within a branch, against what the group's own past leads one to
    expect. An alarm is raised where so many losses would be a surprise.
Baseline
    The months that ended a year before the one judged, where there are at least twenty of them; else all
    before the window. It is frozen: a worsening does not become its own yardstick within a year. Where two
    years are there, every calendar month has its own usual level.
Surprise
    Chance of as many losses or more, counting how little the baseline knows and how far counts of the
    group's kind usually scatter beyond chance; times the three windows. Benjamini–Hochberg over all groups
    keeps false alarms to one in twenty alarms; with nothing going on, to one month in twenty.
Records
    Many recorded losses of one branch under one and the same day, or far fewer recorded than usual, are
    alarms of their own: they speak of the keeping of the records before they speak of the customers.
Budget
    At most five alarms a month for the management and for each branch, most value at risk first.
Source
    Methods E2; Laney 2002 for the scatter beyond chance; Benjamini & Hochberg 1995.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.churn_watch import LEVEL, SETTLED_BASELINE, Surprise, Watch, surprises
from analytics.metrics.running import run_coded
from analytics.store.reader import Reader

#: More alarms than this in a month nobody acts on: for the management, and for each branch.
BUDGET = 5
#: An event so many days before the window may still show in it.
EVENT_DAYS = 92
#: A competitor stays.
LASTING_DAYS = 365
#: What an event of a kind would be expected to move, where the alarm is about causes.
MOVED = {"price_change": "pricing", "competitor_entry": "competition"}


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event the company recorded: its day, title, kind, and its branch where it had one."""

    happened_on: date
    title: str
    kind: str | None
    branch: str | None


@dataclass(frozen=True, slots=True)
class ChurnAlarm:
    """One alarm.

    Attributes
    ----------
    month : date
        The month in which it was raised, by its first day.
    kind : {"more", "same_day", "few_recorded"}
        More losses than usual; many recorded under one day; few recorded.
    role : {"management", "branch"}
        Who is to act on it.
    by, group : tuple of str
        Dimensions and their values; empty: everyone.
    months : int
        Length of the window, which ends with ``month``.
    day : date or None
        The day the losses are recorded under, where that is what is odd.
    lost : int
        Losses in the window.
    expected, low, high : float
        How many the baseline leads one to expect, and the usual range (95 %) around it.
    p, adjusted_p : float
        Chance of a count so far out, and after correction for all groups watched.
    value_at_risk : int
        Of the value lost in the window, the part beyond what was to be expected; minor units. Zero where
        it is the records that are odd.
    settled : bool
        Whether the baseline has at least twenty months.
    events : tuple of RecordedEvent
        What happened in the window or the quarter before it (competitors: the year), to the group or to
        everyone. An event does not silence an alarm.
    """

    month: date
    kind: str
    role: str
    by: tuple[str, ...]
    group: tuple[str, ...]
    months: int
    day: date | None
    lost: int
    expected: float
    low: float
    high: float
    p: float
    adjusted_p: float
    value_at_risk: int
    settled: bool
    events: tuple[RecordedEvent, ...]

    @property
    def starts_on(self) -> date:
        """First day of the window."""
        return add_months(self.month, 1 - self.months)


@dataclass(frozen=True, slots=True)
class ChurnAlarms:
    """The alarms of the newest month, and those each earlier month would have raised.

    Attributes
    ----------
    month : date or None
        The newest whole month; None where there are too few months to judge any.
    groups : int
        Groups watched.
    current : tuple of ChurnAlarm
        Within the budget, most value at risk first.
    earlier : tuple of ChurnAlarm
        Of the months before, newest first, by the same rules and the same budget.
    judged : int
        Months that could be judged, the newest included.
    """

    month: date | None
    groups: int
    current: tuple[ChurnAlarm, ...]
    earlier: tuple[ChurnAlarm, ...]
    judged: int

    def table(self) -> list[dict[str, object]]:
        """Return one row per alarm, newest first."""
        return [{
            "month": one.month, "kind": one.kind, "role": one.role, "group": " · ".join(one.group) or None,
            "by": ", ".join(one.by) or None, "months": one.months, "day": one.day, "lost": one.lost,
            "expected": round(one.expected, 2), "low": one.low, "high": one.high, "p": one.p,
            "adjusted_p": one.adjusted_p, "value_at_risk": one.value_at_risk / 100,
            "events": "; ".join(event.title for event in one.events) or None}
            for one in (*self.current, *self.earlier)]

    def extra(self) -> dict[str, object]:
        """Return what was watched."""
        return {"month": self.month, "groups": self.groups, "months_judged": self.judged, "level": LEVEL}


def churn_alarms(reader: Reader, filters: Filters, *, history: bool = True) -> ChurnAlarms:
    """Judge the newest month, and every earlier one as it would have been judged then.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of date counts; the period does not.
    history : bool
        Whether to judge earlier months too.

    Returns
    -------
    ChurnAlarms
        Without a month where the store has no dates or fewer than nineteen whole months of losses.
    """
    nothing = ChurnAlarms(None, 0, (), (), 0)
    if reader.meta.as_of is None:
        return nothing
    start = run_coded(reader, "churn_alarms_start", filters)
    if start.empty:
        return nothing
    watch = Watch.of(run_coded(reader, "churn_alarms_lost", filters), start,
                     run_coded(reader, "churn_alarms_recorded", filters))
    judged = watch.judged if history else watch.judged[-1:]
    if not judged:
        return nothing
    happened = _events(reader)
    by_month = [_budgeted([_alarm(watch, place, one, happened) for one in surprises(watch, place)])
                for place in judged]
    earlier = [alarm for month in reversed(by_month[:-1]) for alarm in month]
    return ChurnAlarms(watch.months[-1], len(watch.groups), tuple(by_month[-1]), tuple(earlier), len(judged))


def _alarm(watch: Watch, place: int, one: Surprise, happened: tuple[RecordedEvent, ...]) -> ChurnAlarm:
    month = watch.months[place]
    first = add_months(month, 1 - one.months)
    share = max(one.lost - one.expected, 0.0) / one.lost if one.lost else 0.0
    return ChurnAlarm(
        month, one.kind, "branch" if "branch" in one.by else "management", one.by, one.group, one.months,
        one.day, one.lost, one.expected, one.low, one.high, one.p, one.adjusted_p, round(one.value * share),
        one.baseline >= SETTLED_BASELINE,
        tuple(event for event in happened if _concerns(event, one, first, add_months(month, 1))))


def _concerns(event: RecordedEvent, one: Surprise, first: date, end: date) -> bool:
    lasts = LASTING_DAYS if event.kind == "competitor_entry" else EVENT_DAYS
    if not first - timedelta(days=lasts) <= event.happened_on < end:
        return False
    group = dict(zip(one.by, one.group, strict=True))
    if event.branch is not None and event.branch != group.get("branch"):
        return False
    moved = MOVED.get(event.kind or "")
    return moved is None or group.get("cause_class") in (None, moved)


def _budgeted(alarms: list[ChurnAlarm]) -> list[ChurnAlarm]:
    """Keep one alarm for each story, and of these the most valuable ones for whoever is to act."""
    told: dict[tuple[str, str | None], ChurnAlarm] = {}
    for alarm in sorted(alarms, key=lambda one: (one.p, one.group)):
        group = dict(zip(alarm.by, alarm.group, strict=True))
        # A branch, and a cause within it, are one story; so are everyone and the size most of them are of.
        story = (f"{alarm.kind == 'more'}", group.get("branch") or group.get("cause_class"))
        told.setdefault(story, alarm)
    kept: list[ChurnAlarm] = []
    for alarm in sorted(told.values(), key=lambda one: (-one.value_at_risk, one.p, one.group)):
        office = dict(zip(alarm.by, alarm.group, strict=True)).get("branch")
        same = [one for one in kept if dict(zip(one.by, one.group, strict=True)).get("branch") == office]
        if len(same) < BUDGET:
            kept.append(alarm)
    return kept


def _events(reader: Reader) -> tuple[RecordedEvent, ...]:
    rows = reader.rows("select happened_on, title, kind, branch from events order by happened_on")
    return tuple(RecordedEvent(happened_on, title, kind, branch)  # type: ignore[arg-type]
                 for happened_on, title, kind, branch in rows)
