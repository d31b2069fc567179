"""Panel conditioning and attrition: by hand, found where put in, and silent where nothing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.demo import Company, Scenario, simulate
from analytics.filters import Filters
from analytics.models.panel_effects import PanelEffects, effects, panel_effects, verdict
from analytics.store import Store
from analytics.warehouse import build
from tests.metrics.surveyed import answer
from tests.store.batches import add_batch, order


def test_a_company_worked_out_by_hand(tmp_path):
    # C1 to C12 answer 2022, 2023 and 2024; C13 to C24 only 2023 and 2024; C25 to C36 only 2023, asked again in vain.
    store = Store.create(tmp_path, name="Panel")
    (store.path / "settings.toml").write_text("silence_days = 2000\n", "utf-8")
    scores = {"2022": (3, None, None), "2023": (4, 3, 2), "2024": (4, 5, None)}
    add_batch(
        store,
        customers=[{"customer_id": f"C{number}", "size": "small", "acquired_on": "2021-01-01"} for number in range(1, 37)],
        orders=[*(order(f"O{number}", f"C{number}", "2021-02-01", 50) for number in range(1, 37)),
                order("P1", "C1", "2024-12-31", 50)],
        surveys=[answer(number, given[(number - 1) // 12], f"{wave}-05-01",
                        None if given[(number - 1) // 12] is None else f"{wave}-05-03", wave)
                 for wave, given in scores.items() for number in range(1, 37)
                 if given[(number - 1) // 12] is not None or (wave == "2024" and number > 24)])
    build(store, today=date(2025, 2, 1))
    found = panel_effects(store.reader(), Filters())
    assert (found.answers, found.customers, found.asked_again) == (12 * 6, 36, 12 * 4)
    # In 2023 the second answers are 4, the first ones 3 and 2; in 2024 nobody answers for the first time.
    assert found.times[2].estimate == pytest.approx(1.5)
    assert found.times[3].state == "suppressed"
    # From 2023 to 2024 the second answers rise by 2, the third ones not at all.
    assert found.conditioning.estimate == pytest.approx(2.0)
    # Asked again: after 3 all of 24, after 4 all of 12, after 2 none of 12.
    assert {level: (one.n, one.estimate) for level, one in found.again.items() if one.n} == {
        2: (12, 0.0), 3: (24, 1.0), 4: (12, 1.0)}
    # Only in 2023 are there both: 12 of 12 against 12 of 24.
    assert found.attrition.estimate == pytest.approx(0.5)


def observed(company: Company, bump: float = 0.0) -> pd.DataFrame:
    """What the query returns, from a company that was not built; a bump is added to all answers but the first."""
    asked = company.tables.surveys
    asked = asked[asked["question"] == "overall"].sort_values(["customer_id", "sent_on"])
    asked = asked.assign(again=asked["score"].notna().groupby(asked["customer_id"]).shift(-1),
                         wave=asked["wave"].astype(str))
    frame = asked[asked["score"].notna()].copy()
    customer = frame.groupby("customer_id")
    frame["times"] = customer.cumcount() + 1
    frame["score"] = frame["score"] + bump * (frame["times"] > 1)
    known = company.tables.customers.set_index("customer_id")
    tenure = (frame["answered_on"] - frame["customer_id"].map(known["acquired_on"])).dt.days // 365
    frame["kind"] = frame["customer_id"].map(known["size"].astype(str) + known["segment"].astype(str)) \
        + tenure.clip(0, 2).astype(str)
    for column in ("score", "wave", "kind"):
        frame[f"{column}_before"] = frame.groupby("customer_id")[column].shift()
    return frame.rename(columns={"customer_id": "customer_key"})


def test_what_is_put_in_is_found(company):
    found = effects(observed(company, bump=0.5))
    error = (found.conditioning.high - found.conditioning.low) / 3.92
    assert abs(found.conditioning.estimate - 0.5) <= 3 * error
    assert verdict(found.conditioning) == "above"
    # The demo company's satisfied answer more often, and nothing changes by being asked.
    plain = effects(observed(company))
    assert verdict(plain.attrition) == "above"
    assert verdict(plain.conditioning) == "alike"


def test_the_query_gives_what_the_tables_hold(demo_reader, demo_store):
    found = panel_effects(demo_reader, Filters())
    assert found == panel_effects(demo_reader, Filters("all"))
    assert verdict(found.attrition) == "above"
    rates = [found.again[level].estimate for level in (1, 3, 5)]
    assert rates == sorted(rates)


def quiet(seeds: range) -> list[PanelEffects]:
    """Companies whose customers answer, and stay, whatever they think, and to whom being asked does nothing."""
    flat = tuple(replace(curve, lowest=0.8, highest=0.8) for curve in Scenario.silent().curves)
    service = replace(Scenario.silent().service, recovery_shifts=(0.0, 0.0, 0.0))
    still = replace(Scenario.silent(), response_slope=0.0, curves=flat, service=service, climate_spread=0.0)
    return [effects(observed(simulate(600, 10, seed=seed, scenario=still))) for seed in seeds]


def alarms(found: list[PanelEffects], name: str) -> float:
    return float(np.mean([verdict(getattr(one, name)) != "alike" for one in found]))


def test_a_few_quiet_companies():
    found = quiet(range(900, 925))
    assert alarms(found, "attrition") <= 0.16
    assert alarms(found, "conditioning") <= 0.16


@pytest.mark.slow
@pytest.mark.parametrize("name", ["attrition", "conditioning"])
def test_six_hundred_quiet_companies(quiet_companies, name):
    assert alarms(quiet_companies, name) <= 0.07


@pytest.fixture(scope="module")
def quiet_companies():
    return quiet(range(2_000, 2_600))


@pytest.fixture(scope="module")
def company():
    return simulate(seed=11)
