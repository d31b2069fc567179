"""Where the company stands: its own retention, margin and growth, counted again by hand."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.metrics.lost_customers import lost_customers
from analytics.models.economics.customer_value import customer_value
from analytics.models.economics.economics import economics
from analytics.models.economics.economics_list import economics_list
from analytics.models.economics.retention_effect import retention_effect


@pytest.fixture(scope="module")
def found(demo_reader):
    return economics(demo_reader, Filters())


def test_retention_is_what_is_not_churn(demo_reader, found):
    churn = lost_customers(demo_reader, Filters(), by=()).total.churn_rate
    assert (found.retention.n, found.retention.estimate) == (churn.n, pytest.approx(1 - churn.estimate))
    assert (found.retention.low, found.retention.high) == (pytest.approx(1 - churn.high), pytest.approx(1 - churn.low))


def test_margin_and_growth_are_those_of_customers_who_stayed(demo_reader, found):
    period = Filters().resolve(demo_reader.meta.as_of, demo_reader.meta.first_event)
    spells = demo_reader.query("select customer_key, from_on, to_on from customer_spells")
    days = demo_reader.query("select customer_key, day, revenue - cost as margin from warehouse.customer_days")

    def there(day):
        return set(spells[(spells["from_on"].dt.date < day) & (spells["to_on"].astype(str) >= str(day))]["customer_key"])

    def brought(customers, start, end):
        rows = days[(days["day"].dt.date >= start) & (days["day"].dt.date < end)]
        return rows[rows["customer_key"].isin(customers)]["margin"].sum()

    kept = there(period.start) & there(period.end)
    assert found.margin.n == len(kept)
    assert found.margin.estimate == pytest.approx(brought(kept, period.start, period.end) / len(kept))
    before = kept & there(period.previous_start)
    growth = brought(before, period.start, period.end) / brought(before, period.previous_start, period.start) - 1
    assert (found.growth.n, found.growth.estimate) == (len(before), pytest.approx(growth))
    assert found.customers == len(there(period.end))


def test_the_list_holds_whose_margin_it_is(demo_reader, found):
    listed = economics_list(demo_reader, Filters("month"))
    assert len(listed) == found.margin.n
    assert listed["margin"].mean() == pytest.approx(found.margin.estimate, abs=1)
    assert listed["margin"].is_monotonic_decreasing


def test_growth_that_chance_explains_is_not_reckoned_with(found):
    chance = found.growth.low <= 0 <= found.growth.high
    assert found.assumed.growth == (0.0 if chance else found.growth.estimate)
    assert found.basis("growth") == ("assumed" if chance else "records")


def test_tiers_are_the_grades_of_a_year_ago(demo_reader, found):
    lost = {row.group[0]: row for row in lost_customers(demo_reader, Filters(), by=(("grade",),)).rows[("grade",)]}
    assert [one.grade for one in found.tiers] == ["A", "B", "C", "D"]
    for tier in found.tiers:
        assert tier.customers == lost[tier.grade].customers_at_start
    assert found.tiers[0].margin.estimate > found.tiers[-1].margin.estimate


def test_the_reader_may_ask_with_other_figures(demo_reader):
    asked = economics(demo_reader, Filters(), retention=0.9, margin=1000.0, growth=0.0, discount_rate=0.1)
    rows = {row["figure"]: row for row in asked.table()}
    assert rows["customer_value"]["value"] == pytest.approx(4500)
    assert rows["effect_points"]["value"] == pytest.approx(0.4074, abs=1e-4)
    # The interval is of the company's own rate, which was not asked about.
    assert rows["effect_points"]["low"] is None
    own = {row["figure"]: row for row in economics(demo_reader, Filters()).table()}
    assert own["effect_points"]["low"] < own["effect_points"]["value"] < own["effect_points"]["high"]
    assert rows["margin"]["value"] == 1000.0


def test_costs_of_winning_come_from_the_settings(demo_reader, monkeypatch):
    monkeypatch.setenv("HUITOU_ACQUISITION_COSTS", "referral=200, advertising=1500")
    found = economics(demo_reader, Filters())
    assert 0 < found.won_priced < found.won
    assert 20_000 < found.acquisition_cost < 150_000
    assert found.basis("acquisition_cost") == "settings"
    assert found.assumed.acquisition_cost == found.acquisition_cost
    assert retention_effect(found.assumed).value_before == customer_value(found.assumed)
