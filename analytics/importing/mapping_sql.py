"""A mapping of one table as SQL over files read as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Dictionary

from analytics.importing.mapping_parts import Condition, Expression, Headers, Join, Source, TableMapping
from analytics.schema.table import table

Find = Callable[[str], tuple[str, str]]

# Signs that may surround a number and say nothing about it.
_CURRENCY_SIGNS = "¥￥$€£元 \u00a0\u202f\u3000'"


def identifier(name: str) -> str:
    """Return a name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"


def number(text: str, decimal: str = ".") -> str:
    """Return SQL that reads a text as a number: currency signs and thousands separators are ignored.

    Parameters
    ----------
    text : str
        SQL of the text.
    decimal : str
        Decimal sign, ``.`` or ``,``.

    Returns
    -------
    str
        SQL of a double, null where the text is not a number.
    """
    bare = f"translate({text}, {literal(_CURRENCY_SIGNS)}, '')"
    if decimal == ",":
        return f"try_cast(replace(replace({bare}, '.', ''), ',', '.') as double)"
    return f"coalesce(try_cast({text} as double), try_cast(replace({bare}, ',', '') as double))"


def select(mapping: TableMapping, *, relations: Dictionary[str, str], headers: Headers,
           sources: Dictionary[str, Source], traits: Dictionary[str, tuple[str, str]]) -> str:
    """Return a SELECT that turns source rows into rows of a canonical table, all values still text.

    Parameters
    ----------
    mapping : TableMapping
        What becomes what.
    relations : mapping of str to str
        Alias to a relation whose columns are the file's, all text, trimmed and null where empty, beside
        ``_file`` and ``_row``. `reading.Opened.select` gives one, trimming no more than it must.
    headers : Headers
        Column names of the files.
    sources : mapping of str to Source
        Alias to source, for the decimal sign of arithmetic.
    traits : mapping of str to (str, str)
        Name of a trait to alias and column.

    Returns
    -------
    str
        Two steps: ``cells`` joins the files, then each column is made from them.
    """
    places = {alias: f"source_{i}" for i, alias in enumerate(mapping.sources)}
    cells: dict[tuple[str, str], str] = {}

    def find(name: str) -> tuple[str, str]:
        alias, column = headers.find(name, mapping.sources, mapping.table)
        return cells.setdefault((alias, column), f"cell_{len(cells)}"), sources[alias].decimal

    filled = {column: _filled(mapping, column, find) for column in mapping.filled}
    kept = {trait: cells.setdefault(place, f"cell_{len(cells)}") for trait, place in traits.items()}
    conditions = [_condition(condition, find) for condition in mapping.where]
    key = [filled[name] for name in table(mapping.table).key] if mapping.one_row_per_key else []
    conditions += [f"{sql} is not null" for sql in key]

    own = places[mapping.source]
    copies = ", ".join(f"{own}.{identifier(column)}" for column in headers.by_source[mapping.source])
    read = [f"{own}._file", f"{own}._row", f"hash({copies}) as _hash"]
    read += [f"{places[alias]}.{identifier(column)} as {cell}" for (alias, column), cell in cells.items()]
    made = ["_file", "_row", "_hash"]
    made += [f"{sql} as {identifier(name)}" for name, sql in (filled | kept).items()]
    joins = [_join(join, mapping.sources[:i + 1], headers, relations, places, mapping.table)
             for i, join in enumerate(mapping.joins)]
    steps = ["with cells as (", _listed(read), f"from {relations[mapping.source]} as {own}", *joins, ")",
             _listed(made), "from cells"]
    if conditions:
        steps.append("where " + "\n  and ".join(conditions))
    if key:
        steps.append(f"qualify row_number() over (partition by {', '.join(key)} "
                     "order by _file desc, _row desc) = 1")
    return "\n".join(steps)


def _listed(items: list[str]) -> str:
    return "select\n    " + ",\n    ".join(items)


def _filled(mapping: TableMapping, name: str, find: Find) -> str:
    column = table(mapping.table).column(name)
    expression = mapping.columns.get(name)
    if expression is None:
        return literal(column.default) if column.default is not None else "cast(_row as varchar)"
    sql = _expression(expression, find)
    default = expression.default if expression.default is not None else column.default
    return sql if default is None else f"coalesce({sql}, {literal(default)})"


