"""Who should own a complaint by rank, and how late it is: rules as data, with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from analytics.workspace.complaint_case import LEVELS, ComplaintCase
from analytics.workspace.complaint_form import STAGES

#: How many ranks up a complaint goes for what was assessed.
SEVERITY_STEPS: Mapping[str, int] = MappingProxyType({"medium": 1, "high": 2})
#: And for the customer's value, for each time the days allowed have passed, and for talk that is likely.
VALUE_STEPS = DAYS_STEPS = WORD_OF_MOUTH_STEPS = 1


@dataclass(frozen=True, slots=True)
class SuggestedLevel:
    """The rank a complaint should have.

    Attributes
    ----------
    level : str
        One of ``LEVELS``.
    reasons : mapping of str to int
        ``"severity"``, ``"value"``, ``"days"``, ``"word_of_mouth"``: how many ranks up each takes it; those
        that take it nowhere are left out.
    """

    level: str
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands at a moment.

    Attributes
    ----------
    days_open : int
        Days since it was received, until it was closed.
    hours : float
        Spent in the stage it stands in.
    target : float or None
        Hours that stage may take; None where nothing is left to do.
    promise_days : int or None
        Days until the promise is due, below zero where it is overdue; None where none is open.
    """

    days_open: int
    hours: float
    target: float | None
    promise_days: int | None

    @property
    def late(self) -> bool:
        """Whether the stage takes longer than it may."""
        return self.target is not None and self.hours > self.target


def suggest_level(case: ComplaintCase, *, value: int | None, days_open: int, value_from: int, days_each: int
                  ) -> SuggestedLevel:
    """Suggest the rank of a case.

    Parameters
    ----------
    case : ComplaintCase
    value : int or None
        What the customer is worth a year, in minor units; None: not known.
    days_open : int
    value_from : int
        From this value on it goes a rank up, in minor units.
    days_each : int
        Every time so many days have passed it goes a rank up.
    """
    steps = {
        "severity": SEVERITY_STEPS.get(case.form.severity, 0),
        "value": VALUE_STEPS if value is not None and value >= value_from else 0,
        "days": DAYS_STEPS * (days_open // days_each) if days_each > 0 else 0,
        "word_of_mouth": WORD_OF_MOUTH_STEPS if case.form.word_of_mouth == "likely" else 0}
    reasons = {name: number for name, number in steps.items() if number}
    return SuggestedLevel(LEVELS[min(sum(reasons.values()), len(LEVELS) - 1)], reasons)


def standing(case: ComplaintCase, targets: Mapping[str, float], now: datetime) -> Standing:
    """Tell how a case stands.

    Parameters
    ----------
    case : ComplaintCase
    targets : mapping of str to float
        Hours each stage may take.
    now : datetime
        With its zone.
    """
    today, received = now.astimezone().date(), case.opened_on or now.astimezone().date()
    closed = case.moments.get("close")
    until = closed.astimezone().date() if closed is not None else today
    reached = [case.moments[stage] for stage in STAGES if stage in case.moments]
    since = max(reached, default=_received(case, received, now))
    due = case.form.promise_due if case.promise_open else None
    return Standing(max((until - received).days, 0), max((now - since).total_seconds() / 3600, 0.0),
                    targets.get(case.stage), None if due is None else (due - today).days)


def _received(case: ComplaintCase, received: date, now: datetime) -> datetime:
    """Return when the first stage began: at noon of the day of receipt, or when it was opened on that day."""
    if case.created_at is not None and case.created_at.astimezone().date() == received:
        return case.created_at
    return min(datetime.combine(received, time(12)).astimezone().astimezone(UTC), now)
