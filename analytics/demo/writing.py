"""Write a simulated company into a store: one batch a business year, as a company would have sent them."""

from __future__ import annotations

import hashlib
import time as clock
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.demo import register
from analytics.demo.company import CUSTOMERS, QUARTERS, SEED, Company, simulate
from analytics.demo.scenario import Scenario
from analytics.demo.vocabulary import vocabulary
from analytics.schema.table import table
from analytics.store import Batch, Store, new_id

ARROW_TYPES = {
    "text": pa.large_string(), "integer": pa.int64(), "number": pa.float64(),
    "money": pa.decimal128(18, 2), "boolean": pa.bool_(), "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}
TRAIT = "trait_"
#: Tables that say what happened, with the day it did; the others say how things stand.
DATED = {
    "orders": "ordered_on", "surveys": "answered_on", "complaints": "opened_on", "contacts": "contacted_on",
    "service_jobs": "done_on", "campaigns": "assigned_on", "branch_periods": "period",
    "events": "happened_on",
}
YEAR = 4


def write_demo(
    store_path: str | Path, customers: int = CUSTOMERS, seed: int = SEED, quarters: int = QUARTERS,
    scenario: Scenario | None = None,
) -> Store:
    """Make the demo company and begin a store with its records.

    Every business year is a batch: what happened in it, and the customer file, agreements and
    memberships as they stood at its end, which supersede those of the year before. The truth is
    written beside them as ``truth.json``. Nothing is built yet.

    Parameters
    ----------
    store_path : str or Path
        Folder of the new store.
    customers : int, default 4000
        Customers who ever were.
    seed : int
    quarters : int, default 16
    scenario : Scenario, optional
        The truth to simulate; the usual one when omitted.

    Returns
    -------
    Store

    Raises
    ------
    HuitouError
        A size the simulation does not have.
    StoreError
        There is a store already, or it cannot be written.
    """
    company = simulate(customers, quarters, seed, scenario)
    store = Store.create(store_path, name=vocabulary().company, demo=True)
    edges = company.time.edges
    ends = [int(edges[last]) for last in range(quarters, 0, -YEAR)][::-1]
    # Ids of one second sort by chance, and the order decides which customer file is the newest.
    ids = sorted(new_id() for _ in ends)
    with store.writing():
        seen = dict.fromkeys(("customers", "contracts", "memberships"), 0)
        for batch_id, start, end in zip(ids, [0, *ends[:-1]], ends, strict=True):
            seen = _write_batch(store, company, batch_id, start, end, seen)
        (store.path / "truth.json").write_text(company.truth.to_json() + "\n", "utf-8")
    return store


def _write_batch(
    store: Store, company: Company, batch_id: str, start: int, end: int, seen: dict[str, int],
) -> dict[str, int]:
    """Write and commit the batch of the days ``[start, end)``; return the rows of its state tables."""
    known = state_on(company, end - 1)
    frames = {name: known[name] if name in known else _between(frame, DATED[name], company, start, end)
              for name, frame in company.tables.items()}
    write_frames(store, batch_id, {name: frame for name, frame in frames.items() if len(frame)},
                 str(company.time.first_day + end - 1), seen)
    return {name: len(known[name]) for name in seen}


def write_frames(store: Store, batch_id: str, frames: dict[str, pd.DataFrame], last_day: str,
                 seen: dict[str, int]) -> None:
    """Write and commit frames as a batch of files that are said to be of a day.

    Parameters
    ----------
    store : Store
        Held for writing.
    batch_id : str
    frames : dict of str to pandas.DataFrame
        By canonical table.
    last_day : str
    seen : dict of str to int
        Rows of earlier batches that these replace, by table.
    """
    began = clock.perf_counter()
    hashes = []
    for name, frame in frames.items():
        path = store.raw_file(name, batch_id)
        pq.write_table(arrow_table(name, frame, f"{name}_{last_day}.csv"), path, compression="zstd")
        with path.open("rb") as file:
            hashes.append(hashlib.file_digest(file, "sha256").hexdigest())
    store.commit(Batch(
        id=batch_id, created=datetime.now(UTC), files=tuple(f"{name}_{last_day}.csv" for name in frames),
        sha256=tuple(hashes), tables={name: len(frame) for name, frame in frames.items()},
        superseded={name: rows for name, rows in seen.items() if rows},
        seconds=round(clock.perf_counter() - began, 3),
    ))


def state_on(company: Company, day: int) -> dict[str, pd.DataFrame]:
    """Return the customer file, agreements and memberships as they stood at the end of a day number."""
    return {
        "customers": company.customers_known(day),
        "contracts": register.contracts_on(day, company.time, company.tables.contracts),
        "memberships": register.memberships_on(day, company.time, company.tables.memberships),
    }


def arrow_table(name: str, frame: pd.DataFrame, file: str) -> pa.Table:
    """Give a frame the types of the store, and say which row of which file each row is.

    Parameters
    ----------
    name : str
        Canonical table.
    frame : pandas.DataFrame
        Its columns; names that begin with ``trait_`` are traits and keep their own types.
    file : str
        File the rows are said to come from.

    Returns
    -------
    pyarrow.Table
    """
    columns = {}
    for column in frame.columns:
        kind = "" if column.startswith(TRAIT) else table(name).column(column).type
        values = pa.Array.from_pandas(frame[column])
        if kind == "category" or isinstance(frame[column].dtype, pd.CategoricalDtype):
            columns[column] = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
        else:
            columns[column] = values.cast(ARROW_TYPES[kind]) if kind else values
    columns["_file"] = pa.DictionaryArray.from_arrays(np.zeros(len(frame), np.int32), pa.array([file]))
    columns["_row"] = pa.array(np.arange(1, len(frame) + 1))
    return pa.table(columns)


def _between(frame: pd.DataFrame, date: str, company: Company, start: int, end: int) -> pd.DataFrame:
    # A question nobody answered happened when it was sent.
    day = frame[date].fillna(frame["sent_on"]) if "sent_on" in frame else frame[date]
    first = company.time.first_day.astype("datetime64[s]")
    low, high = first + np.timedelta64(start, "D"), first + np.timedelta64(end, "D")
    return frame[(day >= low) & (day < high)]
