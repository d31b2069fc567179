"""Counts that scatter more than chance: regression on exposure, and how unlikely a count is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

MOST_STEPS = 50


@dataclass(frozen=True, slots=True, eq=False)
class CountFit:
    """A fitted regression of counts.

    Attributes
    ----------
    coefficients, errors : ndarray, shape (columns,)
        Of the logarithm of the rate, and their standard errors, robust to the scatter.
    expected : ndarray, shape (rows,)
        Count expected of each row.
    spread : float
        How much more than chance counts scatter: variance = expected + spread × expected².
    """

    coefficients: Array
    errors: Array
    expected: Array
    spread: float

    def tails(self, counts: ArrayLike) -> tuple[Array, Array]:
        """Return the chances of as many counts as there were, or more, and of as few, or fewer."""
        from scipy.special import betainc, pdtr, pdtrc

        number = np.asarray(counts, float)
        if self.spread <= 0:
            many = np.where(number > 0, pdtrc(np.maximum(number - 1, 0), self.expected), 1.0)
            return many, pdtr(number, self.expected)
        size = 1 / self.spread
        part = self.expected / (self.expected + size)
        many = np.where(number > 0, betainc(np.maximum(number, 1), size, part), 1.0)
        return many, 1 - betainc(number + 1, size, part)


def fit_counts(design: ArrayLike, counts: ArrayLike, exposure: ArrayLike) -> CountFit:
    """Fit rates of counts by Poisson likelihood, and the scatter beyond it by moments.

    Parameters
    ----------
    design : array_like, shape (rows, columns)
        The first column is the constant.
    counts : array_like, shape (rows,)
        Not all nought.
    exposure : array_like, shape (rows,)
        Above nothing: the time in which they were counted.

    Returns
    -------
    CountFit

    Notes
    -----
    The Poisson score is unbiased whatever the scatter, so the coefficients hold for a negative binomial
    count too; a slight ridge keeps empty groups from running away.

    References
    ----------
    Cameron & Trivedi 1998, Regression Analysis of Count Data, chapter 3.
    """
    x, y, time = np.asarray(design, float), np.asarray(counts, float), np.asarray(exposure, float)
    ridge = np.diag([0.0] + [1e-6] * (x.shape[1] - 1)) * len(y)
    coefficients = np.zeros(x.shape[1])
    coefficients[0] = np.log(y.sum() / time.sum())
    for _ in range(MOST_STEPS):
        expected = time * np.exp(np.clip(x @ coefficients, -30, 30))
        step = np.linalg.solve(x.T @ (x * expected[:, None]) + ridge,
                               x.T @ (y - expected) - ridge @ coefficients)
        coefficients = coefficients + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    expected = time * np.exp(np.clip(x @ coefficients, -30, 30))
    spread = max(float((((y - expected) ** 2 - y).sum()) / (expected**2).sum()), 0.0)
    bread = np.linalg.inv(x.T @ (x * expected[:, None]) + ridge)
    meat = x.T @ (x * ((y - expected) ** 2)[:, None])
    errors = np.sqrt(np.diag(bread @ meat @ bread))
    return CountFit(coefficients, errors, expected, spread)
