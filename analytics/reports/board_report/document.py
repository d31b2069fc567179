"""A board report as PDF, set by Typst with a typeface that the project carries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analytics.i18n import Translator
from analytics.reports.board_report.layout import placed, table_of
from analytics.reports.board_report.parts import BoardReport, Chart, hidden, thin

#: The page's design, and the folder of its typeface.
TEMPLATE = Path(__file__).parent / "report.typ"
FONTS = Path(__file__).parents[3] / "data" / "fonts"

#: Rows a table beside or under a chart may have; longer ones stand in the workbook.
MOST_ROWS = 16


def document_bytes(report: BoardReport) -> bytes:
    """Return the report as PDF."""
    import typst

    content = typst.compile(
        TEMPLATE, font_paths=[FONTS], ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_written(report), ensure_ascii=False)})
    return bytes(content)


def _written(report: BoardReport) -> dict[str, Any]:
    """Return the report as the template takes it: words, and places of marks."""
    words = Translator(report.language)
    return {
        "language": "zh" if report.language.startswith("zh") else "en",
        "company": report.company, "title": report.title, "demo": report.demo, "as_of": report.as_of,
        "showing": report.showing, "build": report.build, "brief": words("board_report.brief"),
        # The template puts the numbers in.
        "page": words("board_report.page", page="{page}", pages="{pages}"),
        "steps": words("board_report.steps"), "method": words("method.title"),
        "missing": words("board_report.missing", list=words.listing([*report.missing]))
        if report.missing else "",
        "sections": [{
            "title": section.title, "answer": section.answer, "detail": section.detail,
            "figures": [[one.name, one.figure, one.note] for one in section.figures],
            "steps": list(section.steps), "method": [list(one) for one in section.method],
            "charts": [_chart(chart, words, report.currency) for chart in section.charts]}
            for section in report.sections]}


def _chart(chart: Chart, words: Translator, currency: str) -> dict[str, Any]:
    heads, rows = table_of(chart, words, currency)
    short = len(rows) <= MOST_ROWS
    notes = [chart.note, words("format.thin_note") if thin(chart) else "",
             words("format.suppressed_note") if hidden(chart) else "",
             words("board_report.whiskers") if not all(series.certain for series in chart.series) else "",
             "" if short else words("board_report.in_workbook")]
    return {**placed(chart, words, currency), "title": chart.title, "note": words.sentences(*notes),
            "heads": heads if short else [], "rows": rows if short else []}
