"""The desk's chart shows every stage, what is late apart from what is not, and counts whole cases."""

from __future__ import annotations

from analytics.charts.complaint_desk import open_by_stage
from analytics.i18n import Translator


def test_open_cases_stand_at_their_stage_late_ones_apart():
    drawn = open_by_stage({"identify": (2, 1), "assess": (0, 0), "act": (0, 4)}, Translator("en"))
    assert [(one.name, tuple(one.y), tuple(one.x)) for one in drawn.data] == [
        ("Within the target", ("Identify", "Assess", "Act"), (2, 0, 0)),
        ("Past the target", ("Identify", "Assess", "Act"), (1, 0, 4))]
    # Late is told by hatching, not by colour alone.
    assert [one.marker.pattern.shape for one in drawn.data] == ["", "/"]
    assert drawn.layout.xaxis.dtick == 1
    assert open_by_stage({"identify": (30, 1)}, Translator("en")).layout.xaxis.dtick is None
