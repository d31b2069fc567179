"""Logistic regression in plain numpy, and shares standardised by it to one mix of customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.intervals import normal_quantile

Array = NDArray[np.float64]

#: Newton's method needs five to eight steps; where it needs more, the data do not determine the fit.
MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """A fitted logistic regression.

    Attributes
    ----------
    coefficients : ndarray, shape (columns,)
        Log odds ratios.
    covariance : ndarray, shape (columns, columns)
        Theirs; robust to repeated rows of the same cluster where clusters were given.
    n : int
        Rows.
    """

    coefficients: Array
    covariance: Array
    n: int


def fit_logistic(design: ArrayLike, outcomes: ArrayLike, *, clusters: ArrayLike | None = None,
                 weights: ArrayLike | None = None, ridge: float = 0.01) -> LogisticFit:
    """Fit a logistic regression by Newton's method.

    Parameters
    ----------
    design : array_like, shape (rows, columns)
        The first column is the constant.
    outcomes : array_like of bool
    clusters : array_like, optional
        Each row's customer, where one customer may have several rows.
    weights : array_like, optional
        How many equal rows each row stands for; its outcome may then be their share.
    ridge : float
        Weight of the squared coefficients, the constant's excepted: too small to matter, except where a
        group has no or only events and its coefficient would run away.

    Returns
    -------
    LogisticFit

    References
    ----------
    McCullagh & Nelder 1989; Liang & Zeger 1986 for the cluster-robust covariance.
    """
    x, y = np.asarray(design, float), np.asarray(outcomes, float)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, float)
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0.0
    share = np.clip(w @ y / w.sum(), 1e-6, 1 - 1e-6)
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(share / (1 - share))
    for _ in range(MOST_STEPS):
        p = _expit(x @ beta)
        information = (x * (w * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.lstsq(information, x.T @ (w * (y - p)) - penalty * beta, rcond=None)[0]
        # A step that throws the log odds far out overshoots.
        beta = beta + step * min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-9:
            break
    p = _expit(x @ beta)
    bread = np.linalg.pinv((x * (w * p * (1 - p))[:, None]).T @ x + np.diag(penalty))
    n = len(y) if weights is None else round(float(w.sum()))
    if clusters is None:
        return LogisticFit(beta, bread, n)
    names, place = np.unique(np.asarray(clusters), return_inverse=True)
    scores = np.zeros((names.size, x.shape[1]))
    np.add.at(scores, place, x * (w * (y - p))[:, None])
    correction = names.size / max(names.size - 1, 1)
    return LogisticFit(beta, bread @ (scores.T @ scores * correction) @ bread, n)


def standardised(fit: LogisticFit, designs: Sequence[ArrayLike]) -> tuple[Array, Array]:
    """Return the mean fitted share of each design, and the covariance of these means.

    Parameters
    ----------
    fit : LogisticFit
    designs : sequence of array_like, shape (rows, columns)
        The same customers, as if all were in the first group, in the second, and so on.

    Returns
    -------
    means : ndarray, shape (designs,)
    covariance : ndarray, shape (designs, designs)
        By the delta method, the customers taken as given.

    References
    ----------
    Lane & Nelder 1982, Biometrics 38:613.
    """
    means, gradients = [], []
    for design in designs:
        x = np.asarray(design, float)
        p = _expit(x @ fit.coefficients)
        means.append(float(p.mean()))
        gradients.append((x * (p * (1 - p))[:, None]).mean(axis=0))
    slope = np.array(gradients)
    return np.array(means), slope @ fit.covariance @ slope.T


def share_interval(mean: float, variance: float) -> tuple[float, float]:
    """Return the 95 % interval of a share, symmetric in its log odds."""
    inner = min(max(mean, 1e-9), 1 - 1e-9)
    centre, reach = np.log(inner / (1 - inner)), normal_quantile() * np.sqrt(variance) / (inner * (1 - inner))
    low, high = _expit(np.array([centre - reach, centre + reach]))
    return float(low), float(high)


def _expit(log_odds: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -35, 35))))
