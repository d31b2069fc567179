"""A change is coloured as better or worse only where chance does not explain it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from analytics.app.components import worse_when
from analytics.statistics.estimate import Estimate
from tests.app.test_overview_and_retention import opened


@pytest.mark.parametrize(("change", "said"), [
    (Estimate(200, 0.1, 0.02, 0.18), "up"), (Estimate(200, -0.1, -0.18, -0.02), "up"),
    (Estimate(200, 0.1, -0.02, 0.22), "neither"), (Estimate(200, 0.1), "neither"), (None, "neither")])
def test_a_change_within_chance_has_no_colour(change, said):
    assert worse_when("up", change) == said


def test_the_voice_of_the_customer_colours_no_fall_it_cannot_tell_from_chance(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "surveys", monkeypatch)
    satisfied = app.metric[0]
    assert satisfied.delta
    # The sentence above says that it cannot be told apart from the period before.
    assert any("cannot be told apart" in str(one.value) for one in app.markdown)
    assert satisfied.proto.color == satisfied.proto.MetricColor.GRAY


def _figure(change: str, worse: str):
    from types import SimpleNamespace

    from analytics.app.components import Figure, key_figures
    from analytics.i18n import Translator

    key_figures(SimpleNamespace(key=str, words=Translator("en")), [
        Figure("Customers", "133", change=change, worse_when=worse)])


@pytest.mark.parametrize(("change", "worse", "way", "colour"), [
    ("−9", "down", "DOWN", "RED"), ("−9", "up", "DOWN", "GREEN"), ("−4.9 points", "neither", "DOWN", "GRAY"),
    ("减少 9", "neither", "NONE", "GRAY"), ("+9", "up", "UP", "RED"), ("+9", "down", "UP", "GREEN"),
    ("±0", "up", "NONE", "GRAY"), ("¥9", "up", "NONE", "GRAY")])
def test_a_fall_has_a_real_minus_sign_and_points_down_in_the_right_colour(change, worse, way, colour):
    app = AppTest.from_function(_figure, kwargs={"change": change, "worse": worse}).run()
    assert not app.exception
    drawn = app.metric[0]
    assert drawn.delta == change
    assert drawn.proto.direction == drawn.proto.MetricDirection.Value(way)
    assert drawn.proto.color == drawn.proto.MetricColor.Value(colour)
