"""What a model foretold for time it had not seen, and by how much it missed what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analytics.models.lifetime_value.simple_rules import Accuracy
from analytics.models.lifetime_value.tracking import Tracking
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile

#: Whom a miss is about: customers there at the cut-off, or lost by silence then.
Standing = Literal["active", "silent"]
#: What was foretold.
Measure = Literal["purchases", "money"]


@dataclass(frozen=True, slots=True)
class Miss:
    """What some customers brought in held-out time, against what was foretold of them.

    Attributes
    ----------
    standing : {"active", "silent"}
        Where these customers stood at the cut-off.
    measure : {"purchases", "money"}
        Money is revenue in minor units, returns taken off.
    foretold, made : float
        Sums over these customers.
    ratio : Estimate
        made/foretold, with the interval of a ratio of sums.
    """

    standing: Standing
    measure: Measure
    foretold: float
    made: float
    ratio: Estimate

    @property
    def error(self) -> float | None:
        """foretold/made − 1; None where nothing was made."""
        return self.foretold / self.made - 1 if self.made > 0 else None


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the chosen model foretold for time it had not seen, against what happened.

    Attributes
    ----------
    cut_off : str
        The last day the model knew, ISO.
    days : int
        Days after it.
    family : str
        The model chosen on what was known then.
    tracking : Tracking
        Purchases of all customers known at the cut-off, or occasions on which they bought; times in units.
    rules : dict of str to Accuracy
        The simple rules: ``same_rate``, ``unless_silent``.
    misses : tuple of Miss
        Of those customers whom figures are about; none in a valuation of an older make.
    known_days : int
        Days of records in all.
    unit_days : float
        Days of a unit of time: of a week, or of an occasion.
    """

    cut_off: str
    days: int
    family: str
    tracking: Tracking
    rules: dict[str, Accuracy]
    misses: tuple[Miss, ...] = ()
    known_days: int = 0
    unit_days: float = 7.0

    def miss(self, standing: Standing, measure: Measure = "purchases") -> Miss | None:
        """Return one miss; None where too few customers tell."""
        return next((one for one in self.misses if (one.standing, one.measure) == (standing, measure)
                     and one.ratio.state != "suppressed"), None)


def miss_of(standing: Standing, measure: Measure, foretold: ArrayLike, made: ArrayLike) -> Miss | None:
    """Compare what was foretold of some customers with what they brought.

    Parameters
    ----------
    standing, measure
        As of `Miss`.
    foretold, made : array_like, shape (customers,)

    Returns
    -------
    Miss or None
        None where nothing was foretold.

    References
    ----------
    Cochran 1977, Sampling Techniques, section 6.4: the standard error of a ratio of sums.
    """
    expected, brought = np.asarray(foretold, float), np.asarray(made, float)
    n, total = expected.size, float(expected.sum())
    if total <= 0:
        return None
    ratio = float(brought.sum()) / total
    reach = normal_quantile() * float(np.sqrt(((brought - ratio * expected) ** 2).sum())) / total
    return Miss(standing, measure, total, float(brought.sum()),
                Estimate(n, ratio, max(ratio - reach, 0.0), ratio + reach, state_of(n)))
