"""Tables on the pages: numbers a reader can take in."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pandas as pd
import pytest

from analytics.app.components.people import column_config, named
from analytics.app.components.table import _dated, _separated, csv_bytes, file_name, xlsx_bytes
from analytics.app.context import Context
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.importing import import_files, read_mapping
from analytics.store import Store
from analytics.warehouse import build


def context_of(store: Store, language: str = "en") -> Context:
    reader = store.reader()
    return Context("customers", store, reader, Translator(language), Filters(),
                   Filters().resolve(reader.meta.as_of, reader.meta.first_event))


@pytest.mark.parametrize(("language", "head"), [("en", "Value, 12 months (CNY)"), ("zh-CN", "近 12 个月价值（CNY）")])
def test_columns_of_money_name_the_currency_on_the_page_and_in_the_download(demo_store, language, head):
    frame = pd.DataFrame({"customer_id": ["C1"], "value": [100_00]})
    context = context_of(demo_store, language)
    assert column_config(frame, context)["value"]["label"] == head
    assert list(named(frame, context)) == [Translator(language)("columns.customer_id"), head]
    assert list(named(frame, context)[head]) == [100]


def test_without_orders_a_value_is_the_one_on_record(tmp_path):
    (tmp_path / "customers.csv").write_text("id,yearly\n" + "".join(f"C{one},10\n" for one in range(20)))
    store = Store.create(tmp_path / "store", name="Yearly", currency="USD")
    import_files(store, [tmp_path / "customers.csv"], mapping=read_mapping(
        '[customers]\ncustomer_id = "id"\nannual_value = "yearly"\n'))
    build(store)
    frame = pd.DataFrame({"customer_id": ["C1"], "value": [100_00]})
    assert column_config(frame, context_of(store))["value"]["label"] == "Annual value (USD)"


def test_long_numbers_get_separators_and_nothing_else_does():
    frame = pd.DataFrame({"lost": [49, 3], "value": [10_188_215.0, None], "change": [-1_000, 2],
                          "flag": [True, False], "name": ["10188215", "x"]})
    shown = _separated(frame)
    assert list(shown) == ["value", "change"]
    assert shown["value"]["type_config"]["format"] == "%,.0f"


def test_an_empty_table_has_no_long_numbers():
    assert _separated(pd.DataFrame({"value": pd.Series(dtype=float)})) == {}


TAKEN = pd.DataFrame({
    "day": [date(2026, 6, 30), None], "rate": [0.0631098520, None], "money": [1234.5, 0.25], "n": [13.0, None],
    "chance": [0.0000123456, 0.0], "name": ["=1+1", "甲"]})


def test_a_file_holds_iso_days_and_numbers_as_they_are_known():
    lines = csv_bytes(TAKEN).decode("utf-8-sig").splitlines()
    assert lines == ["day,rate,money,n,chance,name", "2026-06-30,0.0631,1234.5,13,1.23e-05,'=1+1",
                     ",,0.25,,0.0,甲"]


def test_a_workbook_holds_the_same():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(TAKEN))).active
    day, *numbers, name = (cell.value for cell in sheet[2])
    assert (day.date(), name) == (date(2026, 6, 30), "=1+1")
    assert numbers == pytest.approx([0.0631, 1234.5, 13, 1.23e-05])
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert [cell.value for cell in sheet[3]] == [None, None, 0.25, None, 0, "甲"]


def test_money_is_whole_minor_units(demo_store):
    frame = pd.DataFrame({"customer_id": ["C1"], "expected_loss": [16757345.678], "risk": [0.069123456]})
    head = list(named(frame, context_of(demo_store)))[1]
    assert csv_bytes(named(frame, context_of(demo_store))).decode("utf-8-sig").splitlines()[1] == "C1,167573.46,0.0691"
    assert "CNY" in head


def test_a_files_name_says_what_it_is_and_as_of_when(demo_store):
    context = context_of(demo_store)
    assert file_name(context, "at_risk") == f"at_risk-{demo_store.reader().meta.as_of.isoformat()}"
    earlier = Filters(as_of=date(2025, 3, 31))
    context = replace(context, filters=earlier, period=earlier.resolve(context.reader.meta.as_of, None))
    assert file_name(context, "at_risk") == "at_risk-2025-03-31"


def test_days_are_shown_as_the_file_has_them():
    assert list(_dated(TAKEN)) == ["day"]
    assert _dated(TAKEN)["day"]["type_config"]["format"] == "YYYY-MM-DD"
