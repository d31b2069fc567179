"""The season: how much more or less there is in a month of the year than in the average month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.errors import NotEnoughData
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import CONFIDENCE

Floats = NDArray[np.float64]

#: Every month of the year has to be seen twice.
LEAST_MONTHS = 24

#: The trend may bend once a year, in at most so many places.
MOST_BENDS = 8

#: Fisher scoring needs five to eight steps.
_MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class MonthlyIndex:
    """A multiplicative season.

    Attributes
    ----------
    index : tuple of Estimate, length 12
        Of January, February, …: so many times the daily amount of the average month; the mean is one.
        ``n`` is how many years the month was seen in.
    strength : Estimate
        Share of what the trend leaves unexplained that months of the year explain, corrected for the
        freedom they have; ``n`` is the number of months.
    p : float
        How often chance alone would make months of the year differ so much.
    expected : ndarray, shape (months,)
        Amount of each month by trend and season.
    """

    index: tuple[Estimate, ...]
    strength: Estimate
    p: float
    expected: Floats


def monthly_index(amounts: ArrayLike, month: ArrayLike, days: ArrayLike) -> MonthlyIndex:
    """Estimate a multiplicative season beside a trend that may bend once a year.

    A log-linear model of the amount a day, with a factor for each month of the year. Its variance is
    proportional to its mean (quasi-Poisson), so that months without trade and months of large orders
    are taken as they come; the test is the F test of the twelve factors.

    Parameters
    ----------
    amounts : array_like, shape (months,)
        Of whole months in a row, none below zero.
    month : array_like of int, shape (months,)
        Month of the year, 1 to 12.
    days : array_like, shape (months,)
        Days of each month.

    Returns
    -------
    MonthlyIndex

    Raises
    ------
    NotEnoughData
        Fewer than 24 months, one year cannot tell a season from an event; or a month of the year in
        which there was never anything.

    References
    ----------
    McCullagh & Nelder 1989 on quasi-likelihood; Wang, Smith & Hyndman 2006 on strength of season.
    """
    from scipy import special

    made, of_year = np.asarray(amounts, float), np.asarray(month, int)
    seen = np.bincount(of_year - 1, minlength=12)
    ever = int((np.bincount(of_year - 1, made, 12) > 0).sum())
    if made.size < LEAST_MONTHS or ever < 12:
        have, need = (int(made.size), LEAST_MONTHS) if made.size < LEAST_MONTHS else (ever, 12)
        raise NotEnoughData("months", have, need)
    offset = np.log(np.asarray(days, float))
    trend = _trend(made.size)
    design = np.column_stack([np.eye(12)[of_year - 1], trend[:, 1:]])
    _, without, _ = _fitted(trend, made, offset)
    coefficients, expected, bread = _fitted(design, made, offset)
    free, free_without = made.size - design.shape[1], made.size - trend.shape[1]
    spread = float(((made - expected) ** 2 / expected).sum()) / free
    gained = max(_deviance(made, without) - _deviance(made, expected), 0.0)
    f = gained / 11 / max(spread, 1e-12)

    weight = np.exp(coefficients[:12]) / np.exp(coefficients[:12]).sum()
    relative = 12 * weight
    # The index is a factor over the mean of all: its gradient takes the others along.
    gradient = np.eye(12) - weight
    error = np.sqrt(np.diagonal(gradient @ bread[:12, :12] @ gradient.T) * spread)
    reach = float(special.stdtrit(free, (1 + CONFIDENCE) / 2)) * error
    index = tuple(Estimate(int(n), float(at), float(at * np.exp(-out)), float(at * np.exp(out)))
                  for n, at, out in zip(seen, relative, reach, strict=True))
    return MonthlyIndex(index, _strength(f, free, free_without, made.size),
                        float(special.fdtrc(11, free, f)), expected)


def season_factors(actual: ArrayLike, expected: ArrayLike, month: ArrayLike) -> Floats:
    """Return a factor for each month of the year over what a model without seasons expects.

    Parameters
    ----------
    actual, expected : array_like, shape (months,)
        Purchases made, and expected by a model that knows no season, in whole months in a row.
    month : array_like of int, shape (months,)
        Month of the year, 1 to 12.

    Returns
    -------
    ndarray, shape (12,)
        Actual over expected purchases of January, February, …, so scaled that the expected purchases
        of all months keep their sum.

    Raises
    ------
    NotEnoughData
        Fewer than 24 months: one year cannot tell a season from an event.
    """
    made, foretold, of_year = np.asarray(actual, float), np.asarray(expected, float), np.asarray(month, int)
    if made.size < LEAST_MONTHS:
        raise NotEnoughData("months", int(made.size), LEAST_MONTHS)
    by_month = [np.bincount(of_year - 1, values, 12) for values in (made, foretold)]
    factors = by_month[0] / by_month[1]
    return np.asarray(factors * foretold.sum() / (factors[of_year - 1] @ foretold))


def _trend(months: int) -> Floats:
    """Return the columns of a constant and a line that may bend at each turn of a year."""
    at = np.arange(months) / 12
    bends = np.arange(1, months // 12)[:MOST_BENDS]
    return np.column_stack([np.ones(months), at - at.mean(), *(np.maximum(at - bend, 0) for bend in bends)])


def _fitted(design: Floats, made: Floats, offset: Floats) -> tuple[Floats, Floats, Floats]:
    """Return coefficients, expected amounts and the inverse information of a log-linear model."""
    expected = np.maximum(made, made.mean() / 10)
    coefficients, bread = np.zeros(design.shape[1]), np.eye(design.shape[1])
    for _ in range(_MOST_STEPS):
        working = np.log(expected) - offset + (made - expected) / expected
        bread = np.linalg.pinv((design * expected[:, None]).T @ design)
        coefficients = bread @ design.T @ (expected * working)
        improved = np.exp(np.clip(design @ coefficients + offset, -50, 50))
        settled = float(np.abs(improved - expected).max()) <= 1e-9 * float(made.max())
        expected = improved
        if settled:
            break
    return coefficients, expected, bread


def _deviance(made: Floats, expected: Floats) -> float:
    logs = np.where(made > 0, made * np.log(np.maximum(made, 1e-300) / expected), 0.0)
    return float(2 * (logs - (made - expected)).sum())


def _strength(f: float, free: int, free_without: int, months: int) -> Estimate:
    """Return the share explained, with the interval from the noncentral F distribution."""
    from scipy import special

    explained = max(1 - free_without / (11 * f + free), 0.0)
    central = float(special.fdtr(11, free, f))
    low, high = (0.0 if central <= tail else float(special.ncfdtrinc(11, free, tail, f))
                 for tail in ((1 + CONFIDENCE) / 2, (1 - CONFIDENCE) / 2))
    return Estimate(months, explained, low / (low + months), high / (high + months))
