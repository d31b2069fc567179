"""Importing: a company's files become checked rows of canonical tables."""

from analytics.importing.importer import import_files
from analytics.importing.mapping import Mapping, load_mapping, read_mapping
from analytics.importing.preview import Format, Preview
from analytics.importing.previewing import read_preview
from analytics.importing.refused_rows import read_refused, write_refused
from analytics.importing.report import Copies, FileFinding, ImportReport, Problem, RuleSummary, TableReport
from analytics.importing.suggesting import Suggestion, suggest

__all__ = [
    "Copies", "FileFinding", "Format", "ImportReport", "Mapping", "Preview", "Problem", "RuleSummary",
    "Suggestion", "TableReport", "import_files", "load_mapping", "read_mapping", "read_preview",
    "read_refused", "suggest", "write_refused",
]
