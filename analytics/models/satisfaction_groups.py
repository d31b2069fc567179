"""The satisfaction–loyalty curve in several markets, segments or sizes side by side.

Definition
    The curve of `satisfaction_loyalty` in each group, and one likelihood-ratio test whether its bend
    is the same everywhere. A bend above one says that only the most satisfied stay, as where customers
    can leave easily; below one that even moderate satisfaction keeps them, as where they are held.
Grain
    One row per group and level of satisfaction.
Edge cases
    Customers whose group is not known are left out. Groups whose loyalty does not rise with
    satisfaction have no bend to compare.
Source
    Methods B; Holm 1979 for the pairs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.metrics.survey_list import check_outcome
from analytics.models.satisfaction_curve import GroupComparison, compare_groups
from analytics.models.satisfaction_loyalty import arrays
from analytics.store.reader import Reader

GROUPINGS = ("market", "segment", "size", "region", "branch", "industry")


@dataclass(frozen=True, slots=True)
class SatisfactionGroups:
    """Curves of several groups.

    Attributes
    ----------
    by : str
        Dimension of the customers.
    comparison : GroupComparison
        Without groups where no customer's group is known.
    """

    by: str
    comparison: GroupComparison

    def table(self) -> list[dict[str, object]]:
        """Return one row per group and level."""
        return [{self.by: one.group, "score": level.score, "n": level.n, "events": level.events,
                 "estimate": level.rate.estimate, "low": level.rate.low, "high": level.rate.high,
                 "state": level.rate.state, "verdict": one.curve.verdict,
                 "gamma": one.curve.fit.gamma.estimate, "gamma_low": one.curve.fit.gamma.low,
                 "gamma_high": one.curve.fit.gamma.high}
                for one in self.comparison.groups for level in one.curve.levels]

    def extra(self) -> dict[str, object]:
        """Return the test of one common bend, and every pair."""
        return {"compared": self.comparison.compared, "common_gamma": self.comparison.common_gamma,
                "test": self.comparison.test, "different": self.comparison.different,
                "pairs": self.comparison.pairs}


def satisfaction_groups(reader: Reader, filters: Filters, *, outcome: str = "stayed", by: str = "market"
                        ) -> SatisfactionGroups:
    """Fit the curve in every group and test whether the bends differ.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    outcome : {"stayed", "bought_again", "spend_kept"}
    by : str
        Market, segment, size, region, branch or industry.

    Returns
    -------
    SatisfactionGroups

    Raises
    ------
    UnknownName
        There is no such outcome or dimension.
    """
    if by not in GROUPINGS:
        raise UnknownName("dimension", by, GROUPINGS)
    frame = run_sql(reader, "models/satisfaction_group_answers", filters, dimension=by,
                    outcome=check_outcome(outcome))
    # Numbers sort faster than names; each group gets its name back.
    place, names = pd.factorize(frame["name"], sort=True)
    found = compare_groups(**arrays(frame), groups=np.asarray(place))
    named = {str(number): str(name) for number, name in enumerate(names)}
    return SatisfactionGroups(by, replace(
        found, groups=tuple(replace(one, group=named[one.group]) for one in found.groups),
        compared=tuple(named[one] for one in found.compared),
        pairs=tuple(replace(one, one=named[one.one], other=named[one.other]) for one in found.pairs)))
