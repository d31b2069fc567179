"""Estimates as points with their intervals; what rests on thin data looks the same on every chart.

A mark on thin data is hollow and a bar cross-hatched, both in their full colour: faded ones are hard to see
on a dark page. Nothing else is drawn so; `shows_thin` relies on it to put the legend under a chart.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.margins import in_lines
from analytics.statistics.estimate import Estimate, State

#: How plotly names a hollow symbol, and the cross-hatching of a bar; a running month is hatched one way only.
HOLLOW, HATCH = "-open", "x"
#: Pixels that a phone leaves above each of two panels.
PANEL = 112.0


def add_points(drawing: Drawing, labels: Sequence[object], estimates: Sequence[Estimate], *, colour: str,
               hover: Sequence[str], customdata: Sequence[Sequence[object]] | None = None, name: str = "",
               symbol: str = "circle", size: int = 11, horizontal: bool = True, factor: float = 1.0,
               **more: object) -> None:
    """Add a row of points with their intervals; suppressed estimates are left out.

    Parameters
    ----------
    drawing : Drawing
    labels : sequence
        Where each stands on the other axis.
    estimates : sequence of Estimate
    colour : str
    hover : sequence of str
    customdata : sequence of sequence, optional
    name : str
        For the legend.
    symbol : str
    size : int
    horizontal : bool
        Whether figures lie on the x axis.
    factor : float
        What figures are multiplied with.
    **more : object
        Passed on to the trace.
    """
    shown = [place for place, one in enumerate(estimates)
             if one.estimate is not None and one.state != "suppressed"]
    figures = [factor * (estimates[place].estimate or 0.0) for place in shown]
    high = [_reach(estimates[place].high, estimates[place].estimate, factor) for place in shown]
    low = [_reach(estimates[place].estimate, estimates[place].low, factor) for place in shown]
    bars = dict(type="data", symmetric=False, array=high, arrayminus=low, color=theme.CONTEXT, thickness=2,
                width=5)
    places = [labels[place] for place in shown]
    drawing.add_scatter(
        x=figures if horizontal else places, y=places if horizontal else figures,
        **{"error_x" if horizontal else "error_y": bars}, mode=more.pop("mode", "markers"), name=name,
        marker=dict(size=size, color=colour, line=dict(color=colour, width=2),
                    symbol=thin_symbols([estimates[place].state for place in shown], symbol)),
        customdata=[list(customdata[place]) for place in shown] if customdata else None,
        hovertext=[hover[place] for place in shown], hovertemplate="%{hovertext}<extra></extra>", **more)


def thin_symbols(states: Sequence[State], symbol: str = "circle") -> list[str]:
    """Return each mark's symbol: hollow where it rests on thin data."""
    return [f"{symbol}{HOLLOW}" if one == "thin" else symbol for one in states]


def thin_hatching(states: Sequence[State]) -> dict[str, object]:
    """Return the pattern of bars: cross-hatched where they rest on thin data."""
    return dict(shape=[HATCH if one == "thin" else "" for one in states], fgcolor=theme.ON_MARK,
                fillmode="overlay", solidity=0.35, size=7)


def shows_thin(figure: go.Figure) -> bool:
    """Say whether any mark of a figure rests on thin data."""
    for trace in figure.to_dict()["data"]:
        marker = trace.get("marker", {})
        symbols, shapes = marker.get("symbol"), marker.get("pattern", {}).get("shape")
        if isinstance(symbols, list | tuple) and any(str(one).endswith(HOLLOW) for one in symbols):
            return True
        if isinstance(shapes, list | tuple) and HATCH in shapes:
            return True
    return False


def _reach(high: float | None, low: float | None, factor: float) -> float:
    return 0.0 if high is None or low is None else factor * (high - low)


def panel_titles(drawing: Drawing, titles: Sequence[tuple[float, str]], room: float = PANEL) -> None:
    """Write above each of two panels what it shows, in lines short enough for a phone.

    Parameters
    ----------
    drawing : Drawing
        Needs a margin of 56 pixels above.
    titles : sequence of (float, str)
        Where the panel begins, as a share of the width, and its title.
    room : float
        Pixels of a title on a phone; fewer where the names on the left are long.
    """
    for place, title in titles:
        drawing.add_annotation(x=place, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom",
                               yshift=14, align="left", showarrow=False,
                               text=(in_lines([title], room) or [title])[0])
