"""Estimates as points with their intervals, the same on every chart: thin ones faded and hollow."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.statistics.estimate import Estimate


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
    thin = [estimates[place].state == "thin" for place in shown]
    drawing.add_scatter(
        x=figures if horizontal else places, y=places if horizontal else figures,
        **{"error_x" if horizontal else "error_y": bars}, mode=more.pop("mode", "markers"), name=name,
        marker=dict(size=size, color=colour, opacity=[theme.THIN_OPACITY if one else 1 for one in thin],
                    symbol=[f"{symbol}-open" if one and not symbol.endswith("open") else symbol
                            for one in thin]),
        customdata=[list(customdata[place]) for place in shown] if customdata else None,
        hovertext=[hover[place] for place in shown], hovertemplate="%{hovertext}<extra></extra>", **more)


def _reach(high: float | None, low: float | None, factor: float) -> float:
    return 0.0 if high is None or low is None else factor * (high - low)
