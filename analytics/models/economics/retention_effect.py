"""What five per cent do: the published 25 to 85 %, the conditions it needs, and what getting there may cost.

Readings
    "5 %" is meant as five percentage points of retention: from 90 to 95 %, which halves the losses.
    Read as five per cent fewer losses, from 90 to 90.5 %, next to nothing is left of the effect.
What it is not
    A calculation of the value of one customer, not an observed growth of a company's profit; and it takes
    the five points as given, whatever they cost.
Cost of getting there
    k a customer and year, paid at the beginning of every year in which the customer is there, costs
    k·(1 + i)/(1 + i − r) in all; it is worth while up to the gain.
Source
    Reichheld & Sasser 1990; methods F2; Gupta, Lehmann & Stuart 2004.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analytics.models.economics.customer_value import (
    LEVERS,
    Assumptions,
    Lever,
    customer_value,
    yearly_margins,
)
from analytics.statistics.estimate import Estimate

Reading = Literal["points", "relative"]
READINGS: tuple[Reading, ...] = ("points", "relative")
FIVE = 0.05

#: Chances of staying from which the published effect is reckoned again.
STARTS = (0.6, 0.7, 0.8, 0.85, 0.9, 0.93)
#: Growth of margin a year, and cost of acquisition in yearly margins, under which it is.
CONDITIONS: tuple[tuple[float, float], ...] = ((0.0, 0.0), (0.05, 0.0), (0.05, 1.0))
#: The range that is quoted.
QUOTED = (0.25, 0.85)
#: What Reichheld and Sasser reckoned for single firms; the last halves the losses from 10 %.
PUBLISHED: tuple[tuple[str, float], ...] = (
    ("bank_branches", 0.85), ("insurance_brokerage", 0.50), ("auto_service", 0.30),
    ("credit_card_firm", 1.25))

#: How far the levers are moved: rates by a point, amounts by a tenth.
POINT, TENTH = 0.01, 0.1
#: Nobody keeps everybody.
MOST_KEPT = 0.995


@dataclass(frozen=True, slots=True)
class RetentionEffect:
    """What more retention does to the value of a customer.

    Attributes
    ----------
    before, after : Assumptions
    value_before, value_after : float
        Less the cost of acquisition, minor units.
    share : float or None
        By which the value rises; None where it was nothing to begin with.
    most_a_year : float
        Most that getting there may cost a customer and year, minor units.
    """

    before: Assumptions
    after: Assumptions
    value_before: float
    value_after: float
    share: float | None
    most_a_year: float

    @property
    def gain(self) -> float:
        """What a customer is worth more, minor units."""
        return self.value_after - self.value_before

    def net(self, cost: float) -> float:
        """Return what is left of the gain where getting there costs so much a customer and year."""
        return self.gain - cost * years_paid(self.after)


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """What moving one assumption does to the value of a customer, minor units.

    Attributes
    ----------
    name : str
    step : float
        Points of a rate, or a share of an amount.
    rate : bool
    down, up : float
        Change of the value where it is a step lower, and higher.
    """

    name: Lever
    step: float
    rate: bool
    down: float
    up: float


def raised(retention: float, reading: Reading, size: float = FIVE) -> float:
    """Return the retention rate after a rise: by points, or by so many per cent fewer losses."""
    more = size if reading == "points" else size * (1 - retention)
    return min(retention + more, max(MOST_KEPT, retention))


def can_be_told(assumptions: Assumptions, reading: Reading = "points", size: float = FIVE) -> bool:
    """Tell whether the value has an end before the rise and after it."""
    return not (assumptions.endless
                or assumptions.at(raised(assumptions.retention, reading, size)).endless)


def retention_effect(assumptions: Assumptions, *, reading: Reading = "points",
                     size: float = FIVE) -> RetentionEffect:
    """Return what a rise of retention does to the value of a customer.

    Parameters
    ----------
    assumptions : Assumptions
        As things stand.
    reading : {"points", "relative"}
        Whether ``size`` is points of retention, or a share of the losses.
    size : float

    Raises
    ------
    ValueError
        The sum has no end.
    """
    after = assumptions.at(raised(assumptions.retention, reading, size))
    before_value, after_value = customer_value(assumptions), customer_value(after)
    gain = after_value - before_value
    return RetentionEffect(assumptions, after, before_value, after_value,
                           gain / before_value if before_value > 0 else None, gain / years_paid(after))


def effect_between(assumptions: Assumptions, retention: Estimate, *, reading: Reading = "points",
                   size: float = FIVE) -> tuple[float, float] | None:
    """Return the ends of the effect as a share, over the 95 % interval of the retention rate.

    Only the doubt about that rate is in it. None where there is no interval, or no effect at an end of it.
    """
    if retention.low is None or retention.high is None:
        return None
    ends = [assumptions.at(end) for end in (retention.low, retention.high)]
    if not all(can_be_told(end, reading, size) for end in ends):
        return None
    shares = [retention_effect(end, reading=reading, size=size).share for end in ends]
    told = [share for share in shares if share is not None]
    return (min(told), max(told)) if len(told) == len(shares) else None


def years_paid(assumptions: Assumptions) -> float:
    """Return how many yearly payments a customer draws, discounted; the first is due now."""
    return 1 + yearly_margins(replace(assumptions, growth=0.0))


def published_effects(starts: Sequence[float] = STARTS, discount_rate: float = 0.1
                      ) -> tuple[tuple[float, ...], ...]:
    """Return the effect of five points, one row for each of `CONDITIONS`, one column for each start."""
    return tuple(tuple(
        retention_effect(Assumptions(start, growth=growth, acquisition_cost=cost,
                                     discount_rate=discount_rate)).share or 0.0
        for start in starts) for growth, cost in CONDITIONS)


def tornado(assumptions: Assumptions) -> tuple[TornadoBar, ...]:
    """Move every assumption a step down and up; the largest effect first, those without any left out."""
    value = customer_value(assumptions)
    bars = []
    for name in LEVERS:
        rate = name in ("retention", "growth", "discount_rate")
        step = POINT if rate else TENTH
        now = getattr(assumptions, name)
        ends = []
        for sign in (-1, 1):
            moved = now + sign * step if rate else now * (1 + sign * step)
            if name == "retention":
                moved = min(max(moved, 0.0), MOST_KEPT)
            changed = replace(assumptions, **{name: moved})
            ends.append(None if changed.endless else customer_value(changed) - value)
        if ends[0] is not None and ends[1] is not None and any(ends):
            bars.append(TornadoBar(name, step, rate, ends[0], ends[1]))
    return tuple(sorted(bars, key=lambda one: -max(abs(one.down), abs(one.up))))
