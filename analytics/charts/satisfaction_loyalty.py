"""Charts of the satisfaction–loyalty curve: the curve itself, groups side by side, what steps are worth."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import thin_symbols
from analytics.i18n import Translator
from analytics.models.satisfaction_curve import AdjustedCurve, Fit, GroupComparison, Level, SatisfactionCurve
from analytics.models.satisfaction_loyalty import SatisfactionLoyalty
from analytics.statistics.estimate import Estimate

#: Where each zone ends on the scale, and its colour.
ZONES = (("defection", 0.5, 2.5, theme.LOST), ("indifference", 2.5, 4.5, theme.CONTEXT),
         ("affection", 4.5, 5.5, theme.KEPT))
ZONE_OPACITY = 0.09
SCORES = (1, 2, 3, 4, 5)
#: With more groups than this the curves cannot be told apart; the largest are drawn.
MOST_GROUPS = 6


def loyalty_curve(result: SatisfactionLoyalty, words: Translator, adjusted: AdjustedCurve | None = None
                  ) -> go.Figure:
    """Draw the levels with their intervals, the fitted curve with its band, the straight line, and n.

    With ``adjusted`` the standardised levels stand beside the raw ones. A point's ``customdata`` is
    the scores of its level.
    """
    curve = result.curve
    shown = [level for level in curve.levels if level.rate.state != "suppressed"]
    low, high = _reach(curve, shown, adjusted)
    most = max((level.n for level in curve.levels), default=1)
    figure = Drawing(
        height=500, showlegend=True, margin=dict(t=64), legend=dict(y=1.02),
        xaxis=dict(title=words("satisfaction_loyalty.axis_score"), tickvals=SCORES, range=[0.5, 5.5],
                   anchor="y2"),
        yaxis=dict(title=words(f"satisfaction_loyalty.axis.{result.outcome}"), domain=[0.27, 1],
                   range=[low, high], tickformat=".0%"),
        yaxis2=dict(title="n", domain=[0, 0.17], showgrid=False, nticks=3, rangemode="tozero",
                    range=[0, most * 1.45]))
    _zones(figure, words)
    _fitted(figure, curve, words)
    if shown:
        _isotonic(figure, shown, words)
    if adjusted is not None:
        _adjusted(figure, adjusted, words)
    _points(figure, shown, words, faded=adjusted is not None)
    figure.add_bar(
        x=[level.score for level in curve.levels], y=[level.n for level in curve.levels], yaxis="y2",
        marker_color=theme.CONTEXT, showlegend=False, width=0.5, cliponaxis=False,
        text=[words.number(level.n) for level in curve.levels], textposition="outside",
        constraintext="none", textangle=0,
        customdata=[list(level.scores) for level in curve.levels], hovertemplate="n = %{text}<extra></extra>")
    return figure.drawn()


def group_curves(comparison: GroupComparison, by: str, words: Translator) -> go.Figure:
    """Draw the levels and the fitted curve of every group in one picture.

    Groups without a verdict have points only. A point's ``customdata`` is (group, scores…).
    """
    groups = {one.group: one.curve for one in comparison.groups}
    names = _drawn_groups(comparison, by)
    lows = [level.rate.low or 0 for name in names for level in groups[name].levels
            if level.rate.state == "enough"]
    figure = Drawing(
        height=430, showlegend=True, margin=dict(t=64),
        xaxis=dict(title=words("satisfaction_loyalty.axis_score"), tickvals=SCORES, range=[0.6, 5.4]),
        yaxis=dict(tickformat=".0%", range=[_floor(min(lows, default=0.0)), 1.03]))
    for place, name in enumerate(names):
        colour, curve = theme.colour(by, name, place), groups[name]
        label = words.value(by, name)
        levels = [level for level in curve.levels if level.rate.state != "suppressed"]
        # Side by side, or the intervals of one group would hide another's.
        shift = 0.07 * (place - (len(names) - 1) / 2)
        figure.add_scatter(
            mode="markers", x=[level.score + shift for level in levels], legendgroup=name, name=label,
            y=[level.rate.estimate for level in levels],
            error_y=_arms([level.rate for level in levels], colour, 1.5),
            marker=_marker([level.rate for level in levels], colour, 9),
            customdata=[[name, *level.scores] for level in levels],
            hovertext=[f"{label}<br>{_hover(level, words)}" for level in levels],
            hovertemplate="%{hovertext}<extra></extra>")
        x, y = _drawn(curve.fit)
        figure.add_scatter(mode="lines", x=x, y=y, line=dict(color=colour, width=2.5), hoverinfo="skip",
                           legendgroup=name, showlegend=False)
    return figure.drawn()


def bends(comparison: GroupComparison, by: str, words: Translator) -> go.Figure:
    """Draw each group's bend with its interval; one is a straight line. ``customdata`` is (group,)."""
    found = {one.group: one.pooled_gamma or one.curve.fit.gamma for one in comparison.groups
             if one.group in comparison.compared}
    names = [str(one) for one in theme.order_of(by, list(found))][::-1]
    # A group has the colour of its curve.
    curves = _drawn_groups(comparison, by)
    others = [one for one in names if one not in curves]
    places = {name: place for place, name in enumerate([*curves, *others])}
    bounds = [end for one in found.values() for end in (one.low, one.estimate, one.high) if end]
    left, right = min(*bounds, 0.4) / 1.2, min(max(*bounds, 2.5), 12.0) * 1.2
    figure = Drawing(
        height=max(220, 120 + 44 * len(names)), margin=dict(t=40),
        xaxis=dict(type="log", title=words("satisfaction_loyalty.axis_bend"),
                   tickvals=[0.1, 0.3, 1, 3, 10], tickangle=0,
                   range=[math.log10(left), math.log10(right)]))
    figure.add_vline(x=1, line=dict(color=theme.CONTEXT, dash="dash"))
    # On a logarithmic axis shapes are placed by value, annotations by its logarithm.
    figure.add_annotation(x=0, y=1, yref="paper", yanchor="bottom", showarrow=False,
                          text=words("satisfaction_loyalty.straight_line"))
    figure.add_scatter(
        mode="markers", y=[words.value(by, name) for name in names],
        x=[found[name].estimate for name in names],
        error_x=_arms([Estimate(one.n, one.estimate, one.low or left, one.high or right)
                       for one in (found[name] for name in names)], theme.CONTEXT, 2),
        marker=dict(size=12, color=[theme.colour(by, name, places[name]) for name in names]),
        customdata=[[name] for name in names],
        hovertext=[bend(found[name], words) for name in names],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    return figure.drawn()


def worth_of_a_point(result: SatisfactionLoyalty, words: Translator, currency: str) -> go.Figure:
    """Draw what each further point goes with in money per customer. ``customdata`` is the lower scores."""
    worth = result.worth
    steps = step_names(result.curve)[:len(worth)]
    estimates = [one.per_customer for one in worth]
    ends = [end for one in estimates for end in (one.low, one.estimate, one.high) if end is not None]
    axis = money_ticks(ends, words, currency)
    figure = Drawing(height=340, yaxis=dict(**axis, title=words("satisfaction_loyalty.axis_worth")),
                     xaxis=dict(title=words("satisfaction_loyalty.axis_step"), type="category"))
    figure.add_hline(y=0, line=dict(color=theme.CONTEXT, width=1))
    figure.add_bar(
        x=steps, y=[one.estimate for one in estimates], width=0.5,
        marker=dict(color=[theme.KEPT if (one.low or 0) > 0 else theme.faded(theme.KEPT, theme.PALE_OPACITY)
                           for one in estimates], line=dict(color=theme.KEPT, width=2)),
        error_y=_arms(estimates, theme.CONTEXT, 2),
        customdata=[list(level.scores) for level in result.curve.levels[:len(worth)]],
        hovertext=[money_interval(one, words, currency) for one in estimates],
        hovertemplate="%{x}<br>%{hovertext}<extra></extra>")
    return figure.drawn()


def step_names(curve: SatisfactionCurve) -> list[str]:
    """Name the steps between levels; merged levels by all their scores."""
    names = ["–".join(str(score) for score in level.scores) for level in curve.levels]
    return [f"{lower} → {upper}" for lower, upper in pairwise(names)]


def bend(gamma: Estimate, words: Translator) -> str:
    """Say a bend with its interval; an open end is infinity or nought."""
    if gamma.estimate is None:
        return words.number(None)
    return words("satisfaction_loyalty.bend", estimate=words.number(gamma.estimate, 1),
                 interval=bend_interval(gamma, words))


def bend_interval(gamma: Estimate, words: Translator) -> str:
    """Say the interval of a bend; an open end is infinity or nought."""
    low = "0" if gamma.low is None else words.number(gamma.low, 1)
    high = "∞" if gamma.high is None else words.number(gamma.high, 1)
    return f"{low}–{high}"


def money_interval(figure: Estimate, words: Translator, currency: str) -> str:
    """Say an amount with its interval."""
    if figure.low is None or figure.high is None:
        return words.money(figure.estimate, currency)
    return words("satisfaction_loyalty.with_interval", estimate=words.money(figure.estimate, currency),
                 low=words.money(figure.low, currency), high=words.money(figure.high, currency))


def _drawn_groups(comparison: GroupComparison, by: str) -> list[str]:
    """Return the groups whose curves are drawn, in their order."""
    asked = {one.group: one.curve.n for one in comparison.groups if one.curve.n}
    largest = sorted(asked, key=lambda name: -asked[name])[:MOST_GROUPS]
    return [str(one) for one in theme.order_of(by, [name for name in asked if name in largest])]


def _zones(figure: Drawing, words: Translator) -> None:
    for zone, start, end, colour in ZONES:
        figure.add_shape(type="rect", x0=start, x1=end, y0=0, y1=1, yref="y domain", layer="below",
                         line_width=0, fillcolor=theme.faded(colour, ZONE_OPACITY))
        # The last zone is narrow: on a phone its name needs the room up to the edge.
        last = zone == ZONES[-1][0]
        figure.add_annotation(x=end if last else (start + end) / 2, xanchor="right" if last else "center",
                              y=1, yref="y domain", yanchor="top", showarrow=False,
                              text=words(f"satisfaction_loyalty.zone.{zone}"))


def _fitted(figure: Drawing, curve: SatisfactionCurve, words: Translator) -> None:
    if not curve.bands:
        return
    x = [point.score for point in curve.bands]
    bent = curve.fit.form not in ("flat", "none")
    figure.add_scatter(
        x=[*x, *reversed(x)], mode="lines", line=dict(width=0), fill="toself", hoverinfo="skip",
        y=[*(point.high for point in curve.bands), *(point.low for point in reversed(curve.bands))],
        fillcolor=theme.faded(theme.KEPT, 0.18), name=words("satisfaction_loyalty.band"))
    figure.add_scatter(x=x, y=[point.line for point in curve.bands], mode="lines", hoverinfo="skip",
                       line=dict(color=theme.CONTEXT, dash="dash", width=2),
                       name=words("satisfaction_loyalty.straight_line"))
    if bent:
        figure.add_scatter(x=x, y=[point.curve for point in curve.bands], mode="lines", hoverinfo="skip",
                           line=dict(color=theme.KEPT, width=3),
                           name=words("satisfaction_loyalty.power_curve"))


def _isotonic(figure: Drawing, levels: list[Level], words: Translator) -> None:
    figure.add_scatter(x=[level.score for level in levels], y=[level.isotonic for level in levels],
                       mode="lines", line=dict(color=theme.CAUTION, dash="dot", width=1.5), hoverinfo="skip",
                       name=words("satisfaction_loyalty.isotonic"))


def _adjusted(figure: Drawing, adjusted: AdjustedCurve, words: Translator) -> None:
    levels = [level for level in adjusted.levels if level.adjusted.state != "suppressed"]
    figure.add_scatter(
        mode="markers", x=[level.score + 0.08 for level in levels],
        y=[level.adjusted.estimate for level in levels],
        error_y=_arms([level.adjusted for level in levels], theme.WON_BACK, 2),
        marker=dict(size=11, symbol="diamond", color=theme.WON_BACK),
        name=words("satisfaction_loyalty.adjusted"),
        customdata=[list(level.scores) for level in levels],
        hovertext=[words.rate(level.adjusted) for level in levels],
        hovertemplate="%{hovertext}<extra></extra>")


def _points(figure: Drawing, levels: list[Level], words: Translator, *, faded: bool) -> None:
    rates = [level.rate for level in levels]
    figure.add_scatter(
        mode="markers", x=[level.score for level in levels], y=[one.estimate for one in rates],
        error_y=_arms(rates, theme.KEPT, 2), marker=_marker(rates, theme.KEPT, 12),
        opacity=theme.PALE_OPACITY if faded else 1.0, name=words("satisfaction_loyalty.levels"),
        customdata=[list(level.scores) for level in levels],
        hovertext=[_hover(level, words) for level in levels], hovertemplate="%{hovertext}<extra></extra>")


def _drawn(fit: Fit) -> tuple[list[float], list[float]]:
    """Return the fitted curve from its parameters; nothing where there is none."""
    if fit.form == "none" or fit.at_lowest is None or fit.at_highest is None:
        return [], []
    u = np.linspace(0, 1, 33)
    y = fit.at_lowest + (fit.at_highest - fit.at_lowest) * u ** (fit.gamma.estimate or 1.0)
    return (1 + 4 * u).tolist(), y.tolist()


def _marker(rates: list[Estimate], colour: str, size: int) -> dict[str, object]:
    return dict(size=size, color=colour, line=dict(width=2, color=colour),
                symbol=thin_symbols([one.state for one in rates]))


def _arms(estimates: list[Estimate], colour: str, thickness: float) -> dict[str, object]:
    return dict(type="data", symmetric=False, color=colour, thickness=thickness, width=4,
                array=[_gap(one.high, one.estimate) for one in estimates],
                arrayminus=[_gap(one.estimate, one.low) for one in estimates])


def _gap(upper: float | None, lower: float | None) -> float:
    return 0.0 if upper is None or lower is None else upper - lower


def _reach(curve: SatisfactionCurve, shown: list[Level],
           adjusted: AdjustedCurve | None) -> tuple[float, float]:
    lows = [level.rate.low or 0.0 for level in shown] + [point.low for point in curve.bands]
    lows += [level.adjusted.low or 0.0 for level in adjusted.levels] if adjusted else []
    # A little below nought, or a point there would be cut in half.
    low = _floor(min(lows, default=0.0)) or -0.04
    # Room above a hundred per cent for the names of the zones.
    return low, 1 + 0.12 * (1 - low)


def _floor(lowest: float) -> float:
    return max(math.floor((lowest - 0.02) * 10) / 10, 0.0)


def _hover(level: Level, words: Translator) -> str:
    return words("satisfaction_loyalty.hover", score=words.listing([str(one) for one in level.scores]),
                 rate=words.rate(level.rate))
