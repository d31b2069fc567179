"""Charts of the staff chain: branches against themselves, the lags, and the three things over time."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks, time_ticks
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.staff import BranchQuarter, Staff
from analytics.models.staff_chain import Lag, StaffChain


def within_branches(result: StaffChain, words: Translator) -> go.Figure:
    """Draw each branch and quarter by how staff and customers deviate from the usual, with the slope.

    A mark is the larger the more customers answered. A point's ``customdata`` is (branch, first day of
    the quarter as ISO text).
    """
    points = result.points
    drawing = Drawing(
        height=380,
        xaxis=dict(title=words("staff.axis_staff"), zeroline=True, zerolinecolor=theme.CONTEXT),
        yaxis=dict(title=words("staff.axis_customers"), zeroline=True, zerolinecolor=theme.CONTEXT,
                   rangemode="normal"))
    drawing.add_scatter(
        x=[one.staff for one in points], y=[one.customers for one in points], mode="markers",
        marker=dict(color=theme.KEPT, opacity=0.55,
                    size=[4 + min(one.answers, 100) ** 0.5 for one in points]),
        customdata=[[one.branch, one.quarter.isoformat()] for one in points],
        hovertext=[words("staff.hover_point", branch=one.branch, quarter=words.month(one.quarter),
                         staff=words.signed(one.staff, 2), customers=words.signed(one.customers, 2),
                         n=words.number(one.answers)) for one in points],
        hovertemplate="%{hovertext}<extra></extra>")
    slope = result.link("staff_to_customers")
    if slope is not None and slope.slope.estimate is not None and points:
        ends = [min(one.staff for one in points), max(one.staff for one in points)]
        for factor, look in ((slope.slope.estimate, dict(color=theme.LOST, width=2)),
                             (slope.slope.low, dict(color=theme.LOST, width=1, dash="dot")),
                             (slope.slope.high, dict(color=theme.LOST, width=1, dash="dot"))):
            drawing.add_scatter(x=ends, y=[(factor or 0.0) * end for end in ends], mode="lines", line=look,
                               hoverinfo="skip")
    return drawing.drawn()


def lag_slopes(result: StaffChain, words: Translator) -> go.Figure:
    """Draw the slope of each lag with its interval; the placebo is hollow and grey."""
    shown = [one for one in result.lags if one.slope is not None]
    drawing = Drawing(
        height=300, xaxis=dict(title=words("staff.axis_lag"), dtick=1, showgrid=False),
        yaxis=dict(title=words("staff.axis_slope_short"), zeroline=True, zerolinecolor=theme.CONTEXT,
                   rangemode="normal"))
    for placebo, colour, symbol in ((True, theme.CONTEXT, "diamond-open"), (False, theme.KEPT, "circle")):
        lags = [one for one in shown if (one.quarters < 0) == placebo]
        slopes = [one.slope.slope for one in lags if one.slope is not None]
        drawing.add_scatter(
            x=[one.quarters for one in lags], text=[lag_name(one, words) for one in lags],
            y=[one.estimate for one in slopes], mode="markers",
            marker=dict(color=colour, symbol=symbol, size=10),
            error_y=dict(type="data", symmetric=False, color=colour, thickness=1.5,
                         array=[(one.high or 0) - (one.estimate or 0) for one in slopes],
                         arrayminus=[(one.estimate or 0) - (one.low or 0) for one in slopes]),
            hovertext=[words("staff.hover_lag", slope=words.signed(one.estimate, 2),
                             low=words.signed(one.low, 2), high=words.signed(one.high, 2),
                             n=words.number(one.n)) for one in slopes],
            hovertemplate="%{text}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def lag_name(lag: Lag, words: Translator) -> str:
    """Return how many quarters earlier staff were asked, in words."""
    if lag.quarters < 0:
        return words("staff.lag.after")
    if lag.quarters == 0:
        return words("staff.lag.same")
    return words("staff.lag.before_one") if lag.quarters == 1 else words("staff.lag.before", n=lag.quarters)


def known_quarters(result: Staff) -> list[BranchQuarter]:
    """Return the company's complete quarters from the first in which staff or customers were asked."""
    complete = [one for one in result.company if one.complete]
    asked = [place for place, one in enumerate(complete) if one.staff.n or one.satisfaction.n]
    return complete[asked[0]:] if asked else []


def three_things(result: Staff, words: Translator, currency: str) -> go.Figure:
    """Draw customer satisfaction, staff satisfaction and revenue, one above the other, by quarter."""
    quarters = known_quarters(result)
    days = [one.quarter for one in quarters]
    panels = ((0.70, 1.0), (0.36, 0.64), (0.0, 0.30))
    axes: dict[str, object] = {}
    for number, domain in zip(("", "2", "3"), panels, strict=True):
        axes[f"xaxis{number}"] = dict(anchor=f"y{number}", matches="x" if number else None,
                                      showticklabels=number == "3", **time_ticks(days))
        axes[f"yaxis{number}"] = dict(anchor=f"x{number}", domain=domain, nticks=4, rangemode="normal")
    revenue = [one.revenue for one in quarters]
    axes["yaxis3"] = {**dict(anchor="x3", domain=panels[2], rangemode="tozero"),
                      **money_ticks(revenue, words, currency, most=3)}
    drawing = Drawing(height=520, margin=dict(t=24), **axes)
    for name, domain in zip(("customers", "staff", "cash"), panels, strict=True):
        drawing.add_annotation(
            text=f"<b>{words(f'staff.thing.{name}')}</b>", x=0, xref="paper", y=domain[1], yref="paper",
            xanchor="left", yanchor="bottom", showarrow=False)
    banded = [one for one in quarters
              if one.satisfaction.low is not None and one.satisfaction.state != "suppressed"]
    drawing.add_scatter(
        x=[*(one.quarter for one in banded), *(one.quarter for one in reversed(banded))],
        y=[*(one.satisfaction.high for one in banded), *(one.satisfaction.low for one in reversed(banded))],
        mode="lines", line=dict(width=0), fill="toself", fillcolor=theme.faded(theme.KEPT), hoverinfo="skip")
    lines = (
        ("", theme.KEPT, [one.satisfaction.estimate if one.satisfaction.state != "suppressed" else None
                          for one in quarters], [words.number(one.satisfaction.n) for one in quarters]),
        ("2", theme.WON_BACK, [one.staff.estimate for one in quarters],
         [words.number(one.staff.n) for one in quarters]))
    for number, colour, values, answers in lines:
        drawing.add_scatter(
            x=days, y=values, mode="lines+markers", line=dict(color=colour, width=2), xaxis=f"x{number}",
            yaxis=f"y{number}", hovertext=[
                words("staff.hover_mean", mean=words.number(value, 2), n=n)
                for value, n in zip(values, answers, strict=True)],
            hovertemplate="%{x|%Y-%m}<br>%{hovertext}<extra></extra>")
    drawing.add_bar(x=days, y=revenue, marker_color=theme.CONTEXT, xaxis="x3", yaxis="y3",
                   hovertext=[words.money(one, currency) for one in revenue],
                   hovertemplate="%{x|%Y-%m}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()
