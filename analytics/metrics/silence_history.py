"""What the churn history would look like if so many silent days meant that a customer is lost.

Definition
    Of the customers at the start of each quarter, the share lost within it, were the silence threshold
    the number of days given, for every segment; recorded losses and ended contracts count as they do now.
False alarms
    Customers called lost by their silence who bought again later.
Grain
    One row per quarter, from the first in which a silence of that length could be seen.
Edge cases
    Under a running contract, or within the grace days after it, nobody is silent. The figures are those
    the next build will show but for terms of contracts that follow each other after a break.
Source
    Methods C1; Kaplan & Meier 1958 for the chance of coming back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class SilenceQuarter:
    """One quarter.

    Attributes
    ----------
    starts_on : date
    customers, lost : int
        There at its start, and those of them lost within it.
    silent, returned : int
        Called lost for their silence within it, and those of them who bought again by now.
    churn_rate : Estimate
    complete : bool
        Whether it is over.
    """

    starts_on: date
    customers: int
    lost: int
    silent: int
    returned: int
    churn_rate: Estimate
    complete: bool


@dataclass(frozen=True, slots=True)
class SilenceHistory:
    """The history under one threshold.

    Attributes
    ----------
    days : int
    quarters : tuple of SilenceQuarter
        Oldest first.
    customers : int
        Who would count as a customer on the last day.
    """

    days: int
    quarters: tuple[SilenceQuarter, ...]
    customers: int

    @property
    def last_year(self) -> tuple[SilenceQuarter, ...]:
        """The newest four whole quarters."""
        return tuple(one for one in self.quarters if one.complete)[-4:]

    @property
    def returned(self) -> Estimate:
        """Share of all called lost for their silence who bought again."""
        silent = sum(one.silent for one in self.quarters)
        return rate(sum(one.returned for one in self.quarters), silent)

    def table(self) -> list[dict[str, object]]:
        """Return one row per quarter."""
        return [{"starts_on": one.starts_on, "customers": one.customers, "lost": one.lost,
                 "silent": one.silent, "returned": one.returned, "estimate": one.churn_rate.estimate,
                 "low": one.churn_rate.low, "high": one.churn_rate.high, "state": one.churn_rate.state,
                 "complete": one.complete} for one in self.quarters]


def silence_history(reader: Reader, filters: Filters, *, days: int = 180,
                    grace_days: int = 30) -> SilenceHistory:
    """Recount the history under another silence threshold.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.
    days : int
        Silent days after which a customer would count as lost.
    grace_days : int
        Setting ``contract_grace_days``.

    Returns
    -------
    SilenceHistory
        Without quarters where nobody trades, or not for so long.
    """
    frame = run_sql(reader, "silence_history", filters, days=days, grace_days=grace_days)
    if frame.empty:
        return SilenceHistory(days, (), 0)
    quarters = tuple(
        SilenceQuarter(row["starts_on"].date(), int(row["customers_start"]), int(row["lost"]),
                       int(row["silent"]), int(row["silent_returned"]),
                       rate(int(row["lost"]), int(row["customers_start"])), bool(row["complete"]))
        for row in frame.to_dict("records"))
    return SilenceHistory(days, quarters, int(frame["customers_end"].iloc[-1]))
