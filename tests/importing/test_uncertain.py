"""Imports without a mapping: what is refused says all of it, what goes in says how it was understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import MappingRefused
from analytics.i18n import Translator
from analytics.importing import import_files, read_mapping, read_preview, suggest
from analytics.importing.ready_made import FOLDER, ready_made
from analytics.importing.suggested_file import suggestion_text
from analytics.importing.wording import summary_lines
from analytics.store import Store
from tests.importing.conftest import TODAY

MONTHLY = "customerID,tenure,MonthlyCharges,Churn\nA1,3,20.5,Yes\nA2,14,30,No\n"
ORDERS = "order_id,customer_id,ordered_on,revenue,customer_name,region\n" + "".join(
    f"O{i},C{i // 3},2024-01-{i + 1:02d},{i + 10},Firm {i // 3},{'North' if i % 2 else 'South'}\n" for i in range(9))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store", name="Dayu")


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def refusal(store: Store, *paths: Path) -> MappingRefused:
    with pytest.raises(MappingRefused) as refused:
        import_files(store, paths, today=TODAY)
    return refused.value


def test_every_file_that_is_not_certain_is_told_of(store, tmp_path):
    paths = [written(tmp_path, "odd.csv", "foo,bar\n1,2\n3,4\n"),
             written(tmp_path, "people.csv", "customer_id,size\nC1,large\nC2,small\n"),
             written(tmp_path, "visits.csv", "Order Date,Note\n2026-01-01,x\n2026-01-02,y\n")]
    error = refusal(store, *paths)
    assert error.code == "mapping_uncertain"
    assert error.details["file"] == "odd.csv, visits.csv"
    text = suggestion_text(error, Translator("en"))
    assert "# ---- odd.csv" in text
    assert "# ---- visits.csv" in text
    assert "people.csv" not in text
    assert not store.batches()


@pytest.mark.parametrize(("language", "doubts"), [
    ("en", ("# please check: Churned would fit as well",
            "# please check: MonthlyCharges is taken as an amount per month and counted 12 times for a year")),
    ("zh-CN", ("# 请核对：Churned 同样符合", "# 请核对：把 MonthlyCharges 当作每月金额，乘以 12 作为一年"))])
def test_doubts_are_words_and_the_mapping_can_be_read(store, tmp_path, language, doubts):
    lines = MONTHLY.replace("Churn\n", "Churn,Churned\n").replace("Yes", "Yes,1").replace("No", "No,0")
    text = suggestion_text(refusal(store, written(tmp_path, "export.csv", lines)), Translator(language))
    for doubt in doubts:
        assert doubt in text
    assert "?" not in text
    assert read_mapping(text).table("customers").columns["annual_value"].multiply == 12


def test_the_ready_mapping_made_for_a_file_is_named(store, tmp_path):
    cdnow = written(tmp_path, "CDNOW_master.txt",
                    "customer_id date number_of_cds dollar_value\n" + "00001 19970101 1 11.77\n" * 5)
    error = refusal(store, cdnow)
    assert error.code == "mapping_uncertain_ready"
    assert "data/mappings/cdnow.toml was made for CDNOW_master.txt" in str(error)
    assert "so nothing was imported" in str(error)
    report = import_files(store, [cdnow], mapping=read_mapping((FOLDER / "cdnow.toml").read_text("utf-8")), today=TODAY)
    assert report.table("orders").accepted == 5


def test_a_ready_mapping_for_several_files_says_which_are_still_lacking(tmp_path):
    orders = written(tmp_path, "olist_orders_dataset.csv",
                     "order_id,customer_id,order_status,order_purchase_timestamp\no1,c1,delivered,2018-01-01 10:00:00\n")
    found, = ready_made([read_preview(orders)])
    assert found.shown == "data/mappings/olist.toml"
    assert found.reads == (orders,)
    assert "olist_customers_dataset*" in found.lacks


def test_a_name_alone_makes_no_ready_mapping_fit(tmp_path):
    contracts = written(tmp_path, "contracts_2026.csv", "Contract No,Customer,Start\n1,C1,2026-01-01\n2,C2,2026-01-02\n")
    assert ready_made([read_preview(contracts)]) == ()


@pytest.mark.parametrize(("name", "ready", "lacks"), [
    ("telco_v1/Telco-Customer-Churn.csv", "telco_v1", 0), ("telco_v2/telco_v2_merged.csv", "telco_v2", 0),
    ("telco_v2/Telco_customer_churn.xlsx", "telco_v2_single", 0),
    ("telco_v2/Telco_customer_churn_status.xlsx", "telco_v2_tables", 4),
    ("telco_contract_dates/contract.csv", "telco_contracts", 3), ("iranian_churn/Customer_Churn.csv", "iranian", 0),
    ("cdnow/CDNOW_master.txt", "cdnow", 0), ("cdnow/CDNOW_sample.txt", "cdnow_sample", 0),
    ("online_retail/online_retail.csv.gz", "online_retail", 0),
    ("olist_sample15k/olist_order_reviews_dataset.csv", "olist", 4),
    ("olist_sample15k/olist_sellers_dataset.csv", None, 0), ("olist_rfm_full/agg_segment_clv.csv", None, 0)])
def test_the_ready_mappings_know_their_files(datasets, name, ready, lacks):
    if not (datasets / name).exists():
        pytest.skip(f"not on this machine: {name}")
    found = [(one.path.stem, len(one.lacks)) for one in ready_made([read_preview(datasets / name)])]
    assert found == ([(ready, lacks)] if ready else [])


@pytest.mark.parametrize(("language", "said"), [
    ("en", ("No mapping was given for export.csv; its columns were understood by themselves.",
            "Annual value from MonthlyCharges times 12; Status from Churn (yes = Lost, no = Customer).",
            "A guess – Annual value: MonthlyCharges is taken as an amount per month and counted 12 times for a year.")),
    ("zh-CN", ("没有给出 export.csv 的映射，各列含义由程序识别。", "状态取自 Churn（yes = 已流失、no = 在册）。",
               "推测——年价值：把 MonthlyCharges 当作每月金额，乘以 12 作为一年。"))])
def test_an_import_by_suggestion_says_how_the_columns_were_understood(store, tmp_path, language, said):
    report = import_files(store, [written(tmp_path, "export.csv", MONTHLY)], today=TODAY)
    text = "\n".join(summary_lines(report, Translator(language)))
    for sentence in said:
        assert sentence in text


@pytest.mark.parametrize(("language", "said"), [
    ("en", "Kept as traits of the customer: Seat colour, Left when."), ("zh-CN", "保留为客户特征：Seat colour、Left when。")])
def test_the_columns_kept_as_traits_are_named(store, tmp_path, language, said):
    export = "Customer ID,Customer Name,Seat colour,Left when\nC1,Ann,red,2026-01-05\nC2,Bo,blue,\n"
    report = import_files(store, [written(tmp_path, "export.csv", export)], today=TODAY)
    assert said in "\n".join(summary_lines(report, Translator(language)))


def test_nothing_is_explained_where_a_mapping_was_given_or_confirmed(store, tmp_path):
    first = import_files(store, [written(tmp_path, "export.csv", MONTHLY)], today=TODAY)
    assert first.suggested
    again = import_files(store, [written(tmp_path, "later.csv", MONTHLY.replace("A2", "A3"))], today=TODAY)
    assert again.suggested == ()


def test_orders_bring_their_customers_where_none_are_known(store, tmp_path):
    report = import_files(store, [written(tmp_path, "trade.csv", ORDERS)], today=TODAY)
    assert {one.table: one.accepted for one in report.tables} == {"customers": 3, "orders": 9}
    assert not report.files[0].unused
    assert "Read as Customers: Customer id from customer_id; Customer name from customer_name; Region from region." \
        in "\n".join(line.strip() for line in summary_lines(report))


def test_two_files_of_orders_bring_each_customer_once(store, tmp_path):
    later = ORDERS.replace("O", "P").replace("2024", "2025").replace("C2,", "C9,")
    report = import_files(store, [written(tmp_path, "2024.csv", ORDERS), written(tmp_path, "2025.csv", later)],
                          today=TODAY)
    assert {one.table: (one.accepted, one.refused) for one in report.tables} == {"customers": (4, 0), "orders": (18, 0)}


def test_orders_leave_customers_alone_where_a_list_of_them_is_there(store, tmp_path):
    people = written(tmp_path, "customers.csv", "customer_id,name,acquired_on\n" + "".join(
        f"C{i},Firm {i},2023-01-05\n" for i in range(3)))
    together = import_files(store, [people, written(tmp_path, "trade.csv", ORDERS)], today=TODAY)
    assert {one.table: one.accepted for one in together.tables} == {"customers": 3, "orders": 9}
    said = "\n".join(summary_lines(together))
    assert "Not taken in, though the rows could fill Customers as well: customer_name, region." in said
    later = written(tmp_path, "more.csv", ORDERS.replace("O", "P").replace("order_id", "Order ID"))
    assert {one.table for one in import_files(store, [later], today=TODAY).tables} == {"orders"}
    assert suggest(read_preview(later)).offered == ("customers",)
