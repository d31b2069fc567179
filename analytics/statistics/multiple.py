"""Many tests at once: p values that keep their promise over the whole family."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def holm(p_values: ArrayLike) -> Array:
    """Adjust p values so that the chance of any false alarm stays below the level chosen.

    Parameters
    ----------
    p_values : array_like
        One per test.

    Returns
    -------
    ndarray
        Adjusted values, in the order given.

    References
    ----------
    Holm 1979, Scandinavian Journal of Statistics 6:65.
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def benjamini_hochberg(p_values: ArrayLike) -> Array:
    """Adjust p values so that the expected share of false alarms among alarms stays below the level.

    Parameters
    ----------
    p_values : array_like
        One per test, independent or positively dependent.

    Returns
    -------
    ndarray
        Adjusted values, in the order given.

    References
    ----------
    Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57:289.
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * p.size / np.arange(1, p.size + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted
