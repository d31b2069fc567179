"""The curve of the demo company against its hidden truth."""

from __future__ import annotations

import json

import pytest

from analytics.models.satisfaction_curve import compare_groups, satisfaction_curve


@pytest.fixture(scope="module")
def answers(demo_reader):
    """Answers before any loss, with their outcome known."""
    return demo_reader.query("""
        select customer_key, market, score, stayed
        from survey_outcomes
        where eligible and not coalesce(after_loss, false) and stayed is not null
    """)


def test_the_demo_company_shows_the_curve(answers):
    curve = satisfaction_curve(answers["score"], answers["stayed"].astype(bool), answers["customer_key"])
    assert (curve.verdict, curve.reason) == ("curved", "convex")
    assert curve.cliff.present
    assert curve.levels[-1].rate.estimate > curve.levels[-2].rate.estimate + 0.1


def test_the_bend_of_each_market_is_found(answers, demo_store_path):
    truth = {market["market"]: market["gamma"]
             for market in json.loads((demo_store_path / "truth.json").read_text("utf-8"))["markets"]}
    compared = compare_groups(answers["score"], answers["stayed"].astype(bool), answers["market"].astype(str),
                              answers["customer_key"])
    assert {group.group for group in compared.groups} == truth.keys()
    for group in compared.groups:
        gamma = group.curve.fit.gamma
        if gamma.estimate is not None:
            # A third beyond the interval: chance, and answers that err about what customers feel.
            assert (gamma.low or 0.0) / 1.33 <= truth[group.group] <= (gamma.high or 20.0) * 1.33
    by_market = {group.group: group.curve.fit.gamma.estimate for group in compared.groups}
    assert by_market["open"] > (by_market["captive"] or 0.0)
