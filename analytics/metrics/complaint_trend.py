"""Monthly complaints per 100 customers against control limits, with changes of the records marked.

Definition
    Complaints received in a month per 100 customers at its start, whole months only, with the limits of
    a Laney u′ chart around what is usual for the calendar month, once there are two years to learn it
    from. Where fewer than five complaints are expected in a month the limits are exact.
Baseline
    All months but the last twelve, at least twenty; then frozen. With fewer months the limits rest on
    all and are marked as not settled.
Changes of the records
    A month that looks better than usual within three months of an event of kind system_change is not an
    improvement but doubtful: complaints may be missing from the records.
Source
    Laney 2002; Montgomery.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.churn_control import RECENT_MONTHS, SEASONAL_FROM
from analytics.metrics.complaints import DOUBTFUL_MONTHS, record_breaks
from analytics.metrics.running import run_sql
from analytics.statistics.control_charts import SETTLED_POINTS, ControlChart, seasonal_factors
from analytics.statistics.count_chart import count_chart
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class ComplaintTrend:
    """Monthly complaints on a control chart.

    Attributes
    ----------
    months : tuple of date
        Empty where there is no whole month.
    complaints, customers : tuple of int
        Received in the month, and customers at its start.
    chart : ControlChart
        Complaints per customer; times 100 for the reader.
    doubtful : tuple of bool
        Whether the month is lower than usual (outside the limits, or in a run) next to such a change.
    breaks : tuple of (date, str)
        The changes of the records.
    """

    months: tuple[date, ...]
    complaints: tuple[int, ...]
    customers: tuple[int, ...]
    chart: ControlChart
    doubtful: tuple[bool, ...]
    breaks: tuple[tuple[date, str], ...]

    @property
    def improved(self) -> tuple[date, ...]:
        """Months significantly below the usual that no change of the records makes doubtful."""
        rows = zip(self.months, self.chart.points, self.doubtful, strict=True)
        return tuple(month for month, point, doubt in rows if point.signal == "below" and not doubt)

    def table(self) -> list[dict[str, object]]:
        """Return one row per month."""
        return [{"month": month, "complaints": number, "customers": customers,
                 "per_100_customers": None if point.value is None else 100 * point.value,
                 "usual": 100 * point.centre, "low": 100 * point.low, "high": 100 * point.high,
                 "signal": point.signal, "run": point.run, "doubtful": doubt}
                for month, number, customers, point, doubt in zip(
                    self.months, self.complaints, self.customers, self.chart.points, self.doubtful,
                    strict=True)]


def complaint_trend(reader: Reader, filters: Filters) -> ComplaintTrend:
    """Put monthly complaints per customer on a control chart.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of date counts; the period does not, limits rest on the whole history.

    Returns
    -------
    ComplaintTrend
    """
    frame = run_sql(reader, "complaint_trend", filters)
    months = tuple(month.date() for month in frame["month"])
    number, customers = frame["complaints"].to_numpy(), frame["customers"].to_numpy()
    earlier = len(months) - RECENT_MONTHS
    baseline = earlier if earlier >= SETTLED_POINTS else len(months)
    chart = count_chart(number, customers, baseline=baseline,
                        season=_season(number, customers, [month.month for month in months], baseline))
    breaks = record_breaks(reader, filters, months[0] if months else None, None) if months else ()
    doubtful = tuple(
        "below" in (point.signal, point.run) and any(_near(month, day) for day, _ in breaks)
        for month, point in zip(months, chart.points, strict=True))
    return ComplaintTrend(months, tuple(number.tolist()), tuple(customers.tolist()), chart, doubtful, breaks)


def _season(number: np.ndarray, customers: np.ndarray, month: list[int], baseline: int) -> np.ndarray | None:
    """Return each month's usual level, learnt from the baseline only; None where it is too short."""
    if baseline < SEASONAL_FROM:
        return None
    factors = seasonal_factors(number[:baseline], customers[:baseline], month[:baseline])
    if factors is None:
        return None
    usual = dict(zip(month, factors.tolist(), strict=False))
    return np.array([usual.get(one, 1.0) for one in month])


def _near(month: date, change: date) -> bool:
    return add_months(change, -DOUBTFUL_MONTHS) <= month < add_months(change, DOUBTFUL_MONTHS)
