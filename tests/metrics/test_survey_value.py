"""Perceived value against expectation, and benefits against costs, worked out by hand."""

from __future__ import annotations

import json
from datetime import date

import pytest

from analytics.filters import Filters
from analytics.metrics.survey_panel import survey_panel
from analytics.metrics.survey_scores import survey_scores
from analytics.metrics.survey_value import BENEFITS, COSTS, survey_value
from analytics.store import Store
from analytics.warehouse import build
from tests.metrics.surveyed import answer, surveyed_company
from tests.store.batches import add_batch, order


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return surveyed_company(tmp_path_factory.mktemp("valued") / "store")


def test_sums_over_sums_and_the_difference(reader):
    found = survey_value(reader, Filters("12m"))
    assert list(found.questions) == ["overall"]  # nobody was asked what they expected to recommend
    overall = found.questions["overall"]
    # Perceived 46; expected one more, but five at most: 5·5 + 3·5 + 2·4 + 3 + 2 = 53.
    assert (overall.first, overall.second) == pytest.approx((46 / 12, 53 / 12))
    assert overall.ratio.estimate == pytest.approx(46 / 53)
    assert overall.difference.estimate == pytest.approx(-7 / 12)
    # Seven differences of −1 and five of 0: variance (7 − 49 / 12) / 11.
    assert overall.difference.high + 7 / 12 == pytest.approx(2.200985 * ((7 - 49 / 12) / 11 / 12) ** 0.5, abs=1e-5)
    assert overall.ratio.low < 46 / 53 < overall.ratio.high < 1
    assert found.delivered is None


def test_a_mean_of_ratios_would_have_been_another_figure(reader):
    now = (5, 5, 5, 5, 4, 4, 4, 3, 3, 2, 1, 5)
    wrong = sum(score / min(score + 1, 5) for score in now) / 12
    assert wrong == pytest.approx(0.8389, abs=1e-4)
    assert survey_value(reader, Filters("12m")).questions["overall"].ratio.estimate == pytest.approx(0.8679, abs=1e-4)


def test_delivered_value_is_benefits_less_costs_of_each_customer(tmp_path):
    store = Store.create(tmp_path / "store", name="Costs")
    rows = []
    for number in range(1, 13):
        rows += [answer(number, 5, "2024-08-01", "2024-08-05", "W", "product"),
                 answer(number, 3, "2024-08-01", "2024-08-05", "W", "speed"),
                 answer(number, 2, "2024-08-01", "2024-08-05", "W", "time_cost"),
                 answer(number, 8 if number <= 6 else 4, "2024-08-01", "2024-08-05", "W", "money_cost", 10, 0)]
    rows.append(answer(13, 5, "2024-08-01", "2024-08-05", "W", "product"))  # asked nothing about costs
    add_batch(store, orders=[order("O1", "C1", "2024-12-31", 10)], surveys=rows)
    build(store, today=date(2026, 1, 1))
    found = survey_value(store.reader(), Filters("12m"))
    # Benefits 4; money costs 8 of 10 come to 4.2 and 4 of 10 to 2.6: costs 3.1 and 2.3.
    assert found.questions == {}
    assert (found.delivered.first, found.delivered.second) == pytest.approx((4.0, 2.7))
    assert found.delivered.difference.n == 12
    assert found.delivered.difference.estimate == pytest.approx(1.3)
    assert found.delivered.ratio.estimate == pytest.approx(4.0 / 2.7)
    # The six with 8 of 10 and the six with 4 of 10; C13 answered about one side only.
    assert {name: one.estimate for name, one in found.parts.items()} == pytest.approx(
        {"product": 5.0, "speed": 3.0, "money_cost": 3.4, "time_cost": 2.0})
    assert {one.n for one in found.parts.values()} == {12}


def test_a_cost_is_no_satisfaction(demo_reader):
    assert not {*COSTS} & {one.question for one in survey_scores(demo_reader, Filters("all")).now}
    assert not {*COSTS} & set(survey_panel(demo_reader, Filters("12m")).questions)


def test_the_demo_company_delivers_the_value_its_truth_says(demo_reader, demo_store):
    truth = json.loads((demo_store.path / "truth.json").read_text("utf-8"))["delivered_value"]
    # In a year everybody is asked once; over all years those who left would count as often as those who stay.
    found = survey_value(demo_reader, Filters("12m"))
    assert list(found.parts) == [*BENEFITS, *COSTS]
    error = (found.delivered.difference.high - found.delivered.difference.low) / 3.92
    assert abs(found.delivered.difference.estimate - truth) <= 3 * error
