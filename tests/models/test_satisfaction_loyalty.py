"""The satisfaction metrics: by hand on the tiny company, on the demo company's truth, on public data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.filters import Clause
from analytics.importing import import_files, load_mapping
from analytics.models import ALL_METRICS
from analytics.models.satisfaction_groups import satisfaction_groups
from analytics.models.satisfaction_loyalty import satisfaction_adjusted, satisfaction_loyalty
from analytics.models.satisfaction_responders import satisfaction_responders
from analytics.store import Store
from analytics.warehouse import build
from tests.warehouse.conftest import TODAY, tiny_company

MAPPINGS = Path(__file__).parents[2] / "data" / "mappings"


@pytest.fixture(scope="module")
def tiny_reader(tmp_path_factory):
    store = tiny_company(tmp_path_factory.mktemp("satisfaction") / "store")
    build(store, today=TODAY)
    return store.reader()


def listed(reader, metric, **options):
    frame = ALL_METRICS[metric].function(reader, Filters(), **options)
    return sorted(zip(frame["customer_id"], frame["loyal"], strict=True))


def test_levels_and_answers_left_out_by_hand(tiny_reader):
    """C1 (5) and C7 (2) stayed, C2 (4) did not; C3 and C6 are too recent; C4 left within the blank days."""
    result = satisfaction_loyalty(tiny_reader, Filters())
    assert result.outcome == "stayed"
    assert [(level.scores, level.n, level.events) for level in result.curve.levels] == [
        ((1, 2), 1, 1), ((4,), 1, 0), ((5,), 1, 1)]
    assert (result.answers, result.left_out) == (6, (("window_open", 2), ("left_before", 1)))
    assert (result.blank_days, result.horizon_days) == (30, 60)
    assert (result.curve.verdict, result.curve.reason) == ("not_enough_data", "too_few_answers")
    assert result.worth == ()
    assert result.outcomes == ("stayed", "bought_again", "spend_kept")


def test_values_and_living_customers_of_the_lower_levels(tiny_reader):
    """C7 brought nothing and lives; C2 (4) brought 300 but is lost, C6 (4) lives and is too recent to judge."""
    result = satisfaction_loyalty(tiny_reader, Filters())
    assert result.values == (0.0, 30_000.0)
    assert result.living == (1, 1)


def test_other_outcomes_by_hand(tiny_reader):
    bought = satisfaction_loyalty(tiny_reader, Filters(), outcome="bought_again")
    assert [(level.scores, level.events, level.n) for level in bought.curve.levels] == [
        ((1, 2), 0, 1), ((4,), 0, 1), ((5,), 0, 1)]
    kept = satisfaction_loyalty(tiny_reader, Filters(), outcome="spend_kept")
    assert [(level.scores, level.events, level.n) for level in kept.curve.levels] == [((4,), 0, 1)]
    assert dict(kept.left_out)["not_known"] == 2


def test_an_earlier_day_leaves_out_windows_still_open_then(tiny_reader):
    """C1's window ends on 13 June and C6 answers on the 20th."""
    result = satisfaction_loyalty(tiny_reader, Filters(as_of=date(2024, 6, 10)))
    assert (result.answers, result.curve.n) == (5, 2)
    assert dict(result.left_out) == {"window_open": 2, "left_before": 1}


def test_filters_choose_customers(tiny_reader):
    result = satisfaction_loyalty(tiny_reader, Filters(clauses=(Clause("branch", ("North",)),)))
    assert (result.answers, result.curve.n) == (2, 2)


def test_list_behind_a_level(tiny_reader):
    assert listed(tiny_reader, "survey_list", scores=(4,)) == [("C2", False)]
    assert listed(tiny_reader, "survey_list", loyal=True) == [("C1", True), ("C7", True)]
    assert listed(tiny_reader, "survey_list", where=(("branch", None),)) == [("C7", True)]


def test_list_refuses_what_it_does_not_know(tiny_reader):
    with pytest.raises(UnknownName):
        listed(tiny_reader, "survey_list", outcome="happy")
    with pytest.raises(UnknownName):
        listed(tiny_reader, "survey_list", where=(("name; drop", "x"),))


def test_who_answered_in_the_last_complete_year_by_hand(tiny_reader):
    """Asked from 1 February to 1 April 2024, followed from 1 May to 30 June.

    C3 and C5 are gone by 1 May, C4 by the end of the year; C7's beginning is not known.
    """
    assert listed(tiny_reader, "responder_list", responded=True) == [("C1", True), ("C2", False)]
    assert listed(tiny_reader, "responder_list", responded=False) == [("C6", True), ("C8", False), ("C9", True)]
    result = satisfaction_responders(tiny_reader, Filters())
    comparison = result.comparison
    assert (comparison.responders.n, comparison.non_responders.n) == (2, 3)
    assert (comparison.responders.estimate, comparison.non_responders.estimate) == (1 / 2, 2 / 3)
    assert result.bounds is None
    assert listed(tiny_reader, "responder_list", responded=True, outcome="bought_again") == [
        ("C1", True), ("C2", False)]


