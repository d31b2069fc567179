"""What people read about the canonical tables: ``docs/data.md`` and the templates."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from analytics.schema.table import Column, Table, tables

#: Languages of the templates.
LANGUAGES = ("en", "zh-CN")

_PROSE = Path(__file__).parent / "prose"
_TYPES = {"integer": "whole number", "boolean": "yes or no", "timestamp": "date and time"}


def data_page() -> str:
    """Return the text of ``docs/data.md``.

    Returns
    -------
    str
        Every table with its grain, key, columns, codes and rules, then the mapping file.
    """
    parts = ["## Tables\n", *map(_contents, tables().values()), "", *map(_section, tables().values())]
    return "\n".join([_prose("introduction"), *parts, _prose("mapping")])


def template(table: Table, language: str) -> str:
    """Return the template of a table: its column names and one example row.

    Parameters
    ----------
    table : Table
    language : {"en", "zh-CN"}
        English templates have the canonical names, Chinese ones the usual Chinese names.

    Returns
    -------
    str
        Comma-separated text; to be written as UTF-8 with a byte-order mark, which Excel needs.
    """
    text = io.StringIO()
    names = [column.name if language == "en" else column.label(language) for column in table.columns]
    csv.writer(text).writerows([names, [column.example[language] for column in table.columns]])
    return text.getvalue()


def template_name(table: Table, language: str) -> str:
    """Return the file name of a template."""
    return f"{table.name}.csv" if language == "en" else f"{table.name}.{language}.csv"


def write_templates(folder: Path) -> list[Path]:
    """Write the templates of all tables in every language.

    Parameters
    ----------
    folder : Path
        Usually ``data/templates``; made when missing.

    Returns
    -------
    list of Path
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in tables().values():
        for language in LANGUAGES:
            path = folder / template_name(table, language)
            path.write_text(template(table, language), "utf-8-sig", newline="")
            written.append(path)
    return written


def _prose(name: str) -> str:
    return (_PROSE / f"{name}.md").read_text("utf-8")


def _contents(table: Table) -> str:
    return f"- [{table.name}](#{table.name}): {table.grain['en'][0].lower()}{table.grain['en'][1:]}"


def _section(table: Table) -> str:
    lines = [f"### {table.name}", "", f"{table.grain['en']} {table.grain['zh-CN']}", ""]
    if table.key:
        lines.append(f"Key: {_names(table.key)}.")
    if table.key and table.supersede != table.key:
        lines.append(f"A later import replaces by {_names(table.supersede)}.")
    if not table.key:
        lines.append(f"No key; a later import replaces by {_names(table.supersede)}.")
    for column, target in table.references.items():
        lines.append(f"`{column}` must be among `{target}` once there are any.")
    lines += ["", "| column | 中文 | type | meaning | example | unlocks |", "|---|---|---|---|---|---|"]
    lines += map(_row, table.columns)
    codes = [column for column in table.columns if column.values]
    if codes:
        lines += ["", "Codes:", ""]
        lines += [f"- `{column.name}`{' (open)' if column.open else ''}: " + "; ".join(
            f"`{code}` ({', '.join(words)})" for code, words in column.values.items()) for column in codes]
    if table.rules or table.one_of:
        lines += ["", "Rules:", ""]
        lines += [f"- `{code}`: a row needs {' or '.join(f'`{name}`' for name in columns)}"
                  for code, columns in table.one_of.items()]
        lines += [f"- `{rule.code}`: `{rule.check}`{' (noted, not refused)' if rule.note else ''}"
                  for rule in table.rules]
    return "\n".join([*lines, ""])


def _row(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    kind = _TYPES.get(column.type, column.type) + (f", {column.unit}" if column.unit else "")
    bounds = [f"at least {column.minimum:g}"] if column.minimum is not None else []
    bounds += [f"at most {column.maximum:g}"] if column.maximum is not None else []
    remarks = [*bounds, *(["open"] if column.open else []), *(["personal"] if column.personal else []),
               *([f"else {column.default}"] if column.default is not None else [])]
    details = f"{kind}; {', '.join(remarks)}" if remarks else kind
    unlocks = ", ".join(code.replace("_", " ") for code in column.unlocks)
    return (f"| {name} | {column.label('zh-CN')} | {details} | {column.meaning['en']} "
            f"| {column.example['en']} | {unlocks} |")


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)
