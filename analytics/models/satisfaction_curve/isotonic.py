"""Levels that are only required to rise."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def isotonic(values: ArrayLike, weights: ArrayLike, *, rising: bool = True) -> Array:
    """Find the nearest values that never fall, by pooling adjacent violators.

    Parameters
    ----------
    values, weights : array_like
        A value per level, and how much it counts.
    rising : bool
        Whether values may not fall; otherwise they may not rise.

    Returns
    -------
    ndarray
        For shares weighted by answers, the maximum-likelihood monotone shares.

    References
    ----------
    Ayer et al. 1955, Annals of Mathematical Statistics 26:641.
    """
    if not rising:
        return -isotonic(-np.asarray(values, float), weights)
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(np.asarray(values, float).tolist(), np.asarray(weights, float).tolist(),
                             strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] >= block[0]:
            before = blocks.pop()
            total = before[1] + block[1]
            pooled = (before[0] * before[1] + block[0] * block[1]) / total if total > 0 else block[0]
            block = (pooled, total, before[2] + block[2])
        blocks.append(block)
    return np.array([value for value, _, length in blocks for _ in range(length)])
