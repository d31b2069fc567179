"""Waves between which nothing happened are told apart no more often than said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.demo import Scenario, simulate
from analytics.metrics.survey_scores import Answers, Change, compared

SIDES = ("top_box", "top_two", "whole_scale")


def changes(seeds: range) -> list[Change]:
    """Compare two pairs of neighbouring waves in companies whose climate stands still."""
    still, found = replace(Scenario.silent(), climate_spread=0.0), []
    for seed in seeds:
        surveys = simulate(600, 8, seed=seed, scenario=still).tables.surveys
        answered = surveys[(surveys["question"] == "overall") & surveys["score"].notna()]
        waves = [Answers("overall", None, tuple((1.0, 5.0, float(score), int(count)) for score, count
                                                in rows["score"].value_counts().items()))
                 for _, rows in answered.groupby(answered["wave"].astype(str))]
        found += [compared(waves[-1], waves[-2]), compared(waves[-3], waves[-4])]
    return found


def told_apart(found: list[Change], side: str) -> float:
    if side == "whole_scale":
        return sum(not one.superiority.low <= 0.5 <= one.superiority.high for one in found) / len(found)
    differences = [getattr(one, side) for one in found]
    return sum(not one.low <= 0 <= one.high for one in differences) / len(found)


def test_a_few_quiet_companies():
    found = changes(range(900, 930))
    assert len(found) == 60
    assert all(told_apart(found, side) <= 0.15 for side in SIDES)


@pytest.mark.slow
@pytest.mark.parametrize("side", SIDES)
def test_six_hundred_quiet_companies(quiet_changes, side):
    assert len(quiet_changes) == 1_200
    assert 0.02 <= told_apart(quiet_changes, side) <= 0.07


@pytest.fixture(scope="module")
def quiet_changes():
    return changes(range(1_000, 1_600))
