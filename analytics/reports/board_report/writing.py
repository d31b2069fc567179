"""A board report as a file, by the format that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from analytics.errors import UnknownName
from analytics.reports.board_report.deck import deck_bytes
from analytics.reports.board_report.document import document_bytes
from analytics.reports.board_report.parts import BoardReport
from analytics.reports.board_report.workbook import workbook_bytes

#: How the report can be written: the file's ending, and who writes it.
FORMATS: MappingProxyType[str, Callable[[BoardReport], bytes]] = MappingProxyType(
    {"pdf": document_bytes, "pptx": deck_bytes, "xlsx": workbook_bytes})


def report_bytes(report: BoardReport, ending: str) -> bytes:
    """Return the report as a file's content.

    Raises
    ------
    UnknownName
        A format there is none of.
    """
    if ending not in FORMATS:
        raise UnknownName("format", ending, FORMATS)
    return FORMATS[ending](report)
