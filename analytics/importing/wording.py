"""The report of an import in words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from analytics.i18n import Translator
from analytics.importing.preview import DateOrder, Format
from analytics.importing.report import (
    SEVERAL,
    Copies,
    FileFinding,
    ForeignSign,
    ImportReport,
    Problem,
    RuleSummary,
    TableReport,
)
from analytics.importing.suggesting_wording import guess_lines
from analytics.schema.table import table as schema_table
from analytics.settings import command_line

# What their hint names belongs to one row: a day, another row, the value probably meant.
_HINT_OF_ONE_ROW = {"before_acquisition", "key_repeated", "unknown_customer"}
# How many columns that went unused are named.
_NAMED = 12

# Ways of writing that nobody needs to be told about.
_EXPECTED_STYLES = {"plain", "iso", "iso_timestamp", "compact", "text", "empty"}


def reason(problem: Problem, words: Translator) -> str:
    """Return why a row was refused and what to do about it, in one or two sentences."""
    stated = words(f"rules.{problem.rule}")
    hinted = f"rules.hint.{problem.rule}"
    listed = f"rules.listed.{problem.rule}"
    if SEVERAL in problem.hint and words.has(listed):
        hint = words(listed, values=words("import.or_quoted").join(problem.hint.split(SEVERAL)))
    elif problem.hint and words.has(f"rules.hinted.{problem.rule}"):
        hint = words(f"rules.hinted.{problem.rule}", hint=problem.hint)
    else:
        hint = words(hinted) if words.has(hinted) else ""
    where = words("import.where", column=problem.column) if problem.column else ""
    return words.sentences(where + stated, hint)


def common_reason(summary: RuleSummary, words: Translator) -> str:
    """Return why all rows that broke a rule were refused, without what is true of the first alone."""
    first = summary.examples[0]
    differ = any(problem.hint != first.hint for problem in summary.examples)
    unknown = first.rule in _HINT_OF_ONE_ROW and summary.rows > len(summary.examples)
    return reason(replace(first, hint="") if differ or unknown else first, words)


def summary_reason(summary: RuleSummary, words: Translator) -> str:
    """Return what is said of all rows that broke a rule: the reason, and what they come to."""
    stated = common_reason(summary, words)
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
    lines += [copies_line(copies, words) for copies in report.copies]
    lines += [foreign_line(sign, words) for sign in report.foreign]
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


def copies_line(copies: Copies, words: Translator) -> str:
    """Return how many rows of a file equal an earlier one, which for example, and what became of them."""
    rows = words.number(copies.rows)
    first = words("import.copies.row" if copies.first_file == copies.file else "import.copies.row_of",
                  row=words.number(copies.first_row), file=copies.first_file)
    key = words.listing(list(schema_table(copies.table).key))
    counted = words("import.copies.keyed" if copies.fate == "keyed" else "import.copies.equal", rows=rows,
                    column=key, file=copies.file, row=words.number(copies.row), first=first)
    return words.sentences(counted, words(f"import.copies.fate.{copies.fate}", rows=rows, table=copies.table))


def foreign_line(found: ForeignSign, words: Translator) -> str:
    """Return that amounts carry another currency's sign, and that they go in as they are."""
    return words.sentences(
        words("import.foreign.values" if found.cells else "import.foreign.name", file=found.file,
              column=found.column, sign=found.sign, n=words.number(found.cells), example=found.example,
              currency=found.currency),
        words("import.foreign.unchanged", currency=found.currency))


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
    lines += [line for found in file.formats if (line := format_line(found, words))]
    if file.unused:
        lines.append(unused_line(file, words))
    return lines


def format_line(found: Format, words: Translator) -> str:
    """Return how the values of a column are read; empty where everybody would read them so."""
    if found.order is not None:
        return order_line(found.column, found.order, words)
    styles = found.style.split("+")
    if not found.ambiguous and set(styles) <= _EXPECTED_STYLES:
        return ""
    style = words("import.or").join(words(f"import.style.{style}") for style in styles)
    return words("import.ambiguous" if found.ambiguous else "import.format", column=found.column, style=style,
                 example=found.example)


def order_line(column: str, order: DateOrder, words: Translator) -> str:
    """Return which of day and month is read first, what bears that out, and which values leave it open."""
    first, other = (words(f"import.order.{name}") for name in (
        ("month_first", "day_first") if order.month_first else ("day_first", "month_first")))
    if order.against:
        kind = "mixed" if order.untold else "opposed"
    else:
        kind = "leaning" if order.told else "future" if order.future else "untold"
    return words(
        f"import.order.{kind}", column=column, order=first, other=other, told=words.number(order.told),
        told_example=order.told_example, against=words.number(order.against),
        against_example=order.against_example, untold=words.number(order.untold), example=order.example,
        day=words.date(order.read), format=_format_of(order.example, month_first=not order.month_first))


def _format_of(example: str, *, month_first: bool) -> str:
    """Return the format, as a mapping states it, by which a date of numbers is read in one of the orders."""
    found = re.fullmatch(r"\d+(\D)\d+(\D)(\d+)(.*)", example)
    if found is None:
        return ""
    one, two, year, rest = found.groups()
    names = ("%m", "%d") if month_first else ("%d", "%m")
    time = re.sub(r"\d+", "{}", rest).replace("{}", "%H", 1).replace("{}", "%M", 1).replace("{}", "%S", 1)
    return f"{names[0]}{one}{names[1]}{two}{'%Y' if len(year) > 2 else '%y'}{time}"


def unused_line(file: FileFinding, words: Translator) -> str:
    """Return which columns of a file were read by no table, and how they can be."""
    named = words.listing(list(file.unused[:_NAMED]))
    more = len(file.unused) - _NAMED
    return words("import.unused_more" if more > 0 else "import.unused", file=file.file, columns=named,
                 n=words.number(len(file.unused)), more=words.number(max(more, 0)))
