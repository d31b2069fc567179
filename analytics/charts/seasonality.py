"""Charts of the season: the index of each month of the year, and months of trade beside what was expected."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT, money_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.metrics.seasonality import Seasonality


def month_name(month_of_year: int, words: Translator) -> str:
    """Name a month of the year, 1 to 12."""
    return words(f"patterns.month.{month_of_year}")


def season_index(result: Seasonality, words: Translator) -> go.Figure:
    """Draw the index of each month of the year with its interval, the average month as a line.

    A point's ``customdata`` is its month of the year.
    """
    names = [words(f"patterns.month_short.{place}") for place in range(1, len(result.index) + 1)]
    highest = max((one.high or 0.0 for one in result.index), default=1.0)
    drawing = Drawing(
        # A phone has room for every other month.
        height=380, xaxis=dict(type="category", title=words("patterns.axis_month"), tickangle=0,
                               tickvals=names[::2], ticktext=names[::2]),
        yaxis=dict(title=words("patterns.axis_index"), tickformat=".0%", range=[0, max(highest * 1.05, 1.1)]))
    drawing.add_bar(x=names, y=[one.estimate for one in result.index], hoverinfo="skip",
                    marker=dict(color=[theme.KEPT if (one.low or 0) > 1 else theme.LOST if (one.high or 2) < 1
                                       else theme.CONTEXT for one in result.index], opacity=0.55))
    add_points(
        drawing, names, result.index, colour=theme.CONTEXT, size=5, horizontal=False,
        customdata=[[place] for place in range(1, len(names) + 1)],
        hover=[words("patterns.hover_index", month=month_name(place, words), n=one.n,
                     index=words.percent(one.estimate, 0), interval=words.interval(one, 0))
               for place, one in enumerate(result.index, start=1)])
    drawing.add_hline(y=1.0, line=dict(color=theme.CONTEXT, dash="dot", width=1.5))
    return drawing.drawn()


def season_months(result: Seasonality, words: Translator, currency: str) -> go.Figure:
    """Draw each month of trade, and what trend and season give for it.

    A bar's ``customdata`` is (first day of the month as ISO text,).
    """
    days = [one.month for one in result.months]
    amounts = [getattr(one, result.measure) for one in result.months]

    def told(amount: float) -> str:
        return words.money(amount, currency) if result.measure == "revenue" else words.number(amount)

    axis: dict[str, object] = dict(rangemode="tozero")
    if result.measure == "revenue":
        axis |= money_ticks([*amounts, *result.expected], words, currency)
    drawing = Drawing(height=320, showlegend=bool(result.expected), margin=dict(t=40),
                      xaxis=dict(tickformat=MONTH_FORMAT), yaxis=axis)
    drawing.add_bar(x=days, y=amounts, name=words("patterns.series.made"), marker_color=theme.CONTEXT,
                    customdata=[[day.isoformat()] for day in days],
                    hovertext=[f"{words.month(day)}<br>{told(amount)}"
                               for day, amount in zip(days, amounts, strict=True)],
                    hovertemplate="%{hovertext}<extra></extra>")
    if result.expected:
        drawing.add_scatter(x=days, y=list(result.expected), mode="lines",
                            name=words("patterns.series.expected"),
                            line=dict(color=theme.KEPT, width=2.5), hoverinfo="skip")
    return drawing.drawn()
