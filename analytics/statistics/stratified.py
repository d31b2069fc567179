"""The difference of two groups within strata, so that the mix of the groups does not matter."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE


def stratified_difference(values: ArrayLike, first: ArrayLike, strata: ArrayLike,
                          clusters: ArrayLike, *, wary: bool = False) -> Estimate:
    """Compare two groups stratum by stratum.

    Each stratum with both groups counts by n₁n₂/(n₁ + n₂), the weights under which a difference that is
    the same everywhere is known best: least squares with a mean of its own for each stratum. Strata with
    one group only tell nothing and are left out.

    Parameters
    ----------
    values : array_like, shape (rows,)
    first : array_like of bool, shape (rows,)
        Whether a row belongs to the first group.
    strata, clusters : array_like, shape (rows,)
        Each row's stratum, and its customer: rows of one customer count as one in the interval.
    wary : bool
        Take the wider HC3 instead of HC2, for values that scatter unevenly, such as changes of scores.

    Returns
    -------
    Estimate
        Mean of the first group less that of the second; ``n`` counts the rows of the smaller group in
        strata with both.

    References
    ----------
    Mantel & Haenszel 1959 for the weights. The interval is robust to clusters, with HC2 and the degrees of
    freedom of as many equal clusters as carry the estimate (MacKinnon & White 1985; Bell & McCaffrey 2002).
    """
    y, x = np.asarray(values, float), np.asarray(first, float)
    place = np.unique(np.asarray(strata), return_inverse=True)[1]
    size = np.bincount(place)
    share = _totals(place, x) / size
    kept = np.flatnonzero(((share > 0) & (share < 1))[place]) if len(place) else np.zeros(0, int)
    n = int(min(x[kept].sum(), (1 - x[kept]).sum()))
    if n == 0:
        return Estimate(0, None, state=state_of(0))
    y, x = ((column - (_totals(place, column) / size)[place])[kept] for column in (y, x))
    spread = float(x @ x)
    estimate = float(x @ y) / spread
    # Small strata fit themselves closely: what is left of a row varies by this much less than the row does.
    free = 1 - 1 / size[place[kept]] - x ** 2 / spread
    left = (y - estimate * x) / np.maximum(free, 1e-9) ** (1.0 if wary else 0.5)
    cluster = np.unique(np.asarray(clusters)[kept], return_inverse=True)[1]
    sums, carried = _totals(cluster, x * left), _totals(cluster, x ** 2)
    people = len(sums)
    if people < 3 or free.min() <= 1e-9:
        return Estimate(n, estimate, state=state_of(n))
    error = float(np.sqrt(people / (people - 1) * (sums ** 2).sum())) / spread
    # Few customers may carry most of the estimate although the rows are many.
    freedom = max(float(carried.sum() ** 2 / (carried ** 2).sum()) - 1, 1.0)
    from scipy.special import stdtrit

    reach = float(stdtrit(freedom, 0.5 + CONFIDENCE / 2)) * error
    return Estimate(n, estimate, estimate - reach, estimate + reach, state_of(n))


def _totals(place: NDArray[np.int64], column: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.bincount(place, column))
