"""The ready mappings on the real files they are for: rows and figures to the last one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from analytics.importing.mapping import load_mapping
from tests.importing.mapped import map_files

READY = Path(__file__).parents[2] / "data" / "mappings"
CAUSES = [("Competitor", 841), ("Attitude", 314), ("Dissatisfaction", 303), ("Price", 211), ("Other", 200)]


@pytest.fixture
def mapped(datasets, tmp_path):
    """Map files of the public data sets by a ready mapping; skips where one is absent."""
    def mapped(name: str, *files: str):
        paths = [path for file in files for path in sorted(datasets.glob(file))]
        if len(paths) < len(files):
            pytest.skip(f"not on this machine: {', '.join(files)}")
        return map_files(load_mapping(READY / f"{name}.toml"), paths, tmp_path)
    return mapped


def one(connection, sql: str) -> tuple:
    (row,) = connection.execute(sql).fetchall()
    return row


def traits(connection) -> set[str]:
    return {name for name, *_ in connection.execute("describe customers").fetchall() if name.startswith("trait_")}


def test_telco_v1(mapped):
    rows = mapped("telco_v1", "telco_v1/Telco-Customer-Churn.csv")
    assert one(rows, "select count(*), count(distinct customer_id), count(*) filter (status = 'lost'), "
                     "sum(annual_value::decimal(18, 2)) from customers") == (7043, 7043, 1869, 12 * Decimal("456116.60"))
    # Revenue churn of methods E1: 30.50 %.
    assert one(rows, "select sum(annual_value::decimal(18, 2)) from customers where status = 'lost'") == (
        12 * Decimal("139130.85"),)
    assert len(traits(rows)) == 17
    assert "trait_contract" in traits(rows)


@pytest.mark.parametrize(("mapping", "files"), [
    ("telco_v2", ["telco_v2/telco_v2_merged.csv"]),
    ("telco_v2_tables", [f"telco_v2/Telco_customer_churn_{part}.xlsx"
                         for part in ("status", "services", "demographics", "location", "population")]),
])
def test_telco_v2(mapped, mapping, files):
    rows = mapped(mapping, *files)
    assert one(rows, "select count(*), count(distinct customer_id), count(*) filter (status = 'lost'), "
                     "count(*) filter (status = 'active'), count(lost_cause_note) from customers") == (
        7043, 7043, 1869, 5174, 1869)
    assert rows.execute("select lost_cause, count(*) from customers where status = 'lost' "
                        "group by all order by 2 desc").fetchall() == CAUSES
    # Levels 1 and 2 are all lost, 4 and 5 none, 3 to 16.1 %.
    assert rows.execute(
        "select score::double, count(*), count(*) filter (status = 'lost') from surveys "
        "join customers using (customer_id) group by all order by 1").fetchall() == [
        (1.0, 922, 922), (2.0, 518, 518), (3.0, 2665, 429), (4.0, 1789, 0), (5.0, 1149, 0)]
    assert {"trait_churn_score", "trait_cltv", "trait_contract", "trait_population"} <= traits(rows)
    assert len(traits(rows)) == 35
    assert not {"trait_satisfaction_score", "trait_churn_label", "trait_churn_value", "trait_churn_category"} & traits(rows)


def test_telco_v2_as_one_workbook(mapped):
    rows = mapped("telco_v2_single", "telco_v2/Telco_customer_churn.xlsx")
    assert one(rows, "select count(*), count(*) filter (status = 'lost'), count(lost_cause), "
                     "count(distinct lost_cause) from customers") == (7043, 1869, 1869, 20)
    assert {"trait_churn_score", "trait_cltv"} <= traits(rows)


def test_telco_contracts(mapped):
    rows = mapped("telco_contracts", *(f"telco_contract_dates/{part}.csv"
                                       for part in ("contract", "personal", "internet", "phone")))
    assert rows.execute("select status, lost_on::date::varchar, count(*) from customers group by all "
                        "order by 2 nulls first").fetchall() == [
        ("active", None, 5174), ("lost", "2019-10-01", 458), ("lost", "2019-11-01", 485),
        ("lost", "2019-12-01", 466), ("lost", "2020-01-01", 460)]
    assert one(rows, "select count(*), count(distinct contract_id), count(ends_on) from contracts") == (7043, 7043, 1869)
    assert one(rows, "select count(trait_gender), count(trait_internet_service), count(trait_multiple_lines) "
                     "from customers") == (7043, 5517, 6361)
    assert one(rows, "select count(*) from customers where acquired_on::date > lost_on::date") == (0,)


def test_olist(mapped):
    rows = mapped("olist", "olist_sample15k/*.csv")
    assert one(rows, "select count(*), count(distinct customer_id) from customers") == (14904, 14904)
    assert one(rows, "select count(*), count(distinct (order_id, line)), count(customer_id), count(ordered_on), "
                     "count(category) from orders") == (17071, 17071, 17071, 17071, 16829)
    assert one(rows, "select sum(revenue::decimal(18, 2)) = sum(list_price::decimal(18, 2)) + ("
                     "select sum(freight_value::decimal(18, 2)) from read_items) from orders") == (True,)
    assert one(rows, "select count(*), count(customer_id), count(answered_on), min(score), max(score) "
                     "from surveys") == (14944, 14944, 14944, "1", "5")
    assert one(rows, "select count(*) from orders anti join customers using (customer_id)") == (0,)


@pytest.mark.parametrize("file", ["online_retail/online_retail.parquet", "online_retail/online_retail.csv.gz"])
def test_online_retail(mapped, file):
    rows = mapped("online_retail", file)
    assert one(rows, "select count(*), count(*) filter (customer_id is null), "
                     "count(*) filter (starts_with(order_id, 'C')) from orders") == (541909, 135080, 9288)
    # The usual cleaned set (methods A5).
    assert one(rows, "select count(*), count(distinct customer_id), count(distinct order_id), "
                     "sum(revenue::decimal(18, 2)) from orders where customer_id is not null "
                     "and quantity::double > 0 and list_price::double > 0") == (
        397884, 4338, 18532, Decimal("8911407.90"))
    assert one(rows, "select count(*), count(region), count(*) filter (contains(customer_id, '.')) "
                     "from customers") == (4372, 4372, 0)
    assert one(rows, "select count(*) from orders where starts_with(order_id, 'C') "
                     "and revenue::decimal(18, 2) > 0") == (0,)
    assert not load_mapping(READY / "online_retail.toml").table("orders").drops_duplicates


def test_cdnow(mapped):
    rows = mapped("cdnow", "cdnow/CDNOW_master.txt")
    assert one(rows, "select count(*) from customers") == (23570,)
    assert one(rows, "select count(*), count(distinct order_id), count(distinct customer_id), "
                     "count(distinct _hash), min(ordered_on::date)::varchar, max(ordered_on::date)::varchar, "
                     "count(quantity::bigint), sum(revenue::decimal(18, 2)) from orders") == (
        69659, 69659, 23570, 69404, "1997-01-01", "1998-06-30", 69659, Decimal("2500315.63"))


def test_cdnow_sample(mapped):
    rows = mapped("cdnow_sample", "cdnow/CDNOW_sample.txt")
    assert one(rows, "select count(*) from customers") == (2357,)
    assert one(rows, "select count(*), count(distinct order_id), count(distinct customer_id) from orders") == (
        6919, 6919, 2357)


def test_iranian(mapped):
    rows = mapped("iranian", "iranian_churn/Customer_Churn.csv")
    assert load_mapping(READY / "iranian.toml").table("customers").drops_duplicates
    assert one(rows, "select count(*), count(distinct customer_id), count(distinct _hash) from customers") == (
        3150, 3150, 2850)
    assert one(rows, "select count(*) filter (status = 'lost'), count(*) filter (status = 'active') "
                     "from customers") == (495, 2655)
    assert {"trait_complains", "trait_call_failure", "trait_status"} <= traits(rows)
    assert len(traits(rows)) == 12
