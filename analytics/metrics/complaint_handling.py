"""How complaints are handled: the five "more" (patience, attitude, speed, compensation, rank), and promises.

Definition
    Of the complaints received in the period. Patience: of the decided ones whose time for it is over,
    those where the customer was asked afterwards. Attitude: of the customers who said so, those satisfied
    with the handling. Speed: of the decided ones, those resolved within the days that count as quick.
    Compensation: of the resolved ones, those where something was paid. Rank: of those with a recorded
    rank, those in which a manager or an executive took part. Promises kept, cases reopened and cases that
    stayed with who heard them first (no handover): of those where it is recorded.
Score
    The mean of the five shares recorded. It says how much was done, not that it was right in each case.
Edge cases
    What is never recorded has no share and is named as not recorded. Cases that were passed on differ from
    the others in more than that, so the difference in satisfaction is an association.
Source
    The five "more" are those of the source article. Intervals: Wilson 1927; against the period before:
    Newcombe 1998. Compensation over amount at stake: ratio of sums, linearised.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile, rate, rate_difference
from analytics.store.reader import Reader

#: The five, each with what is counted of what.
FIVE = {"patience": ("followed_up", "followable"), "attitude": ("satisfied", "asked"),
        "speed": ("quick", "timed"), "compensation": ("compensated", "resolved"),
        "rank": ("high_ranked", "ranked")}
MORE = {"promises": ("kept", "promised"), "reopened": ("reopened", "reopenable"),
        "first_owner": ("kept_by_first", "traced")}


@dataclass(frozen=True, slots=True)
class HandlingShare:
    """One share of cases.

    Attributes
    ----------
    name : str
        One of ``FIVE`` or ``MORE``.
    share : Estimate
        In the period; without a figure where nothing is recorded.
    change : Estimate
        Against the period before; without a figure where one of the two has none.
    """

    name: str
    share: Estimate
    change: Estimate

    @property
    def recorded(self) -> bool:
        """Whether the records hold anything to judge it by."""
        return self.share.n > 0


@dataclass(frozen=True, slots=True)
class ComplaintHandling:
    """The handling of the period's complaints.

    Attributes
    ----------
    cases : int
    five, more : tuple of HandlingShare
        The five "more"; promises kept, cases reopened, and cases that stayed with their first owner.
    score : float or None
        Mean of the five that are recorded and not suppressed.
    paid_over_stake : Estimate
        Compensation over the amount at stake, of the cases with both.
    handovers_per_case : float or None
        Of the cases where they are counted.
    satisfied_if_kept, satisfied_if_passed_on : Estimate
        Share satisfied with the handling, of cases that stayed with their first owner and of the others.
    satisfied_difference : Estimate
        The first less the second.
    """

    cases: int
    five: tuple[HandlingShare, ...]
    more: tuple[HandlingShare, ...]
    score: float | None
    paid_over_stake: Estimate
    handovers_per_case: float | None
    satisfied_if_kept: Estimate
    satisfied_if_passed_on: Estimate
    satisfied_difference: Estimate

    def table(self) -> list[dict[str, object]]:
        """Return one row per share."""
        return [{"name": one.name, "share": one.share.estimate, "low": one.share.low, "high": one.share.high,
                 "n": one.share.n, "state": one.share.state, "change": one.change.estimate,
                 "change_low": one.change.low, "change_high": one.change.high}
                for one in (*self.five, *self.more)]

    def extra(self) -> dict[str, object]:
        """Return the score, what was paid over what was at stake, and what goes with handovers."""
        return {"score": self.score, "paid_over_stake": self.paid_over_stake,
                "handovers_per_case": self.handovers_per_case,
                "satisfied_if_kept": self.satisfied_if_kept,
                "satisfied_if_passed_on": self.satisfied_if_passed_on,
                "satisfied_difference": self.satisfied_difference}


def complaint_handling(reader: Reader, filters: Filters, *, quick_days: int = 7, follow_up: int = 168
                       ) -> ComplaintHandling:
    """Score how the complaints of the period were handled.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    quick_days : int
        Days within which a resolution counts as quick.
    follow_up : int
        Hours after closing within which the customer should be asked.

    Returns
    -------
    ComplaintHandling
    """
    frame = run_sql(reader, "complaint_handling", filters, quick_days=quick_days, follow_up=follow_up)
    counts = {str(row["time"]): row for row in frame.to_dict("records")}
    now, before = counts.get("now", {}), counts.get("previous", {})
    five = tuple(_share(name, now, before, *columns) for name, columns in FIVE.items())
    scored = [one.share.estimate for one in five
              if one.share.estimate is not None and one.share.state != "suppressed"]
    kept = tuple(int(now.get(column, 0)) for column in ("satisfied_kept", "asked_kept"))
    passed_on = tuple(int(now.get(column, 0)) for column in ("satisfied_passed_on", "asked_passed_on"))
    traced = int(now.get("traced", 0))
    return ComplaintHandling(
        int(now.get("cases", 0)), five, tuple(_share(name, now, before, *columns)
                                              for name, columns in MORE.items()),
        sum(scored) / len(scored) if scored else None, _ratio(now),
        int(now["handovers"]) / traced if traced else None,
        rate(*kept), rate(*passed_on), rate_difference(*kept, *passed_on))


def _share(name: str, now: dict[Any, Any], before: dict[Any, Any], part: str, whole: str) -> HandlingShare:
    k, n, earlier_k, earlier_n = (
        int(row.get(column, 0)) for row in (now, before) for column in (part, whole))
    return HandlingShare(name, rate(k, n), rate_difference(k, n, earlier_k, earlier_n))


def _ratio(now: dict[Any, Any]) -> Estimate:
    n, paid, stake = (int(now.get(column, 0)) for column in ("both_amounts", "compensation", "at_stake"))
    if n < 2 or not stake:
        return Estimate(n, None, state=state_of(n))
    ratio = paid / stake
    squares = now["paid_squares"] - 2 * ratio * now["products"] + ratio ** 2 * now["stake_squares"]
    half = normal_quantile() * math.sqrt(max(squares, 0.0) * n / (n - 1)) / stake
    return Estimate(n, ratio, max(ratio - half, 0.0), ratio + half, state_of(n))
