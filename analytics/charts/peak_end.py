"""Charts of the memory of a visit: what tells best who stays, and how who stayed and who left remember it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import signed_ticks
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.models.peak_end import PeakEnd, Reading
from analytics.statistics.estimate import Estimate

#: Colour and shape of a reading that predicts better or worse than the mean, or cannot be told from it.
VERDICTS = {"better": (theme.KEPT, "triangle-up"), "alike": (theme.CONTEXT, "circle"),
            "worse": (theme.LOST, "triangle-down")}


def predictions(result: PeakEnd, words: Translator) -> go.Figure:
    """Draw how well each reading tells who stays, with 95 % intervals; the line is mere chance.

    A point's ``customdata`` is (reading,).
    """
    return _rows(result.readings, [one.area for one in result.readings], 0.5, words,
                 words("peak_end.axis_area"), {"tickformat": ".0%", "nticks": 6}, [
                     words("peak_end.hover_area", area=words.percent(one.area.estimate),
                           interval=words.interval(one.area), n=words.number(one.area.n))
                     for one in result.readings])


def gains(result: PeakEnd, words: Translator) -> go.Figure:
    """Draw the log-loss each reading saves against the mean, with 95 % intervals; right of zero is better.

    A point's ``customdata`` is (reading,).
    """
    shown = [one for one in result.readings if one.gain is not None]
    saved = [one.gain for one in shown if one.gain is not None]
    return _rows(shown, saved, 0.0, words, words("peak_end.axis_gain"), signed_ticks(
        [end for one in saved for end in (one.low, one.high) if end is not None], words), [
        words("peak_end.hover_gain", gain=words.signed(one.estimate, 4), low=words.signed(one.low, 4),
              high=words.signed(one.high, 4), n=words.number(one.n)) for one in saved])


def moments(result: PeakEnd, words: Translator) -> go.Figure:
    """Draw the mean of every moment among those who stayed and those who left, with 95 % intervals."""
    drawing = Drawing(
        height=300, showlegend=True, margin=dict(t=44),
        xaxis=dict(range=[-0.5, len(result.moments) - 0.5], tickangle=0,
                   tickvals=list(range(len(result.moments))),
                   ticktext=[words(f"peak_end.moment.{one.moment}") for one in result.moments]),
        yaxis=dict(rangemode="normal", tickformat=".1f", title=words("peak_end.axis_mean")))
    for stayed, colour, symbol in ((True, theme.KEPT, "circle"), (False, theme.LOST, "diamond")):
        shown = [one.stayed if stayed else one.left for one in result.moments]
        name = words(f"peak_end.{'stayed' if stayed else 'left'}", n=words.number(shown[0].n if shown else 0))
        drawing.add_scatter(
            x=list(range(len(shown))), y=[one.estimate for one in shown], mode="lines+markers", name=name,
            line=dict(color=colour, width=2), marker=dict(color=colour, symbol=symbol, size=10),
            error_y=_bars(shown, colour), hovertext=[
                words("peak_end.hover_moment", mean=words.number(one.estimate, 2),
                      low=words.number(one.low, 2), high=words.number(one.high, 2)) for one in shown],
            hovertemplate="%{x}<br>%{hovertext}<extra>%{fullData.name}</extra>")
    return drawing.drawn()


def _rows(readings: Sequence[Reading], estimates: Sequence[Estimate], reference: float, words: Translator,
          title: str, ticks: Mapping[str, object], hovers: Sequence[str]) -> go.Figure:
    names = [words(f"peak_end.reading.{one.reading}") for one in readings]
    drawing = Drawing(
        height=110 + 34 * max(len(readings), 3), showlegend=True, margin=dict(t=36),
        xaxis=dict(title=title, rangemode="normal", tickangle=0, **ticks),
        yaxis=dict(autorange="reversed", categoryorder="array", categoryarray=names))
    for verdict, (colour, symbol) in VERDICTS.items():
        shown = [place for place, one in enumerate(readings) if one.verdict == verdict]
        if not shown:
            continue
        drawing.add_scatter(
            mode="markers", y=[names[place] for place in shown],
            x=[estimates[place].estimate for place in shown], name=words(f"peak_end.verdict.{verdict}"),
            marker=dict(color=colour, symbol=symbol, size=11), customdata=[
                [readings[place].reading] for place in shown],
            error_x=_bars([estimates[place] for place in shown], colour),
            hovertext=[hovers[place] for place in shown], hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    drawing.add_vline(reference, dict(color=theme.CAUTION, dash="dot", width=2))
    return drawing.drawn()


def _bars(estimates: Sequence[Estimate], colour: str) -> dict[str, object]:
    return dict(type="data", symmetric=False, color=colour, thickness=2, width=4,
                array=[(one.high or 0.0) - (one.estimate or 0.0) for one in estimates],
                arrayminus=[(one.estimate or 0.0) - (one.low or 0.0) for one in estimates])
