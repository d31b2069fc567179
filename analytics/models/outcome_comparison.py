"""Two groups of customers compared by what they did afterwards: raw, and with other differences taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics.estimate import SUPPRESSED_BELOW, Estimate, state_of
from analytics.statistics.intervals import normal_quantile, rate_difference
from analytics.statistics.logistic import fit_logistic, standardised

Array = NDArray[np.float64]

#: Fewer of the rarer outcome per coefficient than this, and the adjustment would be a guess.
EVENTS_PER_COLUMN = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """One share less another.

    Attributes
    ----------
    estimate : Estimate
        Without a figure where there are too few to compare.
    first, second : int
        Rows of either group.
    """

    estimate: Estimate
    first: int
    second: int


def compare(first: pd.DataFrame, second: pd.DataFrame, *, severity: bool) -> tuple[Difference, Difference]:
    """Compare two groups.

    Parameters
    ----------
    first, second : DataFrame
        With ``customer_key``, ``loyal``, ``size``, ``value_before`` (null: not known) and ``severity``.
    severity : bool
        Whether the severity is known in both and adjusted for.

    Returns
    -------
    raw, adjusted : Difference
        First less second: Newcombe's interval at the number of customers; standardised by a logistic
        regression on size, prior spend (and severity) to the mix of both groups, cluster-robust by customer.
    """
    return _raw(first, second), _adjusted(first, second, severity)


def covariates(frame: pd.DataFrame, *, severity: bool) -> Array:
    """Return the columns adjusted for: size, log of prior spend and whether there was any, and severity.

    Categories are compared with their most frequent value; one without variation has no column.
    """
    columns: list[Array] = []
    for name in ("size", "severity") if severity else ("size",):
        values = frame[name].astype("object").where(frame[name].notna(), "")
        for value in values.value_counts().index[1:]:
            columns.append((values == value).to_numpy(dtype=float))
    spend = np.maximum(np.nan_to_num(frame["value_before"].to_numpy(dtype=float, na_value=np.nan)), 0.0)
    spent = np.log1p(spend / 100)
    if spent.size and spent.std() > 0:
        columns.append((spent - spent.mean()) / spent.std())
        none = (spend <= 0).astype(float)
        if 0 < none.sum() < len(none):
            columns.append(none)
    return np.column_stack(columns) if columns else np.empty((len(frame), 0))


def _raw(first: pd.DataFrame, second: pd.DataFrame) -> Difference:
    customers = [int(one["customer_key"].nunique()) for one in (first, second)]
    shares = [float(one["loyal"].mean()) if len(one) else 0.0 for one in (first, second)]
    difference = rate_difference(shares[0] * customers[0], customers[0],
                                 shares[1] * customers[1], customers[1])
    return Difference(difference, len(first), len(second))


def _adjusted(first: pd.DataFrame, second: pd.DataFrame, severity: bool) -> Difference:
    n, fewer = len(first) + len(second), min(len(first), len(second))
    none = Difference(Estimate(n, None, state=state_of(fewer)), len(first), len(second))
    if fewer < SUPPRESSED_BELOW:
        return none
    both = pd.concat((first, second), ignore_index=True)
    loyal = both["loyal"].to_numpy(dtype=bool)
    others = covariates(both, severity=severity)
    columns = 2 + others.shape[1]
    if min(loyal.sum(), (~loyal).sum()) < EVENTS_PER_COLUMN * (columns - 1):
        return none
    group = np.repeat((1.0, 0.0), (len(first), len(second)))
    fit = fit_logistic(np.column_stack((np.ones(n), group, others)), loyal, clusters=both["customer_key"])
    designs = [np.column_stack((np.ones(n), np.full(n, value), others)) for value in (1.0, 0.0)]
    means, covariance = standardised(fit, designs)
    error = float(np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]))
    found, half = float(means[0] - means[1]), normal_quantile() * error
    estimate = Estimate(n, found, found - half, found + half, state_of(fewer))
    return Difference(estimate, len(first), len(second))
