"""Charts of the memory of a visit: every reading once, its colour the verdict, and the moments of both fates."""

from __future__ import annotations

import pytest

from analytics.charts.peak_end import VERDICTS, gains, moments, predictions
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.models.peak_end import peak_end

WORDS = Translator("zh-CN")


@pytest.fixture(scope="module")
def found(demo_reader):
    return peak_end(demo_reader, Filters())


def test_every_reading_stands_once_in_the_colour_of_its_verdict(found):
    for figure, values in ((predictions(found, WORDS), {one.reading: one.area.estimate for one in found.readings}),
                           (gains(found, WORDS), {one.reading: one.gain.estimate for one in found.readings if one.gain})):
        placed = {point[0]: (x, trace.marker.color) for trace in figure.data
                  for point, x in zip(trace.customdata, trace.x, strict=True)}
        assert placed == {one.reading: (values[one.reading], VERDICTS[one.verdict][0])
                          for one in found.readings if one.reading in values}
    assert [shape.x0 for shape in predictions(found, WORDS).layout.shapes] == [0.5]


def test_moments_of_those_who_stayed_and_of_those_who_left(found):
    stayed, left = moments(found, WORDS).data
    assert list(stayed.y) == [one.stayed.estimate for one in found.moments]
    assert list(left.y) == [one.left.estimate for one in found.moments]
    assert (stayed.name, left.name) == (f"留下的（n = {found.moments[0].stayed.n:,}）", f"流失的（n = {found.moments[0].left.n:,}）")
