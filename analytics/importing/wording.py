"""The report of an import in words."""

from __future__ import annotations

from pathlib import Path

from analytics.i18n import Translator
from analytics.importing.report import FileFinding, ImportReport, Problem, RuleSummary, TableReport
from analytics.importing.suggesting_wording import guess_lines
from analytics.settings import command_line

# How many columns that went unused are named.
_NAMED = 12

# Ways of writing that nobody needs to be told about.
_EXPECTED_STYLES = {"plain", "iso", "iso_timestamp", "compact", "text", "empty"}


def reason(problem: Problem, words: Translator) -> str:
    """Return why a row was refused and what to do about it, in one or two sentences."""
    stated = words(f"rules.{problem.rule}")
    hinted = f"rules.hint.{problem.rule}"
    if problem.hint and words.has(f"rules.hinted.{problem.rule}"):
        hint = words(f"rules.hinted.{problem.rule}", hint=problem.hint)
    else:
        hint = words(hinted) if words.has(hinted) else ""
    where = words("import.where", column=problem.column) if problem.column else ""
    return words.sentences(where + stated, hint)


def summary_reason(summary: RuleSummary, words: Translator) -> str:
    """Return what is said of all rows that broke a rule: the reason, and what they come to."""
    stated = reason(summary.examples[0], words)
    if summary.total is None:
        return stated
    return words.sentences(stated, words("import.total", total=words.number(float(summary.total), 2)))


def summary_lines(report: ImportReport, words: Translator | None = None, *,
                  store: Path | None = None) -> list[str]:
    """Return the report as lines of text.

    Parameters
    ----------
    report : ImportReport
    words : Translator, optional
        English when omitted.
    store : Path, optional
        Where the rows went, for the commands that go on from here; the usual place when omitted.

    Returns
    -------
    list of str
    """
    words = words or Translator("en")
    lines = []
    if report.repeated is not None:
        lines.append(words("import.repeated", batch=report.repeated))
    for table in report.tables:
        lines.append(table_line(table, words))
    for name, suggestion in report.suggested:
        lines.append(words("mapping.taken.by_itself", file=name))
        lines += ["  " + line for line in guess_lines(suggestion, words)]
    if report.suggested:
        lines.append("  " + words("mapping.taken.wrong"))
    for file in report.files:
        lines += finding_lines(file, words)
    for summary in report.problems:
        lines += ["  " + line for line in rule_lines(summary, words)]
    if report.notes:
        lines.append(words("import.notes"))
        lines += ["  " + line for summary in report.notes for line in rule_lines(summary, words)]
    if report.dry_run:
        lines.append(words("import.dry_run"))
    elif report.batch is not None:
        if report.refused:
            lines.append(words("import.mend", rows=words.number(report.refused),
                               folder=refused_folder(report.batch),
                               command=command_line(store, "refused", report.batch)))
        lines.append(words("import.batch", batch=report.batch, command=command_line(store, "build")))
    return lines


def refused_folder(batch_id: str) -> Path:
    """Return where the refused rows of a batch are written to where nobody names another place."""
    return Path(f"refused-{batch_id}")


def table_line(table: TableReport, words: Translator) -> str:
    """Return what became of the rows meant for one table."""
    parts = [words("import.rows.read", rows=words.number(table.read)),
             words("import.rows.accepted", rows=words.number(table.accepted))]
    for name in ("refused", "duplicates", "left_out", "copies_kept", "superseded", "unchanged"):
        rows = getattr(table, name)
        if rows:
            parts.append(words(f"import.rows.{name}", rows=words.number(rows)))
    return words("import.table", table=table.table, rows=words("import.and").join(parts))


def rule_lines(summary: RuleSummary, words: Translator) -> list[str]:
    """Return how often a rule was broken, and the first rows that broke it."""
    lines = [words("import.rule", rows=words.number(summary.rows), table=summary.table,
                   reason=summary_reason(summary, words))]
    lines += [words("import.example", file=problem.file, row=words.number(problem.row),
                    value=problem.value[:80] or words("import.nothing")) for problem in summary.examples[:3]]
    return lines


def finding_lines(file: FileFinding, words: Translator) -> list[str]:
    """Return what was found out about a file, where it is not what everybody would expect."""
    lines = []
    if file.encoding not in ("", "utf-8"):
        lines.append(words("import.encoding", file=file.file, encoding=file.encoding))
    lines += [words(f"import.warning.{code}", file=file.file, sheet=file.sheet) for code in file.warnings]
    for found in file.formats:
        styles = found.style.split("+")
        if found.ambiguous or not set(styles) <= _EXPECTED_STYLES:
            style = words("import.and").join(words(f"import.style.{style}") for style in styles)
            key = "import.ambiguous" if found.ambiguous else "import.format"
            lines.append(words(key, column=found.column, style=style, example=found.example))
    if file.unused:
        lines.append(unused_line(file, words))
    return lines


def unused_line(file: FileFinding, words: Translator) -> str:
    """Return which columns of a file were read by no table, and how they can be."""
    named = words.listing(list(file.unused[:_NAMED]))
    more = len(file.unused) - _NAMED
    return words("import.unused_more" if more > 0 else "import.unused", file=file.file, columns=named,
                 n=words.number(len(file.unused)), more=words.number(max(more, 0)))
