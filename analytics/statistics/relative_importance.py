"""How much of what is explained belongs to each of several related drivers."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: LMG looks at every subset of drivers: more than this take too long.
MOST_DRIVERS = 12


def correlations(products: ArrayLike) -> Array:
    """Return correlation matrices from sums and cross products.

    Parameters
    ----------
    products : array_like, shape (..., k, k)
        ``Z'Z`` of observations whose first column is one, the others the variables.

    Returns
    -------
    ndarray, shape (..., k - 1, k - 1)
        NaN where a variable does not vary.
    """
    sums = np.asarray(products, float)
    n = sums[..., :1, :1]
    means = sums[..., 0, 1:] / n[..., 0]
    covariance = sums[..., 1:, 1:] / n - means[..., :, None] * means[..., None, :]
    spread = np.sqrt(np.maximum(np.diagonal(covariance, axis1=-2, axis2=-1), 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(covariance / (spread[..., :, None] * spread[..., None, :]))


def lmg(correlation: ArrayLike) -> Array:
    """Split R² among drivers: each one's gain in R², averaged over all orders of entering.

    Parameters
    ----------
    correlation : array_like, shape (..., p + 1, p + 1)
        Correlations, the outcome first; any number of matrices at once.

    Returns
    -------
    ndarray, shape (..., p)
        Adds up to R².

    Raises
    ------
    ValueError
        More than twelve drivers.

    References
    ----------
    Lindeman, Merenda & Gold 1980; Grömping 2006, Journal of Statistical Software 17(1).
    """
    matrix = np.asarray(correlation, float)
    count = matrix.shape[-1] - 1
    if count > MOST_DRIVERS:
        raise ValueError(f"LMG takes at most {MOST_DRIVERS} drivers, not {count}")
    explained = np.zeros((1 << count, *matrix.shape[:-2]))
    for subset in range(1, 1 << count):
        chosen = [place + 1 for place in range(count) if subset >> place & 1]
        inner = matrix[..., chosen, :][..., :, chosen]
        with_outcome = matrix[..., chosen, 0]
        explained[subset] = (with_outcome * _solve(inner, with_outcome)).sum(axis=-1)
    shares = np.zeros((count, *matrix.shape[:-2]))
    for driver in range(count):
        bit = 1 << driver
        for subset in range(1 << count):
            if not subset & bit:
                weight = 1.0 / (count * comb(count - 1, subset.bit_count()))
                shares[driver] += weight * (explained[subset | bit] - explained[subset])
    return np.moveaxis(shares, 0, -1)


def johnson_weights(correlation: ArrayLike) -> Array:
    """Split R² among drivers through the orthogonal variables nearest to them.

    With Λ the symmetric root of the drivers' correlations and β = Λ⁻¹ r, driver j gets Σ Λ²_jk β²_k.

    Parameters
    ----------
    correlation : array_like, shape (..., p + 1, p + 1)
        Correlations, the outcome first.

    Returns
    -------
    ndarray, shape (..., p)
        Adds up to R².

    References
    ----------
    Johnson 2000, Multivariate Behavioral Research 35:1.
    """
    matrix = np.asarray(correlation, float)
    drivers, with_outcome = matrix[..., 1:, 1:], matrix[..., 1:, 0]
    values, vectors = np.linalg.eigh(drivers)
    root = np.sqrt(np.maximum(values, 0.0))
    loading = (vectors * root[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    inverse = np.divide(1.0, root, out=np.zeros_like(root), where=root > 1e-9)
    turned = (vectors * inverse[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    slopes = (turned @ with_outcome[..., None])[..., 0]
    return np.asarray(((loading**2) @ (slopes**2)[..., None])[..., 0])


def _solve(inner: Array, right: Array) -> Array:
    # Twin drivers make a matrix without an inverse; the least-squares answer shares between them.
    try:
        return np.asarray(np.linalg.solve(inner, right[..., None])[..., 0])
    except np.linalg.LinAlgError:
        return np.asarray((np.linalg.pinv(inner, hermitian=True) @ right[..., None])[..., 0])
