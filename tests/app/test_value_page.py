"""The value page: its sentence and figures are the metrics', its tabs draw, and it says what is missing."""

from __future__ import annotations

import shutil
from datetime import date
from types import SimpleNamespace

import pytest

from analytics.app import jobs
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.importing import import_files, read_mapping
from analytics.metrics.lost_customers import lost_customers
from analytics.models import ALL_METRICS
from analytics.models.valuation import serving_valuation
from analytics.store import Store
from analytics.warehouse import build
from tests.app.test_overview_and_retention import opened, texts

WORDS = Translator("en")
TABS = ("customers", "equity", "model")


def found(reader):
    return ALL_METRICS["lifetime_value"].function(reader, Filters())


def test_the_sentence_and_the_figures_are_the_metrics(demo_store_path, demo_reader, monkeypatch):
    result = found(demo_reader)
    app = opened(demo_store_path, "value", monkeypatch)
    told = texts(app)
    assert (f"{result.valued:,} current customers are expected to bring "
            f"{WORDS.money(result.total.estimate, 'CNY')} of margin over the next 3 years "
            f"(95% {WORDS.money(result.total.low, 'CNY')} to {WORDS.money(result.total.high, 'CNY')})") in told
    assert f"tenth of them brings {WORDS.percent(result.share_of_tenths(1), 0)} of it" in told
    figures = {one.label: one.value for one in app.metric}
    assert figures["Per customer"] == WORDS.money(result.per_customer, "CNY")
    ends = [WORDS.money(end / result.valued, "CNY") for end in (result.total.low, result.total.high)]
    assert f"95% {ends[0]} to {ends[1]}. Mean of n = {result.valued:,}" in told
    assert figures["May return"] == WORDS.money(result.silent_value.estimate, "CNY")


def test_what_the_model_foretold_is_said_with_what_happened(demo_store, demo_store_path, monkeypatch):
    held = serving_valuation(demo_store.path).card.buying.held_out
    last = held.tracking.points[-1]
    told = texts(opened(demo_store_path, "value", monkeypatch))
    word = "more" if held.tracking.total_error > 0 else "fewer"
    assert (f"predicted {WORDS.percent(abs(held.tracking.total_error))} {word} purchases than were made "
            f"({WORDS.number(last.predicted.estimate)} against {WORDS.number(last.actual)})") in told
    assert ("within" if held.tracking.within else "outside") + " its own 95% interval" in told
    purchases, silent = held.miss("active"), held.miss("silent")
    assert f"allows for a miss like this: of the {purchases.ratio.n:,} customers there at the cut-off" in told
    word = "more" if purchases.error > 0 else "fewer"
    assert f"{WORDS.percent(abs(purchases.error))} {word} purchases than were made" in told
    assert f"Of {WORDS.number(silent.foretold)} purchases predicted of such customers in the test, {silent.made:.0f}" in told


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("name", TABS)
def test_every_tab_draws_in_both_languages(demo_store_path, monkeypatch, name, language):
    words = Translator(language)
    app = opened(demo_store_path, "value", monkeypatch, language)
    app.session_state["value:tabs"] = words(f"value.tab.{name}")
    app.run()
    assert not app.exception
    assert not app.error
    headings = [one.value for one in app.header]
    expected = {"customers": words("value.list.first", n="200"), "equity": words("value.equity.chart.tornado"),
                "model": words("value.models")}
    assert expected[name] in headings


def test_one_point_of_retention_is_told_with_the_rate_it_is_added_to(demo_store_path, demo_reader, monkeypatch):
    equity = ALL_METRICS["customer_equity"].function(demo_reader, Filters())
    churn = lost_customers(demo_reader, Filters("12m"), by=()).total.churn_rate
    app = opened(demo_store_path, "value", monkeypatch)
    app.session_state["value:tabs"] = WORDS("value.tab.equity")
    app.run()
    figures = {one.label: one.value for one in app.metric}
    assert figures["+1 point kept"] == WORDS.money(equity.lever("retention").up, "CNY")
    assert WORDS.percent(1 - churn.estimate) in texts(app)
    assert "No cost of winning customers is taken off yet" in texts(app)
    app.number_input(key="value:acquisition_cost").set_value(1_000.0).run()
    assert "The cost of winning them" in texts(app)


def test_the_customers_card_tells_what_the_customer_will_bring(demo_store_path, demo_reader, monkeypatch):
    first = ALL_METRICS["lifetime_value_list"].function(demo_reader, Filters(), rows=1).iloc[0]
    app = opened(demo_store_path, "customers", monkeypatch)
    app.query_params["customer"] = str(first["customer_id"])
    app.run()
    figures = {one.label: one.value for one in app.metric}
    assert figures["Lifetime value"] == WORDS.money(first["lifetime_value"], "CNY")


def test_an_earlier_day_is_not_told_what_came_after(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "value", monkeypatch, filters=Filters("12m", date(2025, 6, 30)))
    assert "knows what came after it" in texts(app)
    assert "customers are expected to bring" not in texts(app)
    assert "There is no valuation to show here" in texts(app)


@pytest.fixture
def copied(demo_store_path, tmp_path):
    return shutil.copytree(demo_store_path, tmp_path / "store")


def test_a_valuation_of_an_earlier_build_says_so(copied, monkeypatch):
    card = next(copied.glob("valuations/*/card.json"))
    card.write_text(card.read_text("utf-8").replace(Store.open(copied).current_build().id, "another"), "utf-8")
    assert "rests on an earlier build" in texts(opened(copied, "value", monkeypatch))


def test_before_the_first_valuation_the_page_offers_one(copied, monkeypatch):
    shutil.rmtree(copied / "valuations")
    started = []
    monkeypatch.setattr(jobs.subprocess, "Popen", lambda command, **options: started.append(command) or
                        SimpleNamespace(poll=lambda: None))
    app = opened(copied, "value", monkeypatch)
    assert "have not been valued yet" in texts(app)
    app.button(key="value:begin").click().run()
    assert started[0][2:4] == ["analytics", "value"]
    jobs._processes().clear()


def test_a_snapshot_says_what_unlocks_the_page(tmp_path, monkeypatch):
    (tmp_path / "customers.csv").write_text("who,gone\n" + "".join(f"C{n},{'active' if n % 3 else 'lost'}\n"
                                                                    for n in range(60)), "utf-8")
    store = Store.create(tmp_path / "store", name="Snapshot")
    import_files(store, [tmp_path / "customers.csv"], mapping=read_mapping(
        '[customers]\ncustomer_id = "who"\nstatus = "gone"\n'))
    build(store)
    told = texts(opened(store.path, "value", monkeypatch))
    assert "Import **orders**" in told
    assert "have not been valued yet" not in told
