"""The store of the demo company: yearly batches, exact types, rows counted and superseded."""

from __future__ import annotations

import json

import duckdb
import pytest

from analytics.demo import simulate, write_demo
from analytics.errors import StoreError
from analytics.schema.table import SQL_TYPES, TABLE_NAMES, table
from analytics.store import Store
from tests.demo.conftest import SEED

EVENTS = [name for name in TABLE_NAMES if name not in ("customers", "contracts", "memberships")]


def test_a_batch_a_business_year_in_order(written: Store):
    batches = written.batches()
    assert len(batches) == 4
    assert [batch.files[0] for batch in batches] == [f"customers_{year}-06-30.csv" for year in range(2023, 2027)]
    assert written.demo
    assert written.name == "大禹机械 Dayu Machinery"
    assert written.currency == "CNY"


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_lies_in_exactly_one_batch(written: Store, name):
    frame = getattr(simulate(600, seed=SEED).tables, name)
    rows = sum(batch.tables.get(name, 0) for batch in written.batches())
    stored = duckdb.read_parquet([str(file) for file in written.raw_files(name)])
    assert rows == len(frame) == stored.aggregate("count(*)").fetchall()[0][0]


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_types_are_those_of_the_store(written: Store, name):
    stored = duckdb.read_parquet([str(file) for file in written.raw_files(name)])
    types = dict(zip(stored.columns, map(str, stored.types), strict=True))
    assert (types.pop("_file"), types.pop("_row")) == ("VARCHAR", "BIGINT")
    expected = {"DECIMAL(18, 2)": "DECIMAL(18,2)"}
    for column, kind in types.items():
        if not column.startswith("trait_"):
            wanted = SQL_TYPES[table(name).column(column).type].upper()
            assert kind == expected.get(wanted, wanted), column


def test_the_last_customer_file_is_what_the_company_knows(written: Store):
    truth = json.loads((written.path / "truth.json").read_text("utf-8"))
    files = [duckdb.read_parquet(str(file)) for file in written.raw_files("customers")]
    sizes = [file.aggregate("count(*)").fetchall()[0][0] for file in files]
    assert sizes == sorted(sizes)
    assert sizes[-1] == 600 == truth["customers"]
    superseded = [batch.superseded.get("customers", 0) for batch in written.batches()]
    assert superseded == [0, *sizes[:-1]]
    lost = [file.filter("status = 'lost'").aggregate("count(*)").fetchall()[0][0] for file in files]
    assert lost == sorted(lost)
    assert 0 < lost[0] < lost[-1]


@pytest.mark.parametrize("year", range(4))
def test_an_earlier_file_knows_nothing_of_later_years(written: Store, year):
    end = f"{2023 + year}-06-30"
    for name, column in (("customers", "lost_on"), ("customers", "acquired_on"), ("contracts", "starts_on"),
                         ("memberships", "left_on"), ("orders", "ordered_on")):
        file = duckdb.read_parquet(str(written.raw_files(name)[year]))
        assert file.filter(f"{column} > date '{end}'").aggregate("count(*)").fetchall()[0][0] == 0


def test_revenue_is_exact_to_the_cent(written: Store):
    frame = simulate(600, seed=SEED).tables.orders
    stored = duckdb.read_parquet([str(file) for file in written.raw_files("orders")])
    cents = int(stored.aggregate("sum(revenue) * 100").fetchall()[0][0])
    assert cents == int((frame["revenue"] * 100).round().sum())


def test_a_company_is_not_written_over_another(written: Store):
    with pytest.raises(StoreError):
        write_demo(written.path, customers=100, quarters=4)
    assert len(written.batches()) == 4
