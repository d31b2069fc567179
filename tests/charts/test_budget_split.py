"""Charts of a budget between keeping and winning: the best split stands where the curves meet."""

from __future__ import annotations

import pytest

from analytics.charts.budget_split import marginal_by_share, worth_by_share
from analytics.i18n import Translator
from analytics.models.economics.budget_split import budget_split
from analytics.statistics.estimate import Estimate
from tests.models.economics.test_budget_split import DEALER

WORDS = Translator("en")
SPLIT = budget_split(DEALER, {"keep_effect": Estimate(800, 0.03, 0.01, 0.05)})


def test_the_best_split_is_a_line_and_its_range_a_band():
    figure = worth_by_share(SPLIT, WORDS, "CNY")
    band, line = figure.layout.shapes
    assert (band.x0, band.x1, line.x0) == (SPLIT.share.low, SPLIT.share.high, SPLIT.share.estimate)
    brings = dict(zip(figure.data[1].x, figure.data[1].y, strict=True))
    assert max(brings.values()) <= SPLIT.worth.estimate
    assert list(figure.data[2].y) == [DEALER.budget] * 2


def test_what_the_next_money_brings_crosses_at_the_best_split():
    keeping, winning = marginal_by_share(SPLIT, WORDS).data
    before = [place for place, share in enumerate(keeping.x) if share < SPLIT.share.estimate]
    assert all(keeping.y[place] > winning.y[place] for place in before)
    assert keeping.y[-1] < winning.y[-1]
    assert keeping.y[0] == pytest.approx(SPLIT.marginal(0.0)[0])
