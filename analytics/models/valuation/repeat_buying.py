"""Which model of repeat buying to go by, and how well it foretold time it had not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import NotEnoughData, UnknownName
from analytics.metrics.running import sql_of
from analytics.models.lifetime_value import (
    Accuracy,
    BgBb,
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
    same_rate,
    same_rate_unless_silent,
    tracking,
)
from analytics.models.lifetime_value.choosing import LEAST_REPEATERS, Family
from analytics.models.lifetime_value.simple_rules import revenue_between
from analytics.models.lifetime_value.uncertainty import CUSTOMERS_OF_A_DRAW, draw_models_nearby
from analytics.models.valuation.held_out import HeldOut, Miss, Standing, miss_of
from analytics.models.valuation.occasions import (
    LENGTHS,
    WEEKLY,
    Clock,
    Occasions,
    Period,
    clock_of,
    occasions_of,
)
from analytics.models.valuation.spending import spend_of, spending_of
from analytics.store.reader import Reader

Floats = NDArray[np.float64]

#: Models tried, in the order of preference where they explain the records equally well.
FAMILIES: tuple[Family, ...] = ("mbg_nbd", "bg_nbd", "pareto_nbd")
#: What the setting ``buying_model`` may say: let the records decide, or go by one model.
ASKED: dict[str, tuple[tuple[Family, ...], Period | None]] = {
    "auto": (FAMILIES, None), **{family: ((family,), None) for family in FAMILIES},
    **{f"bg_bb_{period}": (FAMILIES, period) for period in LENGTHS}}
#: Log-likelihoods that lie within this of the best count as equal.
EQUAL = 2.0
#: Futures drawn: with 79, the second and the last but one hold the next with a chance of 95 %.
DRAWS = 79
#: Held-out time: a year, or a third of shorter records; less than so many days says nothing.
HELD_OUT_DAYS, LEAST_HELD_OUT_DAYS = 365.25, 56.0
#: Weeks between the points of the tracking plot.
POINTS_EVERY = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """The model of repeat buying to go by, and every model tried."""

    fit: RepeatFit
    family: str
    tried: dict[str, RepeatFit]


def choose(histories: Histories, silence: float, families: tuple[Family, ...] = FAMILIES) -> Chosen:
    """Fit every model and take the likeliest that makes sense.

    Parameters
    ----------
    histories : Histories
        In weeks, or in occasions.
    silence : float
        Threshold of the rule of silence, in the same unit.
    families : tuple of str
        Models to try, in the order of preference.

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
        for family in families}
    sensible = [family for family in tried if not tried[family].fallback]
    if not sensible:
        return Chosen(tried[families[0]], "nbd", tried)
    best = max(tried[family].fit.log_likelihood for family in sensible)
    family = next(one for one in sensible if tried[one].fit.log_likelihood >= best - EQUAL)
    return Chosen(tried[family], family, tried)


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """What customers are valued by.

    Attributes
    ----------
    table : DataFrame
        Customers with their buying summary.
    fitted : DataFrame
        Those of them whom models are fitted to.
    clock : Clock
    histories : Histories
        Theirs, on this clock.
    chosen : Chosen
    occasions : Occasions or None
        None: purchases at any time.
    families : tuple of str
        Tried on this clock.
    """

    table: pd.DataFrame
    fitted: pd.DataFrame
    clock: Clock
    histories: Histories
    chosen: Chosen
    occasions: Occasions | None
    families: tuple[Family, ...]


def basis_of(reader: Reader, customers: pd.DataFrame, fitted_to: NDArray[np.bool_], silence_days: int,
             asked: str = "auto") -> Basis:
    """Choose the model of repeat buying, and the clock it runs by.

    Parameters
    ----------
    reader : Reader
    customers : DataFrame
        Who traded, with ``customer_key``.
    fitted_to : ndarray of bool, shape (customers,)
    silence_days : int
    asked : str
        One of `ASKED`. Where customers hardly ever buy twice within a period, its BG/BB is used unless its
        parameters make no sense; models of purchases at any time are told beside it.

    Raises
    ------
    NotEnoughData
        Fewer than 30 of those fitted to bought again.
    UnknownName
        A model there is none of.
    """
    if asked not in ASKED:
        raise UnknownName("model", asked, tuple(ASKED))
    families, period = ASKED[asked]
    keys, as_of = customers["customer_key"][fitted_to], reader.meta.as_of
    assert as_of is not None

    def on(clock: Clock, tried: tuple[Family, ...], occasions: Occasions | None) -> Basis:
        table = customers.merge(clock.summary(reader, as_of), on="customer_key", how="inner")
        fitting = table["customer_key"].isin(keys).to_numpy()
        if ((table["frequency"] > 0) & fitting).sum() < LEAST_REPEATERS:
            fitting[:] = True
        histories = histories_of(table[fitting], unit=clock.unit)
        chosen = choose(histories, silence_days / clock.unit, tried)
        return Basis(table, table[fitting], clock, histories, chosen, occasions, tried)

    usual = on(WEEKLY, families, None)
    occasions = None
    if asked == "auto" or period is not None:
        occasions = occasions_of(reader, frozenset(usual.fitted["customer_key"]), as_of, forced=period)
    if occasions is None:
        return usual
    try:
        found = on(clock_of(occasions), ("bg_bb",), occasions)
    except NotEnoughData:
        return usual
    tried = {**found.chosen.tried, **usual.chosen.tried}
    if found.chosen.fit.fallback:
        return replace(usual, chosen=replace(usual.chosen, tried=tried))
    return replace(found, chosen=replace(found.chosen, tried=tried))


