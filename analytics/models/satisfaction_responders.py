"""Who answers the survey: loyalty of those who answered against those who did not.

Definition
    Of the customers who were there for a whole survey year, the share loyal in the window after it,
    by whether they answered within the year. The year is the last whose window is complete on the
    as-of day. Without dates it is everyone, and the state they are in.
Bounds
    What everybody's satisfaction and loyalty were, had the silent been so many points less satisfied
    than those who answered. Weighting cannot cure answers missing because of what they would have been.
Grain
    One row for those who answered and one for those who did not.
Source
    Methods B, selection.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.metrics.survey_list import check_outcome
from analytics.models.satisfaction_curve import (
    NonresponseBounds,
    ResponderComparison,
    SatisfactionCurve,
    compare_responders,
    nonresponse_bounds,
)
from analytics.models.satisfaction_loyalty import satisfaction_loyalty
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class SatisfactionResponders:
    """Those who answered and those who did not.

    Attributes
    ----------
    comparison : ResponderComparison
    silent_loyal : int
        Those who did not answer and were loyal.
    bounds : NonresponseBounds or None
        What silence may hide; None where not asked for, and as for `bounds_by`.
    """

    comparison: ResponderComparison
    silent_loyal: int
    bounds: NonresponseBounds | None = None

    def bounds_by(self, curve: SatisfactionCurve) -> NonresponseBounds | None:
        """Return the bounds that a curve gives; None where nobody was silent or the curve is no use."""
        answered, silent = self.comparison.responders.n, self.comparison.non_responders.n
        if not answered or not silent or curve.verdict not in ("curved", "straight", "flat", "reversed"):
            return None
        # The curve rests on all answers of history; here each customer of the year counts once.
        return nonresponse_bounds(replace(curve, n=answered), silent, self.silent_loyal)

    def table(self) -> list[dict[str, object]]:
        """Return one row for each of the two."""
        return [{"responded": responded, "n": one.n, "estimate": one.estimate, "low": one.low,
                 "high": one.high, "state": one.state}
                for responded, one in ((True, self.comparison.responders),
                                       (False, self.comparison.non_responders))]

    def extra(self) -> dict[str, object]:
        """Return the difference and the bounds."""
        return {"difference": self.comparison.difference, "bounds": self.bounds}


def satisfaction_responders(reader: Reader, filters: Filters, *, outcome: str = "stayed",
                            bounds: bool = True) -> SatisfactionResponders:
    """Compare those who answered with those who did not, and bound what silence may hide.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    outcome : {"stayed", "bought_again", "spend_kept"}
    bounds : bool
        Whether to fit the curve for the bounds, which a caller who has it can leave out.

    Returns
    -------
    SatisfactionResponders
    """
    frame = run_sql(reader, "models/satisfaction_responders", filters, outcome=check_outcome(outcome))
    counted = {bool(row.responded): (int(row.loyal), int(row.customers)) for row in frame.itertuples()}
    loyal, answered = counted.get(True, (0, 0))
    silent_loyal, silent = counted.get(False, (0, 0))
    found = SatisfactionResponders(compare_responders(loyal, answered, silent_loyal, silent), silent_loyal)
    if not bounds or not answered or not silent:
        return found
    curve = satisfaction_loyalty(reader, filters, outcome=outcome, resamples=0).curve
    return replace(found, bounds=found.bounds_by(curve))
