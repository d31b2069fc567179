"""How the numbers and dates of a file are written, found in a sample or in whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from analytics.importing import formats
from analytics.importing.currencies import signs_of_values
from analytics.importing.formats import Reading
from analytics.importing.mapping import Mapping
from analytics.importing.mapping_parts import Headers
from analytics.importing.mapping_sql import identifier
from analytics.importing.parts import DATES, NUMBERS, Part

#: Rows looked at before the whole file is.
SAMPLE_ROWS = 4_000


def readings(connection: duckdb.DuckDBPyConnection, part: Part, text: str,
             only: Sequence[str] | None = None) -> dict[str, Reading]:
    """Find how numbers and dates are written.

    Parameters
    ----------
    connection : DuckDBPyConnection
    part : Part
    text : str
        SQL of the rows to look at, as text.
    only : sequence of str, optional
        The canonical columns and traits in question; all of them when omitted.

    Returns
    -------
    dict of str to Reading
        Traits that are neither numbers nor dates are left out.
    """
    wanted = [name for name in part.filling.filled if part.table.column(name).type in (*NUMBERS, *DATES)]
    wanted = [name for name in (*wanted, *part.traits) if only is None or name in only]
    if not wanted:
        return {}
    columns = ", ".join(map(identifier, wanted))
    connection.execute(f"create or replace temp table looked_at as select {columns} from ({text})")
    plain = _plain(connection, part, [name for name in wanted if name not in part.traits])
    others = [name for name in wanted if name not in plain]
    dates = [name for name in others if name in part.traits or part.table.column(name).type in DATES]
    numbers = [name for name in others if name in part.traits or name not in dates]
    number_styles = formats.number_styles(connection, _cells("looked_at", numbers)) if numbers else []
    date_styles = formats.date_styles(connection, _cells("looked_at", dates)) if dates else []
    decided = _decided(
        part, others, {name: [s for s in number_styles if s.position == i] for i, name in enumerate(numbers)},
        {name: [s for s in date_styles if s.position == i] for i, name in enumerate(dates)})
    for name in (one for one in numbers if one in decided and one not in part.traits):
        if part.table.column(name).unit.startswith("currency"):
            decided[name] = replace(decided[name], signs=signs_of_values(connection, "looked_at", name))
    return plain | decided


def with_decimal_signs(connection: duckdb.DuckDBPyConnection, part: Part,
                       relations: dict[str, str]) -> Mapping:
    """Tell the mapping's arithmetic which files write decimal commas.

    Parameters
    ----------
    connection : DuckDBPyConnection
    part : Part
    relations : dict of str to str
        Alias to the relation of its file.

    Returns
    -------
    Mapping
    """
    filling, known = part.filling, Headers(part.all_columns)
    calculated = {known.find(name, filling.sources, part.table.name)
                  for expression in filling.columns.values() for name in expression.sources
                  if expression.kind in ("product", "sum", "difference") or expression.multiply is not None}
    sources = []
    for source in part.mapping.sources:
        names = [column for alias, column in sorted(calculated) if alias == source.alias]
        if source.decimal == "." and names:
            sample = f"(select * from {relations[source.alias]} limit {SAMPLE_ROWS})"
            styles = formats.number_styles(connection, _cells(sample, names))
            if formats.read_numbers(styles).style == "decimal_comma":
                source = replace(source, decimal=",")
        sources.append(source)
    return replace(part.mapping, sources=tuple(sources))


def _cells(relation: str, columns: Sequence[str]) -> str:
    return " union all ".join(
        f"select {i} as position, {identifier(name)} as value, count(*) as n from {relation} group by value"
        for i, name in enumerate(columns))


def _plain(connection: duckdb.DuckDBPyConnection, part: Part, names: Sequence[str]) -> dict[str, Reading]:
    """Spare columns the closer look that hold nothing but plain numbers or dates, as most do."""
    if not names:
        return {}
    dates = [part.table.column(name).type in DATES for name in names]
    items = [f"all_plain_{'dates' if is_date else 'numbers'}({identifier(name)}), min({identifier(name)})"
             for name, is_date in zip(names, dates, strict=True)]
    found = connection.execute(f"select {', '.join(items)} from looked_at").fetchall()[0]
    return {name: Reading("date", "iso", example=example) if is_date
            else Reading("number", "plain", example=example)
            for name, is_date, plain, example in zip(names, dates, found[::2], found[1::2], strict=True)
            if plain}


def _decided(part: Part, names: Sequence[str], numbers: dict[str, list[formats.NumberStyle]],
             dates: dict[str, list[formats.DateStyle]]) -> dict[str, Reading]:
    stated = part.mapping.source(part.filling.source).decimal == ","
    comma = stated or any(formats.read_numbers(found).style == "decimal_comma" for found in numbers.values())
    decided = {}
    for name in names:
        if name in part.traits:
            guess = formats.read_unknown(numbers[name], dates[name], part.today)
            if guess.kind in ("integer", "number", "date", "timestamp") and not guess.ambiguous:
                decided[name] = guess
        elif name in numbers:
            decided[name] = formats.read_numbers(numbers[name], comma=comma or None)
        else:
            decided[name] = formats.read_dates(dates[name], part.today)
    return decided
