"""Which words one side uses more than the other: log odds with an informative prior."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.intervals import normal_quantile

Array = NDArray[np.float64]

#: The prior counts this share of all words once more, in the mix both sides have together.
PRIOR_SHARE = 0.1


def log_odds(first: ArrayLike, second: ArrayLike, *, prior_share: float = PRIOR_SHARE) -> tuple[Array, Array]:
    """Compare how often two sides use each word.

    Each side's counts get a part of the common counts added, so that a rare word needs more than a
    chance difference before it stands out.

    Parameters
    ----------
    first, second : array_like, shape (words,)
        How often each side uses each word.
    prior_share : float
        Size of the prior, as a share of all words counted.

    Returns
    -------
    difference : ndarray, shape (words,)
        Log odds of the word on the first side less those on the second.
    error : ndarray, shape (words,)
        Its standard error.

    References
    ----------
    Monroe, Colaresi & Quinn 2008, Political Analysis 16:372, equations 15, 16, 19 and 20.
    """
    counts = np.array([np.asarray(first, float), np.asarray(second, float)])
    prior = counts.sum(axis=0) * prior_share
    with_prior = counts + prior
    others = counts.sum(axis=1, keepdims=True) + prior.sum() - with_prior
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(with_prior) - np.log(others)
        error = np.sqrt((1 / with_prior + 1 / others).sum(axis=0))
    return odds[0] - odds[1], error


def ends(difference: ArrayLike, error: ArrayLike) -> tuple[Array, Array]:
    """Return the ends of the 95 % intervals."""
    middle, reach = np.asarray(difference, float), normal_quantile() * np.asarray(error, float)
    return middle - reach, middle + reach
