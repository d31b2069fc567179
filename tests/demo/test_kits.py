"""Oil sampling kits: beside everything else, as often and as habitually as the scenario says."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.demo.kits import OIL, with_kits
from analytics.demo.scenario import Kits
from analytics.demo.vocabulary import vocabulary


@pytest.fixture(scope="module")
def lines(company):
    return company.tables.orders.assign(kit=company.tables.orders["category"] == vocabulary().kit_category)


def test_other_lines_stay_as_they_are_and_kits_cost_nothing(company, lines):
    without = company.tables.orders[~lines["kit"]].reset_index(drop=True)
    again = with_kits(company.truth.seed + 1, Kits(), without)
    kept = again[again["category"] != vocabulary().kit_category].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept.astype(without.dtypes), without)
    assert lines.loc[lines["kit"], ["revenue", "cost", "discount", "list_price"]].to_numpy().sum() == 0
    assert not lines.loc[lines["kit"], "order_id"].duplicated().any()
    assert lines["ordered_on"].is_monotonic_increasing


def test_kits_go_with_oil_as_the_scenario_says(company, lines):
    orders = lines.assign(oil=lines["category"] == OIL).groupby("order_id")[["kit", "oil"]].any()
    kits = company.truth.scenario.kits
    for oil, chance in ((True, kits.with_oil), (False, kits.otherwise)):
        seen = orders.loc[orders["oil"] == oil, "kit"]
        assert abs(seen.mean() - chance) < 3 * (chance * (1 - chance) / len(seen)) ** 0.5


def test_without_a_habit_the_next_kit_follows_taste_alone(company, lines):
    without = company.tables.orders[~lines["kit"]]

    def repeats(repeated: float) -> float:
        kits = with_kits(5, Kits(0.9, 0.9, repeated), without).query("category == @vocabulary().kit_category")
        before = kits.groupby("customer_id")["product"].shift()
        return float((kits["product"].astype(str) == before.astype(str))[before.notna()].mean())

    # Of three kinds by a taste of one's own: the sum of squares of a Dirichlet(1.2) is (1.2 + 1) / (3.6 + 1).
    assert repeats(0.0) == pytest.approx(2.2 / 4.6, abs=0.01)
    assert repeats(0.5) == pytest.approx(0.5 + 0.5 * 2.2 / 4.6, abs=0.01)
