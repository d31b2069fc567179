"""Which model of repeat buying to go by, and how well it foretold time it had not seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.metrics.running import sql_of
from analytics.models.lifetime_value import (
    Accuracy,
    Fit,
    Histories,
    ParetoNbd,
    RepeatFit,
    RepeatModel,
    accuracy,
    draw_models,
    fit_repeat_buying,
    histories_of,
    later_purchases,
    read_buying_summary,
    same_rate,
    same_rate_unless_silent,
    tracking,
)
from analytics.models.lifetime_value.choosing import LEAST_REPEATERS, Family
from analytics.models.lifetime_value.simple_rules import revenue_between
from analytics.models.lifetime_value.uncertainty import CUSTOMERS_OF_A_DRAW, draw_models_nearby
from analytics.models.valuation.held_out import HeldOut, Miss, Standing, miss_of
from analytics.models.valuation.spending import spend_of, spending_of
from analytics.store.reader import Reader

Floats = NDArray[np.float64]

WEEK = 7.0
#: Models tried, in the order of preference where they explain the records equally well.
FAMILIES: tuple[Family, ...] = ("mbg_nbd", "bg_nbd", "pareto_nbd")
#: Log-likelihoods that lie within this of the best count as equal.
EQUAL = 2.0
#: Futures drawn: with 79, the second and the last but one hold the next with a chance of 95 %.
DRAWS = 79
#: Held-out time: a year, or a third of shorter records; less than this says nothing.
HELD_OUT_WEEKS, LEAST_HELD_OUT_WEEKS = 52, 8
#: Weeks between the points of the tracking plot.
POINTS_EVERY = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """The model of repeat buying to go by, and every model tried."""

    fit: RepeatFit
    family: str
    tried: dict[str, RepeatFit]


def choose(histories: Histories, silence: float) -> Chosen:
    """Fit every model and take the likeliest that makes sense.

    Parameters
    ----------
    histories : Histories
        In weeks.
    silence : float
        Threshold of the rule of silence, in weeks.

    Returns
    -------
    Chosen
        The fall-back where none makes sense. All models have four parameters, so that Akaike's criterion
        is the likelihood itself.

    Raises
    ------
    NotEnoughData
        Fewer than 30 customers bought again.
    """
    tried: dict[str, RepeatFit] = {
        family: fit_repeat_buying(histories, silence=silence, family=family)
        for family in FAMILIES}
    sensible = [family for family in tried if not tried[family].fallback]
    if not sensible:
        return Chosen(tried[FAMILIES[0]], "nbd", tried)
    best = max(tried[family].fit.log_likelihood for family in sensible)
    family = next(one for one in sensible if tried[one].fit.log_likelihood >= best - EQUAL)
    return Chosen(tried[family], family, tried)


def draw(fitted: Fit[RepeatModel], histories: Histories, draws: int) -> tuple[RepeatModel, ...]:
    """Draw models: by the parametric bootstrap, or round the likeliest where a refit takes too long.

    Of more customers than the bootstrap simulates it only carries over deviations as if they were normal:
    the curvature of the likelihood of all of them then tells as much in a fraction of the time.
    """
    many = histories.total > CUSTOMERS_OF_A_DRAW or isinstance(fitted.model, ParetoNbd)
    way = draw_models_nearby if many else draw_models
    return way(fitted, histories, draws=draws)


def in_weeks(table: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    """Return frequency, recency and age of a buying summary in weeks."""
    return (table["frequency"].to_numpy(float), table["recency"].to_numpy(float) / WEEK,
            table["age"].to_numpy(float) / WEEK)


def hold_out(reader: Reader, basis: frozenset[int], silence_days: int, as_of: date
             ) -> tuple[HeldOut, dict[str, Accuracy]] | None:
    """Fit to what was known some time ago, and compare what was foretold with what happened.

    Parameters
    ----------
    reader : Reader
    basis : frozenset of int
        Customers that count.
    silence_days : int
        Of the rule of silence.
    as_of : date
        The last day there is.

    Returns
    -------
    HeldOut, dict of str to Accuracy or None
        And every model's accuracy by family; None where the records are too short.
    """
    first = reader.rows("select min(day) from warehouse.customer_days where orders > 0")[0][0]
    assert isinstance(first, date)
    weeks = min(HELD_OUT_WEEKS, int((as_of - first).days / WEEK) // 3)
    if weeks < LEAST_HELD_OUT_WEEKS:
        return None
    cut_off = as_of - timedelta(weeks=weeks)
    then = read_buying_summary(reader, cut_off)
    then = then[then["customer_key"].isin(basis)]
    if (then["frequency"] > 0).sum() < LEAST_REPEATERS:
        return None
    later = reader.query("select customer_key, day, revenue, orders > 0 as bought"
                         " from warehouse.customer_days where day > $day", {"day": cut_off})
    trade = later[later["bought"]]
    points = sorted({*range(POINTS_EVERY, weeks + 1, POINTS_EVERY), weeks})
    bought, each = later_purchases(trade["customer_key"], trade["day"], then["customer_key"],
                                   cut_off.isoformat(), [int(WEEK * point) for point in points])
    paid = revenue_between(later["customer_key"], later["day"], later["revenue"], then["customer_key"],
                           cut_off.isoformat(), 0, int(WEEK * weeks))
    histories = histories_of(then, unit=WEEK)
    chosen = choose(histories, silence_days / WEEK)
    models = draw(chosen.fit.fit, histories, DRAWS)
    x, last, age = in_weeks(then)
    judged = {family: accuracy(one.preferred.model.expected_further(x, last, age, weeks), each)
              for family, one in chosen.tried.items()}
    foretold = chosen.fit.fit.model.expected_further(x, last, age, weeks)
    if chosen.fit.fallback:
        judged["nbd"] = accuracy(foretold, each)
    rules = {"same_rate": accuracy(same_rate(x, age, weeks), each),
             "unless_silent": accuracy(
                 same_rate_unless_silent(x, last, age, weeks, silence_days / WEEK), each)}
    tracked = tracking([chosen.fit.fit.model, *models], histories, points, bought)
    misses = _misses(_standing(reader, then["customer_key"], cut_off), foretold, each,
                     foretold * spend_of(spending_of(then), then), paid)
    return HeldOut(cut_off.isoformat(), int(weeks * WEEK), chosen.family, tracked, rules, misses,
                   (as_of - first).days), judged


def _standing(reader: Reader, customers: pd.Series, day: date) -> pd.Series:
    """Say of each customer whether it was there on a day, silent for too long, or gone, as was known then."""
    lost = reader.query(sql_of("models/valuation/standing"), {"day": day})
    return customers.map(lost.set_index("customer_key")["standing"]).fillna("active")


def _misses(standing: pd.Series, foretold: Floats, made: Floats, money_foretold: Floats, paid: Floats
            ) -> tuple[Miss, ...]:
    """Compare both measures, of those still there at the cut-off and of those silent."""
    groups: tuple[Standing, ...] = ("active", "silent")
    found = []
    for group in groups:
        these = (standing == group).to_numpy()
        found += [miss_of(group, "purchases", foretold[these], made[these]),
                  miss_of(group, "money", money_foretold[these], paid[these])]
    return tuple(one for one in found if one is not None)
