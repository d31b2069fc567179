"""A quantile with the interval that order statistics give it, whatever the distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE


def quantile(values: ArrayLike, share: float, confidence: float = CONFIDENCE) -> Estimate:
    """State a quantile of a sample.

    Parameters
    ----------
    values : array_like
    share : float
        0.8 for the value that four fifths lie at or below.
    confidence : float
        Coverage, at least.

    Returns
    -------
    Estimate
        Without an end of the interval where the sample is too small to have one.

    References
    ----------
    David & Nagaraja 2003, Order Statistics, section 7.1.
    """
    from scipy.special import bdtr

    sample = np.sort(np.asarray(values, float))
    n = len(sample)
    if not n:
        return Estimate(0, None, state=state_of(0))
    # How many of the sample lie below the quantile is binomial.
    below = bdtr(np.arange(n), n, share)
    tail = (1 - confidence) / 2
    first = int(np.searchsorted(below, tail, side="right")) - 1
    last = int(np.searchsorted(below, 1 - tail, side="left"))
    return Estimate(n, float(np.quantile(sample, share)), float(sample[first]) if first >= 0 else None,
                    float(sample[last]) if last < n else None, state_of(n))
