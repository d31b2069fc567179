"""Shares of many branches, drawn towards their common mean as far as chance explains their spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of

Array = NDArray[np.float64]

#: Strengths of the common mean that are tried, in answers.
_STRENGTHS = np.geomspace(1.0, 1e4, 161)


@dataclass(frozen=True, slots=True)
class Shrunken:
    """Shrunken shares.

    Attributes
    ----------
    shares : tuple of Estimate
        Posterior mean and 95 % interval of each branch.
    mean : float
        What they are drawn towards.
    spread : float
        Standard deviation of the branches' own shares, chance taken out.
    """

    shares: tuple[Estimate, ...]
    mean: float
    spread: float


def shrink_shares(events: ArrayLike, n: ArrayLike) -> Shrunken:
    """Fit a beta-binomial to the branches and return each one's posterior.

    The common mean is estimated (empirical Bayes); the strength with which it holds the branches is
    averaged over, every spread between branches being equally likely beforehand, because an interval
    that takes the estimated strength for known is too narrow.

    Parameters
    ----------
    events, n : array_like
        Successes and answers of each branch.

    Returns
    -------
    Shrunken

    References
    ----------
    Efron & Morris 1975, Journal of the American Statistical Association 70:311; Gelman 2006,
    Bayesian Analysis 1:515, for the spread.
    """
    from scipy.special import betaincinv, betaln

    k, size = np.asarray(events, float), np.asarray(n, float)
    if size.sum() == 0:
        nothing = Estimate(0, None, state=state_of(0))
        return Shrunken((nothing,) * len(k), float("nan"), float("nan"))
    strength, used = _STRENGTHS[:, None], size > 0
    # A branch's own share is the less exact, the weaker the common mean that holds it.
    weight = size[used] / (1 + (size[used] - 1) / (strength + 1))
    bound = 0.5 / size.sum()
    mean = (weight * (k[used] / size[used])).sum(axis=1) / weight.sum(axis=1)
    mean = np.clip(mean, bound, 1 - bound)[:, None]
    a, b = mean * strength, (1 - mean) * strength
    fit = (betaln(k[used] + a, size[used] - k[used] + b) - betaln(a, b)).sum(axis=1)
    chance = np.exp(fit - fit.max()) / np.sqrt(_STRENGTHS + 1)
    chance = (chance / chance.sum())[:, None]
    # Each strength's posterior, the uncertainty of the common mean added, averaged over the strengths.
    middle = (k + a) / (size + strength)
    held = strength / (size + strength)
    variance = middle * (1 - middle) / (size + strength + 1) \
        + held ** 2 * mean * (1 - mean) / weight.sum(axis=1)[:, None]
    centre = (chance * middle).sum(axis=0)
    variance = (chance * (variance + (middle - centre) ** 2)).sum(axis=0)
    precision = np.maximum(centre * (1 - centre) / variance - 1, 1e-6)
    low, high = (betaincinv(centre * precision, (1 - centre) * precision, end) for end in (0.025, 0.975))
    spread = np.sqrt((chance * mean * (1 - mean) / (strength + 1)).sum())
    return Shrunken(tuple(Estimate(int(each), float(m), float(lo), float(hi), state_of(int(each)))
                          for each, m, lo, hi in zip(size, centre, low, high, strict=True)),
                    float((chance * mean).sum()), float(spread))
