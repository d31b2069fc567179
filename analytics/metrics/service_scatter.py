"""How alike a customer's service jobs are, which sets how much a share of jobs can be known.

Definition
    Design effect of a share of jobs: how many jobs of one customer say as much as one of another's.
    Customers, not jobs, are taken as independent; the interval is Wilson's at the effective number of jobs.
Grain
    One row per outcome, for everyone and for every branch.
Edge cases
    Within a month a customer has so much fewer jobs that the effect is that of the period, brought down to a
    month; it takes jobs to be spread evenly over the period.
Source
    Kish 1965; Korn & Graubard 1998.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_coded
from analytics.statistics.ratios import design_effect
from analytics.store.reader import Reader

Counts = NDArray[np.float64]

#: Counts of jobs that a share is told of, and the jobs it is a share of.
SHARES = {"failed": "judged", "on_time": "timed", "right_first_time": "checked", "promise_kept": "promised",
          "wrong_or_incomplete": "judged", "promised_not_provided": "promised"}
_COLUMNS = tuple(dict.fromkeys((*SHARES, *SHARES.values())))


@dataclass(frozen=True, slots=True)
class ServiceScatter:
    """Design effects of the shares of jobs, and the scatter around customers' own means.

    Attributes
    ----------
    everyone : mapping of str to float
        Design effect of every outcome.
    branches : mapping of str to mapping of str to float
        The same by branch.
    within_customer_deviation : float or None
        Standard deviation of failure (0 or 1) around each customer's own mean; None where nobody had
        two jobs.
    """

    everyone: Mapping[str, float]
    branches: Mapping[str, Mapping[str, float]]
    within_customer_deviation: float | None

    def of_months(self, months: int) -> dict[str, float]:
        """Bring the effects of a period down to one of its months.

        Of the jobs a customer has beside any one of the period, one in so many falls into the same month.
        """
        return {outcome: 1 + (effect - 1) / max(months, 1) for outcome, effect in self.everyone.items()}


def service_scatter(reader: Reader, filters: Filters) -> ServiceScatter:
    """Measure how alike the jobs of one customer are in the period.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    ServiceScatter
        Without effects where there are no jobs.
    """
    frame = run_coded(reader, "service_scatter", filters)
    counts = frame[list(_COLUMNS)].to_numpy(float)
    branch = pd.Categorical(frame["branch"])
    branches = {str(name): _effects(counts[branch.codes == code])
                for code, name in enumerate(branch.categories) if (branch.codes == code).any()}
    everyone = counts
    if frame["customer_key"].duplicated().any():
        # Some customers are served by several branches.
        everyone = np.column_stack([np.bincount(frame["customer_key"], column) for column in counts.T])
    return ServiceScatter(_effects(everyone), branches, _within(everyone))


def _effects(counts: Counts) -> dict[str, float]:
    """Return the design effect of every share from counts by customer, all sums of products at once."""
    if not len(counts):
        return {}
    products = counts.T @ counts
    totals, customers = counts.sum(axis=0), np.count_nonzero(counts, axis=0)
    place = {column: at for at, column in enumerate(_COLUMNS)}
    effects = {}
    for share, of in SHARES.items():
        hit, jobs = place[share], place[of]
        effects[share] = design_effect(int(customers[jobs]), float(totals[hit]), float(totals[jobs]),
                                       float(products[hit, hit]), float(products[jobs, jobs]),
                                       float(products[hit, jobs]))
    return {**effects, "late": effects["on_time"]}


def _within(counts: Counts) -> float | None:
    """Return how much single jobs scatter, failed or not, around their customer's mean."""
    failed, judged = (counts[:, _COLUMNS.index(column)] for column in ("failed", "judged"))
    failed, judged = failed[judged > 0], judged[judged > 0]
    degrees = float(judged.sum()) - len(judged)
    return float(((failed - failed**2 / judged).sum() / degrees) ** 0.5) if degrees > 0 else None
