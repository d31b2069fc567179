"""What a settlement may lie between, with every term that makes it so: a guide, never a promise.

Definition
    What is owed: the amount at stake, times the part that is our fault, times what comparable complaints of
    this company got (the middle half of the compensations paid, over the amount at stake).
    What keeping the customer is worth: the difference in the share of customers who stayed after a resolved
    complaint and after an unresolved one, times the customer's value, less what the handling costs.
    The band reaches from the low end of what is owed to the larger of its high end and that worth, and never
    beyond the amount at stake.
Rules
    Fault: ours 1, shared 1/2, the customer's 0, unknown 0 to 1. Comparable: of the same severity where at
    least ten were compensated, else of every severity, else nothing is known: the range from 0 to 1 stands.
    The worth is left out where the interval of the difference does not exclude zero, or the customer is
    unlikely to buy again whatever is done.
Source
    The terms are those of the source article's assessment (methods A8). The difference is an association:
    customers whose complaints were resolved differ in more than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from analytics.metrics.complaint_precedents import ALL, ComplaintPrecedents, Precedent
from analytics.statistics.estimate import SUPPRESSED_BELOW, Estimate

#: The part of the claim that is ours to bear, from and to, by whose fault it is.
FAULT_SHARES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"ours": (1.0, 1.0), "shared": (0.5, 0.5), "customer": (0.0, 0.0), "unknown": (0.0, 1.0)})

Worth = Literal["counted", "unlikely", "not_shown", "unknown"]


@dataclass(frozen=True, slots=True)
class CompensationBand:
    """The band and its terms; money in minor units.

    Attributes
    ----------
    claim : int
        The amount at stake.
    fault : str
    fault_low, fault_high : float
        The part of it that is our fault.
    precedent : Precedent or None
        The comparable complaints; None where too few were compensated.
    owed_low, owed_high : int
    stayed : Estimate
        Share that stayed after a resolved complaint less that after an unresolved one.
    value : int or None
        What the customer is worth.
    cost : int
        What the handling costs.
    keeping : int
        What keeping the customer is worth beyond that; nothing where ``why`` is not ``"counted"``.
    why : {"counted", "unlikely", "not_shown", "unknown"}
        Whether it counts, or why not.
    low, high : int
        The band.
    """

    claim: int
    fault: str
    fault_low: float
    fault_high: float
    precedent: Precedent | None
    owed_low: int
    owed_high: int
    stayed: Estimate
    value: int | None
    cost: int
    keeping: int
    why: Worth
    low: int
    high: int


def compensation_band(claim: int, *, severity: str, fault: str, repurchase: str,
                      precedents: ComplaintPrecedents, value: int | None, cost: int) -> CompensationBand:
    """Reckon the band of a settlement.

    Parameters
    ----------
    claim : int
        The amount at stake, in minor units.
    severity, fault, repurchase : str
        As assessed; empty: not yet.
    precedents : ComplaintPrecedents
    value : int or None
        What the customer is worth, in minor units; None: not known.
    cost : int
        What the handling costs, in minor units.

    Returns
    -------
    CompensationBand
    """
    fault = fault if fault in FAULT_SHARES else "unknown"
    low, high = FAULT_SHARES[fault]
    precedent = next((one for one in map(precedents.of, (severity, ALL))
                      if one is not None and one.paid_cases >= SUPPRESSED_BELOW), None)
    quarters = (0.0, 1.0)
    if precedent is not None and precedent.lower_quarter is not None and precedent.upper_quarter is not None:
        quarters = precedent.lower_quarter, precedent.upper_quarter
    owed_low, owed_high = (min(claim, round(claim * part * quarter))
                           for part, quarter in zip((low, high), quarters, strict=True))
    stayed = _stayed(precedents, severity)
    why = _why(stayed, value, repurchase)
    keeping = 0
    if why == "counted" and stayed.estimate is not None and value is not None:
        keeping = max(0, round(stayed.estimate * value) - cost)
    return CompensationBand(claim, fault, low, high, precedent, owed_low, owed_high, stayed, value, cost,
                            keeping, why, owed_low, min(claim, max(owed_high, keeping)))


def _stayed(precedents: ComplaintPrecedents, severity: str) -> Estimate:
    """Return the difference among comparable complaints, of every severity where those are too few."""
    for one in map(precedents.of, (severity, ALL)):
        if one is not None and one.stayed_difference.state != "suppressed":
            return one.stayed_difference
    return Estimate(0, None, state="suppressed")


def _why(stayed: Estimate, value: int | None, repurchase: str) -> Worth:
    if repurchase == "unlikely":
        return "unlikely"
    if value is None or stayed.low is None:
        return "unknown"
    return "counted" if stayed.low > 0 else "not_shown"
