"""Import and build, each beside plain DuckDB doing the same reading and grouping in the same run."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analytics.benchmarks.memory import peak_of_import
from analytics.benchmarks.timing import Timing, repeated, timed
from analytics.importing import import_files
from analytics.models import churn
from analytics.models.valuation import value_customers
from analytics.store import Build, Store
from analytics.warehouse import build

#: The reading a validating import cannot do without: every cell as text, every cell once.
_BARE_READ = """
select count(*), count(order_id), sum(length(customer_id)), sum(try_cast(revenue as double)),
    max(try_cast(ordered_on as date))
from read_csv($file, all_varchar = true)
"""

#: The heaviest grouping of the build: every order line into a customer's days and months.
_BARE_GROUPING = """
select count(*), sum(revenue)
from (
    select customer_id, date_trunc('month', day) as month, sum(revenue) as revenue
    from (
        select customer_id, ordered_on as day, sum(revenue) as revenue
        from read_parquet($files)
        group by all)
    group by all)
"""


@dataclass(frozen=True, slots=True)
class ImportTimes:
    """One import of order lines, DuckDB reading the same file, and the bytes a process importing it holds."""

    rows: int
    refused: int
    seconds: float
    bare: Timing
    peak: int


@dataclass(frozen=True, slots=True)
class BuildTimes:
    """One full build, and DuckDB grouping the same raw rows."""

    build: Build
    seconds: float
    bare: Timing


def time_import(store: Store, files: tuple[Path, ...]) -> ImportTimes:
    """Import a company's files; time the order lines, which are nearly all the rows."""
    orders = next(file for file in files if "orders" in file.name)
    others = [file for file in files if file != orders]
    import_files(store, others)
    seconds, report = timed(lambda: import_files(store, [orders]))
    bare = repeated(lambda: duckdb.connect().execute(_BARE_READ, {"file": str(orders)}).fetchall(), 3)
    rows = duckdb.connect().execute("select count(*) from read_csv($file, all_varchar = true)",
                                    {"file": str(orders)}).fetchall()[0][0]
    return ImportTimes(rows, report.refused, seconds, bare, _peak(store, orders))


def _peak(store: Store, orders: Path) -> int:
    with tempfile.TemporaryDirectory(dir=store.path.parent, prefix="peak-") as folder:
        alone = Store.create(Path(folder) / "store", name="Benchmark")
        return peak_of_import(alone.path, [orders])


def time_build(store: Store) -> BuildTimes:
    """Build once and group the raw order lines three times."""
    seconds, built = timed(lambda: build(store))
    files = [str(file) for file in store.raw_files("orders")]
    bare = repeated(lambda: duckdb.connect().execute(_BARE_GROUPING, {"files": files}).fetchall(), 3)
    return BuildTimes(built, seconds, bare)


def time_valuation(store: Store) -> float:
    """Value every customer once, so that pages are timed with a valuation; return the seconds."""
    return timed(lambda: value_customers(store))[0]


def time_training(store: Store) -> float:
    """Train the churn classifier once, so that pages are timed with a model; return the seconds."""
    return timed(lambda: churn.train(store))[0]
