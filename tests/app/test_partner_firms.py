"""The channels of the growth page tell partner firms apart, in both languages, or say what to import."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.channels import channels
from analytics.store import Store
from analytics.warehouse import build
from tests.app.test_overview_and_retention import opened, texts
from tests.store.batches import add_batch, order


def by_partner(store, monkeypatch, language: str = "en"):
    """Open the channels by partner."""
    app = opened(store, "growth", monkeypatch, language)
    app.session_state["growth:tabs"] = Translator(language)("growth.group.channels")
    app.session_state["growth:sold-by"] = "partner"
    app.run()
    assert not app.exception
    assert not app.error, "no card may fail"
    return app


@pytest.mark.parametrize(("language", "said", "silent"), [
    ("en", "{share} of revenue went through 4 partner firms; the rest you sold yourselves. Of 5 that sold yours in the "
           "time before, 4 sold again.", "No longer: {name} (last order {day})"),
    ("zh-CN", "{share} 的收入经由 4 家合作伙伴；其余为自行销售。上期有销售的 5 家中，4 家本期仍在销售。",
     "不再销售：{name}（最后订单 {day}）")])
def test_who_sells_again_and_who_no_longer(demo_store_path, demo_reader, monkeypatch, language, said, silent):
    words, found = Translator(language), channels(demo_reader, Filters(), by="partner")
    (gone,) = found.silent
    app = by_partner(demo_store_path, monkeypatch, language)
    told = texts(app).replace("\\", "")
    assert said.format(share=words.percent(1 - found.unknown)) in told
    assert silent.format(name=gone.name, day=words.date(gone.last_on)) in told
    most = max(one.left for one in found.channels if one.left is not None)
    assert words.percent(most) in [one.value for one in app.metric]


def test_orders_without_partners_say_what_to_import(tmp_path, monkeypatch):
    store = Store.create(tmp_path / "store", name="Direct")
    add_batch(store, orders=[order(f"{day}{number}", f"C{number}", day, 100)
                             for day in ("2023-01-02", "2023-12-20", "2024-12-31") for number in range(12)])
    build(store, today=date(2025, 1, 1))
    assert "Import the column **partner** in the table orders" in texts(by_partner(store.path, monkeypatch))
