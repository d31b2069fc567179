"""A board report as slides; the charts are the presentation's own, so that their data can be edited."""

from __future__ import annotations

import io
from typing import Any

from analytics.i18n import Translator
from analytics.reports.board_report.layout import table_of, ticks_of
from analytics.reports.board_report.parts import BoardReport, Chart, Section, hidden, reach, shown, thin

#: Inches of a wide slide, and of its edges.
WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.55
#: Rows a table beside a chart has room for, and characters of an interval's table.
MOST_ROWS = 14
#: Key figures and answers on one slide.
FIGURES, ANSWERS = 5, 6

FAMILY = {"en": "Calibri", "zh-CN": "Microsoft YaHei"}
INK, GREY, BLUE = "1B1F24", "5B6670", "0072B2"

_FORMATS = {"number": "#,##0", "percent": "0.0%", "money": "#,##0"}


def deck_bytes(report: BoardReport) -> bytes:
    """Return the report as PPTX."""
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    made.core_properties.title = f"{report.title} – {report.company}"
    made.core_properties.author = report.company
    deck = _Deck(made, report, Translator(report.language))
    deck.first()
    for section in report.sections:
        deck.answer(section)
        for chart in section.charts:
            deck.chart(section, chart)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


class _Deck:
    """Slides being made."""

    def __init__(self, made: Any, report: BoardReport, words: Translator):
        self._made, self._report, self._words = made, report, words

    def first(self) -> None:
        """Begin with what is looked at, then all answers."""
        report = self._report
        slide = self._slide(report.title, "")
        lines = [report.company, report.as_of, report.showing, report.build, report.demo,
                 self._words("board_report.missing", list=self._words.listing([*report.missing]))
                 if report.missing else ""]
        self._text(slide, [(line, 18 if place == 0 else 12, place == 0)
                           for place, line in enumerate(filter(None, lines))], 1.6, 2.6)
        for begin in range(0, len(report.sections), ANSWERS):
            slide = self._slide(self._words("board_report.brief"), "")
            told = [part for section in report.sections[begin:begin + ANSWERS]
                    for part in ((section.title, 13, True), (section.answer, 13, False))]
            self._text(slide, told, 1.3, 5.4)

    def answer(self, section: Section) -> None:
        """Give a subject its answer, its figures and what to do."""
        slide = self._slide(section.title, self._method(section))
        self._text(slide, [(section.answer, 20, False), (section.detail, 13, False)], 1.3, 2.0)
        shown_figures = section.figures[:FIGURES]
        wide = (WIDTH - 2 * EDGE) / max(len(shown_figures), 1)
        for place, one in enumerate(shown_figures):
            self._text(slide, [(one.name, 12, False), (one.figure, 24, True), (one.note, 11, False)],
                       3.5, 1.9, left=EDGE + place * wide, width=wide - 0.2)
        if section.steps:
            top = 5.4 if shown_figures else 2.6
            steps = [(f"{number}. {step}", 14, False) for number, step in enumerate(section.steps, start=1)]
            self._text(slide, steps, top, HEIGHT - top - 0.6)

    def chart(self, section: Section, chart: Chart) -> None:
        """Draw a chart as the presentation's own, with its figures and intervals beside it."""
        from pptx.util import Inches

        slide = self._slide(f"{section.title}: {chart.title}", self._method(section))
        heads, rows = table_of(chart, self._words, self._report.currency)
        table = len(rows) <= MOST_ROWS and len(heads) <= 5
        narrow = (0.56 if len(heads) <= 3 else 0.48) if table else 1.0
        room = WIDTH - 2 * EDGE
        frame = slide.shapes.add_chart(_kind(chart), Inches(EDGE), Inches(1.25), Inches(room * narrow - 0.2),
                                       Inches(5.2),
                                       _data(chart, self._words, self._report.currency))
        frame.name = chart.title
        frame.chart.part.chart_workbook.update_from_xlsx_blob(_editable(frame.chart))
        _dress(frame.chart, chart)
        if table:
            self._table(slide, heads, rows, EDGE + room * narrow, room * (1 - narrow))
        notes = [chart.note, self._words("format.thin_note") if thin(chart) else "",
                 self._words("format.suppressed_note") if hidden(chart) else "",
                 self._words("board_report.whiskers")
                 if not all(series.certain for series in chart.series) else ""]
        self._text(slide, [(self._words.sentences(*notes), 11, False)], 6.5, 0.4)

    def _slide(self, title: str, notes: str) -> Any:
        """Add a slide with its title, what is looked at, and what the speaker should know."""
        slide = self._made.slides.add_slide(self._made.slide_layouts[5])
        holder = slide.shapes.title
        holder.left, holder.top, holder.width, holder.height = _inches(EDGE, 0.35, WIDTH - 2 * EDGE, 0.8)
        holder.text_frame.text = title
        self._dress_text(holder.text_frame, [(title, 26, True)])
        report = self._report
        self._text(slide, [(f"{report.company} · {report.as_of} · {report.showing}", 10, False)], 6.95, 0.35)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
        return slide

    def _text(self, slide: Any, parts: list[tuple[str, int, bool]], top: float, height: float, *,
              left: float = EDGE, width: float = WIDTH - 2 * EDGE) -> None:
        box = slide.shapes.add_textbox(*_inches(left, top, width, height))
        self._dress_text(box.text_frame, [part for part in parts if part[0]])

    def _dress_text(self, frame: Any, parts: list[tuple[str, int, bool]]) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        frame.word_wrap = True
        for place, (text, size, bold) in enumerate(parts):
            line = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            line.text, line.alignment, line.space_after = text, PP_ALIGN.LEFT, Pt(5)
            for run in line.runs:
                run.font.size, run.font.bold = Pt(size), bold
                run.font.name = FAMILY.get(self._report.language, FAMILY["en"])
                run.font.color.rgb = RGBColor.from_string(GREY if size <= 11 else INK)
                _east_asian(run, run.font.name)

    def _table(self, slide: Any, heads: list[str], rows: list[list[str]], left: float, width: float) -> None:
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Inches, Pt

        lines = len(rows) + 1
        frame = slide.shapes.add_table(lines, len(heads), *_inches(left, 1.35, width, 0.3 * lines))
        first = width * (0.3 if len(heads) > 2 else 0.5)
        last = 0.7 if heads[-1] == "n" else 0.0
        for place, column in enumerate(frame.table.columns):
            column.width = Inches(first if place == 0 else last if last and place == len(heads) - 1 else
                                  (width - first - last) / (len(heads) - 1 - bool(last)))
        for line, row in enumerate([heads, *rows]):
            frame.table.rows[line].height = Inches(0.3)
            for place, text in enumerate(row):
                cell = frame.table.cell(line, place)
                cell.margin_left = cell.margin_right = Inches(0.05)
                cell.margin_top = cell.margin_bottom = Inches(0.02)
                cell.text = text
                paragraph = cell.text_frame.paragraphs[0]
                paragraph.alignment = PP_ALIGN.LEFT if place == 0 else PP_ALIGN.RIGHT
                for run in paragraph.runs:
                    run.font.size, run.font.bold = Pt(10), line == 0
                    run.font.name = FAMILY.get(self._report.language, FAMILY["en"])

    def _method(self, section: Section) -> str:
        """Return what the speaker should know: how it is computed and how far it can be trusted."""
        report = self._report
        return "\n".join([*(f"{head}: {text}" for head, text in section.method), report.showing, report.as_of,
                          report.build])


