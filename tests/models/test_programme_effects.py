"""Programmes against like customers: by hand, the demo company's truth, and silence where there is nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.demo.vocabulary import vocabulary
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.programme_effects import (
    ALL_CAMPAIGNS,
    COLUMNS,
    effects_of,
    programme_effects,
)
from analytics.statistics.stratified import stratified_difference
from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order


def made(random: np.random.Generator, *, members: int = 200, others: int = 1500, kept: float = 0.0,
         spending: float = 0.0, trend: float = 0.0, kind: str = "membership") -> pd.DataFrame:
    """Draw customers in ten strata of different loss; members are kept more often and spend more by as told."""
    n = members + others
    treated = np.arange(n) < members
    stratum = random.integers(0, 10, n)
    lost = random.random(n) < 0.05 + 0.03 * stratum - kept * treated
    revenue = random.normal(100 + 20 * stratum[:, None], 30, (n, 8))
    revenue[:, 4:] += spending * treated[:, None]
    revenue[:, 2:4] += trend * treated[:, None]
    return pd.DataFrame(dict(zip(COLUMNS, revenue.T, strict=True))).assign(
        programme="P", kind=kind, customer_key=np.arange(n), stratum=stratum, treated=treated, matched=True, lost=lost)


def test_effects_are_those_put_in():
    found = effects_of(made(np.random.default_rng(2), members=3000, others=20_000, kept=0.05, spending=12)).of("P")
    for estimate, truth in ((found.kept, 0.05), (found.spending, 12.0), (found.trend, 0.0)):
        assert estimate.low < truth < estimate.high
    assert found.kept.high - found.kept.low < 0.05
    assert [one.estimate for one in found.quarters] == pytest.approx([0, 0, 0, 0, 12, 12, 12, 12], abs=3)
    assert found.clear


def test_without_an_effect_none_is_found():
    draws = 120
    found = [effects_of(made(np.random.default_rng(seed), members=120, others=600)).of("P") for seed in range(draws)]
    assert sum(one.clear for one in found) / draws <= 0.07
    assert sum(one.spending.low > 0 or one.spending.high < 0 for one in found) / draws <= 0.07
    # A trend before joining is seen by chance as often, and then it is weak evidence.
    assert 0.9 <= sum(one.evidence == "B" for one in found) / draws < 1.0


def test_evidence_is_graded():
    random = np.random.default_rng(4)
    assert effects_of(made(random, kind="campaign")).of("P").evidence == "A"
    assert effects_of(made(random)).of("P").evidence == "B"
    assert effects_of(made(random, members=60)).of("P").evidence == "C", "few members"
    assert effects_of(made(random, trend=40)).of("P").evidence == "C", "something differed before they joined"
    part = made(random)
    part["matched"] = ~part["treated"] | (part["customer_key"] % 2 == 0)
    assert effects_of(part).of("P").evidence == "C", "half of the members have no like"


def test_campaigns_are_also_told_together():
    random = np.random.default_rng(5)
    first, second = (made(random, kind="campaign").assign(programme=name) for name in ("one", "two"))
    second["stratum"] += 10
    found = effects_of(pd.concat([first, second]))
    assert found.of(ALL_CAMPAIGNS).matched == 400
    assert {one.programme for one in found.programmes} == {"one", "two", ALL_CAMPAIGNS}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Forty customers buy monthly; ten join a club on 10 March 2023; one of them and six others leave in June.

    All are worth the same: by their order C00 to C19 are in A, and alike; ten of these do not join.
    """
    names = [f"C{number:02d}" for number in range(40)]
    gone = {"C00", *names[10:16]}
    store = Store.create(tmp_path_factory.mktemp("club") / "store", name="Club")
    (store.path / "settings.toml").write_text("silence_days = 60\n", "utf-8")
    orders = [order(f"O{name}{step}", name, (date(2022, 1, 5) + timedelta(days=30 * step)).isoformat(), 10, cost=5)
              for name in names for step in range(31)
              if name not in gone or date(2022, 1, 5) + timedelta(days=30 * step) < date(2023, 6, 1)]
    add_batch(
        store, customers=[{"customer_id": name, "size": "small", "acquired_on": "2021-06-01"} for name in names],
        orders=orders,
        memberships=[{"customer_id": name, "programme": "Club", "joined_on": "2023-03-10"} for name in names[:10]]
        + [{"customer_id": "C39", "programme": "Club", "joined_on": "2022-01-20"}]
        + [{"customer_id": "C38", "programme": "Club", "joined_on": "2024-06-15"}])
    build(store, today=date(2024, 7, 1))
    return store.reader()


def test_members_are_compared_with_like_customers_who_had_not_joined(reader):
    found = programme_effects(reader, Filters()).of("Club")
    # C39 joined before the records could tell who was there, C38 has no year yet; both are customers throughout.
    assert found.members == 10
    assert found.matched == 10
    assert found.compared == 10, "those in other grades are not like them"
    assert found.kept.estimate == pytest.approx(9 / 10 - 4 / 10)
    assert found.evidence == "C", "ten members are few"
    # Whoever is there buys for ten a month; half a customer less bought from June to March.
    assert found.spending.estimate == pytest.approx(0.5 * 10 * 10_00 / 4, rel=0.15)


def test_filters_choose_whom_to_look_at(reader):
    assert programme_effects(reader, Filters.of(size="large")).programmes == ()


def test_the_course_of_the_demo_company_is_found_and_its_club_is_not(demo_reader, demo_store):
    truth = json.loads((demo_store.path / "truth.json").read_text("utf-8"))
    found, words = programme_effects(demo_reader, Filters()), vocabulary()
    course = found.of(words.course)
    assert course.kept.low < truth["course_effect"] < course.kept.high
    assert course.kept.low > 0
    # Joining the club changes nothing: its members are somewhat more loyal from the outset.
    assert not found.of(words.membership).clear
    assert not any(one.clear for one in found.programmes if one.kind == "contact"), "contacts are drawn at random"
    drawn = found.of(ALL_CAMPAIGNS)
    assert drawn.evidence == "A"
    assert drawn.kept.low < truth["campaign_effect"] < drawn.kept.high


def test_shuffled_memberships_do_nothing(demo_reader):
    rows = run_sql(demo_reader, "models/programme_effects", Filters(), one_in=1)
    rows = rows[(rows["programme"] == vocabulary().course) & rows["matched"]]
    kept, stratum = (~rows["lost"]).to_numpy(float), pd.factorize(rows["stratum"])[0]
    customer, treated = rows["customer_key"].to_numpy(), rows["treated"].to_numpy(bool)
    random, clear, draws = np.random.default_rng(1), 0, 400
    for _ in range(draws):
        order_ = np.lexsort((random.random(len(rows)), stratum))
        shuffled = np.empty(len(rows), bool)
        shuffled[np.lexsort((np.arange(len(rows)), stratum))] = treated[order_]
        found = stratified_difference(kept, shuffled, stratum, customer)
        clear += found.low > 0 or found.high < 0
    assert clear / draws <= 0.07


def test_nothing_joined_is_nothing_told(tmp_path):
    from tests.metrics.companies import tiny_reader

    assert programme_effects(tiny_reader(tmp_path), Filters()).programmes == ()
