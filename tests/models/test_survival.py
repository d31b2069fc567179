"""Hazard regression on Rossi, segments on Telco, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lifelines.datasets import load_rossi

from analytics.errors import ModelError, NotEnoughData, UnknownName
from analytics.models.survival import hazard_model, survival_by_segment


@pytest.fixture(scope="module")
def rossi() -> pd.DataFrame:
    return load_rossi()


def test_rossi(rossi):
    model = hazard_model(rossi, ["fin", "age", "race", "wexp", "mar", "paro", "prio"], duration="week",
                         event="arrest")
    found = {ratio.attribute: ratio.coefficient for ratio in model.ratios}
    assert found["fin"] == pytest.approx(-0.3794, abs=5e-5)
    assert found["age"] == pytest.approx(-0.0574, abs=5e-5)
    assert found["prio"] == pytest.approx(0.0915, abs=5e-5)
    assert model.log_likelihood == pytest.approx(-658.75, abs=5e-3)
    assert model.concordance == pytest.approx(0.64, abs=5e-3)
    assert (model.n, model.events) == (432, 114)
    fin = model.ratios[0]
    assert fin.ratio.low < np.exp(fin.coefficient) < fin.ratio.high


def test_proportional_hazards_are_doubted_where_they_should_be(rossi):
    model = hazard_model(rossi, ["fin", "age", "wexp"], duration="week", event="arrest")
    by_name = {ratio.attribute: ratio.proportional_p for ratio in model.ratios}
    assert by_name["age"] < 0.01 < by_name["fin"]
    assert not model.proportional


def test_categories_are_compared_with_the_most_frequent(rossi):
    named = rossi.assign(aid=rossi["fin"].map({0: "none", 1: "paid"}))
    named.loc[:199, "aid"] = "none"
    model = hazard_model(named, ["aid", "age"], duration="week", event="arrest")
    aid = model.ratios[0]
    assert (aid.level, aid.reference) == ("paid", "none")
    assert aid.ratio.n == int((named["aid"] == "paid").sum())
    assert model.ratios[1].level is None


def test_rare_levels_are_put_together():
    generator = np.random.default_rng(2)
    kind = generator.choice(["a", "b", "c", "d"], 600, p=[0.6, 0.38, 0.01, 0.01])
    lives = generator.exponential(10, 600)
    frame = pd.DataFrame({"kind": kind, "duration": np.minimum(lives, 8), "lost": lives <= 8})
    model = hazard_model(frame, ["kind"])
    assert {ratio.level for ratio in model.ratios} == {"b", "other"}


def test_late_entry_is_allowed_for():
    generator = np.random.default_rng(3)
    risky = generator.random(4_000) < 0.5
    lives = generator.exponential(np.where(risky, 10, 20))
    entry = generator.uniform(0, 15, 4_000)
    frame = pd.DataFrame({"risky": np.where(risky, "yes", "no"), "duration": lives, "lost": True, "since": entry})
    model = hazard_model(frame[lives > entry], ["risky"], entry="since")
    coefficient = model.ratios[0].coefficient
    sign = 1 if model.ratios[0].level == "yes" else -1
    assert sign * coefficient == pytest.approx(np.log(2), abs=0.12)
    assert model.proportional is None


def test_refusals(rossi):
    with pytest.raises(UnknownName, match="no column named 'agee'"):
        hazard_model(rossi, ["agee"], duration="week", event="arrest")
    with pytest.raises(NotEnoughData) as caught:
        hazard_model(rossi.head(40), ["fin", "age"], duration="week", event="arrest")
    assert caught.value.need == 20
    separated = rossi.assign(told=rossi["arrest"] * 1.0)
    with pytest.raises(ModelError, match="does not converge"):
        hazard_model(separated, ["told"], duration="week", event="arrest")


def test_telco_by_contract(datasets):
    frame = pd.read_csv(datasets / "telco_v1" / "Telco-Customer-Churn.csv")
    by_contract = survival_by_segment(frame["tenure"], frame["Churn"] == "Yes", frame["Contract"])
    assert by_contract.segments == ("Month-to-month", "One year", "Two year")
    year = [curve.at(24).estimate for curve in by_contract.curves]
    assert year == sorted(year)
    assert by_contract.test.degrees == 2
    assert by_contract.test.p < 1e-100
    assert sum(curve.events for curve in by_contract.curves) == 1_869
