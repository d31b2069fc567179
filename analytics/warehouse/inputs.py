"""Relations a build needs beside its SQL: category types, silence thresholds, causes, freshness."""

from __future__ import annotations

import math

from analytics.schema.table import table, tables
from analytics.statistics.silence import silence_curve
from analytics.store import Store
from analytics.warehouse.causes import cause_class
from analytics.warehouse.engines.duckdb import DuckdbEngine, quoted
from analytics.warehouse.marts import DIMENSIONS

#: A dimension with more values than this is no dimension but a name; it stays text.
_MOST_VALUES = 5_000

#: The segment that stands for everyone.
EVERYONE = "all"


def dimension_types(engine: DuckdbEngine) -> dict[str, str]:
    """Return the SQL type of each dimension: an enumeration of its values, in their natural order.

    Codes of the schema come in the schema's order (large, medium, small), other values by alphabet.
    """
    types = {}
    for name in DIMENSIONS:
        found = [str(value) for (value,) in engine.rows(
            f"select distinct {name} from customers where {name} is not null order by 1")]
        codes = [code for code in table("customers").column(name).values if code in found]
        values = [*codes, *(value for value in found if value not in codes)]
        usable = 0 < len(values) <= _MOST_VALUES
        types[name] = f"enum ({', '.join(map(quoted, values))})" if usable else "varchar"
    return types


def make_silence(engine: DuckdbEngine, store: Store) -> None:
    """Make ``silence_chances`` and ``silence_thresholds`` of the gaps between trades (methods C1).

    A segment whose own gaps cannot tell takes the threshold of everyone. Where the chance of coming back
    never falls to the target as far as the data reach, the longest silence they can judge is taken.
    The setting ``silence_days`` overrides all.
    """
    settings = store.settings
    fixed = settings.integer("silence_days")
    curves = {segment: silence_curve(
        days, closed, still_open, chance=settings.number("silence_return_chance"),
        within=settings.integer("silence_return_within"), also=(fixed,) if fixed else ())
        for segment, (days, closed, still_open) in _histograms(engine).items()}
    of_everyone = curves[EVERYONE].threshold if EVERYONE in curves else None
    chances: list[tuple[object, ...]] = []
    thresholds: list[tuple[object, ...]] = [(EVERYONE, fixed)] if fixed and not curves else []
    for segment, curve in curves.items():
        chosen = fixed or (curve.threshold if curve.reached else of_everyone)
        if chosen:
            thresholds.append((segment, chosen))
        chances += [
            (segment, int(day), None if math.isnan(chance) else float(chance), int(at_risk), day == chosen)
            for day, chance, at_risk in zip(curve.silent_days.tolist(), curve.return_chance.tolist(),
                                            curve.at_risk.tolist(), strict=True)]
    _fill(engine, "silence_chances", {"segment": "varchar", "silent_days": "integer",
                                      "return_chance": "double", "at_risk": "integer", "chosen": "boolean"},
          chances)
    _fill(engine, "silence_thresholds", {"segment": "varchar", "silent_days": "integer"},
          thresholds)


def _histograms(engine: DuckdbEngine) -> dict[str, tuple[list[int], list[int], list[int]]]:
    found: dict[str, tuple[list[int], list[int], list[int]]] = {}
    for segment, *counts in engine.rows("select segment, days, closed, still_open from silences"):
        columns = found.setdefault(str(segment), ([], [], []))
        for column, count in zip(columns, counts, strict=True):
            column.append(int(str(count)))
    return found


def make_cause_words(engine: DuckdbEngine, store: Store) -> None:
    """Make ``cause_words``: the standard class of every cause the company wrote (methods E5)."""
    causes = [str(cause) for (cause,) in engine.rows(
        "select lost_cause from customers where lost_cause is not null "
        "union select lost_cause_second from customers where lost_cause_second is not null "
        "union select ended_because from contracts where ended_because is not null order by 1")]
    _fill(engine, "cause_words", {"cause": "varchar", "cause_class": "varchar"},
          [(cause, cause_class(cause)) for cause in causes])


def make_loss_records(engine: DuckdbEngine, store: Store) -> int:
    """Make mart ``loss_records``: every day of loss that any import told of.

    A customer file has room for one loss. Who came back and left again has overwritten the first one in
    the newest file; the older ones still know of it.
    """
    files = [str(file) for file in store.raw_files("customers")]
    scan = "read_parquet($files, union_by_name = true)"
    present = engine.columns(f"select * from {scan}", {"files": files}) if files else ()
    if "lost_on" not in present:
        return engine.create("warehouse", "loss_records", (
            "select cast(null as integer) as customer_key, cast(null as date) as lost_on, "
            "cast(null as varchar) as cause where false"))
    cause = "cast(null as varchar)"
    if "lost_cause" in present:
        cause = "any_value(cast(told.lost_cause as varchar))"
    return engine.create("warehouse", "loss_records", (
        f"select dimensions.customer_key, cast(told.lost_on as date) as lost_on, {cause} as cause "
        f"from {scan} as told join dimensions on dimensions.customer_id = cast(told.customer_id as varchar) "
        "where told.lost_on is not null group by all order by all"), {"files": files})


def make_freshness(engine: DuckdbEngine, store: Store) -> int:
    """Make mart ``freshness``: rows, dates and batches of every canonical table."""
    selects = []
    for one in tables().values():
        happened = one.happened_on or "null"
        batches = len(store.raw_files(one.name))
        selects.append(
            f"select '{one.name}' as table_name, count(*) as rows, "
            f"cast(min({happened}) as date) as first_on, cast(max({happened}) as date) as last_on, "
            f"{batches} as batches from warehouse.main.{one.name}")
    return engine.create("serving", "freshness", "\nunion all\n".join(selects))


def _fill(engine: DuckdbEngine, name: str, columns: dict[str, str], rows: list[tuple[object, ...]]) -> None:
    values = {column: [row[place] for row in rows] for place, column in enumerate(columns)}
    selected = ", ".join(f"cast(unnest(cast(${column} as {kind}[])) as {kind}) as {column}"
                         for column, kind in columns.items())
    engine.create("memory", name, f"select {selected}", values)
