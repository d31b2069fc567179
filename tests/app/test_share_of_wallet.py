"""The tab of the share of wallet says what its metrics found, in both languages, and what to import."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.share_of_wallet import share_of_wallet
from analytics.metrics.wallet_loyalty import wallet_loyalty
from analytics.metrics.wallet_potential import wallet_potential
from analytics.store import Store
from analytics.warehouse import build
from tests.app.test_overview_and_retention import texts
from tests.app.test_value_tabs import tab
from tests.store.batches import add_batch, order


@pytest.mark.parametrize(("language", "said", "goes_with", "potential"), [
    ("en", "Customers say they buy {share} of what they need in this field here",
     "A larger share is associated with staying: ten points more go with {odds} times the odds",
     "those below it would bring {amount} more in twelve months"),
    ("zh-CN", "客户表示，在这类需求中有 {share} 从这里购买", "份额每高 10 个百分点，留存的几率为 {odds} 倍",
     "低于该水平的客户 12 个月可多带来 {amount}收入")])
def test_what_was_found_is_said(demo_store_path, demo_store, demo_reader, monkeypatch, language, said, goes_with,
                                potential):
    words = Translator(language)
    share = share_of_wallet(demo_reader, Filters()).total.share.estimate
    odds = wallet_loyalty(demo_reader, Filters()).odds.estimate
    amount = wallet_potential(demo_reader, Filters()).potential.estimate
    told = texts(tab(demo_store_path, "share_of_wallet", monkeypatch, language)).replace("\\", "")
    assert said.format(share=words.percent(share)) in told
    assert goes_with.format(odds=words.number(odds, 2)) in told
    assert potential.format(amount=words.money(amount, demo_store.currency)) in told


def test_a_company_that_never_asked_is_told_what_to_import(tmp_path, monkeypatch):
    store = Store.create(tmp_path / "store", name="Orders")
    add_batch(store, customers=[{"customer_id": f"C{number}", "acquired_on": "2022-01-01"} for number in range(12)],
              orders=[order(f"O{number}", f"C{number}", "2024-05-10", 100 + number, cost=50)
                      for number in range(12)])
    build(store, today=date(2024, 6, 1))
    told = texts(tab(store.path, "share_of_wallet", monkeypatch)).replace("\\", "")
    assert "with the question **share_of_wallet** (per cent, scale 0 to 100" in told
    assert "Too few customers of the same segment and size" in told