def test_demo_company_is_curved_and_counts_agree(demo_reader):
    result = satisfaction_loyalty(demo_reader, Filters())
    curve = result.curve
    assert (curve.verdict, curve.reason) == ("curved", "convex")
    assert curve.fit.gamma.low > 1
    assert curve.n + sum(n for _, n in result.left_out) == result.answers
    people = ALL_METRICS["survey_list"].function(demo_reader, Filters())
    assert len(people) == curve.customers
    assert people["answers"].sum() == curve.n
    fives = ALL_METRICS["survey_list"].function(demo_reader, Filters(), scores=(5,))
    assert fives["answers"].sum() == curve.levels[-1].n
    assert [one.per_customer.estimate for one in result.worth] == pytest.approx(
        [step.difference.estimate * value for step, value in zip(curve.steps, result.values, strict=True)])


def test_demo_companys_markets_bend_in_the_order_of_the_truth(demo_reader):
    found = satisfaction_groups(demo_reader, Filters(), by="market")
    curves = {one.group: one.curve for one in found.comparison.groups}
    assert set(curves) == {"open", "mixed", "captive"}
    assert curves["open"].fit.gamma.estimate > curves["captive"].fit.gamma.estimate
    assert sum(curve.n for curve in curves.values()) == satisfaction_loyalty(demo_reader, Filters()).curve.n
    alone = satisfaction_loyalty(demo_reader, Filters(clauses=(Clause("market", ("open",)),)), resamples=0)
    assert alone.curve.fit == curves["open"].fit


def test_adjusting_for_size_and_tenure_keeps_the_demo_companys_answers(demo_reader):
    adjusted = satisfaction_adjusted(demo_reader, Filters())
    raw = satisfaction_loyalty(demo_reader, Filters()).curve
    assert [level.raw.n for level in adjusted.levels] == [level.n for level in raw.levels]
    assert adjusted.verdict == "curved"
    assert adjusted.strata > 5


def test_bounds_fall_as_the_silent_are_taken_to_be_less_satisfied(demo_reader):
    result = satisfaction_responders(demo_reader, Filters())
    loyalty = [one.loyalty for one in result.bounds.bounds]
    assert loyalty == sorted(loyalty, reverse=True)
    counted = {row["responded"]: row["n"] for row in result.table()}
    for responded in (True, False):
        assert len(listed(demo_reader, "responder_list", responded=responded)) == counted[responded]
    assert result.bounds.response_rate.n == sum(counted.values())


def test_json_names_what_the_design_asks_for(demo_reader):
    extra = satisfaction_loyalty(demo_reader, Filters()).extra()
    assert extra["verdict"] == "curved"
    assert [row["score"] for row in extra["levels"]] == [1, 2, 3, 4, 5]
    assert extra["fit"].form == "convex"
    assert extra["fit"].gamma.low < extra["fit"].gamma.estimate < extra["fit"].gamma.high
    assert {test.name for test in extra["tests"]} >= {"power_against_line", "levels_against_line"}
    assert (extra["n"], extra["state"]) == (satisfaction_loyalty(demo_reader, Filters()).curve.n, "enough")


def imported(folder: Path, mapping: str, *paths: Path):
    store = Store.create(folder / mapping, name=mapping)
    import_files(store, list(paths), mapping=load_mapping(MAPPINGS / f"{mapping}.toml"))
    build(store)
    return store.reader()


def test_telco_v2_is_too_clean_to_trust(datasets, tmp_path):
    """Satisfaction was derived after churn: 1 and 2 all left, 4 and 5 all stayed (methods B)."""
    reader = imported(tmp_path, "telco_v2", datasets / "telco_v2" / "telco_v2_merged.csv")
    result = satisfaction_loyalty(reader, Filters())
    assert (result.curve.verdict, result.curve.n, result.left_out) == ("too_clean", 7043, ())
    assert [(level.n, level.n - level.events) for level in result.curve.levels] == [
        (922, 922), (518, 518), (2665, 429), (1789, 0), (1149, 0)]
    assert (result.outcomes, result.horizon_days, result.worth) == (("stayed",), None, ())
    assert satisfaction_groups(reader, Filters(), by="market").comparison.groups == ()


def test_olist_shows_no_evidence_of_a_relation(datasets, tmp_path):
    """Stars say nothing about buying again (methods B)."""
    files = [datasets / "olist_sample15k" / f"olist_{name}_dataset.csv"
             for name in ("customers", "order_items", "order_reviews", "orders", "products")]
    reader = imported(tmp_path, "olist", *files)
    result = satisfaction_loyalty(reader, Filters())
    # Nearly everyone falls silent after one order, so that staying can be judged for few.
    assert result.outcome == "bought_again"
    assert (result.curve.verdict, result.curve.reason) == ("flat", "no_relation")
    # Who had merely fallen silent before answering may still buy again, and counts.
    silent = reader.rows("select count(*) from survey_outcomes where eligible and after_loss")[0][0]
    assert (result.curve.n, silent) == (3_565, 259)
    assert result.worth == ()
