"""A change is coloured as better or worse only where chance does not explain it."""

from __future__ import annotations

import pytest

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
