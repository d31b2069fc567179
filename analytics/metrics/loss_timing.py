"""When customers leave: by how long they have been customers, and how long after the first warning.

Hazard
    Losses in a band of tenure over the time customers spent in it, per quarter of a year; by size.
    First relations only, and only time in which losses could be seen.
Lead
    Losses of the period by the most telling thing seen before them, and the days between it and the
    loss. Warnings are looked for over a fixed time before a loss, so no lead can be longer than that and the
    silence that followed.
Competing causes
    Share of all customers lost to each class of cause by so many months, while the other causes take
    theirs (Aalen–Johansen). Causes nobody stated are a class of their own.
Edge cases
    Spending falls over months: losses after it are counted, and have no lead. Without dates there is
    none of this. A band with fewer than ten losses is suppressed, with fewer than thirty thin.
Source
    Methods E4, E5 and C5; exact Poisson interval; Aalen & Johansen 1978.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import period_of, run_sql
from analytics.statistics.competing_risks import CumulativeIncidence, incidence_by_cause
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import poisson_exact
from analytics.store.reader import Reader

#: Months of tenure at which bands begin; the last is open.
BANDS = (0, 3, 6, 12, 24, 36, 60)
#: A hazard is stated per so many months.
PER_MONTHS = 3
#: Months at which the incidence by cause is told.
MARKS = (12, 24, 36)


@dataclass(frozen=True, slots=True)
class HazardBand:
    """One band of tenure of one group.

    Attributes
    ----------
    size : str or None
        None: everyone.
    from_month, to_month : int, int or None
        The band; the last has no end.
    lost : int
    customer_months : float
        Time spent in the band by customers under observation.
    hazard : Estimate
        Losses per customer and quarter; ``n`` counts the losses.
    """

    size: str | None
    from_month: int
    to_month: int | None
    lost: int
    customer_months: float
    hazard: Estimate


@dataclass(frozen=True, slots=True)
class LossWarning:
    """One kind of first warning.

    Attributes
    ----------
    precursor : str
    lost : int
        Losses before which it was the most telling thing seen.
    median : Estimate
        Days from the warning to the loss; without a figure where nothing was seen.
    lower_quartile, upper_quartile : float or None
    """

    precursor: str
    lost: int
    median: Estimate
    lower_quartile: float | None
    upper_quartile: float | None


@dataclass(frozen=True, slots=True)
class LossTiming:
    """When customers leave.

    Attributes
    ----------
    bands : tuple of HazardBand
        Everyone first, then by size; ascending.
    warnings : tuple of LossWarning
        Most losses first.
    causes : mapping of str to CumulativeIncidence
        By class of cause, most losses first.
    """

    bands: tuple[HazardBand, ...]
    warnings: tuple[LossWarning, ...]
    causes: dict[str, CumulativeIncidence]

    @property
    def warned(self) -> tuple[int, int]:
        """Losses of the period with a warning before them, and all."""
        return (sum(one.lost for one in self.warnings if one.precursor != "none_observed"),
                sum(one.lost for one in self.warnings))

    def table(self) -> list[dict[str, object]]:
        """Return the hazards by size and band of tenure."""
        return [{"size": one.size, "from_month": one.from_month, "to_month": one.to_month, "lost": one.lost,
                 "customer_months": round(one.customer_months, 1), "hazard": one.hazard.estimate,
                 "low": one.hazard.low, "high": one.hazard.high, "state": one.hazard.state}
                for one in self.bands]

    def extra(self) -> dict[str, object]:
        """Return the warnings, and the share lost to each cause at the marks."""
        return {
            "warnings": [{"precursor": one.precursor, "lost": one.lost, "median_days": one.median.estimate,
                          "low": one.median.low, "high": one.median.high} for one in self.warnings],
            "causes": [{"cause_class": cause, "months": month, "lost_by_then": at.estimate, "low": at.low,
                        "high": at.high, "n": at.n} for cause, curve in self.causes.items()
                       for month in MARKS for at in (curve.at(month),)]}


def loss_timing(reader: Reader, filters: Filters) -> LossTiming:
    """Tell when customers leave: hazards, warnings, competing causes.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Hazards and causes rest on the whole history; warnings on the period.

    Returns
    -------
    LossTiming
    """
    if reader.meta.as_of is None:
        return LossTiming((), (), {})
    lives = run_sql(reader, "survival", filters, dimension="size")
    bands = [_bands(lives, None)]
    for size in sorted(lives["dimension"].dropna().unique(), key=_size_place):
        bands.append(_bands(lives[lives["dimension"] == size], str(size)))
    period = period_of(reader, filters)
    warned = run_sql(reader, "loss_warnings", filters, everyone=period.start is None or period.code == "all")
    caused = run_sql(reader, "loss_incidence", filters)
    curves = incidence_by_cause(
        caused["months"], caused["lost"], caused["still_there"],
        caused["cause_class"].fillna("").astype(str).tolist(), caused["begins"])
    return LossTiming(
        tuple(one for part in bands for one in part),
        tuple(_warning(row) for row in warned.to_dict("records")),
        {str(cause): curve for cause, curve in sorted(curves.items(), key=lambda one: -one[1].events)})


def _size_place(size: object) -> int:
    order = ("large", "medium", "small")
    return order.index(str(size)) if str(size) in order else len(order)


def _bands(lives: pd.DataFrame, size: str | None) -> list[HazardBand]:
    months = lives["months"].to_numpy(float)
    lost, ended, begins = (lives[name].to_numpy(float) for name in ("lost", "still_there", "begins"))
    found = []
    for start, end in zip(BANDS, (*BANDS[1:], None), strict=True):
        last = np.inf if end is None else float(end)
        inside = np.clip(months, start, last) - start
        time = float(((lost + ended - begins) * inside).sum())
        count = int(lost[(months >= start) & (months < last)].sum())
        if time <= 0:
            continue
        low, high = (float(bound) * PER_MONTHS for bound in poisson_exact(count, time))
        hazard = Estimate(count, count / time * PER_MONTHS, low, high, state_of(count))
        found.append(HazardBand(size, start, end, count, time, hazard))
    return found


def _warning(row: dict[str, object]) -> LossWarning:
    days = [float(day) for day in row["ordered"]] if isinstance(row["ordered"], (list, np.ndarray)) else []
    return LossWarning(str(row["precursor"]), int(str(row["lost"])), median_interval(days),
                    _quartile(row["lower_quartile"]), _quartile(row["upper_quartile"]))


def _quartile(value: object) -> float | None:
    return None if pd.isna(value) else float(str(value))


def median_interval(ordered: list[float]) -> Estimate:
    """State the median of ascending values, with the interval of the ranks it lies between."""
    n = len(ordered)
    if n == 0:
        return Estimate(0, None, state=state_of(0))
    reach = 1.959964 * n**0.5 / 2
    low, high = max(int(np.floor(n / 2 - reach)), 0), min(int(np.ceil(n / 2 + reach)), n - 1)
    return Estimate(n, float(np.median(ordered)), ordered[low], ordered[high], state_of(n))
