"""How much more or less is bought in a month of the year than a model without seasons expects."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.errors import NotEnoughData

Floats = NDArray[np.float64]

#: Every month of the year has to be seen twice.
LEAST_MONTHS = 24


def season_factors(actual: ArrayLike, expected: ArrayLike, month: ArrayLike) -> Floats:
    """Return a factor for each month of the year.

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
