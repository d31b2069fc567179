"""Survey against facts: a planted effect is found, chance is let be, and a survey that is gamed is called out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.filters import Filters
from analytics.models.survey_facts import FACTS, held_against_facts, survey_facts


def company(seed: int, *, effect: float = 0.0, branches: int = 10, months: int = 24) -> pd.DataFrame:
    """Return branches and months whose mean score falls with the return rate by ``effect`` a standard deviation."""
    random = np.random.default_rng(seed)
    rows = []
    for branch in range(branches):
        facts = {name: random.normal(0, 1, months) for name in FACTS}
        level = 4 + random.normal(0, 0.2)
        for month in range(months):
            n = int(random.integers(20, 60))
            mean = level + effect * facts["return_rate"][month] + random.normal(0, 1 / np.sqrt(n))
            rows.append({"branch": f"B{branch}", "month": pd.Timestamp("2024-01-01") + pd.DateOffset(months=month),
                         "answers": n, "mean_score": mean, "variance": 1.0, "jobs": 100,
                         **{name: 5 + facts[name][month] for name in FACTS}})
    return pd.DataFrame(rows)


def test_a_planted_effect_is_found_and_the_others_are_let_be():
    found = held_against_facts(company(1, effect=-0.25))
    returns = found.effects["return_rate"]
    assert returns.low < -0.25 < returns.high < 0
    assert found.effects["promise_kept"].low < 0 < found.effects["promise_kept"].high
    assert found.explained > 0.5


def test_intervals_of_the_effect_cover():
    covered = sum(one.low <= -0.1 <= one.high for one in (
        held_against_facts(company(seed, effect=-0.1)).effects["return_rate"] for seed in range(100, 200)))
    assert 90 <= covered <= 99


def test_without_anything_going_on_few_months_are_called_out():
    called = [cell.diverges for seed in range(40) for cell in held_against_facts(company(seed)).cells]
    assert np.mean(called) <= 0.07


def test_a_survey_that_rises_while_returns_rise_is_called_out():
    frame = company(3, effect=-0.25)
    last = frame[frame["branch"] == "B4"].index[-1]
    frame.loc[last, "return_rate"] = 8.0
    frame.loc[last, "mean_score"] = frame.loc[frame["branch"] == "B4", "mean_score"].mean() + 0.3
    latest = {cell.branch: cell for cell in held_against_facts(frame).latest}
    assert latest["B4"].residual > 2
    assert latest["B4"].score == frame.loc[last, "mean_score"]  # the raw score stays
    assert latest["B4"].expected < latest["B4"].score - 0.3
    assert sum(cell.diverges for cell in latest.values()) <= 2


def test_two_branches_by_hand():
    # Within branches the score falls by exactly 0.2 for each standard deviation of returns.
    rows = []
    for branch, level in (("N", 4.0), ("S", 3.0)):
        for month, returns in enumerate((1.0, 2.0, 3.0) * 4):
            rows.append({"branch": branch, "month": pd.Timestamp("2024-01-01") + pd.DateOffset(months=month),
                         "answers": 20, "mean_score": level - 0.2 * (returns - 2), "variance": 1.0, "jobs": 50,
                         "complaints_per_100": None, "return_rate": returns, "promise_kept": None})
    found = held_against_facts(pd.DataFrame(rows).astype(dict.fromkeys(FACTS, float)))
    spread = np.std([1.0, 2.0, 3.0] * 4, ddof=1)
    assert list(found.effects) == ["return_rate"]
    assert found.effects["return_rate"].estimate == pytest.approx(-0.2 * spread)
    assert found.explained == pytest.approx(1.0)
    assert [cell.expected for cell in found.cells[:3]] == pytest.approx([4.2, 4.0, 3.8])
    assert not any(cell.diverges for cell in found.cells)


def test_too_few_months_or_one_branch_say_nothing():
    assert held_against_facts(company(1, months=2)).cells == ()
    assert held_against_facts(company(1, branches=1, months=36)).cells == ()


def test_the_demo_company(demo_reader):
    found = survey_facts(demo_reader, Filters())
    assert set(found.effects) == set(FACTS)
    assert {cell.branch for cell in found.latest} == {cell.branch for cell in found.cells}
    assert np.mean([cell.diverges for cell in found.cells]) <= 0.1
    earlier = survey_facts(demo_reader, Filters(as_of=demo_reader.meta.as_of.replace(year=2025)))
    assert max(cell.month for cell in earlier.cells) < max(cell.month for cell in found.cells)


def test_a_store_without_jobs_says_nothing(tmp_path_factory):
    from tests.metrics.surveyed import surveyed_company

    reader = surveyed_company(tmp_path_factory.mktemp("jobless") / "store")
    assert survey_facts(reader, Filters()).cells == ()
