"""Who may become a large customer: the chance of reaching the top tenth of value within twelve months.

Definition
    Large is whoever bought, within a year, at least as much as the top tenth of buying customers did in
    the year before the cut-off. The chance that a customer who is not large yet buys so much in the 365
    days after is a logistic regression on value, its growth, the largest purchase, how often, how lately
    and (up to a year) how long the customer has bought, and size.
Learnt and judged
    At cut-offs a quarter apart. A model that judges a cut-off has learnt from cut-offs whose year was
    over by then only; its ranking is compared with ranking by today's value.
Grain
    One row per living customer who bought within a year and is not large yet.
Edge cases
    Cut-offs have a year of trade before them: it takes two years to learn and three to judge. The top
    tenth is that of the customers under the filters.
Source
    Methods A11, C2 for the panel; DeLong, DeLong & Clarke-Pearson 1988. Association, not cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.filters.filters import DEFAULT_PERIOD
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.logistic import LogisticFit, fit_logistic
from analytics.statistics.ranking import Ranking, compare_rankings
from analytics.store.reader import Reader

Floats = NDArray[np.float64]

#: Share of buying customers that are large.
LARGE_SHARE = 0.10
YEAR_DAYS, STEP_DAYS = 365, 91
#: Cut-offs learnt from, and cut-offs judged.
MOST_LEARNT, MOST_JUDGED = 4, 3
#: More customers than this are sampled to learn and to judge; everyone is told.
MOST_CUSTOMERS = 20_000
#: Customers who became large, to learn from.
FEWEST_EVENTS = 20
#: From this chance on a customer is called promising.
PROMISING = 0.25
_BINS = 5
#: How long a customer has bought counts up to here. The earliest cut-offs know of no longer time, so a model
#: would learn from customers who look young and be asked about customers who look old.
MOST_AGE = YEAR_DAYS
#: What a model has learnt to look at, beside size.
FEATURES = ("value", "value_quarter", "value_before", "largest", "days", "silent", "age")


@dataclass(frozen=True, slots=True)
class GrowthJudged:
    """One cut-off judged.

    Attributes
    ----------
    day : date
    threshold : int
        Minor units: from here on a customer was large.
    customers, grew : int
        Not large on the day, and those of them who became so within a year.
    ranking : Ranking
        Of the model, and of today's value.
    expected : float
        Who would become large by the chances told.
    calibration : tuple of (float, Estimate)
        Chance told and share that came true, in five groups of equal size by the chance.
    """

    day: date
    threshold: int
    customers: int
    grew: int
    ranking: Ranking
    expected: float
    calibration: tuple[tuple[float, Estimate], ...]


@dataclass(frozen=True, slots=True)
class GrowthPropensity:
    """Who may become large.

    Attributes
    ----------
    day : date or None
    threshold : int
        Minor units: who buys so much within a year is large.
    customers : int
        Living, bought within a year, not large yet.
    expected : float
        How many of them are expected to become so.
    promising : int
        With a chance of at least a quarter.
    judged : tuple of GrowthJudged
        Newest first; empty where the records are too short to judge.
    learnt : bool
        Whether there was enough to learn from.
    """

    day: date | None
    threshold: int
    customers: int
    expected: float
    promising: int
    judged: tuple[GrowthJudged, ...]
    learnt: bool

    def table(self) -> list[dict[str, object]]:
        """Return one row per cut-off judged."""
        return [{"day": one.day, "customers": one.customers, "grew": one.grew, "expected": one.expected,
                 "auc": one.ranking.score.estimate, "auc_low": one.ranking.score.low,
                 "auc_high": one.ranking.score.high, "auc_of_value": one.ranking.other.estimate,
                 "better": one.ranking.better.estimate, "better_low": one.ranking.better.low,
                 "better_high": one.ranking.better.high} for one in self.judged]


@dataclass(frozen=True, eq=False)
class _Cut:
    """The customers who were not large on a day; several models learn from them."""

    day: date
    threshold: float
    rows: pd.DataFrame

    @cached_property
    def grew(self) -> NDArray[np.bool_]:
        return np.asarray(self.rows["value_after"].to_numpy(float) >= self.threshold)

    @cached_property
    def design(self) -> Floats:
        """The columns of the regression: money against the threshold, in logarithms."""
        rows, limit = self.rows, self.threshold

        def money(column: str) -> Floats:
            return np.asarray(np.log(np.maximum(rows[column].to_numpy(float) / limit, 1e-3)))

        value, size = money("value"), rows["size"]
        return np.column_stack([
            np.ones(len(rows)), value, value**2, money("value_quarter"), money("value_before"),
            money("largest"),
            np.log(rows["days"].to_numpy(float)), np.log1p(rows["silent"].to_numpy(float)),
            np.minimum(rows["age"].to_numpy(float), MOST_AGE) / YEAR_DAYS,
            (size == "large").to_numpy(float), (size == "small").to_numpy(float)])


def growth_propensity(reader: Reader, filters: Filters) -> GrowthPropensity:
    """Tell who may become large, and how well that was told before.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.

    Returns
    -------
    GrowthPropensity
    """
    found = _forecast(reader, filters)
    if found.day is None:
        return GrowthPropensity(None, 0, 0, 0.0, 0, (), False)
    cuts, now, chances = found.cuts, found.now, found.chances
    judged = tuple(one for cut in cuts[:MOST_JUDGED] if (one := _judged(cut, cuts)) is not None)
    if now is None or chances is None:
        return GrowthPropensity(found.day, 0 if now is None else round(now.threshold),
                                0 if now is None else len(now.rows), 0.0, 0, judged, False)
    return GrowthPropensity(found.day, round(now.threshold), len(chances), float(chances.sum()),
                            int((chances >= PROMISING).sum()), judged, True)


def growth_propensity_list(reader: Reader, filters: Filters, *, promising: bool = False) -> pd.DataFrame:
    """List the customers who may become large, the likeliest first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    promising : bool
        Only those with a chance of at least a quarter.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.
    """
    people = run_sql(reader, "models/growth_propensity_list", filters)
    found = _forecast(reader, filters)
    now, chances = found.now, found.chances
    if now is None or chances is None:
        return people.iloc[:0]
    told = now.rows[["customer_key", "value"]].assign(
        chance_large=chances, gap_to_large=now.threshold - now.rows["value"].to_numpy(float))
    told = told[told["chance_large"] >= PROMISING] if promising else told
    listed = people.merge(told, on="customer_key").sort_values(
        ["chance_large", "customer_id"], ascending=[False, True]).reset_index(drop=True)
    # What is foretold stands beside the name.
    first = ["customer_key", "customer_id", "name", "chance_large", "value", "gap_to_large"]
    return listed[[*first, *(column for column in listed if column not in first)]]


@dataclass(frozen=True, slots=True, eq=False)
class _Forecast:
    """Cut-offs whose year is over, newest first, and the chance of everyone not large now; None: too few."""

    day: date | None
    cuts: tuple[_Cut, ...] = ()
    now: _Cut | None = None
    chances: Floats | None = None


def _forecast(reader: Reader, filters: Filters) -> _Forecast:
    return _foretold(reader, replace(filters, period=DEFAULT_PERIOD))


# The figures and the list of a page rest on the same forecast; a reader is of one build.
@lru_cache(maxsize=4)
def _foretold(reader: Reader, filters: Filters) -> _Forecast:
    last = filters.as_of or reader.meta.as_of
    if last is None:
        return _Forecast(None)
    cuts = tuple(_cuts(reader, filters, _days(reader, last)))
    now = next(iter(_cuts(reader, filters, [last], everyone=True)), None)
    model = _model(cuts[:MOST_LEARNT])
    return _Forecast(last, cuts, now, None if now is None or model is None else _chances(model, now))


def _days(reader: Reader, last: date) -> list[date]:
    """Return the cut-offs whose year is over, newest first."""
    first = reader.rows("select min(day) from warehouse.customer_days")[0][0]
    if not isinstance(first, date):
        return []
    # Those judged, the year before the oldest of them, and what it has learnt from.
    most = MOST_JUDGED + YEAR_DAYS // STEP_DAYS + MOST_LEARNT
    days = (last - timedelta(days=YEAR_DAYS + STEP_DAYS * back) for back in range(most))
    return [day for day in days if day >= first + timedelta(days=YEAR_DAYS)]


def _cuts(reader: Reader, filters: Filters, days: list[date], *, everyone: bool = False) -> list[_Cut]:
    """Read what was known on some days in one pass over the trade; those with too few customers are out."""
    if not days:
        return []
    frame = run_sql(reader, "models/growth_propensity", filters, days=days, everyone=everyone,
                    most_customers=MOST_CUSTOMERS)
    parts = ((day, frame[(frame["cut"] == pd.Timestamp(day)).to_numpy()]) for day in days)
    return [_cut(day, rows) for day, rows in parts if len(rows) >= 1 / LARGE_SHARE]


def _cut(day: date, rows: pd.DataFrame) -> _Cut:
    value = rows["value"].to_numpy(float)
    threshold = float(np.quantile(value, 1 - LARGE_SHARE))
    return _Cut(day, threshold, rows[value < threshold].reset_index(drop=True))


def _model(cuts: Sequence[_Cut]) -> LogisticFit | None:
    grew = np.concatenate([one.grew for one in cuts]) if cuts else np.zeros(0, bool)
    if min(int(grew.sum()), int((~grew).sum())) < FEWEST_EVENTS:
        return None
    return fit_logistic(np.concatenate([one.design for one in cuts]), grew, ridge=1.0)


def _chances(model: LogisticFit, cut: _Cut) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(cut.design @ model.coefficients, -35, 35))))


def _judged(cut: _Cut, cuts: Sequence[_Cut]) -> GrowthJudged | None:
    """Judge a cut-off by what was known on its day: cut-offs whose year was over."""
    over = [one for one in cuts if one.day + timedelta(days=YEAR_DAYS) <= cut.day]
    model, grew = _model(over[:MOST_LEARNT]), cut.grew
    if model is None or int(grew.sum()) < FEWEST_EVENTS:
        return None
    chances = _chances(model, cut)
    groups = np.array_split(np.argsort(chances, kind="stable"), _BINS)
    return GrowthJudged(
        cut.day, round(cut.threshold), len(chances), int(grew.sum()),
        compare_rankings(grew, chances, cut.rows["value"]), float(chances.sum()),
        tuple((float(chances[rows].mean()), rate(int(grew[rows].sum()), len(rows))) for rows in groups))