def _inches(*lengths: float) -> list[Any]:
    from pptx.util import Inches

    return [Inches(one) for one in lengths]


def _east_asian(run: Any, family: str) -> None:
    """Name the typeface for Chinese too: a presentation keeps them apart."""
    from pptx.oxml.ns import qn

    properties = run._r.get_or_add_rPr()
    found = properties.find(qn("a:ea"))
    if found is None:
        found = properties.makeelement(qn("a:ea"), {})
        properties.append(found)
    found.set("typeface", family)


def _kind(chart: Chart) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE

    return {"bars": XL_CHART_TYPE.BAR_CLUSTERED, "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
            "stacked": XL_CHART_TYPE.COLUMN_STACKED, "line": XL_CHART_TYPE.LINE_MARKERS}[chart.kind]


def _data(chart: Chart, words: Translator, currency: str) -> Any:
    from pptx.chart.data import CategoryChartData

    data = CategoryChartData(number_format=_FORMATS[chart.measure])
    data.categories = list(chart.categories)
    scale = 100.0 if chart.measure == "money" else 1.0
    for series in chart.series:
        name = words("format.in_currency", head=series.name, currency=currency) \
            if chart.measure == "money" else series.name
        data.add_series(name, [None if (one := shown(point)) is None else one / scale
                               for point in series.points])
    return data


