"""A board report as a workbook: a cover, and a sheet for every chart with its data and the chart itself."""

from __future__ import annotations

import io
from typing import Any

from analytics.i18n import Translator
from analytics.reports.board_report.parts import BoardReport, Chart, Section, hidden, reach, shown, thin

#: What a sheet's name may not hold, and its length.
_FORBIDDEN, _LONGEST = str.maketrans(dict.fromkeys("[]:*?/\\'", " ")), 31

_FORMATS = {"number": "#,##0", "percent": "0.0%", "money": "#,##0"}
_KINDS: dict[str, dict[str, str]] = {
    "bars": {"type": "bar"}, "columns": {"type": "column"}, "line": {"type": "line"},
    "stacked": {"type": "column", "subtype": "stacked"}}

#: Characters of the widest column of text.
_WIDE = 110


def workbook_bytes(report: BoardReport) -> bytes:
    """Return the report as XLSX; text stays text, formulas included."""
    import xlsxwriter

    words, buffer = Translator(report.language), io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False, "nan_inf_to_errors": True}) as book:
        styles = {"head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
                  "title": book.add_format({"bold": True, "font_size": 14}),
                  "text": book.add_format({"text_wrap": True, "valign": "top"}),
                  "bold": book.add_format({"bold": True, "valign": "top"}),
                  **{name: book.add_format({"num_format": code}) for name, code in _FORMATS.items()}}
        cover, taken = book.add_worksheet(_sheet_name(words("board_report.cover"), set())), set[str]()
        taken.add(words("board_report.cover").lower())
        _cover(cover, report, words, styles)
        for section in report.sections:
            for chart in section.charts:
                name = _sheet_name(f"{section.title} {section.charts.index(chart) + 1}", taken)
                _chart_sheet(book, name, report, section, chart, words, styles)
    return buffer.getvalue()


def _cover(sheet: Any, report: BoardReport, words: Translator, styles: dict[str, Any]) -> None:
    _paper(sheet)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, _WIDE)
    sheet.write_string(0, 0, f"{report.company} · {report.title}", styles["title"])
    line = 1
    for text in (report.demo, report.as_of, report.showing, report.build):
        if text:
            sheet.write_string(line, 0, text)
            line += 1
    for section in report.sections:
        line += 1
        sheet.write_string(line, 0, section.title, styles["head"])
        sheet.write_string(line, 1, words.sentences(section.answer, section.detail), styles["text"])
        line += 1
        rows = [(one.name, f"{one.figure}  {one.note}") for one in section.figures]
        rows += [(str(number), step) for number, step in enumerate(section.steps, start=1)]
        for head, text in (*rows, *section.method):
            sheet.write_string(line, 0, head, styles["text"])
            sheet.write_string(line, 1, text, styles["text"])
            line += 1
    if report.missing:
        sheet.write_string(line + 1, 0, words("board_report.missing", list=words.listing([*report.missing])))


def _chart_sheet(book: Any, name: str, report: BoardReport, section: Section, chart: Chart, words: Translator,
                 styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    _paper(sheet)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 12, 15)
    sheet.write_string(0, 0, f"{section.title}: {chart.title}", styles["title"])
    notes = [report.as_of, report.showing, chart.note]
    notes += [words("format.thin_note")] if thin(chart) else []
    notes += [words("format.suppressed_note")] if hidden(chart) else []
    line = 1
    for text in filter(None, notes):
        sheet.write_string(line, 0, text)
        line += 1
    head = line + 1
    _table(sheet, head, chart, report, words, styles)
    drawn = book.add_chart(_KINDS[chart.kind])
    last = head + len(chart.categories)
    column = 1
    for series in chart.series:
        fill = {"color": series.colour}
        drawn.add_series({
            "name": [name, head, column], "categories": [name, head + 1, 0, last, 0],
            "values": [name, head + 1, column, last, column],
            **({"line": {**fill, "width": 2.25}} if chart.kind == "line" else {"fill": fill, "gap": 60}),
            **_whiskers(chart, series, name, head, column, last)})
        column += 1 if series.certain else 3
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    value_axis = {"num_format": _FORMATS[chart.measure], "major_gridlines": {"visible": True,
                                                                           "line": {"color": "#DDDDDD"}}}
    if chart.kind == "bars":
        # A spreadsheet begins its bars at the bottom.
        drawn.set_x_axis(value_axis)
        drawn.set_y_axis({"reverse": True, "label_position": "low"})
    else:
        drawn.set_x_axis({"label_position": "low"})
        drawn.set_y_axis(value_axis)
    drawn.set_size({"width": 760, "height": 380})
    sheet.insert_chart(last + 2, 0, drawn)
    sheet.freeze_panes(head + 1, 1)


def _paper(sheet: Any) -> None:
    """Print a sheet on A4 across, one page wide."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _table(sheet: Any, head: int, chart: Chart, report: BoardReport, words: Translator,
           styles: dict[str, Any]) -> None:
    """Write the categories and, of every series, its figures with their intervals and n."""
    money = chart.measure == "money"
    scale = 100.0 if money else 1.0
    sheet.write_string(head, 0, chart.head, styles["head"])
    for line, category in enumerate(chart.categories, start=head + 1):
        sheet.write_string(line, 0, category)
    column, style = 1, styles[chart.measure]
    for series in chart.series:
        heads = [words("format.in_currency", head=series.name, currency=report.currency) if money
                 else series.name]
        if not series.certain:
            heads += [words("columns.low"), words("columns.high")]
        for place, text in enumerate(heads):
            sheet.write_string(head, column + place, text, styles["head"])
        for line, point in enumerate(series.points, start=head + 1):
            figure = shown(point)
            cells = [figure] if series.certain or figure is None else [figure, point.low, point.high]
            for place, value in enumerate(cells):
                if value is not None:
                    sheet.write_number(line, column + place, value / scale, style)
        column += len(heads)
    for series in chart.series:
        if series.certain:
            continue
        name = f"{series.name}, n" if len(chart.series) > 1 else "n"
        sheet.write_string(head, column, name, styles["head"])
        for line, point in enumerate(series.points, start=head + 1):
            sheet.write_number(line, column, point.n, styles["number"])
        column += 1


def _whiskers(chart: Chart, series: Any, name: str, head: int, column: int, last: int) -> dict[str, Any]:
    """Return error bars; a spreadsheet wants lengths and not ends, so they stand as numbers."""
    if series.certain:
        return {}
    above, below = zip(*(reach(point) for point in series.points), strict=True)
    return {"x_error_bars" if chart.kind == "bars" else "y_error_bars": {
        "type": "custom", "plus_values": [*above], "minus_values": [*below], "line": {"color": "#555555"}}}


def _sheet_name(text: str, taken: set[str]) -> str:
    """Return a name a sheet may have, and take it."""
    name = " ".join(text.translate(_FORBIDDEN).split())[:_LONGEST].strip()
    number, base = 2, name
    while name.lower() in taken:
        ending = f" {number}"
        name, number = f"{base[:_LONGEST - len(ending)]}{ending}", number + 1
    taken.add(name.lower())
    return name
