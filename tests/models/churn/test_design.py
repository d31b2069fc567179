"""Features become matrices the same way every time, whatever is absent, rare or new."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.churn.additive import fit_additive
from analytics.models.churn.design import MISSING, OTHER, fit_design
from tests.models.churn.invented import known_customers


def test_a_spline_is_a_line_beyond_its_outer_knots():
    table = pd.DataFrame({"x": np.linspace(0, 10, 201)})
    design = fit_design(table)
    assert design.widths == [4]
    far = design.standardised(pd.DataFrame({"x": [20.0, 30.0, 40.0, -20.0, -30.0, -40.0]}))
    assert np.diff(far[:3], 2, axis=0) == pytest.approx(0, abs=1e-8)
    assert np.diff(far[3:], 2, axis=0) == pytest.approx(0, abs=1e-8)


def test_columns_are_standardised_on_the_training_rows():
    table, _, _ = known_customers(2_000, 0)
    design = fit_design(table)
    matrix = design.standardised(table)
    assert matrix.shape == (2_000, sum(design.widths))
    assert matrix.mean(axis=0) == pytest.approx(0, abs=1e-9)


def test_absence_has_its_own_column_and_its_own_level():
    table = pd.DataFrame({"number": [1.0, 2.0, 3.0, 4.0, np.nan] * 40, "level": ["a", "b", None, "a", "b"] * 40})
    design = fit_design(table)
    number, level = design.features
    assert number.may_miss
    assert number.columns(pd.Series([np.nan]))[0, -1] == 1
    assert level.levels == [MISSING, "a", "b", OTHER]
    assert np.isnan(design.codes(table)[4, 0])


def test_rare_and_new_levels_join_the_others():
    table = pd.DataFrame({"branch": ["north"] * 60 + ["south"] * 60 + ["once"]})
    (branch,) = fit_design(table).features
    assert branch.levels == ["north", "south", OTHER]
    assert branch.codes(pd.Series(["south", "once", "brand new", "north"])).tolist() == [1, 2, 2, 0]


def test_codes_do_not_depend_on_how_text_is_stored():
    text = pd.DataFrame({"level": ["b", "a", None] * 50})
    coded = text.astype({"level": "category"})
    reordered = coded["level"].cat.set_categories(["b", "unused", "a"]).to_frame()
    design = fit_design(text)
    assert np.array_equal(design.codes(text), design.codes(coded))
    assert np.array_equal(design.codes(text), design.codes(reordered))


def test_heavy_tails_are_squeezed_and_ordinary_numbers_are_not():
    generator = np.random.default_rng(0)
    table = pd.DataFrame({"revenue": generator.lognormal(5, 2, 1_000), "age": generator.normal(40, 10, 1_000)})
    revenue, age = fit_design(table).features
    assert revenue.squeeze == pytest.approx(np.median(table["revenue"]))
    assert age.squeeze == 0


def test_mostly_zero_counts_still_bend():
    table = pd.DataFrame({"complaints": [0.0] * 950 + [1.0] * 30 + [2.0] * 15 + [5.0] * 5})
    (complaints,) = fit_design(table).features
    assert complaints.knots.tolist() == sorted(set(complaints.knots))
    assert len(complaints.knots) == 3


def test_contributions_add_up_to_the_log_odds_exactly():
    table, lost, _ = known_customers(1_500, 4)
    design = fit_design(table)
    model = fit_additive(design, design.standardised(table), lost, 1.0)
    risk = model.predict(table)
    parts = model.contributions(table)
    assert parts.shape == (1_500, 5)
    assert parts.sum(axis=1) + model.base == pytest.approx(np.log(risk / (1 - risk)), abs=1e-9)
    # Relative to the average customer: over the training rows each feature's parts cancel out.
    assert parts.mean(axis=0) == pytest.approx(0, abs=1e-9)


def test_a_hidden_bend_is_found():
    generator = np.random.default_rng(1)
    x = generator.uniform(-3, 3, 6_000)
    lost = generator.random(6_000) < 1 / (1 + np.exp(2 - x**2))
    table = pd.DataFrame({"x": x})
    design = fit_design(table)
    model = fit_additive(design, design.standardised(table), lost, 3.0)
    at = pd.DataFrame({"x": [-2.0, 0.0, 2.0]})
    truth = 1 / (1 + np.exp(2 - at["x"].to_numpy() ** 2))
    assert model.predict(at) == pytest.approx(truth, abs=0.05)
