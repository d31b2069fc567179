"""A chart being drawn: everything on it is gathered first and given to plotly at once.

Plotly checks and copies whatever a figure holds each time something is added to it; given at once, a
chart with its lines and annotations is ready in a third of the time.
"""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from analytics.charts import theme


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
        """Add bars."""
        self._traces.append({"type": "bar", **trace})

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
        return go.Figure({"data": self._traces, "layout": {
            "template": theme.TEMPLATE, **self.layout, "shapes": self._shapes,
            "annotations": self._annotations}})