def _expression(expression: Expression, find: Find) -> str:
    match expression.kind:
        case "constant":
            return literal(expression.text)
        case "row":
            before, _, after = expression.text.partition("{row}")
            return f"{literal(before)} || _row || {literal(after)}"
        case "columns":
            parts = ", ".join(find(name)[0] for name in expression.sources)
            return f"nullif(concat_ws({literal(expression.text)}, {parts}), '')"
        case "product" | "sum" | "difference":
            return _arithmetic(expression, find)
        case "column":
            return _column(expression, find)


def _column(expression: Expression, find: Find) -> str:
    sql, decimal = find(expression.sources[0])
    if expression.whole:
        sql = f"regexp_replace({sql}, '^([0-9]+)[.]0+$', '\\1')"
    if expression.values or expression.otherwise is not None:
        cases = " ".join(f"when {literal(said.casefold())} then {literal(means)}"
                         for said, means in expression.values)
        rest = sql
        if expression.otherwise is not None:
            rest = f"if({sql} is null, null, {literal(expression.otherwise)})"
        sql = f"nullif(case lower({sql}) {cases} else {rest} end, '')" if cases else rest
    if expression.format is not None:
        moment = f"try_strptime({sql}, {literal(expression.format)})"
        sql = f"coalesce(strftime({moment}, '%Y-%m-%d %H:%M:%S'), {sql})"
    if expression.multiply is not None:
        sql = f"coalesce({_rounded(f'{number(sql, decimal)} * {expression.multiply!r}')}, {sql})"
    return sql


def _arithmetic(expression: Expression, find: Find) -> str:
    # What is not a number is shown as it was written, so that the report can name it.
    sign = {"product": " * ", "sum": " + ", "difference": " - "}[expression.kind]
    texts, numbers = [], []
    for operand in expression.operands:
        if isinstance(operand, str):
            text, decimal = find(operand)
            value = number(text, decimal)
            if expression.kind == "sum":
                value = f"if({text} is null, 0, {value})"
            texts.append(text)
            numbers.append(value)
        else:
            numbers.append(repr(operand))
    present = " or " if expression.kind == "sum" else " and "
    shown = f"concat_ws({literal(sign)}, {', '.join(texts)})"
    return (f"case when {present.join(f'{text} is not null' for text in texts)} "
            f"then coalesce({_rounded(sign.join(numbers))}, {shown}) end")


def _rounded(sql: str) -> str:
    # Six decimals drop the noise of binary fractions: 39.65 * 12 is 475.8 again.
    return f"cast(try_cast({sql} as decimal(28, 6)) as varchar)"


def _condition(condition: Condition, find: Find) -> str:
    sql, decimal = find(condition.column)
    value = condition.value
    match condition.test:
        case "equals":
            return f"{sql} = {literal(str(value))}"
        case "not_equals":
            return f"{sql} is distinct from {literal(str(value))}"
        case "one_of":
            options = value if isinstance(value, tuple) else (str(value),)
            return f"{sql} in ({', '.join(map(literal, options))})"
        case "starts_with":
            return f"starts_with({sql}, {literal(str(value))})"
        case "not_starts_with":
            return f"not coalesce(starts_with({sql}, {literal(str(value))}), false)"
        case "empty":
            return f"{sql} is {'' if value else 'not '}null"
        case "above" | "below":
            return f"{number(sql, decimal)} {'>' if condition.test == 'above' else '<'} {float(str(value))!r}"


def _join(join: Join, before: tuple[str, ...], headers: Headers, relations: Dictionary[str, str],
          places: Dictionary[str, str], table_name: str) -> str:
    # The first row per key only: a lookup must never multiply the rows of the table.
    keys, pairs = [], []
    for left, right in join.on:
        alias, column = headers.find(left, before, table_name)
        _, other = headers.find(right, (join.source,), table_name)
        keys.append(identifier(other))
        pairs.append(f"{places[alias]}.{identifier(column)} = {places[join.source]}.{identifier(other)}")
    first = (f"select * from {relations[join.source]} "
             f"qualify row_number() over (partition by {', '.join(keys)} order by _file, _row) = 1")
    return f"left join ({first}) as {places[join.source]} on {' and '.join(pairs)}"


def trait_name(column: str) -> str:
    """Return the name a source column has as a trait: ``trait_`` and its words joined by underscores."""
    return "trait_" + (re.sub(r"\W+", "_", plain_words(column)).strip("_") or "column")


def plain_words(column: str) -> str:
    """Return a column name in lower case, with the words of ``CamelCase`` set apart."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column).casefold().strip()
