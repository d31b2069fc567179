"""Charts of the key drivers: importance and performance, stated beside behaviour, penalty and reward."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.models.key_drivers import Driver, KeyDrivers
from analytics.statistics.estimate import Estimate

#: Colour and shape of each place on the map; what cannot be placed is pale.
PLACES = {"improve": (theme.LOST, "diamond"), "keep": (theme.KEPT, "circle"),
          "watch": (theme.CAUTION, "square"), "enough": (theme.WON_BACK, "triangle-up"),
          "unclear": (theme.CONTEXT, "circle-open")}
#: Drivers no further apart than this share of the width could stand in each other's names.
CLOSE = 0.3


def importance_performance(result: KeyDrivers, words: Translator) -> go.Figure:
    """Place every driver by how well it is done and how much it matters, with 95 % intervals.

    The lines are the average driver. A point's ``customdata`` is (question,).
    """
    drivers = result.drivers
    done = [_done(one) for one in drivers] or [0.0]
    span = max(max(done) - min(done), 0.05)
    drawing = Drawing(
        height=440, showlegend=True, margin=dict(t=40),
        # On the right there is room for the name of the one done best.
        xaxis=dict(title=words("key_drivers.axis_performance"), tickformat=".0%", tickangle=0, nticks=5,
                   range=[min(done) - 0.1 * span, max(done) + 0.35 * span]),
        yaxis=dict(title=words("key_drivers.axis_importance"), tickformat=".0%"))
    for place, (colour, symbol) in PLACES.items():
        shown = [one for one in drivers if one.quadrant == place]
        if not shown:
            continue
        drawing.add_scatter(
            x=[one.performance.estimate for one in shown], y=[one.importance.estimate for one in shown],
            mode="markers+text", name=words(f"key_drivers.place.{place}"),
            text=[words.value("question", one.question) for one in shown], cliponaxis=False,
            textposition=[_beside(one, drivers) for one in shown],
            marker=dict(color=colour, symbol=symbol, size=11),
            error_x=_bars([one.performance for one in shown]),
            error_y=_bars([one.importance for one in shown]), customdata=[[one.question] for one in shown],
            hovertext=[words("key_drivers.hover", performance=words.rate(one.performance),
                             importance=words.percent(one.importance.estimate),
                             interval=words.interval(one.importance)) for one in shown],
            hovertemplate="%{text}<br>%{hovertext}<extra></extra>")
    if drivers:
        drawing.add_vline(sum(done) / len(drivers), dict(color=theme.CONTEXT, dash="dot"))
        drawing.add_hline(1 / len(drivers), dict(color=theme.CONTEXT, dash="dot"))
    return drawing.drawn()


def _beside(driver: Driver, drivers: Sequence[Driver]) -> str:
    """Return where a driver's name stands: away from the average and from the nearest name on its side."""
    side, width = _side(driver, drivers), _width(drivers)
    near = [one for one in drivers if one is not driver and _side(one, drivers) == side
            and abs(_done(one) - _done(driver)) < CLOSE * width]
    height = driver.importance.estimate or 0.0
    nearest = min(((one.importance.estimate or 0.0) - height for one in near), key=abs, default=0.0)
    return f"{'top' if nearest <= 0 else 'bottom'} {side}"


def _side(driver: Driver, drivers: Sequence[Driver]) -> str:
    """Return to which side a name leads: most drivers lie around the average; nothing goes over the edge."""
    average = sum(map(_done, drivers)) / len(drivers)
    edge = min(map(_done, drivers)) + _width(drivers) / 4
    return "left" if edge < _done(driver) < average else "right"


def _done(driver: Driver) -> float:
    return driver.performance.estimate or 0.0


def _width(drivers: Sequence[Driver]) -> float:
    return max(map(_done, drivers)) - min(map(_done, drivers))


def stated_and_behaviour(results: Sequence[KeyDrivers], words: Translator) -> go.Figure:
    """Draw each driver's share of what is explained of satisfaction and of staying, with 95 % intervals."""
    order = [one.question for one in results[0].drivers][::-1]
    labels = [words.value("question", question) for question in order]
    drawing = Drawing(height=max(260, 100 + 40 * len(order)), showlegend=len(results) > 1, margin=dict(t=36),
                      xaxis=dict(title=words("key_drivers.axis_importance"), tickformat=".0%"),
                      yaxis=dict(showgrid=True))
    for place, (result, colour, symbol) in enumerate(
            zip(results, (theme.KEPT, theme.LOST), ("circle", "diamond"), strict=False)):
        found = {one.question: one.importance for one in result.drivers}
        shown = [found.get(question, Estimate(0, None)) for question in order]
        # A little above and below the driver's own line, so that the intervals do not hide each other.
        shift = 0.12 if len(results) > 1 and place == 0 else -0.12 if len(results) > 1 else 0.0
        drawing.add_scatter(
            x=[one.estimate for one in shown], y=[row + shift for row in range(len(order))], mode="markers",
            name=words(f"key_drivers.outcome.{result.outcome}"), error_x=_bars(shown),
            marker=dict(color=colour, symbol=symbol, size=10), customdata=[[question] for question in order],
            hovertext=[f"{label}: {words.percent(one.estimate)} ({words.interval(one)})"
                       for label, one in zip(labels, shown, strict=True)],
            hovertemplate="%{hovertext}<extra>%{fullData.name}</extra>")
    drawing.layout["yaxis"] = dict(tickvals=list(range(len(order))), ticktext=labels, rangemode="normal")
    return drawing.drawn()


def penalty_and_reward(result: KeyDrivers, words: Translator) -> go.Figure:
    """Draw what a low score costs and a top score earns, against the middle, with 95 % intervals."""
    drivers = sorted(result.drivers, key=lambda one: one.penalty.estimate or 0.0, reverse=True)
    labels = [words.value("question", one.question) for one in drivers]
    drawing = Drawing(height=max(260, 100 + 38 * len(drivers)), showlegend=True, barmode="overlay",
                      margin=dict(t=36), xaxis=dict(title=words("key_drivers.axis_points"), zeroline=True,
                                                    zerolinecolor=theme.CONTEXT), yaxis=dict(showgrid=False))
    for name, colour, found in (("penalty", theme.LOST, [one.penalty for one in drivers]),
                                ("reward", theme.WON_BACK, [one.reward for one in drivers])):
        drawing.add_bar(
            orientation="h", y=labels, x=[one.estimate for one in found], name=words(f"key_drivers.{name}"),
            marker=dict(color=colour), error_x=_bars(found),
            hovertext=[words("key_drivers.points", value=words.signed(one.estimate, 2),
                             low=words.signed(one.low, 2), high=words.signed(one.high, 2)) for one in found],
            hovertemplate="%{y} · %{fullData.name}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def _bars(found: Sequence[Estimate]) -> dict[str, object]:
    return dict(type="data", symmetric=False, color=theme.CONTEXT, thickness=1.2,
                array=[(one.high or 0.0) - (one.estimate or 0.0) for one in found],
                arrayminus=[(one.estimate or 0.0) - (one.low or 0.0) for one in found])