def draw(fitted: Fit[RepeatModel], histories: Histories, draws: int) -> tuple[RepeatModel, ...]:
    """Draw models: by the parametric bootstrap, or round the likeliest where a refit takes too long.

    Of more customers than the bootstrap simulates it only carries over deviations as if they were normal:
    the curvature of the likelihood of all of them then tells as much in a fraction of the time.
    """
    many = histories.total > CUSTOMERS_OF_A_DRAW or isinstance(fitted.model, ParetoNbd | BgBb)
    way = draw_models_nearby if many else draw_models
    return way(fitted, histories, draws=draws)


def hold_out(reader: Reader, basis: frozenset[int], silence_days: int, as_of: date, clock: Clock = WEEKLY,
             families: tuple[Family, ...] = FAMILIES) -> tuple[HeldOut, dict[str, Accuracy]] | None:
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
    clock : Clock
        How the models count time.
    families : tuple of str
        Models to try.

    Returns
    -------
    HeldOut, dict of str to Accuracy or None
        And every model's accuracy by family; None where the records are too short.
    """
    first = reader.rows("select min(day) from warehouse.customer_days where orders > 0")[0][0]
    assert isinstance(first, date)
    end = clock.end(as_of)
    units = min(int(HELD_OUT_DAYS / clock.unit), int((end - first).days / clock.unit) // 3)
    if units * clock.unit < LEAST_HELD_OUT_DAYS:
        return None
    cut_off = clock.before(end, units)
    then = clock.summary(reader, cut_off)
    then = then[then["customer_key"].isin(basis)]
    if (then["frequency"] > 0).sum() < LEAST_REPEATERS:
        return None
    later = reader.query("select customer_key, day, revenue, orders > 0 as bought"
                         " from warehouse.customer_days where day > $day and day <= $end",
                         {"day": cut_off, "end": end})
    trade = later[later["bought"]]
    weekly = clock.period == "week"
    points = sorted({*range(POINTS_EVERY if weekly else 1, units + 1, POINTS_EVERY if weekly else 1), units})
    # On the calendar of occasions several purchases of one are one, as several rows of a day are.
    placed = np.datetime64(cut_off) + clock.place(trade["day"], cut_off).to_numpy().astype("timedelta64[D]")
    bought, each = later_purchases(trade["customer_key"], placed, then["customer_key"], cut_off.isoformat(),
                                   [point * 7 if weekly else point for point in points])
    paid = revenue_between(later["customer_key"], later["day"], later["revenue"], then["customer_key"],
                           cut_off.isoformat(), 0, (end - cut_off).days)
    histories = histories_of(then, unit=clock.unit)
    chosen = choose(histories, silence_days / clock.unit, families)
    models = draw(chosen.fit.fit, histories, DRAWS)
    x, last, age = clock.histories(then)
    judged = {family: accuracy(one.preferred.model.expected_further(x, last, age, units), each)
              for family, one in chosen.tried.items()}
    foretold = chosen.fit.fit.model.expected_further(x, last, age, units)
    if chosen.fit.fallback:
        judged["nbd"] = accuracy(foretold, each)
    rules = {"same_rate": accuracy(same_rate(x, age, units), each),
             "unless_silent": accuracy(
                 same_rate_unless_silent(x, last, age, units, silence_days / clock.unit), each)}
    tracked = tracking([chosen.fit.fit.model, *models], histories, points, bought)
    misses = _misses(_standing(reader, then["customer_key"], cut_off), foretold, each,
                     foretold * spend_of(spending_of(then), then), paid)
    return HeldOut(cut_off.isoformat(), (end - cut_off).days, chosen.family, tracked, rules, misses,
                   (as_of - first).days, clock.unit), judged


def _standing(reader: Reader, customers: pd.Series, day: date) -> pd.Series:
    """Say of each customer whether it was there on a day, silent for too long, or gone, as was known then."""
    lost = reader.query(sql_of("models/valuation/standing"), {"day": day})
    known = dict(zip(lost["customer_key"], lost["standing"], strict=True))
    return customers.map(lambda customer: known.get(customer, "active"))


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
