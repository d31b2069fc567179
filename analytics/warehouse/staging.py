"""Staging: the committed batches of each canonical table become one deduplicated, typed table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analytics.schema.table import SQL_TYPES, Table, tables
from analytics.store import Store
from analytics.warehouse.engines.duckdb import DuckdbEngine, named, quoted
from analytics.warehouse.lanes import Lanes

FOLDER = Path(__file__).parent / "staging"
#: What finds the newest day of the staged tables.
CLOCK = FOLDER.parent / "steps" / "parameters.sql"

#: Extra columns of a customers file carry this before their name.
TRAIT = "trait_"

_SCAN = "select * from read_parquet($files, union_by_name = true)"

#: A code such as 00123 is text although it looks like a number.
_LEADING_ZERO = "^[+-]?0[0-9]"


def stage_tables(engine: DuckdbEngine, store: Store, today: date | None = None) -> None:
    """Stage every canonical table under its name; one without batches is empty, with its columns.

    Where several batches tell of the same rows, the latest wins: all rows that agree in the table's
    ``supersede`` columns are replaced. Where a later batch knows fewer columns of a keyed table, what
    it does not mention is kept.

    Parameters
    ----------
    engine : DuckdbEngine
    store : Store
    today : date, optional
        The day up to which dates count as past; the day it is when omitted.

    Raises
    ------
    StoreDamaged
        A parquet file cannot be read.
    """
    handed = [batch for batch in store.batches() if batch.source]
    own = {batch.id for batch in handed}

    def stage(name: str, lane: DuckdbEngine) -> int:
        files = [str(file) for file in store.raw_files(name) if file.stem not in own]
        return lane.create("warehouse", name, _staging_sql(lane, tables()[name], files), {"files": files})

    Lanes(engine, stage).run({name: set() for name in tables()})
    if handed:
        clock = f"select as_of from ({CLOCK.read_text('utf-8')})"
        as_of = engine.rows(clock, {**store.settings, "today": today or date.today()})[0][0]
        for batch in handed:
            for name in batch.tables:
                _add_handed_over(engine, tables()[name], store.raw_file(name, batch.id), as_of)


def _add_handed_over(engine: DuckdbEngine, table: Table, file: Path, as_of: object) -> None:
    """Put what another part of the program recorded, up to the imports' newest day, in the same rows' place.

    The clock is that of the imports: whatever the complaint desk recorded after the last of them says nothing
    of trade since, and by its date every customer would seem to have fallen silent.
    """
    staged, parameters = _staging_sql(engine, table, [str(file)]), {"files": [str(file)], "as_of": as_of}
    engine.create("memory", "handed_over",
                  f"select * from ({staged}) where {table.happened_on} <= $as_of", parameters)
    same = " and ".join(f"staged.{named(one)} is not distinct from handed_over.{named(one)}"
                        for one in table.supersede)
    engine.rows(f"delete from warehouse.main.{table.name} as staged "
                f"where exists (select 1 from memory.main.handed_over where {same})")
    engine.rows(f"insert into warehouse.main.{table.name} select * from memory.main.handed_over")
    engine.rows("drop table memory.main.handed_over")


def trait_columns(engine: DuckdbEngine) -> tuple[str, ...]:
    """Return the names of the staged customers' traits."""
    return tuple(name for name in engine.columns("select * from warehouse.customers")
                 if name.startswith(TRAIT))


def _staging_sql(engine: DuckdbEngine, table: Table, files: list[str]) -> str:
    types = {column.name: SQL_TYPES[column.type] for column in table.columns}
    if not files:
        empty = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in types.items())
        return f"select {empty} where false"
    present = engine.columns(_SCAN, {"files": files})
    if table.name == "customers":
        types |= _trait_types(engine, files, tuple(name for name in present if name.startswith(TRAIT)))
    by_batch = [set(engine.columns(_SCAN, {"files": [file]})) for file in files]
    if len(files) == 1:
        return _filled("one_batch", columns=_columns(types, {name: named(name) for name in present}))
    if _can_merge(table) and any(columns != by_batch[0] for columns in by_batch):
        sources = {name: named(name) if name in table.key else _latest(name, files, by_batch)
                   for name in present}
        return _filled("merged_batches", columns=_columns(types, sources), key=", ".join(table.key))
    agreeing = [name for name in table.supersede or types if name in present]
    return _filled("several_batches", columns=_columns(types, {name: named(name) for name in present}),
                   supersede=", ".join(named(name) for name in agreeing))


def _filled(stem: str, **parts: str) -> str:
    return (FOLDER / f"{stem}.sql").read_text("utf-8").format(**parts)


def _columns(types: dict[str, str], sources: dict[str, str]) -> str:
    return ",\n    ".join(f"cast({sources.get(name, 'null')} as {kind}) as {named(name)}"
                          for name, kind in types.items())


def _can_merge(table: Table) -> bool:
    return bool(table.key) and table.supersede == table.key and set(table.key) <= set(table.required)


def _latest(name: str, files: list[str], by_batch: list[set[str]]) -> str:
    knowing = [quoted(Path(file).stem) for file, columns in zip(files, by_batch, strict=True)
               if name in columns]
    return f"arg_max_null({named(name)}, _batch) filter (where _batch in ({', '.join(knowing)}))"


def _trait_types(engine: DuckdbEngine, files: list[str], traits: tuple[str, ...]) -> dict[str, str]:
    if not traits:
        return {}
    tests = ", ".join(
        f"count({named(name)}) > 0 and count({named(name)}) = count(*) filter (where "
        f"isfinite(try_cast({named(name)} as double)) "
        f"and not regexp_matches(cast({named(name)} as varchar), {quoted(_LEADING_ZERO)}))"
        for name in traits)
    numeric = engine.rows(f"select {tests} from ({_SCAN})", {"files": files})[0]
    return {name: "double" if is_numeric else "varchar"
            for name, is_numeric in zip(traits, numeric, strict=True)}
