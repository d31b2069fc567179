"""Other ways to grade: by hand, the build's own grades again, weights that change nothing, regions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.grades import GRADES
from analytics.models.grade_proposal import (
    grade_basis,
    grade_proposal,
    grade_proposal_list,
    proposal_of,
)
from analytics.models.graded_units import graded_units
from analytics.models.valuation import serving_valuation
from analytics.settings import load_settings
from tests.metrics.graded import graded_company

SHARES = (0.5, 0.8, 0.95)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return graded_company(tmp_path_factory.mktemp("graded") / "store").reader()


def test_the_basis_knows_what_was_known_on_the_last_grading_day(reader):
    basis = grade_basis(reader, Filters.of(region="West")).set_index("customer_id")
    assert basis["grade"].to_dict() == {"K3": "A", "K1": "B", "K2": "C", "K4": "D", "N1": "D", "K5": "D"}, \
        "everyone, whatever the filters"
    assert basis["orders"].to_dict() == {"K3": 2, "K1": 2, "K2": 1, "K4": 2, "N1": 1, "K5": 1}, \
        "the order of February 2023 is more than a year ago"
    assert basis.loc["K3", "margin"] == 30_00
    assert basis.loc["K1", "margin"] == 210_00
    assert basis["chance"].between(0, 1).all()


def test_by_value_with_the_thresholds_in_force_nobody_moves(demo_reader, demo_store):
    settings = load_settings(demo_store.path)
    shares = tuple(settings.number(f"grade_{name}_share") for name in "abc")
    proposal = proposal_of(grade_basis(demo_reader, Filters()), "value", shares)
    assert proposal.customers > 1000
    assert proposal.moved == 0
    assert all(one.customers == one.customers_now and one.value == one.value_now for one in proposal.grades)


def test_lower_thresholds_move_customers_down_only(demo_reader):
    proposal = grade_proposal(demo_reader, Filters(), a_share=0.4, b_share=0.7, c_share=0.9)
    assert proposal.moved > 0
    assert all(one.after >= one.before for one in proposal.moves)
    assert sum(one.customers for one in proposal.moves) == proposal.customers
    assert sum(one.value for one in proposal.grades) == sum(one.value_now for one in proposal.grades)


def test_by_margin_who_earns_nothing_falls(reader):
    basis = grade_basis(reader, Filters())
    proposal = proposal_of(basis, "margin", SHARES)
    # Margins: K2 300, K1 210, K4 80, K3 30, K5 20, N1 20, of 660.
    moved = {(one.before, one.after) for one in proposal.moves}
    assert ("A", "D") not in moved
    assert ("C", "A") in moved, "K2 earns most"
    listed = grade_proposal_list(reader, Filters(), rule="margin", before="C", after="A")
    assert listed["customer_id"].tolist() == ["K2"]


def made(n: int = 400, seed: int = 3) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    value = np.sort(random.lognormal(8, 1, n).astype(int))[::-1]
    return pd.DataFrame({
        "customer_key": np.arange(n), "value": value, "margin": value // 3, "orders": random.poisson(5, n),
        "chance": random.uniform(0, 1, n), "grade": "D", "graded_on": pd.Timestamp("2024-01-01")})


def test_a_score_keeps_the_sizes_of_the_grades():
    basis = made()
    by_value, by_score = (proposal_of(basis, rule, SHARES) for rule in ("value", "score"))
    assert [one.customers for one in by_value.grades] == [one.customers for one in by_score.grades]


def test_a_score_of_quantity_alone_is_value():
    basis = made()
    by_value = proposal_of(basis, "value", SHARES)
    alone = proposal_of(basis, "score", SHARES, (0.0, 0.0, 2.0))
    assert alone.weights == (0.0, 0.0, 1.0)
    assert alone.moves == by_value.moves
    assert {one.criterion: one.changed for one in alone.sensitivity} == {
        "probability": 0, "frequency": 0, "quantity": 0}, "doubling nought, or the only one, changes nothing"


def test_sensitivity_tells_whom_a_doubled_weight_moves():
    one = {found.criterion: found for found in proposal_of(made(), "score", SHARES).sensitivity}
    assert 0 < one["probability"].changed < 400
    assert 0 < one["probability"].top_kept < 1


def test_criteria_that_agree_are_not_sensitive():
    basis = made()
    basis["orders"], basis["chance"] = basis["value"] * 2, basis["value"] / basis["value"].max()
    assert all(one.changed == 0 and one.top_kept == 1.0 for one in proposal_of(basis, "score", SHARES).sensitivity)


def test_by_future_value_customers_are_graded_by_the_valuation(demo_reader, demo_store):
    valuation = serving_valuation(demo_store.path)
    basis = grade_basis(demo_reader, Filters(), values=valuation.values)
    known = pd.read_parquet(valuation.values, columns=["customer_id", "value"]).set_index("customer_id")["value"]
    still = basis[basis["forward"].notna()]
    assert still["forward"].to_numpy() == pytest.approx(known[still["customer_id"]].to_numpy())
    proposal = grade_proposal(demo_reader, Filters(), rule="forward", values=valuation.values)
    listed = grade_proposal_list(demo_reader, Filters(), rule="forward", values=valuation.values)
    assert 0 < proposal.moved == len(listed) < proposal.customers
    best = basis.loc[basis["forward"].idxmax(), "customer_id"]
    assert best not in set(listed.loc[listed["grade_proposed"] != "A", "customer_id"])


def test_regions_are_graded_like_customers(reader):
    units = graded_units(grade_basis(reader, Filters()), "region", SHARES)
    # West 1,300; East 1,060; without 50; of 2,410.
    assert [(one.name, one.grade, one.customers, one.top_customers) for one in units] == [
        ("West", "A", 2, 1), ("East", "B", 3, 0), (None, "D", 1, 0)]
    assert units[-1].cumulated == pytest.approx(1.0)
    assert units[0].share == pytest.approx(1300 / 2410)
    with pytest.raises(UnknownName):
        graded_units(grade_basis(reader, Filters()), "planet", SHARES)


@pytest.mark.parametrize(("rule", "shares", "weights"), [
    ("value", (0.8, 0.5, 0.95), (1, 1, 1)), ("value", (0.5, 0.8, 1.0), (1, 1, 1)),
    ("score", SHARES, (-1, 1, 1)), ("score", SHARES, (0, 0, 0))])
def test_impossible_rules_are_refused(rule, shares, weights):
    with pytest.raises(HuitouError):
        proposal_of(made(), rule, shares, weights)


def test_an_unknown_rule_is_refused():
    with pytest.raises(UnknownName):
        proposal_of(made(), "horoscope", SHARES)


def test_nobody_graded_is_nobody_moved():
    proposal = proposal_of(made(0), "score", SHARES)
    assert (proposal.customers, proposal.moved, proposal.graded_on) == (0, 0, None)
    assert [one.grade for one in proposal.grades] == list(GRADES)
