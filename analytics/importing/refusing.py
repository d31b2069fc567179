"""Refused rows: every reason, the row as the company wrote it, and the value that was probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from analytics.importing.checks import said
from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.meant_values import suggest_values
from analytics.importing.opened import CELLS
from analytics.importing.parts import Part, Staged, cast_rows
from analytics.importing.report import Problem, RuleSummary
from analytics.importing.settling import USUAL_FIRST_ROW, Settled
from analytics.importing.staging import numbered

_EXAMPLES = 5

#: Columns of a file of refused rows; `key` is a JSON object, null where the row cannot be known again by one.
COLUMNS = ('file varchar, "row" bigint, "column" varchar, "value" varchar, rule varchar, hint varchar,'
           ' "table" varchar, raw varchar, "key" varchar')


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Make room for the problems of an import."""
    connection.execute(f"create or replace temp table problems ({COLUMNS});"
                       " create or replace temp table refused_customers (customer_id varchar)")


def explain(connection: duckdb.DuckDBPyConnection, settled: Settled, known: str | None) -> None:
    """Add a problem for every rule that every refused row breaks.

    Parameters
    ----------
    connection : DuckDBPyConnection
        With the tables ``refused`` (see `settling.settle`) and ``problems``.
    settled : Settled
    known : str or None
        Relation of the known customers, to suggest one.
    """
    for staged in settled.staged:
        _broken_rows(connection, staged)
        name = literal(staged.part.own.name)
        late = connection.execute(f"select count(*) from refused where _file = {name}").fetchall()[0][0]
        if staged.faulty or late:
            _rows(connection, staged)
    suggest_values(connection, settled.staged)
    if known is not None:
        _suggest_customers(connection, known)


