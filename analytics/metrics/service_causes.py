"""The five causes of failure, as seen in the jobs and as complained about.

Definition
    Promised not provided, late, wrong or incomplete, rude, harm (methods A9). Jobs tell of the first
    three; complaints of all five, by their stated cause. Both per 100 service jobs.
Grain
    One row per cause.
Edge cases
    A job that was both late and wrong counts under both. Causes in the company's own words stand
    beside the five.
Source
    Methods A9.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.metrics.service_quality import ServiceCounts, service_quality
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

CAUSES = ("late", "wrong_or_incomplete", "promised_not_provided", "rude", "harm")


@dataclass(frozen=True, slots=True)
class ServiceCause:
    """One cause.

    Attributes
    ----------
    cause : str
    jobs : Estimate or None
        Share of jobs in which it is seen; None where jobs cannot tell.
    complaints : int
        Complaints that name it.
    complaint_rate : Estimate
        Complaints over jobs.
    """

    cause: str
    jobs: Estimate | None
    complaints: int
    complaint_rate: Estimate


@dataclass(frozen=True, slots=True)
class ServiceCauses:
    """The five causes, then the company's own words."""

    causes: tuple[ServiceCause, ...]
    jobs: int

    def table(self) -> list[dict[str, object]]:
        """Return one row per cause."""
        return [{"cause": one.cause, "jobs_share": one.jobs and one.jobs.estimate,
                 "jobs_low": one.jobs and one.jobs.low, "jobs_high": one.jobs and one.jobs.high,
                 "complaints": one.complaints,
                 "complaint_rate": one.complaint_rate.estimate, "low": one.complaint_rate.low,
                 "high": one.complaint_rate.high, "n": self.jobs, "state": one.complaint_rate.state}
                for one in self.causes]


def service_causes(reader: Reader, filters: Filters) -> ServiceCauses:
    """Count the causes of failure in the period.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    ServiceCauses
    """
    now = service_quality(reader, filters).now
    complained = {str(row["cause"]): int(row["complaints"])
                  for row in run_sql(reader, "service_causes", filters).to_dict("records")}
    codes = (*CAUSES, *(code for code in complained if code not in CAUSES))
    return ServiceCauses(tuple(
        ServiceCause(code, _seen(now, code), complained.get(code, 0), rate(complained.get(code, 0), now.jobs))
        for code in codes), now.jobs)


def _seen(now: ServiceCounts, code: str) -> Estimate | None:
    of = {"late": "timed", "wrong_or_incomplete": "judged", "promised_not_provided": "promised"}.get(code)
    return None if of is None else now.share(code, of)
