"""When each rule of a next action holds, and the records it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.metrics.customer_card import CustomerCard
from analytics.metrics.customer_health import CustomerHealth
from analytics.metrics.customer_signals import FOREVER, CustomerSignals
from analytics.models.customer_risk import CustomerRisk

#: So long after a low score, an unresolved complaint or a loss it is worth asking about it.
RECENT_DAYS = 90
#: The same after a job with a fault.
JOB_DAYS = 30
#: Days after a loss in which win-back calls brought most back (methods E6), and a little more.
WIN_BACK_DAYS = 180
#: The customers with the largest expected loss: this share of all scored.
TOP_SHARE = 0.1

#: What a rule's reason names, and ``mark``: the day or number by which the occasion is known.
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standards:
    """What the company asks for.

    Attributes
    ----------
    senior_days : int
        Most days between two visits of a manager or executive.
    senior_grades : str
        Grades whose customers are to have them.
    ahead_days : int
        So many days ahead birthdays are named.
    """

    senior_days: int = 90
    senior_grades: str = "A"
    ahead_days: int = 14


@dataclass(frozen=True, slots=True)
class Case:
    """One customer, as the rules look at them."""

    card: CustomerCard
    health: CustomerHealth
    risk: CustomerRisk | None
    standards: Standards

    @property
    def signals(self) -> CustomerSignals:
        """What the health rests on."""
        return self.health.signals

    def recent(self, day: date | None, days: int) -> bool:
        """Tell whether a day lies at most so many days back."""
        since = self.signals.days_since(day)
        return since is not None and 0 <= since <= days

    def spoken_since(self, day: date | None) -> bool:
        """Tell whether anybody spoke to the customer after a day."""
        last = self.signals.last_contact_on
        return last is not None and day is not None and last > day


def _promise(case: Case) -> Facts | None:
    due = case.signals.overdue_since
    if due is None:
        return None
    return {"date": due, "days": case.signals.days_since(due),
            "mark": f"{case.signals.overdue_complaint}:{due}"}


def _complaint_unresolved(case: Case) -> Facts | None:
    closed = case.signals.last_unresolved_on
    if not case.recent(closed, RECENT_DAYS) or case.spoken_since(closed) or _lost(case):
        return None
    return {"date": closed, "days": case.signals.days_since(closed), "mark": f"unresolved:{closed}"}


def _complaint_open(case: Case) -> Facts | None:
    opened = case.signals.oldest_open_on
    if opened is None or case.signals.overdue_since is not None:
        return None
    return {"date": opened, "days": case.signals.days_since(opened), "mark": case.signals.oldest_open}


def _low_score(case: Case) -> Facts | None:
    part, given = case.health.part("satisfaction"), case.signals.last_answer_on
    if part.code != "low" or not case.recent(given, RECENT_DAYS) or case.spoken_since(given) or _lost(case):
        return None
    return {"score": case.signals.last_score, "date": given, "mark": given}


def _job_failed(case: Case) -> Facts | None:
    failed = case.signals.last_failed_on
    if not case.recent(failed, JOB_DAYS) or case.spoken_since(failed) or _lost(case):
        return None
    return {"date": failed, "mark": failed}


def _contract(case: Case, code: str) -> Facts | None:
    ends = case.signals.contract_until or case.signals.contract_end
    if ends == FOREVER or _lost(case) or case.health.part("contract").code != code:
        return None
    days = case.signals.days_until(ends)
    if code == "ended" and not case.recent(ends, RECENT_DAYS):
        return None
    return {"date": ends, "days": None if days is None else abs(days), "mark": ends}


def _win_back(case: Case) -> Facts | None:
    facts = case.card.facts
    if not _lost(case) or not case.card.losses or not case.recent(facts.lost_on, WIN_BACK_DAYS):
        return None
    value = case.card.losses[-1].value_lost
    if not value:
        return None
    return {"date": facts.lost_on, "days": case.signals.days_since(facts.lost_on), "value": value,
            "mark": facts.lost_on}


def _risk(case: Case) -> Facts | None:
    risk = case.risk
    if risk is None or risk.expected_loss is None or risk.place > TOP_SHARE * risk.scored or _lost(case):
        return None
    return {"chance": risk.risk, "loss": risk.expected_loss, "place": risk.place, "n": risk.scored,
            "mark": risk.as_of}


def _quiet(case: Case) -> Facts | None:
    last, limit = case.card.facts.last_order_on, case.signals.silence_limit
    days = case.signals.days_since(last)
    # Halfway to counting as lost, as the contact list has it.
    if days is None or limit is None or days <= limit / 2 or _lost(case):
        return None
    return {"days": days, "limit": limit, "mark": last}


def _buying_fallen(case: Case) -> Facts | None:
    part = case.health.part("buying")
    if part.code != "fallen" or part.estimate is None or _lost(case):
        return None
    found = part.estimate
    return {"share": found.estimate, "low": found.low, "high": found.high, "n": found.n,
            "mark": f"{case.signals.as_of:%Y-%m}"}


def _senior_visit(case: Case) -> Facts | None:
    days = case.signals.days_since(case.signals.last_senior_on)
    if not _wants_senior(case) or days is None or days <= case.standards.senior_days:
        return None
    return {"days": days, "allowed": case.standards.senior_days, "mark": case.signals.last_senior_on}


def _never_visited(case: Case) -> Facts | None:
    known = case.signals.days_since(case.card.facts.acquired_on)
    if not _wants_senior(case) or case.signals.last_senior_on is not None or (
            known is not None and known <= case.standards.senior_days):
        return None
    return {"allowed": case.standards.senior_days, "mark": "never"}


def _overdue(case: Case) -> Facts | None:
    part, allowed = case.health.part("contact"), case.health.allowed
    if part.code != "overdue" or _lost(case):
        return None
    return {"days": case.signals.days_since(case.signals.last_contact_on), "allowed": allowed,
            "mark": case.signals.last_contact_on}


def _never_contacted(case: Case) -> Facts | None:
    if case.health.part("contact").code != "never" or case.health.allowed is None or _lost(case):
        return None
    return {"mark": "never"}


def _birthday(case: Case) -> Facts | None:
    born, today = case.card.facts.birthday, case.signals.as_of
    if born is None or today is None or _lost(case):
        return None
    for year in (today.year, today.year + 1):
        # Whoever was born on 29 February is greeted on the 28th where there is none.
        day = date(year, born.month, min(born.day, 28) if born.month == 2 else born.day)
        if 0 <= (day - today).days <= case.standards.ahead_days:
            return {"date": day, "days": (day - today).days, "mark": day}
    return None


def _lost(case: Case) -> bool:
    return case.card.facts.status == "lost"


def _wants_senior(case: Case) -> bool:
    return bool(case.standards.senior_days and case.signals.levels_known and not _lost(case)
                and (case.signals.grade or "-") in case.standards.senior_grades)


#: Every rule of ``rules.toml`` by its code.
HOLDS: dict[str, Callable[[Case], Facts | None]] = {
    "promise": _promise, "complaint_unresolved": _complaint_unresolved, "complaint_open": _complaint_open,
    "low_score": _low_score, "job_failed": _job_failed,
    "contract_ended": lambda case: _contract(case, "ended"), "win_back": _win_back,
    "contract_end": lambda case: _contract(case, "ending"), "risk": _risk, "quiet": _quiet,
    "buying_fallen": _buying_fallen,
    "senior_visit": _senior_visit, "never_visited": _never_visited, "overdue": _overdue,
    "never_contacted": _never_contacted, "birthday": _birthday}
