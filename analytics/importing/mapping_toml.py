"""Mappings as people write them: TOML in, sources and tables out."""

from __future__ import annotations

import datetime
from typing import Any, cast, get_args

from analytics.errors import MappingRefused, UnknownName
from analytics.importing.mapping_parts import (
    ONLY_SOURCE,
    Condition,
    Expression,
    Join,
    Kind,
    Source,
    TableMapping,
    Test,
)
from analytics.schema.table import TABLE_NAMES

_READING = {"file", "sheet", "header", "columns", "delimiter", "decimal", "encoding"}
_OPTIONS = {"from", "file", "sheet", "join", "where", "traits", "leave_out", "duplicates", "one_row_per_key"}
_CHANGES = {"values", "otherwise", "multiply", "format", "default", "whole"}
_TESTS = get_args(Test)


def parse(data: dict[str, Any]) -> tuple[tuple[Source, ...], tuple[TableMapping, ...]]:
    """Return the sources and tables a mapping file describes.

    Parameters
    ----------
    data : dict
        The TOML, read.

    Returns
    -------
    tuple of (tuple of Source, tuple of TableMapping)

    Raises
    ------
    MappingRefused
        A section, option, column or form that does not exist.
    """
    sources = {alias: _source(alias, item) for alias, item in data.get("files", {}).items()}
    tables = []
    for name, section in data.items():
        if name == "files":
            continue
        if name not in TABLE_NAMES:
            unknown = UnknownName("table", name, TABLE_NAMES)
            raise MappingRefused(unknown.message, code="mapping_table", hint=unknown.hint, table=name)
        table = _table(name, section, tuple(sources))
        if table.source not in sources and "from" not in section:
            _shorthand(sources, table.source, section)
        tables.append(table)
    if not tables:
        raise MappingRefused("The mapping names no table.", code="mapping_empty",
                             hint="Add a section such as [customers].")
    for table in tables:
        for alias in table.sources:
            if alias not in sources:
                unknown = UnknownName("file", alias, sources)
                raise MappingRefused(f"Section [{table.table}]: {unknown.message}", code="mapping_file",
                                     hint=unknown.hint if sources else "Declare it under [files].",
                                     table=table.table, file=alias)
    return tuple(sources.values()), tuple(tables)


def _source(alias: str, item: Any) -> Source:
    if isinstance(item, str):
        return Source(alias, item)
    _known(item, _READING, "files")
    columns = tuple(str(name) for name in item.get("columns", ()))
    return Source(alias, **{**item, "columns": columns})


def _shorthand(sources: dict[str, Source], alias: str, section: dict[str, Any]) -> None:
    # A table may name its file and sheet itself; tables that name the same share one source.
    sources[alias] = Source(alias, str(section.get("file", "*")), str(section.get("sheet", "")))


def _table(name: str, section: dict[str, Any], aliases: tuple[str, ...]) -> TableMapping:
    named = " ".join(str(section[key]) for key in ("file", "sheet") if key in section)
    only = aliases[0] if len(aliases) == 1 else ONLY_SOURCE
    traits = section.get("traits", [])
    if traits != "*" and not isinstance(traits, list):
        raise MappingRefused(f'Section [{name}]: traits is a list of columns or "*".', code="mapping_form",
                             table=name, column="traits")
    duplicates = section.get("duplicates")
    if duplicates not in (None, "keep", "drop"):
        raise MappingRefused(f'Section [{name}]: duplicates is "keep" or "drop".', code="mapping_form",
                             table=name, column="duplicates")
    return TableMapping(
        table=name,
        columns={column: _expression(name, column, item)
                 for column, item in section.items() if column not in _OPTIONS},
        source=section.get("from", named or only),
        joins=tuple(_join(name, item) for item in section.get("join", ())),
        where=tuple(_condition(name, item) for item in section.get("where", ())),
        traits=None if traits == "*" else tuple(traits),
        leave_out=tuple(section.get("leave_out", ())),
        duplicates=duplicates,
        one_row_per_key=bool(section.get("one_row_per_key", False)),
    )


def _join(table: str, item: dict[str, Any]) -> Join:
    _known(item, {"file", "on"}, table)
    on = item.get("on", "")
    pairs = on.items() if isinstance(on, dict) else [(on, on)]
    return Join(item["file"], tuple(pairs))


def _condition(table: str, item: dict[str, Any]) -> Condition:
    _known(item, {"column", *_TESTS}, table)
    tests = [key for key in item if key != "column"]
    if len(tests) != 1 or "column" not in item:
        raise MappingRefused(f"Section [{table}]: a condition names one column and one test.",
                             code="mapping_form", hint=f"Tests: {', '.join(_TESTS)}.",
                             table=table, column="where")
    value = item[tests[0]]
    return Condition(item["column"], cast(Test, tests[0]),
                     tuple(map(str, value)) if isinstance(value, list) else value)


def _expression(table: str, column: str, item: Any) -> Expression:
    if isinstance(item, str):
        return Expression("column", (item,))
    forms = {"column", "constant", "row", "columns", "product", "sum", "difference"}
    found = [key for key in item if key in forms] if isinstance(item, dict) else []
    if len(found) != 1:
        raise MappingRefused(f"Section [{table}]: {column} must be a column name or one of the forms.",
                             code="mapping_form", hint=f"Forms: {', '.join(sorted(forms))}.",
                             table=table, column=column)
    kind = cast(Kind, found[0])
    allowed = {"column": {"column", *_CHANGES}, "columns": {"columns", "join", "default"},
               "constant": {"constant"}, "row": {"row"}}.get(kind, {kind, "default"})
    _known(item, allowed, f"{table}.{column}")
    given, default = item[kind], item.get("default")
    default = None if default is None else _text(default)
    if kind == "constant":
        return Expression(kind, text=_text(given))
    if kind == "row":
        if given.count("{row}") != 1:
            raise MappingRefused(f"Section [{table}]: {column} must contain {{row}} once.",
                                 hint='As in "C{row}".', code="mapping_form", table=table, column=column)
        return Expression(kind, text=given)
    operands = [given] if kind == "column" else given
    allowed_types = (str, int, float) if kind in ("product", "sum", "difference") else (str,)
    if not isinstance(operands, list) or not all(type(operand) in allowed_types for operand in operands):
        raise MappingRefused(f"Section [{table}]: {column} has a value of the wrong kind.",
                             code="mapping_form", table=table, column=column)
    if kind != "column":
        return Expression(kind, tuple(given), text=item.get("join", " ") if kind == "columns" else "",
                          default=default)
    return Expression(
        kind, (given,), default=default, format=item.get("format"), whole=item.get("whole", False),
        values=tuple((said, _text(means)) for said, means in item.get("values", {}).items()),
        otherwise=_text(item["otherwise"]) if "otherwise" in item else None,
        multiply=float(item["multiply"]) if "multiply" in item else None)


def _known(item: dict[str, Any], names: set[str], where: str) -> None:
    for key in item:
        if key not in names:
            unknown = UnknownName("option", key, names)
            raise MappingRefused(f"Section [{where}]: {unknown.message}", code="mapping_option",
                                 hint=unknown.hint, table=where, column=key)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
