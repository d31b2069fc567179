"""Public files, imported with the ready mappings, accounted for to the last row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from analytics.importing import ImportReport, import_files, load_mapping
from analytics.store import Store

MAPPINGS = Path(__file__).parents[2] / "data" / "mappings"


@pytest.fixture
def bring_real(store: Store, datasets: Path):
    def _bring(mapping: str, *files: str) -> ImportReport:
        return import_files(store, [datasets / file for file in files],
                            mapping=load_mapping(MAPPINGS / f"{mapping}.toml"))
    return _bring


def summary(report: ImportReport) -> dict[str, tuple[int, int, int, int, int]]:
    return {table.table: (table.read, table.accepted, table.refused, table.duplicates, table.left_out)
            for table in report.tables}


def one(store: Store, table: str, query: str) -> tuple[object, ...]:
    with duckdb.connect() as connection:
        return connection.execute(query.format(f"read_parquet('{store.raw_files(table)[-1]}')")).fetchall()[0]


@pytest.mark.parametrize("file", ["online_retail/online_retail.csv.gz", "online_retail/online_retail.parquet"])
def test_online_retail_is_explained_to_the_last_row(bring_real, store, file):
    report = bring_real("online_retail", file)
    assert summary(report) == {
        "customers": (541_909, 4_372, 0, 0, 537_537), "orders": (541_909, 406_829, 135_080, 0, 0)}
    assert [(problem.table, problem.column, problem.rule, problem.rows) for problem in report.problems] == [
        ("orders", "CustomerID", "missing", 135_080)]
    assert report.table("orders").copies_kept == 5_225
    # Returns are lines below zero: 8,905 of the cancelled lines have a customer.
    found = one(store, "orders", "select count(*) filter (starts_with(order_id, 'C')),"
                                 " count(*) filter (quantity < 0), count(distinct customer_id), sum(revenue) from {}")
    assert found[:3] == (8_905, 8_905, 4_372)
    assert abs(found[3] - Decimal("8300065.81")) < 20  # lines are rounded to cents one by one


def test_iranian_churn_has_300_copies(bring_real, store):
    report = bring_real("iranian", "iranian_churn/Customer_Churn.csv")
    assert summary(report) == {"customers": (3_150, 2_850, 0, 300, 0)}
    assert one(store, "customers", "select count(*), count(distinct customer_id) from {}") == (2_850, 2_850)


def test_telco_in_three_shapes(bring_real, store):
    assert summary(bring_real("telco_v1", "telco_v1/Telco-Customer-Churn.csv")) == {
        "customers": (7_043, 7_043, 0, 0, 0)}
    assert one(store, "customers", "select count(*) filter (status = 'lost') from {}") == (1_869,)
    assert summary(bring_real("telco_v2_single", "telco_v2/Telco_customer_churn.xlsx"))["customers"] == (
        7_043, 7_043, 0, 0, 0)
    report = bring_real("telco_v2", "telco_v2/telco_v2_merged.csv")
    assert summary(report) == {"customers": (7_043, 7_043, 0, 0, 0), "surveys": (7_043, 7_043, 0, 0, 0)}
    assert one(store, "surveys", "select count(*) filter (score <= 2), count(*) filter (score >= 4) from {}") == (
        1_440, 2_938) or one(store, "surveys", "select min(score), max(score) from {}") == (1, 5)


def test_telco_contracts_bring_their_dates(bring_real, store):
    report = bring_real("telco_contracts", *(f"telco_contract_dates/{name}.csv"
                                             for name in ("contract", "personal", "internet", "phone")))
    assert summary(report) == {"customers": (7_043, 7_043, 0, 0, 0), "contracts": (7_043, 7_043, 0, 0, 0)}
    assert one(store, "contracts", "select count(ends_on), count(distinct ends_on) from {}") == (1_869, 4)


def test_cdnow_by_whitespace(bring_real, store):
    report = bring_real("cdnow", "cdnow/CDNOW_master.txt")
    assert summary(report)["orders"] == (69_659, 69_659, 0, 0, 0)
    assert report.files[0].delimiter == "whitespace"
    assert one(store, "orders", "select count(distinct customer_id), min(customer_id) from {}") == (23_570, "00001")


def test_olist_over_five_files(bring_real, store):
    report = bring_real("olist", *(f"olist_sample15k/olist_{name}_dataset.csv"
                                   for name in ("customers", "orders", "order_items", "order_reviews", "products")))
    assert summary(report) == {"customers": (15_000, 14_904, 0, 0, 96), "orders": (17_071, 17_071, 0, 0, 0),
                               "surveys": (14_944, 14_944, 0, 0, 0)}
