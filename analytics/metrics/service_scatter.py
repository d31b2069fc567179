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

from analytics.filters import Filters
from analytics.metrics.running import run_rows
from analytics.statistics.ratios import design_effect
from analytics.store.reader import Reader


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
    everyone: dict[str, float] = {}
    branches: dict[str, dict[str, float]] = {}
    deviation = None
    for all_branches, branch, outcome, customers, hits, jobs, *squares, within in run_rows(
            reader, "service_scatter", filters):
        effects = everyone if all_branches else branches.setdefault(branch, {})
        effects[outcome] = design_effect(customers, hits, jobs, *squares)
        if outcome == "on_time":
            effects["late"] = effects[outcome]
        if all_branches and outcome == "failed" and jobs > customers:
            deviation = float((within / (jobs - customers)) ** 0.5)
    return ServiceScatter(everyone, branches, deviation)
