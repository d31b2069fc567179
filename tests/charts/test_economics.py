"""Charts of what retention is worth: the band, the conditions, the reader's own mark, the tornado."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.charts import theme
from analytics.charts.economics import effect_by_start, effect_curve, tornado
from analytics.i18n import Translator
from analytics.models.economics import retention_effect as effects
from analytics.models.economics.customer_value import Assumptions

WORDS = Translator("en")
DEALER = Assumptions(0.8, margin=500_000, growth=0.03, acquisition_cost=120_000)


def test_the_quoted_range_is_a_band_and_the_readers_own_place_a_mark():
    figure = effect_by_start(DEALER, 0.05, WORDS)
    band = figure.layout.shapes[0]
    assert (band.y0, band.y1) == effects.QUOTED
    assert [trace.name for trace in figure.data[:4]] == [
        *(WORDS(f"economics.condition.{place}") for place in range(3)), WORDS("economics.own")]
    without = dict(zip(figure.data[0].x, figure.data[0].y, strict=True))
    assert without[0.9] == pytest.approx(0.4074, abs=1e-4)
    mark = figure.data[4]
    assert (mark.x[0], mark.y[0]) == (0.8, pytest.approx(effects.retention_effect(DEALER).share))
    assert mark.marker.color == theme.KEPT


def test_what_has_no_end_is_not_drawn():
    growing = replace(DEALER, growth=0.15)
    assert max(start for start, _ in effect_curve(growing, 0.05)) < 0.91
    assert len(effect_by_start(replace(growing, retention=0.93), 0.05, WORDS).data) == 4


def test_the_tornado_has_the_largest_on_top():
    bars = effects.tornado(DEALER)
    down, up = tornado(bars, WORDS, "CNY").data
    assert (down.y[-1], up.x[-1], down.x[-1]) == ("Margin, 10%", bars[0].up, bars[0].down)
    assert up.text[-1].startswith("+¥")
