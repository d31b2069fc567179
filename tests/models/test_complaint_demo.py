"""Repurchase by outcome, the iceberg and speed on the demo company, and where there is nothing to measure."""

from __future__ import annotations

import json

import numpy as np
import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.models.complaint_iceberg import complaint_iceberg
from analytics.models.complaint_speed import complaint_speed
from analytics.models.repurchase_by_outcome import repurchase_by_outcome
from analytics.store import Store
from analytics.warehouse import build
from tests.metrics.complaint_company import HALF_YEAR, complaint_reader

YEAR = Filters("2025-07-01..2026-06-30")


@pytest.fixture(scope="module")
def found(demo_reader):
    return repurchase_by_outcome(demo_reader, YEAR)


def test_staying_is_compared_where_nearly_everybody_buys_again(found, demo_reader):
    assert found.outcome == "stayed"
    again = repurchase_by_outcome(demo_reader, YEAR, outcome="bought_again")
    assert again.cell("no_problem").share.estimate > 0.95


def test_outcomes_stand_in_the_order_of_the_truth(found):
    share = {one.situation: one.share.estimate for one in found.cells if one.band == "all"}
    assert share["quick"] > share["resolved"] > share["unresolved"]
    assert share["no_problem"] > share["silent"] > share["unresolved"]
    cell = found.cell("silent")
    assert (cell.customers < cell.share.n, cell.share.state) == (True, "enough")


def test_tests_are_kept_apart_and_the_paradox_is_not_claimed(found):
    verdicts = {one.name: one.verdict for one in found.tests}
    assert verdicts["resolved_over_silent"] == "higher"
    assert verdicts["paradox"] == "not_shown"
    assert verdicts["resolved_over_unresolved"] == verdicts["quick_over_slow"] == "higher"
    assert found.test("paradox").adjusted.estimate.low < 0


def test_bands_add_up(found):
    for situation in ("unresolved", "resolved", "quick"):
        parts = [found.cell(situation, band).share.n for band in ("low", "middle", "high")]
        assert sum(parts) == found.cell(situation).share.n


def test_the_iceberg_is_measured_by_the_survey_and_by_the_jobs(demo_reader, demo_store_path):
    truth = json.loads((demo_store_path / "truth.json").read_text("utf-8"))["problems_per_complaint"]
    found = complaint_iceberg(demo_reader, YEAR)
    assert not found.prior
    assert found.jobs.low < truth < found.jobs.high
    # Customers hit once or more in a year, over complaints: 5.3 for those there all year, 6.2 for the newest.
    assert found.measured.low < 6.2
    assert found.measured.high > (1 - 0.9 ** 4) / (0.4 / truth)
    assert found.unhappy.estimate == pytest.approx(found.measured.estimate * found.complaints)
    silent = found.parts[0]
    assert silent.customers.estimate == pytest.approx((found.measured.estimate - 1) * found.complaints)
    assert silent.at_risk.estimate == pytest.approx(
        silent.customers.estimate * silent.difference.estimate * found.margin)
    assert silent.at_risk.low > 0


def test_speed_goes_with_staying(demo_reader):
    found = complaint_speed(demo_reader, YEAR)
    assert found.outcome == "stayed"
    assert found.slope.low > 0
    assert sum(one.share.n for one in found.bins) == found.complaints
    assert found.curve[0].estimate > found.curve[-1].estimate


def test_without_a_survey_the_multiplier_is_a_prior_and_says_so(tmp_path):
    reader = complaint_reader(tmp_path)
    found = complaint_iceberg(reader, Filters(HALF_YEAR))
    assert found.prior
    assert (found.multiplier.estimate, found.multiplier.low, found.multiplier.high) == (26, 5, 100)
    assert found.unhappy.estimate == 26 * 4
    assert found.measured.estimate is None
    assert all(part.at_risk.estimate is None for part in found.parts), "nobody says how the silent behave"
    edited = complaint_iceberg(reader, Filters(HALF_YEAR), prior=13.0)
    assert (edited.multiplier.low, edited.multiplier.high) == pytest.approx((2.5, 50.0))


def test_an_empty_store_answers_nothing(tmp_path):
    store = Store.create(tmp_path / "store", name="Nobody")
    build(store)
    reader = store.reader()
    found = repurchase_by_outcome(reader, Filters())
    assert {one.share.n for one in found.cells} == {0}
    assert {one.verdict for one in found.tests} == {"too_few"}
    assert complaint_speed(reader, Filters()).bins == ()
    assert complaint_iceberg(reader, Filters()).complaints == 0
    with pytest.raises(UnknownName):
        repurchase_by_outcome(reader, Filters(), outcome="bougth_again")


def test_a_random_label_is_not_a_finding(demo_reader):
    """Outcomes shuffled among the complaints: no difference between them is called one, but by chance."""
    from analytics.metrics.running import run_sql
    from analytics.models.repurchase_by_outcome import classified, comparisons_of

    frame = classified(run_sql(demo_reader, "models/repurchase_by_outcome", YEAR, outcome="stayed"), 7, 5_000, 20_000)
    frame = frame[frame["situation"].isin(("unresolved", "resolved", "quick"))].reset_index(drop=True)
    random, alarms = np.random.default_rng(8), 0
    for _ in range(60):
        shuffled = frame.assign(loyal=random.permutation(frame["loyal"]))
        tests = {one.name: one.verdict for one in comparisons_of(shuffled)}
        alarms += tests["resolved_over_unresolved"] in ("higher", "lower")
    assert alarms <= 60 * 0.05 + 3 * np.sqrt(60 * 0.05 * 0.95)
