"""Charts of lost customers: which causes, which sizes, what was seen before."""

from __future__ import annotations

from typing import Any, Literal

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import thin_symbols
from analytics.charts.margins import in_lines
from analytics.i18n import Translator
from analytics.metrics.lost_customers import LostCustomers, LostRow

Measure = Literal["customers", "value"]

#: Pixels of a precursor's name beneath its column, where there is room for it.
NAME_WIDTH = 110.0


def causes_by_size(result: LostCustomers, words: Translator, currency: str,
                   measure: Measure = "customers") -> go.Figure:
    """Stack customers or value lost by size within each class of cause, the costliest on top.

    Needs the breakdown ``("cause_class", "size")``. A point's ``customdata`` is (cause class, size).
    """
    rows = result.rows["cause_class", "size"]
    totals: dict[Any, float] = {}
    for row in rows:
        totals[row.group[0]] = totals.get(row.group[0], 0) + _measured(row, measure)
    classes = [one for one in sorted(totals, key=lambda one: totals[one]) if totals[one] > 0]
    labels = {one: words.value("cause_class", one) for one in classes}
    sizes = theme.order_of("size", list(dict.fromkeys(row.group[1] for row in rows)))
    figure = Drawing(height=max(260, 64 + 38 * len(classes)), barmode="stack", showlegend=len(sizes) > 1,
                     xaxis=dict(title=_axis(words, currency, measure)), margin=dict(t=36, r=60))
    for place, size in enumerate(sizes):
        found = {row.group[0]: row for row in rows if row.group[1] == size}
        shown = [found.get(one) for one in classes]
        figure.add_bar(
            orientation="h", name=words.value("size", size), y=[labels[one] for one in classes],
            x=[_scaled(row, measure) if row else 0 for row in shown],
            marker_color=theme.colour("size", size, place),
            customdata=[[one, size] for one in classes],
            hovertext=[_hover(row, words, currency) if row else "" for row in shown],
            hovertemplate="%{y} · %{fullData.name}<br>%{hovertext}<extra></extra>")
    for one in classes:
        figure.add_annotation(
            y=labels[one], x=totals[one] / (100 if measure == "value" else 1), xanchor="left",
            showarrow=False, xshift=4, text=_total(totals[one], words, currency, measure))
    return figure.drawn()


