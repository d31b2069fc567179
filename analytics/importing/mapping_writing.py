"""Mappings as text for people to edit: sources and tables in, TOML out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analytics.importing.mapping_parts import ONLY_SOURCE, Expression, Join, Source, TableMapping


def write(sources: Sequence[Source], tables: Sequence[TableMapping]) -> str:
    """Return the TOML of sources and tables; reading it gives the same back."""
    blocks = []
    plain = [source for source in sources if source == Source()]
    if len(plain) != len(sources):
        lines = [f"{_key(source.alias)} = {_value(_source_data(source))}" for source in sources]
        blocks.append("\n".join(["[files]", *lines]))
    blocks += [_table_text(table) for table in tables]
    return "\n\n".join(blocks) + "\n"


def line(name: str, item: object) -> str:
    """Return one line of a section: an option or a canonical column with its expression."""
    return f"{name} = {_value(_expression_data(item) if isinstance(item, Expression) else item)}"


def _table_text(table: TableMapping) -> str:
    items: dict[str, object] = {}
    if table.source != ONLY_SOURCE:
        items["from"] = table.source
    if table.joins:
        items["join"] = [{"file": join.source, "on": _on(join)} for join in table.joins]
    if table.where:
        items["where"] = [{"column": test.column, test.test: test.value} for test in table.where]
    if table.duplicates is not None:
        items["duplicates"] = table.duplicates
    if table.one_row_per_key:
        items["one_row_per_key"] = True
    items |= table.columns
    if table.traits != ():
        items["traits"] = "*" if table.traits is None else list(table.traits)
    if table.leave_out:
        items["leave_out"] = list(table.leave_out)
    return "\n".join([f"[{table.table}]", *(line(name, item) for name, item in items.items())])


def _on(join: Join) -> object:
    (left, right), *more = join.on
    return left if left == right and not more else dict(join.on)


def _source_data(source: Source) -> object:
    default = Source(source.alias)
    data = {name: list(value) if isinstance(value, tuple) else value
            for name in ("file", "sheet", "header", "columns", "delimiter", "decimal", "encoding")
            if (value := getattr(source, name)) != getattr(default, name)}
    return source.file if set(data) <= {"file"} else data


def _expression_data(expression: Expression) -> object:
    match expression.kind:
        case "constant" | "row":
            return {expression.kind: expression.text}
        case "column":
            data: dict[str, object] = {"column": expression.operands[0]}
            if expression.values:
                data["values"] = dict(expression.values)
            data |= {name: value for name in ("otherwise", "multiply", "format", "default")
                     if (value := getattr(expression, name)) is not None}
            if expression.whole:
                data["whole"] = True
            return data if len(data) > 1 else expression.operands[0]
        case _:
            data = {expression.kind: list(expression.operands)}
            if expression.kind == "columns" and expression.text != " ":
                data["join"] = expression.text
            return data if expression.default is None else {**data, "default": expression.default}


def _value(item: object) -> str:
    if isinstance(item, bool):
        return str(item).lower()
    if isinstance(item, float):
        return str(int(item)) if item.is_integer() and abs(item) < 1e15 else repr(item)
    if isinstance(item, int):
        return str(item)
    if isinstance(item, dict):
        return "{ " + ", ".join(f"{_key(str(key))} = {_value(value)}" for key, value in item.items()) + " }"
    if isinstance(item, Iterable) and not isinstance(item, str):
        return "[" + ", ".join(map(_value, item)) + "]"
    return _quoted(str(item))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda sign: f"\\u{ord(sign.group()):04x}", escaped) + '"'
