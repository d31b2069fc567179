"""The overview and retention pages: sentences and figures are the metrics', on dated stores and on a snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.importing import import_files, load_mapping
from analytics.metrics.churn_over_time import churn_over_time
from analytics.metrics.customer_movement import customer_movement
from analytics.store import Store
from analytics.warehouse import build

ROOT = Path(__file__).parents[2]
WORDS = Translator("en")


def opened(store: Path, page: str, monkeypatch: pytest.MonkeyPatch, language: str = "en",
           filters: Filters | None = None) -> AppTest:
    """Run a page through the frame."""
    monkeypatch.setenv("HUITOU_STORE", str(store))
    monkeypatch.setenv("HUITOU_LANGUAGE", "en")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.session_state["language"] = language
    app.session_state["ready"] = True
    app.session_state["filters"] = filters or Filters()
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception
    assert not app.error, "no card may fail"
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.header) for one in kind)


def test_the_overview_says_what_the_metric_counts(demo_store_path, demo_reader, monkeypatch):
    result = customer_movement(demo_reader, Filters())
    now = result.total.period
    app = opened(demo_store_path, "overview", monkeypatch)
    churn = result.total.churn_rate
    assert (f"We lost {round(churn.estimate * churn.n):,} of the {now.at_start:,} customers there at the start of the "
            f"period ({WORDS.rate_short(churn)}); with those who came we have {now.at_end:,}, ") in texts(app)
    assert f"{now.lost:,} losses of {result.total.customers_lost:,} customers" in texts(app)
    figures = {one.label: one.value for one in app.metric}
    assert figures["Customers"] == f"{now.at_end:,}"
    assert figures["Churn rate"] == WORDS.percent(result.total.churn_rate.estimate)
    assert "Most to lose, says the model" in texts(app)
    assert {one.value for one in app.header} >= {
        "What needs attention today", "Customers and money", "Who came and who went"}


def test_filters_reach_every_number(demo_store_path, demo_reader, monkeypatch):
    chosen = Filters.of("quarter", size="large", region="华东 East")
    now = customer_movement(demo_reader, chosen).total.period
    app = opened(demo_store_path, "overview", monkeypatch, filters=chosen)
    assert now.lost > 0
    assert {one.label: one.value for one in app.metric}["Losses"] == f"{now.lost:,}"


def test_nobody_under_the_filters_is_said_so(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "overview", monkeypatch, filters=Filters.of(size="tiny"))
    assert "No customer matches these filters." in texts(app)
    opened(demo_store_path, "retention", monkeypatch, filters=Filters.of(size="tiny"))


def test_retention_says_how_many_stayed(demo_store_path, demo_reader, monkeypatch):
    last = churn_over_time(demo_reader, Filters()).last_complete
    app = opened(demo_store_path, "retention", monkeypatch, language="zh-CN")
    kept = WORDS.percent(1 - last.churn_rate.estimate)
    assert f"2026年第2季度初的 {last.customers:,} 位客户中，季内没有流失的占 {kept}" in texts(app)
    assert [one.label for one in app.tabs] == ["同期客户群", "能留多久", "沉默多久算流失"]


@pytest.fixture(scope="module")
def telco(datasets, tmp_path_factory) -> Path:
    """The Telco snapshot: no dates, months of tenure."""
    store = Store.create(tmp_path_factory.mktemp("telco") / "store", name="Telco")
    import_files(store, [datasets / "telco_v1" / "Telco-Customer-Churn.csv"],
                 mapping=load_mapping(ROOT / "data" / "mappings" / "telco_v1.toml"))
    build(store)
    return store.path


def test_a_snapshot_is_read_as_one(telco, monkeypatch):
    app = opened(telco, "overview", monkeypatch)
    assert "Of 7,043 customers on record 5,174 are still customers and 1,869 are lost (26.5%" in texts(app)
    assert "This source is one snapshot without dates." in texts(app)
    app = opened(telco, "retention", monkeypatch)
    assert "An estimated 84.3% of customers are still there 12 months after they began" in texts(app)
    assert [one.value for one in app.metric] == ["84.3%", "78.9%", "70.9%"]
    assert [one.label for one in app.tabs] == ["How long they stay", "Cohorts", "When silence means gone"]


def test_dated_records_in_which_nobody_was_won_are_no_snapshot(tmp_path, monkeypatch):
    customers, orders = tmp_path / "customers.csv", tmp_path / "orders.csv"
    customers.write_text("customer_id,acquired_on\n" + "".join(f"C{i},2015-03-0{i}\n" for i in range(1, 9)), "utf-8")
    orders.write_text("order_id,customer_id,ordered_on,revenue\n" + "".join(
        f"A{year}{month}{i},C{i},{year}-{month:02}-0{i},100\n"
        for i in range(1, 9) for year in (2024, 2025) for month in (1, 5, 9)), "utf-8")
    store = Store.create(tmp_path / "store", name="Old")
    import_files(store, [customers, orders])
    build(store)
    said = texts(opened(store.path, "retention", monkeypatch))
    assert "None of these customers was won since the records begin" in said
    assert "one snapshot without dates" not in said


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_loss_sentences_give_the_rate_its_own_numerator(demo_store_path, demo_reader, language, monkeypatch):
    from analytics.filters import Filters
    from analytics.metrics.lost_customers import lost_customers
    from analytics.metrics.lost_list import lost_list

    total = lost_customers(demo_reader, Filters()).total
    assert total.lost > total.lost_from_start > 0
    assert total.churn_rate.estimate == total.lost_from_start / total.customers_at_start
    assert len(lost_list(demo_reader, Filters(), from_start=True)) == total.lost_from_start
    assert len(lost_list(demo_reader, Filters())) == total.lost
    words = Translator(language)
    monkeypatch.setenv("HUITOU_STORE", str(demo_store_path))
    monkeypatch.setenv("HUITOU_LANGUAGE", language)
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    for stem in ("overview", "lost_customers"):
        page = app.switch_page(f"pages/{stem}.py").run()
        text = texts(page).replace("\\", "")
        for number in (total.lost, total.lost_from_start, total.customers_at_start):
            assert words.number(number) in text, (stem, number)
        assert words.percent(total.churn_rate.estimate) in text
