"""What comparable complaints got, and how many customers stayed after either outcome: a settlement's grounds.

Definition
    Of the resolved complaints with an amount at stake: how many got a compensation, and the middle half of
    what these got, over the amount at stake. Beside it the share of customers who stayed within the window
    after a complaint was resolved, and after one that was not.
Grain
    One row per severity, and one for all.
Edge cases
    A compensation that is not recorded counts as none. The customers who were compensated differ from the
    others in more than that, and so do those whose complaints were resolved: the difference is an
    association. Who complained twice counts twice, so its interval is somewhat narrow where many did.
Source
    Interval of the difference: Newcombe 1998.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate, rate_difference
from analytics.store.reader import Reader

#: The row of every severity together.
ALL = "all"


@dataclass(frozen=True, slots=True)
class Precedent:
    """Complaints of one severity.

    Attributes
    ----------
    severity : str
        Or ``"all"``.
    resolved : int
        Resolved complaints with an amount at stake.
    paid : Estimate
        Share of them that got a compensation.
    paid_cases : int
    lower_quarter, middle, upper_quarter : float or None
        Of what these got, over the amount at stake.
    stayed_resolved, stayed_unresolved : Estimate
        Share of customers who stayed after either outcome.
    stayed_difference : Estimate
        The first less the second.
    """

    severity: str
    resolved: int
    paid: Estimate
    paid_cases: int
    lower_quarter: float | None
    middle: float | None
    upper_quarter: float | None
    stayed_resolved: Estimate
    stayed_unresolved: Estimate
    stayed_difference: Estimate


@dataclass(frozen=True, slots=True)
class ComplaintPrecedents:
    """Complaints by severity.

    Attributes
    ----------
    precedents : tuple of Precedent
    """

    precedents: tuple[Precedent, ...]

    def of(self, severity: str) -> Precedent | None:
        """Return the complaints of a severity."""
        return next((one for one in self.precedents if one.severity == severity), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per severity."""
        return [{"severity": one.severity, "resolved": one.resolved, "paid": one.paid_cases,
                 "lower_quarter": one.lower_quarter, "middle": one.middle, "upper_quarter": one.upper_quarter,
                 "stayed_resolved": one.stayed_resolved.estimate,
                 "stayed_unresolved": one.stayed_unresolved.estimate,
                 "difference": one.stayed_difference.estimate, "low": one.stayed_difference.low,
                 "high": one.stayed_difference.high} for one in self.precedents]


def complaint_precedents(reader: Reader, filters: Filters) -> ComplaintPrecedents:
    """Gather what complaints known by the as-of day got, and what came after.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.

    Returns
    -------
    ComplaintPrecedents
    """
    return ComplaintPrecedents(tuple(
        _precedent(row) for row in run_sql(reader, "complaint_precedents", filters).to_dict("records")))


def _precedent(row: dict[str, object]) -> Precedent:
    resolved, paid, kept, followed, kept_without, followed_without = (int(str(row[name])) for name in (
        "resolved", "paid", "stayed_resolved", "followed_resolved", "stayed_unresolved",
        "followed_unresolved"))
    lower, middle, upper = (float(str(row[name])) if paid else None
                            for name in ("lower_quarter", "middle", "upper_quarter"))
    return Precedent(str(row["severity"]), resolved, rate(paid, resolved), paid, lower, middle, upper,
                     rate(kept, followed), rate(kept_without, followed_without),
                     rate_difference(kept, followed, kept_without, followed_without))
