"""Tables on the pages: numbers a reader can take in."""

import pandas as pd
import pytest

from analytics.app.components.people import column_config, named
from analytics.app.components.table import _separated
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
