"""The accounting tabs of the value page say what their metrics found, in both languages, and what is missing."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.absorption_rate import absorption_rate
from analytics.metrics.value_concentration import value_concentration
from analytics.models.service_balance import service_balance
from analytics.store import Store
from analytics.warehouse import build
from tests.app.test_overview_and_retention import opened, texts
from tests.store.batches import add_batch, order


def tab(store, subject: str, monkeypatch, language: str = "en", filters: Filters | None = None):
    """Open the page with one of its tabs in front."""
    app = opened(store, "value", monkeypatch, language, filters)
    app.session_state["value:tabs"] = Translator(language)(f"{subject}.tab")
    app.run()
    assert not app.exception
    assert not app.error, "no card may fail"
    return app


@pytest.mark.parametrize(("language", "said"), [
    ("en", "It is about 80/20 here: the fifth of customers with the most revenue brought {share} of it"),
    ("zh-CN", "这里大致符合“二八”：期内收入最高的五分之一客户贡献了 {share} 的收入")])
def test_concentration_says_what_was_measured(demo_store_path, demo_reader, monkeypatch, language, said):
    found = value_concentration(demo_reader, Filters())
    told = texts(tab(demo_store_path, "concentration", monkeypatch, language)).replace("\\", "")
    assert said.format(share=Translator(language).percent(found.top_share.estimate)) in told


@pytest.mark.parametrize(("language", "said"), [
    ("en", "Aftermarket margin covered {rate} of operating expenses in the 4 quarters up to Jun 2026."),
    ("zh-CN", "截至2026年6月的 4 个季度，后市场毛利覆盖了经营费用的 {rate}。")])
def test_absorption_says_the_rate(demo_store_path, demo_reader, monkeypatch, language, said):
    rate = absorption_rate(demo_reader, Filters()).company.rate
    told = texts(tab(demo_store_path, "absorption", monkeypatch, language)).replace("\\", "")
    assert said.format(rate=Translator(language).percent(rate)) in told


@pytest.mark.parametrize(("language", "said"), [
    ("en", "brings {revenue} of it and takes {cost} of what contacts cost"),
    ("zh-CN", "贡献了 {revenue} 的收入，占联系成本的 {cost}")])
def test_balance_says_where_contacts_go(demo_store_path, demo_reader, monkeypatch, language, said):
    first, words = service_balance(demo_reader, Filters()).tenths[0], Translator(language)
    told = texts(tab(demo_store_path, "service_balance", monkeypatch, language)).replace("\\", "")
    assert said.format(revenue=words.percent(first.revenue, 0), cost=words.percent(first.cost, 0)) in told


def test_a_company_of_orders_only_is_told_what_is_missing(tmp_path, monkeypatch):
    store = Store.create(tmp_path / "store", name="Orders")
    add_batch(store, customers=[{"customer_id": f"C{number}", "acquired_on": "2022-01-01"} for number in range(12)],
              orders=[order(f"O{number}", f"C{number}", "2024-05-10", 100 + number, cost=50) for number in range(12)])
    build(store, today=date(2024, 6, 1))
    assert "needs the table branch_periods" in texts(tab(store.path, "absorption", monkeypatch)).replace("\\", "")
    assert "nobody has been valued yet" in texts(tab(store.path, "scorecard", monkeypatch))
    assert "12 customers of at least 30" in texts(tab(store.path, "service_balance", monkeypatch))
    assert "less than 80/20" in texts(tab(store.path, "concentration", monkeypatch))
