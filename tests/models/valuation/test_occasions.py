"""Buying by occasions: found where customers hardly ever buy twice within a period, and nowhere else."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.errors import UnknownName
from analytics.models.lifetime_value import BgBb, MbgNbd
from analytics.models.valuation.occasions import WEEKLY, Clock, occasions_of
from analytics.models.valuation.repeat_buying import basis_of, hold_out

AS_OF = date(2025, 12, 31)
TRUTH = BgBb(1.2, 0.9, 0.6, 6.0)
QUARTER = Clock("quarter", 365.25 / 4)


class Trade:
    """A reader of days of trade alone, each bringing 100."""

    def __init__(self, customers, days):
        self.meta = SimpleNamespace(as_of=AS_OF)
        self._connection = duckdb.connect()
        frame = pd.DataFrame({"customer_key": customers, "day": days}).drop_duplicates()
        frame = frame[frame["day"] <= pd.Timestamp(AS_OF)].assign(revenue=10_000, orders=1)
        self.keys = np.unique(frame["customer_key"])
        self._connection.execute("create schema warehouse")
        self._connection.register("frame", frame)
        self._connection.execute("create table warehouse.customer_days as"
                                 " select * replace (cast(day as date) as day) from frame")
        self._connection.execute("create table losses (customer_key bigint, basis varchar, lost_on date,"
                                 " known_on date, returned_on date)")

    def query(self, sql, parameters=None):
        named = {name: value for name, value in (parameters or {}).items() if f"${name}" in sql}
        return self._connection.execute(sql, named).df()

    def rows(self, sql, parameters=None):
        return self._connection.execute(sql, parameters or {}).fetchall()


def by_quarter(customers: int = 1_000, seed: int = 2) -> Trade:
    """Each buys at most once a quarter, on any day of it, from 2018 on; first purchases in the first five years."""
    random = np.random.default_rng(seed)
    first = random.integers(0, 20, customers)
    there, buying = np.ones(customers, bool), random.beta(TRUTH.alpha, TRUTH.beta, customers)
    stopping = random.beta(TRUTH.gamma, TRUTH.delta, customers)
    who, days = [], []
    for quarter in range(32):
        begins = np.datetime64(f"{2018 + quarter // 4}-{quarter % 4 * 3 + 1:02d}-01")
        known = first < quarter
        there &= ~known | (random.random(customers) >= stopping)
        bought = (first == quarter) | (known & there & (random.random(customers) < buying))
        who.append(np.flatnonzero(bought))
        days.append(begins + random.integers(0, 90, int(bought.sum())))
    return Trade(np.concatenate(who), np.concatenate(days).astype("datetime64[s]"))


def at_any_time(customers: int = 1_500, seed: int = 1) -> Trade:
    """MBG/NBD over eight years: about eight purchases each."""
    random = np.random.default_rng(seed)
    pace, stopping = random.gamma(2.0, 1 / 200.0, customers), random.beta(0.8, 6.0, customers)
    made = np.minimum(random.geometric(stopping), 200)
    who = np.repeat(np.arange(customers), made)
    first = np.r_[True, who[1:] != who[:-1]]
    gaps = np.where(first, random.integers(0, 1_800, who.size), random.exponential(1 / pace[who]))
    sums = np.cumsum(gaps)
    days = sums - np.repeat((sums - gaps)[first], made)
    return Trade(who, np.datetime64("2018-01-01", "s") + days.astype("timedelta64[D]"))


@pytest.fixture(scope="module")
def quarterly() -> Trade:
    return by_quarter()


@pytest.fixture(scope="module")
def basis(quarterly):
    return basis_of(quarterly, pd.DataFrame({"customer_key": quarterly.keys}),
                    np.ones(quarterly.keys.size, bool), 400)


def test_calendar_periods_end_where_they_do():
    assert [QUARTER.end(day) for day in (date(2025, 12, 31), date(2025, 12, 30), date(2025, 1, 1))] == [
        date(2025, 12, 31), date(2025, 9, 30), date(2024, 12, 31)]
    assert QUARTER.before(date(2025, 3, 31), 2) == date(2024, 9, 30)
    assert Clock("year", 365.25).before(date(2024, 12, 31), 1) == date(2023, 12, 31)
    assert WEEKLY.before(date(2025, 1, 15), 2) == date(2025, 1, 1)
    days = pd.Series(pd.to_datetime(["2025-04-01", "2025-07-15"]))
    assert list(QUARTER.place(days, date(2025, 3, 31))) == [1, 2]


def test_a_summary_of_occasions_by_hand():
    """First bought in the first quarter of 2024, then in the second (twice) and the fourth; another late in 2025."""
    trade = Trade([1, 1, 1, 1, 2], pd.to_datetime(
        ["2024-02-01", "2024-04-02", "2024-06-30", "2024-12-31", "2025-11-05"]))
    found = QUARTER.summary(trade, date(2025, 11, 30)).set_index("customer_key")
    x, last, age = QUARTER.histories(found)
    assert (list(x), list(last), list(age)) == ([2, 0], [3, 0], [6, 0]), "the fourth quarter of 2025 is not over"
    assert found["spend"].iloc[0] == 15_000


def test_pairs_expected_by_chance_by_hand():
    """From 1 January to 1 July of 2024 (182 days), one purchase between: 91 − 0 days in the first quarter."""
    trade = Trade([1, 1, 1], pd.to_datetime(["2024-01-01", "2024-02-01", "2024-07-01"]))
    found = occasions_of(trade, frozenset([1]), AS_OF, forced="quarter")
    assert (found.observed, found.expected) == (1, pytest.approx((91 + 0) / 182))


def test_buying_by_quarter_is_found_and_its_parameters_recovered(basis):
    assert basis.occasions.period == "quarter"
    assert basis.occasions.observed == 0
    assert basis.occasions.found
    assert basis.occasions.expected > 700
    assert (basis.chosen.family, basis.clock) == ("bg_bb", QUARTER)
    model = basis.chosen.fit.fit.model
    assert model.alpha / (model.alpha + model.beta) == pytest.approx(1.2 / 2.1, abs=0.04)
    assert model.gamma / (model.gamma + model.delta) == pytest.approx(0.6 / 6.6, abs=0.02)
    assert set(basis.chosen.tried) == {"bg_bb", "mbg_nbd", "bg_nbd", "pareto_nbd"}


def test_occasions_held_out_are_foretold(quarterly, basis):
    held, judged = hold_out(quarterly, frozenset(basis.fitted["customer_key"]), 400, AS_OF, basis.clock,
                            basis.families)
    assert (held.cut_off, held.days, held.family, held.unit_days) == ("2024-12-31", 365, "bg_bb", 91.3125)
    assert [point.time for point in held.tracking.points] == [1, 2, 3, 4]
    assert abs(held.tracking.total_error) < 0.06
    assert judged["bg_bb"].actual == held.tracking.points[-1].actual == held.miss("active").made
    assert judged["bg_bb"].mean_absolute_error < held.rules["same_rate"].mean_absolute_error


def test_buying_at_any_time_is_not_taken_for_occasions():
    trade = at_any_time()
    keys = frozenset(trade.keys.tolist())
    for period in ("month", "quarter", "year"):
        found = occasions_of(trade, keys, AS_OF, forced=period)
        assert found.ratio.estimate == pytest.approx(1.0, abs=0.12), "as many pairs as chance makes"
        assert not found.found
    assert occasions_of(trade, keys, AS_OF) is None


def test_a_setting_forces_a_model(quarterly):
    customers, everyone = pd.DataFrame({"customer_key": quarterly.keys}), np.ones(quarterly.keys.size, bool)
    forced = basis_of(quarterly, customers, everyone, 400, "mbg_nbd")
    assert isinstance(forced.chosen.fit.preferred.model, MbgNbd)
    assert (forced.clock, forced.occasions, set(forced.chosen.tried)) == (WEEKLY, None, {"mbg_nbd"})
    monthly = basis_of(quarterly, customers, everyone, 400, "bg_bb_month")
    assert (monthly.chosen.family, monthly.occasions.period) == ("bg_bb", "month")
    with pytest.raises(UnknownName):
        basis_of(quarterly, customers, everyone, 400, "oracle")
