"""A customer's health in parts: where the records show trouble, rule it out, or do neither.

Definition
    Six parts, none added to another: a score of all would hide the part that needs attention.
    Buying: revenue of the last 183 days against the mean of the same days in up to three earlier years. Bad:
    the interval lies below 1. Good: a fall by half or more is ruled out.
    Contact: good within the days the grade allows between two contacts, bad past twice as many.
    Satisfaction: overall answers on five levels. Bad: the last is 1 or 2. Good: two answers or more within
    two years, the last one of 4 or 5 and their mean at least 4.
    Complaints: bad where a promise passed, or a complaint was closed unresolved within a year. Good: none
    open.
    Service: jobs without a fault among those that can be judged. Bad: shown to be fewer than all customers'
    share.
    Good: shown to be at most 20 points fewer.
    Contract: good where it runs for 90 days more, uncertain where it ends within them, bad where the last one
    ended.
Direction
    Against the year before: better or worse only where chance does not explain the difference (95 %); of
    scores only where the means differ by more than a level.
Edge cases
    No complaint from a customer nobody spoke to for half a year is no good sign: uncertain. A part without
    records says so. Contracts and the last score have no interval: they are what is written down.
Source
    Methods A3 (no verdict from a single answer), A7 (silence), A18 (cadence), C1 (a fall by half).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.filters import Filters
from analytics.metrics.customer_signals import FOREVER, CustomerSignals, customer_signals
from analytics.metrics.grades import GRADES
from analytics.statistics.compound_sums import compound_ratio
from analytics.statistics.estimate import SUPPRESSED_BELOW, Estimate, state_of
from analytics.statistics.intervals import rate, rate_difference, wilson
from analytics.store.reader import Reader

Health = Literal["good", "uncertain", "bad", "unknown"]
Direction = Literal["better", "worse", "alike", "unknown"]

PARTS = ("buying", "contact", "satisfaction", "complaints", "service", "contract")

#: Less than this share of the usual is a partial loss (methods C1).
PARTIAL_LOSS = 0.5
#: Past so many times the days allowed, a contact is not late but missing.
FAR_OVERDUE = 2
HIGH_SCORE, LOW_SCORE = 4, 2
ANSWERS_FOR_GOOD = 2
#: Points a share of jobs without a fault may lie below the company's.
SERVICE_TOLERANCE = 0.2
#: A contract that ends sooner than this needs a talk now.
CONTRACT_DAYS = 90
#: Without a contact for this long, silence about problems says nothing.
SILENT_DAYS = 183
#: So much later the end of a contract is no news of the customer any more.
ENDED_DAYS = 365


@dataclass(frozen=True, slots=True)
class HealthPart:
    """One part of a customer's health.

    Attributes
    ----------
    part : str
        One of `PARTS`.
    state : {"good", "uncertain", "bad", "unknown"}
    code : str
        What the state rests on: the key of its sentence.
    direction : {"better", "worse", "alike", "unknown"}
        Against the year before; alike: chance may explain the difference.
    estimate : Estimate or None
        Share of the usual, or of jobs without a fault, with its interval.
    now, before : float or None
        The figure of the last year and of the year before: revenue of the season, contacts, mean score,
        complaints, share of jobs without a fault, value of contracts a month.
    """

    part: str
    state: Health
    code: str
    direction: Direction = "unknown"
    estimate: Estimate | None = None
    now: float | None = None
    before: float | None = None


@dataclass(frozen=True, slots=True)
class CustomerHealth:
    """One customer's health.

    Attributes
    ----------
    signals : CustomerSignals
        What it rests on.
    parts : tuple of HealthPart
        In the order of `PARTS`.
    allowed : int or None
        Most days between contacts for the customer's grade.
    """

    signals: CustomerSignals
    parts: tuple[HealthPart, ...]
    allowed: int | None

    def part(self, name: str) -> HealthPart:
        """Return one part."""
        return self.parts[PARTS.index(name)]

    def in_state(self, state: Health) -> tuple[str, ...]:
        """Return the parts in a state."""
        return tuple(one.part for one in self.parts if one.state == state)

    def table(self) -> list[dict[str, object]]:
        """Return one row per part."""
        return [{"part": one.part, "state": one.state, "why": one.code, "direction": one.direction,
                 "now": one.now, "before": one.before,
                 "estimate": one.estimate.estimate if one.estimate else None,
                 "low": one.estimate.low if one.estimate else None,
                 "high": one.estimate.high if one.estimate else None,
                 "n": one.estimate.n if one.estimate else None} for one in self.parts]


def customer_health(reader: Reader, filters: Filters, *, customer: str | None = None, days_a: int = 30,
                    days_b: int = 60, days_c: int = 90, days_d: int = 180) -> CustomerHealth:
    """Judge each part of a customer's health.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day matters, and the number where it is given here.
    customer : str, optional
        The customer's number; the one the filters name when omitted.
    days_a, days_b, days_c, days_d : int
        Most days between contacts, by grade.

    Returns
    -------
    CustomerHealth

    Raises
    ------
    UnknownCustomer
        Nobody has that number on that day.
    HuitouError
        No number was given.
    """
    signals = customer_signals(reader, filters, customer=customer)
    allowed = dict(zip(GRADES, (days_a, days_b, days_c, days_d), strict=True)).get(signals.grade or "")
    return health_of(signals, allowed)


def health_of(signals: CustomerSignals, allowed: int | None) -> CustomerHealth:
    """Judge each part from what the records say.

    Parameters
    ----------
    signals : CustomerSignals
    allowed : int or None
        Most days between contacts; None where the customer has no grade.
    """
    return CustomerHealth(signals, (
        _buying(signals), _contact(signals, allowed), _satisfaction(signals), _complaints(signals),
        _service(signals), _contract(signals)), allowed)


def _buying(one: CustomerSignals) -> HealthPart:
    if one.season_days + one.usual_days == 0:
        return HealthPart("buying", "unknown", "no_trade")
    if one.usual_years == 0 or one.usual_days == 0:
        return HealthPart("buying", "uncertain", "too_short", now=one.season_revenue)
    found = compound_ratio(one.season_revenue, one.season_squares, one.season_days, one.usual_revenue,
                           one.usual_squares, one.usual_days, spans=one.usual_years)
    before = compound_ratio(one.season_revenue, one.season_squares, one.season_days, one.before_revenue,
                            one.before_squares, one.before_days)
    state, code = _judged_buying(found)
    return HealthPart("buying", state, code, _side(before, 1), found, one.season_revenue, one.before_revenue)


def _judged_buying(found: Estimate) -> tuple[Health, str]:
    if found.low is None or found.high is None or found.n < SUPPRESSED_BELOW:
        return "uncertain", "few"
    if found.high < 1:
        return "bad", "fallen"
    return ("good", "kept") if found.low > PARTIAL_LOSS else ("uncertain", "open")


def _contact(one: CustomerSignals, allowed: int | None) -> HealthPart:
    direction = _more_or_fewer(one.contacts, one.contacts_before)
    since = one.days_since(one.last_contact_on)
    if since is None:
        return HealthPart("contact", "bad", "never") if "contacts" in one.recorded else HealthPart(
            "contact", "unknown", "unrecorded")
    if allowed is None:
        state, code = "uncertain", "no_standard"
    else:
        late = since / allowed
        state = "good" if late <= 1 else "uncertain" if late <= FAR_OVERDUE else "bad"
        code = "within" if late <= 1 else "overdue"
    return HealthPart("contact", state, code, direction, None, one.contacts,  # type: ignore[arg-type]
                      one.contacts_before)


def _satisfaction(one: CustomerSignals) -> HealthPart:
    direction: Direction = "unknown"
    if one.score is not None and one.score_before is not None:
        # Two single answers a level apart are within what the same customer says on another day.
        change = one.score - one.score_before
        direction = "alike" if abs(change) <= 1 else "better" if change > 0 else "worse"
    answers = one.answers + one.answers_before
    if one.last_score is None:
        return HealthPart("satisfaction", "unknown", "unasked" if not one.invited else "unanswered")
    state, code = _judged_score(one, answers)
    return HealthPart("satisfaction", state, code, direction, None, one.score, one.score_before)


def _judged_score(one: CustomerSignals, answers: int) -> tuple[Health, str]:
    if answers == 0:
        return "uncertain", "old"
    if one.last_score is not None and one.last_score <= LOW_SCORE:
        return "bad", "low"
    mean = ((one.score or 0) * one.answers + (one.score_before or 0) * one.answers_before) / answers
    if one.last_score is None or one.last_score < HIGH_SCORE or mean < HIGH_SCORE:
        return "uncertain", "middling"
    return ("good", "high") if answers >= ANSWERS_FOR_GOOD else ("uncertain", "single")


def _complaints(one: CustomerSignals) -> HealthPart:
    more = _more_or_fewer(one.complaints, one.complaints_before)
    direction: Direction = {"better": "worse", "worse": "better"}.get(more, more)  # type: ignore[assignment]
    if "complaints" not in one.recorded:
        return HealthPart("complaints", "unknown", "unrecorded")
    silent = one.days_since(one.last_contact_on)
    if one.overdue_since is not None:
        state, code = "bad", "promise_passed"
    elif one.open_complaints:
        state, code = "uncertain", "open"
    elif one.unresolved:
        state, code = "bad", "unresolved"
    elif silent is None or silent > SILENT_DAYS:
        state, code, direction = "uncertain", "silent", "unknown"
    else:
        state, code = "good", "settled" if one.complaints else "none"
    return HealthPart("complaints", state, code, direction, None, one.complaints,  # type: ignore[arg-type]
                      one.complaints_before)


def _service(one: CustomerSignals) -> HealthPart:
    if one.jobs + one.jobs_before == 0:
        return HealthPart("service", "unknown", "no_jobs")
    if one.jobs == 0:
        return HealthPart("service", "uncertain", "none_lately")
    share, usual = rate(one.jobs_kept, one.jobs), one.company_jobs_kept / one.company_jobs
    change = rate_difference(one.jobs_kept, one.jobs, one.jobs_kept_before, one.jobs_before)
    state: Health = "uncertain"
    if share.high is not None and share.high < usual:
        state = "bad"
    elif share.low is not None and share.low >= usual - SERVICE_TOLERANCE:
        state = "good"
    return HealthPart("service", state, "jobs", _side(change, 0) if one.jobs_before else "unknown", share,
                      share.estimate, rate(one.jobs_kept_before, one.jobs_before).estimate)


def _contract(one: CustomerSignals) -> HealthPart:
    until = one.contract_until or one.contract_end
    left = None if until == FOREVER else one.days_until(until)
    if until is None or (left is not None and left < -ENDED_DAYS):
        return HealthPart("contract", "unknown", "none")
    now, before = one.monthly_value, one.monthly_value_before
    direction: Direction = "unknown"
    if now is not None and before is not None:
        direction = "better" if now > before else "worse" if now < before else "alike"
    if left is None:
        return HealthPart("contract", "good", "endless", direction, None, now, before)
    state: Health = "bad" if left < 0 else "uncertain" if left <= CONTRACT_DAYS else "good"
    code = "ended" if left < 0 else "ending" if left <= CONTRACT_DAYS else "running"
    return HealthPart("contract", state, code, direction, None, now, before)


def _side(estimate: Estimate, neutral: float) -> Direction:
    if estimate.low is None or estimate.high is None:
        return "unknown"
    return "better" if estimate.low > neutral else "worse" if estimate.high < neutral else "alike"


def _more_or_fewer(now: int, before: int) -> Direction:
    """Say whether two counts of as long a time differ by more than chance; more is better."""
    if now + before == 0:
        return "unknown"
    low, high = wilson(now, now + before)
    return _side(Estimate(now + before, None, float(low), float(high), state_of(now + before)), 0.5)

