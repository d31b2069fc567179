"""Which alerts stand now: a figure beyond its threshold, churn off its control chart, contacts overdue.

Rules
    ``threshold``: the whole 95 % interval of the figure over twelve months lies beyond the threshold, on the
    bad side. ``control_chart``: the newest whole month of churn lies above its limit, or ends a run of eight
    above the centre. ``overdue``: customers whose last contact is longer ago than the standard of their
    grade.
Occasion
    What is not told twice: the figure or the rule with the month of the newest record; of overdue contacts
    with its week.
Edge cases
    An alert on a saved segment that is gone cannot be checked, and says so: it must not widen to everybody.
Source
    Methods E2, G2, A18.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from analytics.errors import UnknownName
from analytics.filters import Filters, SavedSegment
from analytics.filters.filters import SAVED
from analytics.metrics import METRICS
from analytics.metrics.churn_control import ChurnControl
from analytics.metrics.goal_figure import GoalFigure
from analytics.settings import Settings
from analytics.store.reader import Reader
from analytics.workspace.alerts import Alert

RULES = ("threshold", "control_chart", "overdue")


class Ask(Protocol):
    """Gives a metric's result; a page takes it from its cache."""

    def __call__(self, name: str, filters: Filters, /, **options: Any) -> Any:
        """Return the result."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert with what there is to tell.

    Attributes
    ----------
    alert : Alert
    filters : Filters
        Whose customers it is about.
    occasion : str
        What is not told twice; empty where there is nothing to tell.
    facts : dict of str to object
        What a sentence is made of: figures as they are, days as dates.
    """

    alert: Alert
    filters: Filters
    occasion: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def asking(reader: Reader) -> Ask:
    """Return a way to ask a reader that keeps nothing."""
    def ask(name: str, filters: Filters, /, **options: Any) -> Any:
        return METRICS[name].function(reader, filters, **options)

    return ask


def filters_of(alert: Alert, find: Callable[[str], SavedSegment | None]) -> Filters:
    """Return whose customers an alert is about.

    Raises
    ------
    UnknownName
        A saved segment is gone.
    """
    filters = Filters.from_query(alert.filters, find)
    gone = set(alert.filters.get(SAVED, ())) - {one.code for one in filters.saved}
    if gone:
        raise UnknownName("segment", min(gone), ())
    return Filters("12m", None, filters.clauses, filters.saved)


def standing(ask: Ask, reader: Reader, settings: Settings, alert: Alert,
             find: Callable[[str], SavedSegment | None]) -> Standing:
    """Check an alert.

    Parameters
    ----------
    ask : callable
    reader : Reader
    settings : Settings
        The contact standards of the grades.
    alert : Alert
    find : callable
        Finds a saved segment by its code.

    Returns
    -------
    Standing
        Without an occasion where all is well.

    Raises
    ------
    UnknownName
        A rule, a figure or a segment there is none of.
    """
    if alert.rule not in RULES:
        raise UnknownName("rule", alert.rule, RULES)
    filters = filters_of(alert, find)
    as_of = reader.meta.as_of
    if as_of is None:
        return Standing(alert, filters)
    if alert.rule == "threshold":
        return _threshold(ask, alert, filters, f"{as_of:%Y-%m}")
    if alert.rule == "control_chart":
        return _control_chart(ask, alert, filters)
    days = {f"days_{grade}": settings.integer(f"contact_days_{grade}") for grade in "abcd"}
    late = ask("contact_overdue_list", filters, **days) if reader.meta.has_contacts else None
    if late is None or late.empty:
        return Standing(alert, filters)
    return Standing(alert, filters, f"overdue:{as_of:%G-W%V}",
                    {"customers": len(late), "names": tuple(str(one) for one in late["name"].head(5)),
                     "day": as_of})


def _threshold(ask: Ask, alert: Alert, filters: Filters, month: str) -> Standing:
    found: GoalFigure = ask("goal_figure", filters, figure=alert.metric)
    if alert.threshold is None or found.light(alert.threshold) != "missed":
        return Standing(alert, filters, facts={"now": found.now})
    return Standing(alert, filters, f"threshold:{alert.metric}:{alert.threshold:g}:{month}",
                    {"now": found.now, "threshold": alert.threshold})


def _control_chart(ask: Ask, alert: Alert, filters: Filters) -> Standing:
    found: ChurnControl = ask("churn_control", filters)
    if found.everyone is None or not found.everyone.months:
        return Standing(alert, filters)
    point, month = found.everyone.chart.points[-1], found.everyone.months[-1]
    if point.value is None or (point.signal != "above" and point.run != "above"):
        return Standing(alert, filters)
    return Standing(alert, filters, f"control_chart:{month:%Y-%m}", {
        "month": month, "lost": found.everyone.lost[-1], "customers": found.everyone.customers[-1],
        "rate": point.value, "upper": point.high, "run": point.signal != "above"})