def _broken_rows(connection: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    own = staged.part.own
    if own.cells is not None and own.faults:
        connection.execute(
            f"insert into problems select {literal(own.name)}, _row, '', null, _fault, '',"
            f" {literal(staged.part.table.name)}, json_object('', _line), null"
            f" from read_parquet({literal(str(own.cells))}) where _fault is not null")


def _rows(connection: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    part, own = staged.part, staged.part.own
    name, table = literal(own.name), literal(part.table.name)
    connection.execute(f"""
        create or replace temp table wrong as
        select _row from {staged.relation} where _refused
        union
        select _row from refused where _file = {name}""")
    used = part.used_columns
    cells = numbered(connection, own, own.select((*used[part.filling.source], CELLS)))
    connection.execute(
        f"create or replace temp table wrong_cells as select * from {cells} semi join wrong using (_row)")
    relations = {part.filling.source: "wrong_cells"}
    relations |= {alias: numbered(connection, opened, opened.select(used[alias]))
                  for alias, opened in part.opened.items() if alias != part.filling.source}
    text = part.mapping.select(part.table.name, relations, used)
    connection.execute(f"create or replace temp table wrong_rows as {cast_rows(part, text, staged.readings)}")
    if part.table.name == "customers":
        connection.execute("insert into refused_customers"
                           " select cast(customer_id as varchar) from wrong_rows")
    names = ", ".join(map(literal, own.columns))
    connection.execute(
        f"create or replace temp table wrong_raw as"
        f" select _row, cast(to_json(map([{names}], {CELLS})) as varchar) as raw from wrong_cells")
    found = [
        f"select _row, {literal(part.source_name(check.column))} as col, {said(check.column)} as val,"
        f" {literal(check.rule)} as rule, {check.expected} as hint from wrong_rows where {check.broken}"
        for check in staged.checks if not check.note
    ]
    late = [
        f"select refused._row, {literal(part.source_name(column))}, {said(column)}, rule, expected"
        f" from refused join wrong_rows using (_row)"
        f" where refused._file = {name} and refused.\"column\" = {literal(column)}"
        for column in part.filling.filled
    ]
    connection.execute(f"""
        insert into problems
        select {name}, _row, col, trim(val), rule, hint, {table}, raw, keys.known
        from ({' union all '.join(found + late)})
        join wrong_raw using (_row)
        join (select _row, {_key(part)} as known from wrong_rows) as keys using (_row)""")


def _key(part: Part) -> str:
    """Return SQL of what a refused row is known by when it is exported anew, as a JSON object.

    The key; for rows without one, or whose key only numbers them, what they replace each other by. A cell
    that cannot be read makes it null: nobody knows what it meant.
    """
    table = part.table
    own = table.key and not set(part.filling.generated) & set(table.key)
    names = [name for name in (table.key if own else table.supersede or ()) if name in part.filling.filled]
    if not names or (own and len(names) < len(table.key)):
        return "cast(null as varchar)"
    pairs = ", ".join(f"{literal(name)}, cast({identifier(name)} as varchar)" for name in names)
    readable = " and ".join(f"({identifier(name)} is not null or {said(name)} is null)" for name in names)
    something = " or ".join(f"{identifier(name)} is not null" for name in names)
    return f"case when {readable} and ({something}) then cast(json_object({pairs}) as varchar) end"


def _suggest_customers(connection: duckdb.DuckDBPyConnection, known: str) -> None:
    """Say which customer was refused beside, and which has a number that differs in zeros, blanks or case."""
    connection.execute("""
        update problems set rule = 'customer_refused'
        where rule = 'unknown_customer' and "value" in (select customer_id from refused_customers)""")
    bare = "ltrim(lower(regexp_replace({}, '[\\s_-]', '', 'g')), '0')"
    connection.execute(f"""
        create or replace temp table near as
        select "value", min(customer_id) as customer_id
        from (select distinct "value" from problems where rule = 'unknown_customer') as strangers
        join {known} as known on {bare.format('strangers."value"')} = {bare.format('known.customer_id')}
        group by "value";
        update problems set hint = near.customer_id
        from near where problems.rule = 'unknown_customer' and problems."value" = near."value";
        drop table near""")


def summaries(connection: duckdb.DuckDBPyConnection) -> tuple[RuleSummary, ...]:
    """Return how often each rule was broken, the most frequent first."""
    counts = connection.execute("""
        select "table", "column", rule, count(*) from problems
        group by all order by 4 desc, 1, 2, 3""").fetchall()
    examples: dict[tuple[str, str, str], list[Problem]] = {}
    for table, file, row, column, value, rule, hint in connection.execute(f"""
            select "table", file, "row", "column", coalesce("value", ''), rule, coalesce(hint, '')
            from problems
            qualify row_number() over (
                partition by "table", "column", rule order by file, "row") <= {_EXAMPLES}
            order by file, "row" """).fetchall():
        examples.setdefault((table, column, rule), []).append(
            Problem(table, file, row, column, value[:500], rule, hint))
    return tuple(RuleSummary(table, column, rule, rows, tuple(examples[table, column, rule]))
                 for table, column, rule, rows in counts)


def notes(connection: duckdb.DuckDBPyConnection, settled: Settled) -> Sequence[RuleSummary]:
    """Return what is odd about accepted rows, by the rules that only mention it."""
    found = []
    for check in settled.staged[0].checks:
        if not check.note or settled.path is None:
            continue
        accepted = f"read_parquet({literal(str(settled.path))}, file_row_number = true)"
        rows = (f"(select *, coalesce(_row, file_row_number + {USUAL_FIRST_ROW}) as place"
                f" from {accepted}) where {check.broken}")
        money = settled.table.column(check.column).type == "money"
        summed = f"sum({identifier(check.column)})" if money else "null"
        count, total = connection.execute(f"select count(*), {summed} from {rows}").fetchall()[0]
        if count:
            column = settled.staged[0].part.source_name(check.column)
            examples = connection.execute(
                f"select _file, place, cast({identifier(check.column)} as varchar) from {rows}"
                f" order by all limit {_EXAMPLES}").fetchall()
            found.append(RuleSummary(settled.table.name, column, check.rule, count, tuple(
                Problem(settled.table.name, file, row, column, value or "", check.rule, "")
                for file, row, value in examples), total))
    return found


def write(connection: duckdb.DuckDBPyConnection, target: Path) -> bool:
    """Write the refused rows to a Parquet file, if there are any."""
    if not connection.execute("select count(*) from problems").fetchall()[0][0]:
        return False
    connection.execute(f"copy (select * from problems order by \"table\", file, \"row\")"
                       f" to {literal(str(target))} (format parquet, compression zstd)")
    return True
