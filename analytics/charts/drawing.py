"""A chart being drawn: everything on it is gathered first, and goes to the browser as it is.

Plotly checks and copies whatever a figure holds each time something is added to it, and once more when
the figure is sent: the larger part of a page's time. A drawing is given to plotly when somebody reads a
part of it, as every test of a chart does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.margins import PHONE, in_lines, in_two_lines, margins, staggered, title_in_lines

#: Names with an underscore of their own; in any other it leads into a part, as in ``marker_color``.
_WHOLE_NAMES = ("error_x", "error_y")

_DAY = re.compile(r"\d{4}-\d{2}")

_TEMPLATE = theme.TEMPLATE.to_plotly_json()


class Drawing:
    """Traces, shapes and annotations on their way to a figure; its methods are named as plotly's.

    Parameters
    ----------
    height : int
        Pixels; fixed, so that nothing jumps when the chart is drawn.
    **layout : object
        The layout, without shapes and annotations.

    Attributes
    ----------
    layout : dict
        May be changed until the figure is made.
    """

    def __init__(self, *, height: int = 340, **layout: object):
        self.layout: dict[str, object] = {"height": height, **layout}
        self._traces: list[dict[str, object]] = []
        self._shapes: list[dict[str, object]] = []
        self._annotations: list[dict[str, object]] = []

    def add_scatter(self, **trace: object) -> None:
        """Add points or a line."""
        self._traces.append({"type": "scatter", **trace})

    def add_bar(self, **trace: object) -> None:
        """Add bars; those of one colour that carry intervals are pale, so that the intervals stand out."""
        self._traces.append({"type": "bar", **_with_visible_intervals(trace)})

    def add_heatmap(self, **trace: object) -> None:
        """Add coloured cells."""
        self._traces.append({"type": "heatmap", **trace})

    def add_annotation(self, **annotation: object) -> None:
        """Add a text."""
        self._annotations.append(annotation)

    def add_shape(self, **shape: object) -> None:
        """Add a shape."""
        self._shapes.append(shape)

    def add_vline(self, x: object, line: Mapping[str, object], text: str | None = None) -> None:
        """Add a line across the whole height, with a text on its top."""
        self.add_shape(type="line", x0=x, x1=x, xref="x", y0=0, y1=1, yref="y domain", line=line)
        if text is not None:
            self.add_annotation(text=text, x=x, xref="x", xanchor="center", y=1, yref="y domain",
                                yanchor="bottom", showarrow=False)

    def add_hline(self, y: object, line: Mapping[str, object]) -> None:
        """Add a line across the whole width."""
        self.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=y, y1=y, yref="y", line=line)

    def add_vrect(self, x0: object, x1: object, **shape: object) -> None:
        """Add a band across the whole height."""
        self.add_shape(type="rect", x0=x0, x1=x1, xref="x", y0=0, y1=1, yref="y domain", **shape)

    def add_hrect(self, y0: object, y1: object, **shape: object) -> None:
        """Add a band across the whole width."""
        self.add_shape(type="rect", x0=0, x1=1, xref="x domain", y0=y0, y1=y1, yref="y", **shape)

    def drawn(self) -> go.Figure:
        """Return the figure in the house's look."""
        self._break_labels()
        self._break_names_below()
        self._break_title_below()
        return _Gathered({"data": self._traces, "layout": {
            "template": _TEMPLATE, **self.layout, "margin": margins(self._traces, self.layout),
            "shapes": self._shapes or None, "annotations": self._annotations or None}})


    def _break_labels(self) -> None:
        """Write long names on the left in two lines, wherever the chart refers to them."""
        for name, axis in self.layout.items():
            for key in ("ticktext", "categoryarray"):
                if name.startswith("yaxis") and isinstance(axis, dict) and axis.get(key) is not None:
                    axis[key] = [in_two_lines(str(one)) for one in axis[key]]
        for part in (*self._traces, *self._annotations, *self._shapes):
            for key in ("y", "y0", "y1"):
                if isinstance(value := part.get(key), str):
                    part[key] = in_two_lines(value)
                elif isinstance(value, list | tuple) and any(isinstance(one, str) for one in value):
                    part[key] = [in_two_lines(one) if isinstance(one, str) else one for one in value]


    def _break_names_below(self) -> None:
        """Write names beneath the columns of a chart in lines that a phone can set upright."""
        axis = self.layout.get("xaxis", {})
        if not isinstance(axis, dict) or "tickangle" in axis:
            return
        given = [one for trace in self._traces for one in _names(trace.get("x")) if "xaxis" not in trace]
        names = list(dict.fromkeys([*_names(axis.get("categoryarray")), *given]))
        if len(names) < 2:
            return
        sides = margins(self._traces, self.layout)
        room = (PHONE - sides["l"] - sides["r"]) / len(names)
        broken = in_lines(names, room)
        if axis.get("side") == "top" and (broken is None or any(one.count("<br>") > 1 for one in broken)):
            broken = staggered(names, room) or broken
        if broken is None:
            return
        lines = dict(zip(names, broken, strict=True))
        self.layout["xaxis"] = axis = {**axis, "tickangle": 0}
        places = [(axis, "categoryarray"), *((one, "x") for one in (*self._traces, *self._annotations))]
        for part, key in places:
            if isinstance(value := part.get(key), str):
                part[key] = lines.get(value, value)
            elif isinstance(value, list | tuple):
                part[key] = [lines.get(one, one) if isinstance(one, str) else one for one in value]


    def _break_title_below(self) -> None:
        axis = self.layout.get("xaxis")
        if isinstance(axis, dict) and isinstance(title := axis.get("title"), str) and "domain" not in axis:
            broken = title_in_lines(title, margins(self._traces, self.layout))
            self.layout["xaxis"] = {**axis, "title": broken}


