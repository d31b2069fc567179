"""Compare what a drawing sends to the browser with what plotly makes of the same parts."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io
import pytest

from analytics.charts.drawing import Drawing


@pytest.fixture(autouse=True)
def checked_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have plotly check every chart a test draws: on its way to the browser nobody does."""
    draw = Drawing.drawn

    def checked(drawing: Drawing) -> go.Figure:
        assert_sent_as_plotly_would(draw(drawing), draw(drawing))
        return draw(drawing)

    monkeypatch.setattr(Drawing, "drawn", checked)


def assert_sent_as_plotly_would(figure: go.Figure, read: go.Figure) -> None:
    """Fail where a figure is not valid, or where the browser would get another than plotly's own.

    Parameters
    ----------
    figure, read : plotly Figure
        The same drawing twice; the second is read here, which has plotly check it.
    """
    assert read.layout.template is not None
    sent, own = (json.loads(plotly.io.to_json(one.to_dict(), validate=False)) for one in (figure, read))
    assert _plain(sent) == _plain(own)


def _plain(part: Any) -> Any:
    """Return numbers as lists of floats however they travel; what is empty is not there."""
    if isinstance(part, Mapping):
        if set(part) >= {"dtype", "bdata"}:
            numbers = np.frombuffer(base64.b64decode(part["bdata"]), dtype=part["dtype"])
            shape = [int(one) for one in str(part.get("shape", len(numbers))).split(",")]
            return _plain(numbers.reshape(shape).tolist())
        plain = {name: _plain(value) for name, value in part.items()}
        return {name: value for name, value in plain.items() if value not in ([], {})}
    if isinstance(part, list):
        return [_plain(one) for one in part]
    return part
