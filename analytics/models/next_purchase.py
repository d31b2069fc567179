"""What a customer is likely to buy next, and when: the time since last against the usual gap.

Definition
    The usual gap of a customer in a category is the mean time between two days on which it was bought,
    drawn towards the mean of all customers where there are few; the next purchase is due one usual gap
    after the last. The chance of buying within 90 days is a logistic regression on the usual gap, the
    time since last against it, the category's share of the customer's purchases, how often and how lately
    anything was bought, and the category's own popularity. The likeliest category is the next purchase.
Learnt and judged
    Learnt 180 days ago, from what was bought in the 90 days after; judged 90 days ago by what was bought
    since, against naming the most popular category to everyone; told as of the last day.
Grain
    One row per living customer who bought within a year.
Edge cases
    The twelve categories bought most often. Days count, not lines. Customers with one purchase of a
    category have the usual gap of all.
Source
    Methods A11. Association, not cause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import NotEnoughData
from analytics.filters import Filters
from analytics.filters.filters import DEFAULT_PERIOD
from analytics.metrics.bought_together import item_columns
from analytics.metrics.running import run_sql
from analytics.models.purchase_histories import PurchaseHistories, read_histories
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile, rate
from analytics.statistics.logistic import LogisticFit, fit_logistic
from analytics.statistics.ranking import Ranking, compare_rankings
from analytics.store.reader import Reader

Floats = NDArray[np.float64]

#: Days ahead that are told, and days a model looks back to be judged.
HORIZON_DAYS = 90
#: Buyers needed to judge a forecast.
FEWEST_BUYERS = 100
_BINS = 5


@dataclass(frozen=True, slots=True)
class NextAccuracy:
    """How the forecast did on days it had not seen.

    Attributes
    ----------
    judged_on : date
        The cut-off: everything after it was hidden.
    buyers : int
        Customers who bought within the 90 days after.
    hit, popular : Estimate
        Share of them whose next purchase held the category foretold; the same for the most popular one.
    better : Estimate
        The first less the second.
    ranking : Ranking
        Of all customers and categories, by whether it was bought in time; the other score is the
        category's popularity.
    calibration : tuple of (float, Estimate)
        Chance foretold and share that bought, in five groups of equal size by the chance.
    """

    judged_on: date
    buyers: int
    hit: Estimate
    popular: Estimate
    better: Estimate
    ranking: Ranking
    calibration: tuple[tuple[float, Estimate], ...]


@dataclass(frozen=True, slots=True)
class NextPurchase:
    """The forecast as of the last day.

    Attributes
    ----------
    item : str
        Column of the order lines that is told apart; empty where none does.
    day : date or None
    customers : int
        Living, and bought within the year before.
    overdue, due_soon : int
        Customers whose next purchase was due before, and within 30 days after.
    expected : tuple of (str, float)
        Per category, how many customers are expected to buy it within 90 days, most first.
    accuracy : NextAccuracy or None
        None where the records are too short or too few to judge it.
    """

    item: str
    day: date | None
    customers: int
    overdue: int
    due_soon: int
    expected: tuple[tuple[str, float], ...]
    accuracy: NextAccuracy | None

    def table(self) -> list[dict[str, object]]:
        """Return one row per category."""
        return [{"item": name, "expected": count} for name, count in self.expected]


def next_purchase(reader: Reader, filters: Filters) -> NextPurchase:
    """Foretell what customers buy next, and say how such a forecast did before.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.

    Returns
    -------
    NextPurchase
    """
    found = _forecast(reader, filters)
    then, now, chances = found.then, found.now, found.chances
    if then is None or now is None or chances is None:
        return NextPurchase(found.item, None, 0, 0, 0, (), None)
    best = chances.argmax(axis=1)
    due = np.where(now.times > 0, _due_in(now), np.inf)[np.arange(len(best)), best]
    expected = sorted(zip(now.items, chances.sum(axis=0).tolist(), strict=True), key=lambda one: -one[1])
    return NextPurchase(
        found.item, now.day, len(best), int((due < 0).sum()), int(((due >= 0) & (due <= 30)).sum()),
        tuple(expected), _accuracy(found.before, then))


def next_purchase_list(reader: Reader, filters: Filters, *, when: str = "all") -> pd.DataFrame:
    """List the customers with what they are likely to buy next, the likeliest first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    when : {"all", "overdue", "soon"}
        Only those whose next purchase was due before, or is within 30 days.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.
    """
    forecast = _forecast(reader, filters)
    now, chances = forecast.now, forecast.chances
    people = run_sql(reader, "models/next_purchase_list", filters)
    if now is None or chances is None:
        return people.iloc[:0]
    best, row = chances.argmax(axis=1), np.arange(len(chances))
    due = np.where(now.times > 0, _due_in(now), np.inf)[row, best]
    day = pd.Timestamp(now.day)
    bought = now.times[row, best] > 0
    told = pd.DataFrame({
        "customer_key": now.customers, "next_item": np.array(now.items, dtype=object)[best],
        "chance_within": chances[row, best], "usual_gap": np.round(now.gap[row, best]).astype(int),
        # What was never bought has no day on which it is due again.
        "last_bought_on": pd.Series(day - pd.to_timedelta(now.since[row, best], "D")).where(bought),
        "due_on": pd.Series(day + pd.to_timedelta(np.round(np.where(bought, due, 0)), "D")).where(bought)})
    wanted = {"overdue": due < 0, "soon": (due >= 0) & (due <= 30)}.get(when, np.ones(len(due), bool))
    found = people.merge(told[wanted], on="customer_key").sort_values(
        ["chance_within", "customer_id"], ascending=[False, True]).reset_index(drop=True)
    # What is foretold stands beside the name.
    first = ["customer_key", "customer_id", "name", "next_item", "chance_within", "due_on", "last_bought_on",
             "usual_gap"]
    return found[[*first, *(column for column in found if column not in first)]]


@dataclass(frozen=True, slots=True, eq=False)
class _Forecast:
    """What is told apart, what was known at two cut-offs and is now, and every chance; None: too little."""

    item: str
    before: PurchaseHistories | None = None
    then: PurchaseHistories | None = None
    now: PurchaseHistories | None = None
    chances: Floats | None = None


def _forecast(reader: Reader, filters: Filters) -> _Forecast:
    return _foretold(reader, replace(filters, period=DEFAULT_PERIOD))


# The figures and the list of a page rest on the same forecast; a reader is of one build.
@lru_cache(maxsize=4)
def _foretold(reader: Reader, filters: Filters) -> _Forecast:
    there = item_columns(reader)
    last = filters.as_of or reader.meta.as_of
    if not there or last is None:
        return _Forecast("")
    then, before = read_histories(reader, filters, there[0], [
        last - timedelta(days=HORIZON_DAYS * back) for back in (1, 2)])
    try:
        learnt = _learnt(then)
    except NotEnoughData:
        return _Forecast(there[0])
    now, = read_histories(reader, filters, there[0], [last], everyone=True)
    return _Forecast(there[0], before, then, now, None if now is None else _chances(learnt, now))


def _learnt(then: PurchaseHistories | None) -> LogisticFit:
    if then is None or len(then.customers) < FEWEST_BUYERS:
        raise NotEnoughData("customers", 0 if then is None else len(then.customers), FEWEST_BUYERS)
    design = then.design()
    return fit_logistic(design.reshape(-1, design.shape[-1]), (then.until <= HORIZON_DAYS).ravel(), ridge=1.0)


def _chances(learnt: LogisticFit, histories: PurchaseHistories) -> Floats:
    odds = histories.design() @ learnt.coefficients
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -35, 35))))


def _accuracy(before: PurchaseHistories | None, then: PurchaseHistories) -> NextAccuracy | None:
    """Judge by the newest days what is learnt from those before."""
    try:
        learnt = _learnt(before)
    except NotEnoughData:
        return None
    chances, soonest = _chances(learnt, then), then.until.min(axis=1)
    buyers = soonest <= HORIZON_DAYS
    count = int(buyers.sum())
    if count < FEWEST_BUYERS:
        return None
    first = (then.until == soonest[:, None])[buyers]
    named = first[np.arange(count), chances[buyers].argmax(axis=1)]
    # The most popular by days of purchase, named to everyone.
    popular = first[:, int(then.times.sum(axis=0).argmax())]
    difference = named.astype(float) - popular
    reach = normal_quantile() * float(difference.std(ddof=1)) / count**0.5
    better = Estimate(count, float(difference.mean()), float(difference.mean()) - reach,
                      float(difference.mean()) + reach, state_of(count))
    bought = (then.until <= HORIZON_DAYS).ravel()
    flat, base = chances.ravel(), np.broadcast_to(then.popularity, chances.shape).ravel()
    groups = np.array_split(np.argsort(flat, kind="stable"), _BINS)
    return NextAccuracy(
        then.day, count, rate(int(named.sum()), count), rate(int(popular.sum()), count), better,
        compare_rankings(bought, flat, base),
        tuple((float(flat[rows].mean()), rate(int(bought[rows].sum()), len(rows))) for rows in groups))


def _due_in(histories: PurchaseHistories) -> Floats:
    return np.asarray(histories.gap - histories.since)