def _names(values: object) -> list[str]:
    """Return the names among what stands along an axis; days as ISO text are none."""
    return [one for one in values if isinstance(one, str) and not _DAY.match(one)] \
        if isinstance(values, list | tuple) else []


def _with_visible_intervals(bars: dict[str, object]) -> dict[str, object]:
    marker = _mapping(bars.get("marker") or {"color": bars.get("marker_color")})
    arms = [name for name in ("error_x", "error_y") if name in bars]
    colour = marker.get("color")
    if not arms or not isinstance(colour, str) or not colour.startswith("#"):
        return bars
    # A grey line is lost on a full colour, and no one colour stands out on all of them in both themes.
    pale = {**marker, "color": theme.faded(colour, theme.PALE_OPACITY), "line": dict(color=colour, width=1)}
    return {**{key: value for key, value in bars.items() if key != "marker_color"}, "marker": pale,
            **{name: {**_mapping(bars[name]), "color": colour, "thickness": 2} for name in arms}}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


class _Gathered(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A figure that plotly makes of its parts once one of them is read."""

    def __init__(self, parts: dict[str, object]):
        # Plotly's own way of setting an attribute needs the figure it has not made yet.
        self.__dict__["_parts"] = parts

    def __getattr__(self, name: str) -> Any:
        parts = self.__dict__.pop("_parts", None)
        if parts is None:
            raise AttributeError(name)
        super().__init__(parts)
        return getattr(self, name)

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as the browser takes it."""
        parts = self.__dict__.get("_parts")
        return super().to_dict() if parts is None else _spelt_out(parts)


def add_to(figure: go.Figure, *, shapes: list[dict[str, object]],
           annotations: list[dict[str, object]]) -> None:
    """Add shapes and texts to a figure that is drawn, without making plotly read it."""
    parts = figure.__dict__.get("_parts")
    if parts is None:
        figure.update_layout(shapes=[*figure.layout.shapes, *shapes],
                             annotations=[*figure.layout.annotations, *annotations])
        return
    layout = parts["layout"]
    layout["shapes"] = [*(layout["shapes"] or ()), *shapes] or None
    layout["annotations"] = [*(layout["annotations"] or ()), *annotations] or None


def _spelt_out(part: Mapping[str, object]) -> dict[str, Any]:
    """Write out what plotly lets one abbreviate, and leave out what has no value."""
    whole: dict[str, Any] = {}
    for key, value in part.items():
        if value is None:
            continue
        if isinstance(value, Mapping):
            value = _spelt_out(value)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            value = [_spelt_out(one) for one in value]
        *path, name = (key,) if key in _WHOLE_NAMES else key.split("_")
        place = whole
        for step in path:
            place = place.setdefault(step, {})
        if name == "title" and isinstance(value, str):
            value = {"text": value}
        if isinstance(value, dict) and isinstance(place.get(name), dict):
            place[name].update(value)
        else:
            place[name] = value
    return whole
