"""Where a chart's marks lie, as shares of its plot, and its table in words: what a page needs to draw it."""

from __future__ import annotations

import math
import re
from typing import Any

from analytics.i18n import Translator
from analytics.reports.board_report.parts import Chart, Series, in_words, shown
from analytics.statistics.estimate import Estimate

#: Marks on the axis of values, about; amounts along lying bars need more room.
TICKS, AMOUNTS = 5, 3
#: Names along a chart that stands, at most, and where its table stands beside it.
NAMES, NARROW_NAMES = 8, 5
#: Categories that a chart beside its table has room for.
NARROW = 12
_ZEROS = re.compile(r"[.,]0+(?=\D|$)")
#: Steps between ticks, by their leading figures.
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def placed(chart: Chart, words: Translator, currency: str) -> dict[str, Any]:
    """Return everything drawn of a chart, ends of the axis being 0 and 1.

    Parameters
    ----------
    chart : Chart
    words : Translator
    currency : str

    Returns
    -------
    dict
        ``kind``, ``wide``, ``zero``, ``ticks`` (at, label), ``names`` (of categories; empty where one is
        passed over for room), ``series`` (name, colour, points: from, to, low, high, thin, label; or none).
    """
    marks = ticks_of(chart)
    lowest, highest = marks[0], marks[-1]

    def at(value: float) -> float:
        return round((value - lowest) / (highest - lowest), 5)

    room = NAMES if wide(chart) else NARROW_NAMES
    every = 1 if chart.kind == "bars" else math.ceil(len(chart.categories) / room)
    return {
        "kind": chart.kind, "wide": wide(chart), "zero": at(min(max(0.0, lowest), highest)),
        "ticks": [{"at": at(one), "label": _short(one, chart, words, currency)} for one in marks],
        "names": [name if (len(chart.categories) - 1 - place) % every == 0 else ""
                  for place, name in enumerate(chart.categories)],
        "series": [{"name": series.name, "colour": series.colour,
                    "points": _points(chart, place, at, words, currency)}
                   for place, series in enumerate(chart.series)]}


def wide(chart: Chart) -> bool:
    """Say whether a chart takes the whole width, its table below it."""
    intervals = sum(not series.certain for series in chart.series)
    return len(chart.categories) > NARROW or intervals > 1 or len(chart.series) > 2


def _points(chart: Chart, place: int, at: Any, words: Translator, currency: str) -> list[Any]:
    found: list[Any] = []
    for number, point in enumerate(chart.series[place].points):
        figure = shown(point)
        if figure is None:
            found.append(None)
            continue
        # What stands on others begins where the last of the same sign ends.
        before = [shown(series.points[number]) or 0.0 for series in chart.series[:place]]
        under = sum(one for one in before if (one < 0) == (figure < 0)) if chart.kind == "stacked" else 0.0
        found.append({
            "from": at(under), "to": at(under + figure), "thin": point.state == "thin",
            "low": None if point.low is None else at(point.low),
            "high": None if point.high is None else at(point.high),
            "label": in_words(figure, chart.measure, words, currency)})
    return found


def ticks_of(chart: Chart) -> list[float]:
    """Return the marks of the axis of values; its ends are the first and the last of them.

    Whatever has a length begins at nought; a line may begin higher.
    """
    ends = [one for series in chart.series for point in series.points for one in _ends(point)]
    if chart.kind == "stacked":
        for number in range(len(chart.categories)):
            figures = [shown(series.points[number]) or 0.0 for series in chart.series]
            ends += [sum(one for one in figures if one > 0), sum(one for one in figures if one < 0)]
    if chart.kind != "line" or not ends:
        ends.append(0.0)
    low, high = min(ends), max(ends)
    if high - low < 1e-12:
        high = low + (1.0 if chart.measure != "percent" else 0.1)
    rough = (high - low) / (AMOUNTS if chart.kind == "bars" and chart.measure == "money" else TICKS)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough - 1e-12)
    if chart.measure == "number":
        step = max(step, 1.0)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if chart.measure == "percent" and high <= 1.0:
        last = min(last, math.ceil(1.0 / step - 1e-9))
    return [round(number * step, 10) for number in range(first, last + 1)]


def _ends(point: Estimate) -> list[float]:
    return [] if shown(point) is None else [
        one for one in (point.estimate, point.low, point.high) if one is not None]


def _short(value: float, chart: Chart, words: Translator, currency: str) -> str:
    if chart.measure == "percent":
        return words.percent(value, 0 if abs(100 * value - round(100 * value)) < 1e-6 else 1)
    return _ZEROS.sub("", in_words(value, chart.measure, words, currency))


def table_of(chart: Chart, words: Translator, currency: str) -> tuple[list[str], list[list[str]]]:
    """Return a chart's figures in words: heads, and a row for each category.

    An interval stands in brackets behind its figure. Where all figures of a series rest on the same number
    of observations its head says so; else n has a column of its own, or stands behind the interval where
    several series have one.
    """
    varied = [series for series in chart.series if not series.certain and _same_n(series) is None]
    single = varied[0] if len(varied) == 1 else None
    heads = [chart.head, *(series.name if (n := _same_n(series)) is None else words(
        "board_report.with_n", name=series.name, n=f"n = {words.number(n)}") for series in chart.series)]
    rows = [[category, *(_cell(series, number, chart, words, currency, series in varied and single is None)
                         for series in chart.series)] for number, category in enumerate(chart.categories)]
    if single is None:
        return heads, rows
    return [*heads, "n"], [[*row, words.number(point.n)]
                           for row, point in zip(rows, single.points, strict=True)]


def _same_n(series: Series) -> int | None:
    """Return on how many observations all figures of a series rest; None where that differs."""
    found = {one.n for one in series.points}
    return found.pop() if not series.certain and len(series.points) > 1 and len(found) == 1 else None


def _cell(series: Series, number: int, chart: Chart, words: Translator, currency: str, with_n: bool) -> str:
    point = series.points[number]
    figure = shown(point)
    text = in_words(figure, chart.measure, words, currency)
    if figure is None or point.low is None or point.high is None:
        return text
    interval = words.interval(point) if chart.measure == "percent" else words(
        "format.from_to", low=in_words(point.low, chart.measure, words, currency),
        high=in_words(point.high, chart.measure, words, currency))
    told = words("board_report.figure_interval_n" if with_n else "board_report.figure_interval", figure=text,
                 interval=interval, n=words.number(point.n))
    return f"○ {told}" if point.state == "thin" else told
