"""Monthly churn against control limits: which month was more than the usual up and down.

Definition
    Customers lost in a month over customers at its start, whole months only, with the limits of a
    Laney p′ chart on season-adjusted rates. Where few losses are expected the limits are exact.
Baseline
    All months but the last twelve, at least twenty; then frozen, so that a worsening cannot hide
    in its own limits. With fewer months the limits rest on all and are marked as not settled.
Source
    Laney 2002; Montgomery.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import CUBE_DIMENSIONS, run_sql
from analytics.statistics.control_charts import SETTLED_POINTS, ControlChart, control_chart, seasonal_factors
from analytics.store.reader import Reader

#: Months left out of the baseline, once it is long enough without them.
RECENT_MONTHS = 12
#: An alarm is about the present: signals older than so many whole months are history.
ALARM_MONTHS = 3
#: Seasons can be told apart from two full years on.
SEASONAL_FROM = 24


@dataclass(frozen=True, slots=True)
class ControlSeries:
    """One group's months on a control chart.

    Attributes
    ----------
    group : str or None
        Value of the dimension; None: not stated, or everyone in `ChurnControl.everyone`.
    months : tuple of date
    lost, customers : tuple of int
        Lost in the month, and there at its start.
    chart : ControlChart
    """

    group: str | None
    months: tuple[date, ...]
    lost: tuple[int, ...]
    customers: tuple[int, ...]
    chart: ControlChart


@dataclass(frozen=True, slots=True)
class Alarm:
    """A recent month in which a group lost more than its limits allow.

    Attributes
    ----------
    group : str or None
    month : date
    lost, customers : int
    rate, centre, upper : float
        The month's churn rate, what is usual, and the limit.
    kind : {"above", "run"}
        Beyond the limit, or the eighth and later month in a row above the centre.
    """

    group: str | None
    month: date
    lost: int
    customers: int
    rate: float
    centre: float
    upper: float
    kind: str


@dataclass(frozen=True, slots=True)
class ChurnControl:
    """Control charts of monthly churn, of everyone and of each group, and what is out of control now."""

    dimension: str
    everyone: ControlSeries | None
    groups: tuple[ControlSeries, ...]
    alarms: tuple[Alarm, ...]


def churn_control(reader: Reader, filters: Filters, *, by: str = "size") -> ChurnControl:
    """Put monthly churn on control charts.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of date counts; the period does not, limits rest on the whole history.
    by : str
        A dimension of the month cube.

    Returns
    -------
    ChurnControl
        Without series where the store has no dates, or no whole month in which losses could be seen.
    """
    if by not in (*CUBE_DIMENSIONS, "grade"):
        raise UnknownName("dimension", by, (*CUBE_DIMENSIONS, "grade"))
    if reader.meta.as_of is None:
        return ChurnControl(by, None, (), ())
    frame = run_sql(reader, "churn_control", filters, dimension=by)
    if frame.empty:
        # The first loss was seen in the newest month: no whole month lies after it.
        return ChurnControl(by, None, (), ())
    # Plain arrays: with many branches a frame for each would cost more than the charts.
    months = [month.date() for month in frame["month"]]
    lost, customers = frame["lost"].to_numpy(), frame["customers"].to_numpy()
    keys = list(zip(frame["everyone"].tolist(), frame["dimension"].fillna("").tolist(), strict=True))
    starts = [place for place, key in enumerate(keys) if place == 0 or keys[place - 1] != key]
    series = [
        (keys[start][0], _series(keys[start][1], months[start:end], lost[start:end], customers[start:end]))
        for start, end in zip(starts, [*starts[1:], len(keys)], strict=True)]
    everyone = [one for flag, one in series if flag]
    groups = tuple(one for flag, one in series if not flag)
    return ChurnControl(by, everyone[0] if everyone else None, groups,
                        tuple(alarm for one in groups for alarm in _alarms(one)))


def _series(group: str, months: list[date], lost: np.ndarray, customers: np.ndarray) -> ControlSeries:
    # Months before the group's first customer say nothing.
    first = int(np.argmax(customers > 0)) if (customers > 0).any() else len(months)
    months, lost, customers = months[first:], lost[first:], customers[first:]
    baseline = len(months) - RECENT_MONTHS if len(months) - RECENT_MONTHS >= SETTLED_POINTS else len(months)
    season = _season(lost, customers, np.array([month.month for month in months]), baseline)
    chart = control_chart(lost, customers, baseline=baseline, season=season)
    return ControlSeries(group or None, tuple(months), tuple(lost.tolist()), tuple(customers.tolist()), chart)


def _season(lost: np.ndarray, customers: np.ndarray, month: np.ndarray,
            baseline: int) -> np.ndarray | None:
    """Return each month's usual level, learnt from the baseline only."""
    if baseline < SEASONAL_FROM:
        return None
    factors = seasonal_factors(lost[:baseline], customers[:baseline], month[:baseline])
    if factors is None:
        return None
    by_month = dict(zip(month[:baseline].tolist(), factors.tolist(), strict=True))
    return np.array([by_month.get(one, 1.0) for one in month.tolist()])


def _alarms(series: ControlSeries) -> list[Alarm]:
    recent = range(max(len(series.months) - ALARM_MONTHS, 0), len(series.months))
    found = []
    for place in recent:
        point = series.chart.points[place]
        kind = "above" if point.signal == "above" else "run" if point.run == "above" else None
        if kind is not None and point.value is not None:
            found.append(Alarm(series.group, series.months[place], series.lost[place],
                               series.customers[place], point.value, point.centre, point.high, kind))
    return found