def churn_by_group(result: LostCustomers, words: Translator, dimension: str) -> go.Figure:
    """Draw the churn rate of every group of one dimension with its 95 % interval.

    Needs the breakdown ``(dimension,)``. Suppressed groups are left out, thin ones hollow; the
    line is everyone. A point's ``customdata`` is (value,).
    """
    rows = [row for row in result.rows[dimension,] if row.churn_rate.state != "suppressed"]
    order = theme.order_of(dimension, [row.group[0] for row in rows])
    rows = sorted(rows, key=lambda row: order.index(row.group[0]), reverse=True)
    figure = Drawing(height=max(180, 80 + 36 * len(rows)), margin=dict(t=24),
                     xaxis=dict(title=words("columns.churn_rate"), tickformat=".0%", rangemode="tozero"))
    figure.add_scatter(
        mode="markers", y=[words.value(dimension, row.group[0]) for row in rows],
        x=[row.churn_rate.estimate for row in rows],
        error_x=dict(type="data", symmetric=False, color=theme.CONTEXT, thickness=2, width=5,
                     array=[(row.churn_rate.high or 0) - (row.churn_rate.estimate or 0) for row in rows],
                     arrayminus=[(row.churn_rate.estimate or 0) - (row.churn_rate.low or 0) for row in rows]),
        marker=dict(size=12, color=theme.LOST, line=dict(color=theme.LOST, width=2),
                    symbol=thin_symbols([row.churn_rate.state for row in rows])),
        customdata=[[row.group[0]] for row in rows],
        hovertext=[words.rate(row.churn_rate) for row in rows],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    if result.total.churn_rate.estimate is not None:
        figure.add_vline(x=result.total.churn_rate.estimate, line=dict(color=theme.CONTEXT, dash="dot"),
                         text=words("lost_customers.everyone"))
    return figure.drawn()


def cause_against_precursor(result: LostCustomers, words: Translator) -> go.Figure:
    """Cross what customers said with what was seen in the records before they left.

    Needs the breakdown ``("cause_class", "precursor")``. Columns are numbered over their names, as a narrow
    screen has room for the number only: `precursor_numbers` says which is which. A point's ``customdata``
    is (cause class, precursor).
    """
    rows = [row for row in result.rows["cause_class", "precursor"] if row.lost]
    causes = _by_total(rows, 0)
    precursors = _precursors(rows)
    found = {(row.group[0], row.group[1]): row.lost for row in rows}
    counts = [[found.get((cause, precursor), 0) for precursor in precursors] for cause in reversed(causes)]
    places = list(range(len(precursors)))
    seen = _named(precursors, words)
    names = [words.value("cause_class", one) for one in reversed(causes)]
    figure = Drawing(
        height=max(260, 120 + 34 * len(causes)),
        xaxis=dict(title=words("columns.precursor"), side="bottom", tickangle=0, automargin=False,
                   tickvals=places, ticktext=[f"{place + 1}<br>{(in_lines([name], NAME_WIDTH) or [name])[0]}"
                                              for place, name in zip(places, seen, strict=True)]))
    figure.add_heatmap(
        z=counts, x=places, y=names, colorscale=[list(step) for step in theme.RATE_SCALE], showscale=False,
        xgap=2, ygap=2, texttemplate="%{z}", textfont_size=10, hoverinfo="skip")
    # A heat map cannot be clicked; squares over its cells can.
    cells = [(row, column) for row in range(len(causes)) for column in places]
    figure.add_scatter(
        mode="markers", x=[column for _, column in cells], y=[names[row] for row, _ in cells],
        marker=dict(symbol="square", size=20, opacity=0.0, color=theme.CONTEXT),
        customdata=[[causes[-1 - row], precursors[column]] for row, column in cells],
        hovertext=[f"{names[row]} · {seen[column]}: {words.number(counts[row][column])}"
                   for row, column in cells], hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def precursor_numbers(result: LostCustomers, words: Translator) -> str:
    """Say which precursor stands in which column of `cause_against_precursor`."""
    rows = [row for row in result.rows["cause_class", "precursor"] if row.lost]
    return words.listing([words("lost_customers.chart.precursor_number", n=place, name=name)
                          for place, name in enumerate(_named(_precursors(rows), words), start=1)])


def _precursors(rows: list[LostRow]) -> list[Any]:
    """Return the columns, the most frequent on the right."""
    return _by_total(rows, 1)[::-1]


def _named(precursors: list[Any], words: Translator) -> list[str]:
    return [words.value("precursor", one) for one in precursors]


def _by_total(rows: list[LostRow], place: int) -> list[Any]:
    totals: dict[Any, int] = {}
    for row in rows:
        totals[row.group[place]] = totals.get(row.group[place], 0) + row.lost
    return sorted(totals, key=lambda one: -totals[one])


def _measured(row: LostRow, measure: Measure) -> float:
    return row.value_lost if measure == "value" else row.lost


def _scaled(row: LostRow, measure: Measure) -> float:
    return row.value_lost / 100 if measure == "value" else row.lost


def _axis(words: Translator, currency: str, measure: Measure) -> str:
    return words("lost_customers.axis_value", currency=currency) if measure == "value" else \
        words("lost_customers.axis_customers")


def _total(total: float, words: Translator, currency: str, measure: Measure) -> str:
    return words.money(total, currency) if measure == "value" else words.number(total)


def _hover(row: LostRow, words: Translator, currency: str) -> str:
    return words("lost_customers.hover", lost=words.number(row.lost),
                 value=words.money(row.value_lost, currency))
