"""The tab of old and new customers says what its metric found, in both languages, and what is not known."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.old_and_new_customers import old_and_new_customers
from analytics.store import Store
from analytics.warehouse import build
from tests.app.test_overview_and_retention import texts
from tests.app.test_value_tabs import tab
from tests.store.batches import add_batch, order


@pytest.mark.parametrize(("language", "said", "unknown"), [
    ("en", "they brought {share} of revenue", "names none of their channels"),
    ("zh-CN", "贡献了 {share} 的收入", "获取新客户花了多少尚不清楚")])
def test_the_share_of_new_customers_is_said(demo_store_path, demo_reader, monkeypatch, language, said, unknown):
    share = old_and_new_customers(demo_reader, Filters()).of("revenue").new_share.estimate
    told = texts(tab(demo_store_path, "old_and_new", monkeypatch, language)).replace("\\", "")
    assert said.format(share=Translator(language).percent(share)) in told
    assert unknown in told.replace("\\", "")


def test_a_company_without_new_customers_is_told_how_many_there_are(tmp_path, monkeypatch):
    store = Store.create(tmp_path / "store", name="Orders")
    add_batch(store, customers=[{"customer_id": f"C{number}", "acquired_on": "2022-01-01"} for number in range(12)],
              orders=[order(f"O{number}", f"C{number}", "2024-05-10", 100 + number, cost=50)
                      for number in range(12)])
    build(store, today=date(2024, 6, 1))
    told = texts(tab(store.path, "old_and_new", monkeypatch))
    assert "12 old and 0 new of at least 10 each" in told