def _editable(drawn: Any) -> bytes:
    """Return the workbook behind a chart anew: the library's own would run a name that begins with ``=``."""
    import xlsxwriter

    buffer, plot = io.BytesIO(), drawn.plots[0]
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False}) as book:
        # The chart refers to this name and these places.
        sheet = book.add_worksheet("Sheet1")
        for line, category in enumerate(plot.categories, start=1):
            sheet.write_string(line, 0, str(category))
        for column, series in enumerate(plot.series, start=1):
            sheet.write_string(0, column, series.name)
            for line, value in enumerate(series.values, start=1):
                if value is not None:
                    sheet.write_number(line, column, value)
    return buffer.getvalue()


def _dress(drawn: Any, chart: Chart) -> None:
    """Give a chart its colours, axes, intervals and legend."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        drawn.legend.font.size = Pt(11)
    values, names = drawn.value_axis, drawn.category_axis
    marks, scale = ticks_of(chart), 100.0 if chart.measure == "money" else 1.0
    values.minimum_scale, values.maximum_scale = marks[0] / scale, marks[-1] / scale
    values.tick_labels.number_format = "0%" if chart.measure == "percent" else _FORMATS[chart.measure]
    values.tick_labels.number_format_is_linked = False
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string("D9DEE3")
    values.tick_labels.font.size = names.tick_labels.font.size = Pt(11)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if chart.kind == "bars":
        # A presentation begins its bars at the bottom.
        names.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    plot = drawn.plots[0]
    if chart.kind != "line":
        plot.gap_width = 60
    for series, made in zip(chart.series, plot.series, strict=True):
        colour = RGBColor.from_string(series.colour.removeprefix("#"))
        if chart.kind == "line":
            made.smooth = False
            made.format.line.color.rgb, made.format.line.width = colour, Pt(2.25)
            made.marker.format.fill.solid()
            made.marker.format.fill.fore_color.rgb = colour
        else:
            made.format.fill.solid()
            made.format.fill.fore_color.rgb = colour
            made.invert_if_negative = False
        if not series.certain:
            _whiskers(made, chart, [reach(point) for point in series.points])


def _whiskers(made: Any, chart: Chart, reaches: list[tuple[float, float]]) -> None:
    """Draw intervals as the chart's own error bars; the library has no call for them."""
    from pptx.oxml.ns import qn

    def child(parent: Any, name: str, **attributes: str) -> Any:
        made_of = parent.makeelement(qn(name), attributes)
        parent.append(made_of)
        return made_of

    scale = 100.0 if chart.measure == "money" else 1.0
    bars = made._element.makeelement(qn("c:errBars"), {})
    if chart.kind != "bars":
        child(bars, "c:errDir", val="y")
    for name, value in (("c:errBarType", "both"), ("c:errValType", "cust"), ("c:noEndCap", "0")):
        child(bars, name, val=value)
    for name, side in (("c:plus", 0), ("c:minus", 1)):
        numbers = child(child(bars, name), "c:numLit")
        child(numbers, "c:ptCount", val=str(len(reaches)))
        for place, one in enumerate(reaches):
            child(child(numbers, "c:pt", idx=str(place)), "c:v").text = repr(one[side] / scale)
    line = child(child(bars, "c:spPr"), "a:ln", w="12700")
    child(child(line, "a:solidFill"), "a:srgbClr", val=INK)
    # The schema wants them before the categories.
    made._element.find(qn("c:cat")).addprevious(bars)
