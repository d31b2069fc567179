"""The command that writes the board report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.company import StoreOption, open_store
from analytics.cli.figures import clauses
from analytics.cli.output import Progress, say, terminal_words
from analytics.cli.segments import find
from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.i18n import LANGUAGES, Translator
from analytics.metrics import METRICS
from analytics.models import ALL_METRICS
from analytics.models.segment_filter import segment_filter
from analytics.models.served import served
from analytics.reports.board_report import FORMATS, Looked, Sources, board_report, report_bytes
from analytics.warehouse.outdated import require_current


def report(out: Annotated[Path, typer.Option(help="File to write: .pdf, .pptx or .xlsx.")],
           language: Annotated[str | None, typer.Option(
               help="en or zh-CN; the terminal's when omitted.")] = None,
           pages: Annotated[str | None, typer.Option(
               help="Pages, separated by commas; all when omitted.")] = None,
           filter: Annotated[list[str] | None, typer.Option(help="column=value; may be repeated.")] = None,
           period: Annotated[str, typer.Option(help="12m, last_quarter, 2026-01-01..2026-06-30 …")] = "12m",
           as_of: Annotated[str | None, typer.Option(help="As known on this day (ISO).")] = None,
           segment: Annotated[list[str] | None, typer.Option(
               help="Name or code of a saved segment; may be repeated.")] = None,
           store: StoreOption = None) -> None:
    """Write the board report as PDF, slides or a workbook, for a board or for cron."""
    ending = out.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise UnknownName("format", ending, FORMATS)
    if language is not None and language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    words = Translator(language) if language else terminal_words()
    opened = open_store(store)
    require_current(opened)
    reader = opened.reader()
    filters = Filters(period, _day(as_of), clauses(filter or []),
                      tuple(segment_filter(opened, find(opened, one)) for one in segment or ()))
    resolved = filters.resolve(reader.meta.as_of, reader.meta.first_event)

    def metric(name: str, /, **options: Any) -> Any:
        return ALL_METRICS[name].function(reader, filters, **options)

    sources = Sources(metric, words, reader.meta, resolved.as_of,
                      METRICS["customers_in_scope"].function(reader, filters), served(opened, filters.as_of))
    wanted = tuple(one.strip() for one in pages.split(",") if one.strip()) if pages else ()
    made = board_report(sources, Looked(filters, resolved), wanted, progress=Progress())
    content = report_bytes(made, ending)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise HuitouError(f"{out} cannot be written: {error.strerror}.", code="report_file", path=str(out),
                          reason=error.strerror) from error
    say(words("board_report.written", sections=words.number(len(made.sections)), file=str(out)))
    if made.missing:
        say(words("board_report.missing", list=words.listing([*made.missing])))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise HuitouError(f"{text} is not a day of the calendar.", code="period_code", period=text,
                          hint="Write it as 2026-01-31.") from error
