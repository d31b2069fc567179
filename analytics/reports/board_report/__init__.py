"""The board report: sections made from results, written as PDF, as slides or as a workbook."""

from analytics.reports.board_report.making import SECTIONS, Looked, board_report, title_of
from analytics.reports.board_report.parts import BoardReport, Chart, Figure, Section, Series, Sources
from analytics.reports.board_report.writing import FORMATS, report_bytes

__all__ = ["FORMATS", "SECTIONS", "BoardReport", "Chart", "Figure", "Looked", "Section", "Series", "Sources",
           "board_report", "report_bytes", "title_of"]
