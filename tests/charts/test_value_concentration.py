"""Charts of who brings the money: what is drawn where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.charts import theme
from analytics.charts.value_concentration import cost_parts, lorenz_curve, whale_curve
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.value_concentration import value_concentration
from tests.metrics.served_company import served_reader
from tests.metrics.test_value_concentration import COSTS

WORDS = Translator("en")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory):
    return value_concentration(served_reader(tmp_path_factory.mktemp("served")), Filters("12m"), costs=COSTS)


def test_the_whale_rises_to_its_peak_and_falls_to_the_whole(found):
    rising, falling = whale_curve(found, WORDS).data
    assert (rising.line.color, falling.line.color) == (theme.KEPT, theme.LOST)
    assert rising.y[-1] == falling.y[0] == found.peak.estimate
    assert rising.x[-1] == falling.x[0] == found.peak_at
    assert list(rising.y) == sorted(rising.y)
    assert list(falling.y) == sorted(falling.y, reverse=True)
    assert falling.y[-1] == pytest.approx(1.0)


def test_without_a_loss_the_whale_does_not_fall(found):
    none = replace(found, whale=found.lorenz, peak=replace(found.peak, estimate=1.0), peak_at=1.0)
    assert len(whale_curve(none, WORDS).data) == 2, "the second is the last point alone"
    assert whale_curve(none, WORDS).data[1].y == (1.0, 1.0)


def test_the_lorenz_curve_stands_beside_what_is_said_and_equality(found):
    equal, curve, said, top = lorenz_curve(found, WORDS).data
    assert (list(equal.x), list(equal.y)) == ([0, 1], [0, 1])
    assert curve.y[50] == pytest.approx((1000 + 400 + 200 + 100 + 100 + 25) / 2000)
    assert (said.x[0], said.y[0], said.marker.symbol) == (0.2, 0.8, "diamond-open-dot")
    assert top.y[0] == found.top_share.estimate
    assert top.y[0] + top.error_y.array[0] == pytest.approx(found.top_share.high)


def test_only_what_cost_something_is_a_bar(found):
    bars = cost_parts(replace(found, costs={**found.costs, "jobs": 0}), WORDS, "CNY").data[0]
    assert list(bars.x) == [4000, 600, 200, 1000, 1500, 800]
    assert bars.y[0] == "Visits"
