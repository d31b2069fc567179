"""Columns that give the outcome away are found; honest ones, however good, are not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.churn.guards import grows_until_loss, screen, separation, settled_share
from tests.models.churn.invented import known_customers


@pytest.fixture(scope="module")
def outcome():
    return np.random.default_rng(5).random(4_000) < 0.25


def reasons(table: pd.DataFrame, lost: np.ndarray) -> dict[str, str]:
    return {one.column: one.reason for one in screen(table, lost)}


def test_honest_columns_pass():
    table, lost, _ = known_customers(4_000, 0)
    assert reasons(table, lost) == {}


@pytest.mark.parametrize("name", ["CLTV", "trait_cltv", "Churn Score", "customer_lifetime_value", "Risk score",
                                  "propensity_2024", "流失评分", "客户终身价值"])
def test_scores_of_other_models_are_known_by_name(outcome, name):
    noise = np.random.default_rng(0).normal(size=len(outcome))
    assert reasons(pd.DataFrame({name: noise}), outcome) == {name.removeprefix("trait_"): "score_of_another_model"}


@pytest.mark.parametrize("name", ["Churn Reason", "trait_churn_label", "attrition_note", "流失原因说明"])
def test_columns_named_after_the_outcome_are_known_by_name(outcome, name):
    noise = np.random.default_rng(0).normal(size=len(outcome))
    assert reasons(pd.DataFrame({name: noise}), outcome) == {name.removeprefix("trait_"): "named_after_outcome"}


def test_ordinary_names_are_not_taken_for_leaks(outcome):
    noise = np.random.default_rng(0).normal(size=len(outcome))
    for name in ("Customer Value", "Status", "risk appetite", "credit score", "Complains", "value"):
        assert reasons(pd.DataFrame({name: noise}), outcome) == {}


def test_a_column_filled_for_the_lost_only(outcome):
    generator = np.random.default_rng(1)
    note = pd.Series(np.where(outcome & (generator.random(len(outcome)) < 0.4), "moved", None))
    kept = pd.Series(np.where(outcome, np.nan, generator.normal(size=len(outcome))))
    assert reasons(pd.DataFrame({"note": note, "next visit": kept}), outcome) == {
        "note": "filled_after_loss", "next visit": "filled_after_loss"}


def test_a_level_that_settles_the_outcome(outcome):
    generator = np.random.default_rng(2)
    # Half of the lost carry a level nobody else has; alone it ranks no better than 0.8.
    flag = np.where(outcome & (generator.random(len(outcome)) < 0.5), "D", generator.choice(["A", "B", "C"],
                                                                                            len(outcome)))
    found = screen(pd.DataFrame({"class": flag}), outcome)
    assert [one.reason for one in found] == ["settles_outcome"]
    assert 0.7 < found[0].figure < 0.8


def test_a_tail_that_settles_the_outcome(outcome):
    generator = np.random.default_rng(3)
    score = generator.uniform(0, 80, len(outcome))
    score[outcome & (generator.random(len(outcome)) < 0.3)] = generator.uniform(90, 100)
    assert reasons(pd.DataFrame({"number": score}), outcome) == {"number": "settles_outcome"}
    assert settled_share(pd.Series(score), outcome) == pytest.approx(0.3, abs=0.04)


def test_a_column_too_good_to_be_true(outcome):
    generator = np.random.default_rng(4)
    blurred = outcome * 2.8 + generator.normal(size=len(outcome))
    blurred[generator.choice(np.flatnonzero(~outcome), 30)] += 6  # nobody is certain to leave
    assert separation(pd.Series(blurred), outcome) > 0.95
    assert reasons(pd.DataFrame({"x": blurred}), outcome) == {"x": "too_good_alone"}


def test_the_outcome_under_another_name(outcome):
    assert reasons(pd.DataFrame({"left us": np.where(outcome, "yes", "no")}), outcome) == {
        "left us": "outcome_itself"}


def test_useless_columns_are_named_too(outcome):
    table = pd.DataFrame({"country": "CN", "id": [f"C{row}" for row in range(len(outcome))],
                          "born": pd.Timestamp("1980-01-01") + pd.to_timedelta(np.arange(len(outcome)) % 900, "D")})
    found = {one.column: (one.reason, one.figure) for one in screen(table, outcome)}
    assert found["country"] == ("constant", None)
    assert found["id"] == ("too_many_levels", 4_000)
    assert found["born"][0] == "date_column"


def test_many_levels_gain_nothing_from_chance(outcome):
    levels = pd.Series(np.random.default_rng(6).integers(0, 800, len(outcome)).astype(str))
    assert separation(levels, outcome) < 0.55


def test_separation_counts_absent_values_as_ties():
    lost = np.array([True] * 50 + [False] * 50)
    values = pd.Series([1.0] * 25 + [np.nan] * 25 + [0.0] * 25 + [np.nan] * 25)
    # A quarter of all pairs is ranked, perfectly: 0.5 + 0.5 / 4.
    assert separation(values, lost) >= 0.5 + 0.5 * 0.25


def test_charges_to_date_grow_until_the_loss():
    generator = np.random.default_rng(7)
    tenure = pd.Series(generator.uniform(10, 2_000, 500))
    assert grows_until_loss(tenure * generator.uniform(0.8, 1.2, 500), tenure) > 0.95
    assert abs(grows_until_loss(pd.Series(generator.normal(size=500)), tenure)) < 0.15
