"""What came of an import, in words for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.i18n import Translator
from analytics.importing.report import ImportReport, Problem, RuleSummary

#: Rules told with their first rows; the rest is in the store's rejects.
TOLD = 12


def summary_lines(report: ImportReport) -> Iterator[str]:
    """Yield the lines: rows per table, then every broken rule with its first example."""
    words = Translator("en")
    for table in report.tables:
        parts = [f"{table.read:,} rows read", f"{table.accepted:,} accepted"]
        parts += [f"{number:,} {name}" for number, name in (
            (table.refused, "refused"), (table.duplicates, "exact copies left out"),
            (table.left_out, "left out by the mapping"), (table.copies_kept, "equal rows kept"),
            (table.superseded, "earlier rows superseded"), (table.unchanged, "unchanged")) if number]
        yield f"{table.table}: {', '.join(parts)}"
    for title, found in (("Refused:", report.problems), ("Worth knowing:", report.notes)):
        if found:
            yield title
            yield from (f"  {rule_line(one, words)}" for one in found[:TOLD])
            if len(found) > TOLD:
                yield f"  … and {len(found) - TOLD} more"
    if report.repeated is not None:
        yield f"Nothing was changed: batch {report.repeated} already holds all of this."
    elif report.dry_run:
        yield "This was a trial; nothing was changed."
    elif report.batch is not None:
        yield f"Batch {report.batch}, {report.seconds:.1f} s. Next: python -m analytics build"
    else:
        yield "Nothing was taken in."


def rule_line(found: RuleSummary, words: Translator) -> str:
    """Return one broken rule: how many rows, which column, why, and the first of them."""
    text = words(f"rules.{found.rule}") if words.has(f"rules.{found.rule}") else found.rule
    where = f"{found.table}.{found.column}" if found.column else found.table
    return f"{found.rows:,} × {where}: {text}{_example(found.examples)}"


def _example(examples: tuple[Problem, ...]) -> str:
    if not examples:
        return ""
    first = examples[0]
    value = f" {first.value!r}" if first.value else ""
    hint = f" ({first.hint})" if first.hint else ""
    return f" First: {first.file} row {first.row}{value}{hint}"
