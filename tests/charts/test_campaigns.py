"""Charts of campaigns: what is drawn is what was found, and what chance explains is grey."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from analytics.charts import campaigns as charts
from analytics.charts import theme
from analytics.i18n import Translator
from analytics.models.campaigns.outlook import reckon
from analytics.models.campaigns.readout import read
from analytics.models.campaigns.readouts import CampaignReadouts, pooled_effect
from analytics.models.campaigns.uplift import Uplift
from analytics.statistics.estimate import Estimate
from tests.models.campaigns.simulated import END, drawn
from tests.models.campaigns.test_readout import rows

WORDS = Translator("en")


@pytest.fixture
def found():
    """One campaign that kept more, one of which nothing can be said, and one that is not over."""
    gain, none = (read(drawn(150, 70 / 150), rows(lost=lost), as_of=END) for lost in ((14, 32), (20, 24)))
    early = read(drawn(150, 70 / 150), rows(), as_of=END - timedelta(days=9))
    decided = (gain, none)
    return CampaignReadouts((early, *decided), pooled_effect(decided), 300)


def test_effects_are_in_points_with_all_together_last(found):
    figure = charts.effects(found, WORDS)
    names = figure.layout.yaxis.categoryarray
    assert names[0] == "All together"
    assert len(names) == 3
    values = {trace.y[0]: (trace.x[0], trace.marker.color) for trace in figure.data}
    assert values[names[0]][0] == pytest.approx(found.pooled.fixed.estimate)
    colours = [trace.marker.color for trace in figure.data]
    assert sorted(colours) == sorted([theme.KEPT, theme.CONTEXT, theme.KEPT])


def test_both_arms_are_drawn_with_their_intervals(found):
    one = found.readouts[1]
    figure = charts.kept(one, WORDS)
    assert [trace.x[0] for trace in figure.data] == [48 / 80, 56 / 70]
    assert figure.data[1].error_x.array[0] == pytest.approx(one.kept_treated.high - one.kept_treated.estimate)


def test_the_power_curve_marks_what_is_expected():
    outlook = reckon(np.full(1_000, 0.2), np.full(1_000, 1.0), 1_000, share=0.5, reduction=0.3, cost_each=1.0,
                     basis="history")
    figure = charts.power(outlook, 0.3, WORDS)
    assert tuple(zip(figure.data[0].x, figure.data[0].y, strict=True)) == outlook.curve
    assert 0.3 in [shape.x0 for shape in figure.layout.shapes]
    assert "expected: 30%" in figure.layout.annotations[0].text


@pytest.mark.parametrize(("low", "colour"), [(0.1, theme.KEPT), (-0.1, theme.CONTEXT)])
def test_an_order_no_better_than_chance_is_grey(low, colour):
    found = Uplift("dr", 3_000, 1_500, Estimate(3_000, 0.5, low, 1.1),
                   ((0.0, 0.0, 0.0), (0.5, 3.0, 2.0), (1.0, 4.0, 4.0)), np.zeros(0))
    figure = charts.uplift(found, WORDS)
    assert [list(trace.y) for trace in figure.data] == [[0, 2, 4], [0, 3, 4]]
    assert figure.data[1].line.color == colour
