"""Watching many counts at once: how surprising the newest ones are, given what was usual before."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: What is added to the events of a baseline (Jeffreys), so that a baseline without any is not certainty.
PRIOR_EVENTS = 0.5


def chance_of_as_many(events: ArrayLike, exposure: ArrayLike, usual_events: ArrayLike,
                      usual_exposure: ArrayLike, dispersion: ArrayLike = 1.0) -> Array:
    """Return the chance of so many events or more, when nothing has changed since the baseline.

    The rate is known only as well as the baseline tells it: the count to come then follows a negative
    binomial distribution. With few events this is the exact test a control chart of rates gives way to.

    Parameters
    ----------
    events, exposure : array_like
        Events in the window looked at, and the exposure they came from.
    usual_events, usual_exposure : array_like
        The same of the baseline.
    dispersion : array_like
        How many times the variance of a Poisson count is usual; at least one.

    Returns
    -------
    ndarray
        One where there is no event, or no exposure in the baseline.

    References
    ----------
    Gamma–Poisson prediction: Aitchison & Dunsmore 1975; Jeffreys' prior.
    """
    return _tail(events, exposure, usual_events, usual_exposure, dispersion)


def chance_of_as_few(events: ArrayLike, exposure: ArrayLike, usual_events: ArrayLike,
                     usual_exposure: ArrayLike, dispersion: ArrayLike = 1.0) -> Array:
    """Return the chance of so few events or fewer; parameters as for `chance_of_as_many`."""
    k = np.asarray(events, float) + np.asarray(dispersion, float)
    known = np.asarray(usual_exposure, float) > 0
    return np.where(known, 1 - _tail(k, exposure, usual_events, usual_exposure, dispersion), 1.0)


def dispersion_of(events: ArrayLike, expected: ArrayLike) -> float:
    """Measure how much more counts differ from what is expected than Poisson counts would (Pearson).

    Parameters
    ----------
    events, expected : array_like
        One pair per count; pairs with less than half an event expected say too little and are left out.

    Returns
    -------
    float
        Never below one. The one per cent of the largest deviations is capped, so that the very
        events an alarm is for do not hide themselves.
    """
    k, mean = (np.asarray(values, float).ravel() for values in (events, expected))
    usable = mean >= 0.5
    if usable.sum() < 10:
        return 1.0
    squares = (k[usable] - mean[usable]) ** 2 / mean[usable]
    return max(float(np.minimum(squares, np.quantile(squares, 0.99)).mean()), 1.0)


def usual_range(exposure: float, usual_events: float, usual_exposure: float, dispersion: float,
                confidence: float) -> tuple[float, float]:
    """Return the counts between which a window lies when nothing has changed.

    Parameters
    ----------
    exposure, usual_events, usual_exposure, dispersion : float
        As for `chance_of_as_many`.
    confidence : float
        Share of windows that lie between.

    Returns
    -------
    low, high : float
        Whole numbers, both still usual.
    """
    if usual_exposure <= 0 or exposure <= 0:
        return 0.0, 0.0
    mean = exposure * (usual_events + PRIOR_EVENTS) / usual_exposure
    most = int(mean + 12 * dispersion * (mean + 1) ** 0.5 * (1 + exposure / usual_exposure) + 12)
    counts = np.arange(1, most + 1, dtype=float)
    as_many = _tail(counts, exposure, usual_events, usual_exposure, dispersion)
    tail = (1 - confidence) / 2
    # Low: the largest count that is reached almost always; high: the largest that is no surprise.
    low = int((as_many >= 1 - tail).sum())
    high = int((as_many > tail).sum())
    return float(low), float(high)


def _tail(events: ArrayLike, exposure: ArrayLike, usual_events: ArrayLike, usual_exposure: ArrayLike,
          dispersion: ArrayLike) -> Array:
    from scipy.special import betainc

    k, size, base, usual, wide = np.broadcast_arrays(*(
        np.asarray(values, float) for values in (events, exposure, usual_events, usual_exposure, dispersion)))
    known = (k > 0) & (size > 0) & (usual > 0)
    share = np.divide(size, size + usual, out=np.ones_like(size), where=size + usual > 0)
    safe = np.where(known, k, 1.0)
    return np.where(known, betainc(safe / wide, (base + PRIOR_EVENTS) / wide, share), 1.0)
