"""The frame around every page: language, filters in the address, reset, deep links, guards, and no store."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.runtime.state.query_params import QueryParams
from streamlit.testing.v1 import AppTest

from analytics.app.navigation import PAGES
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.customers import customers
from analytics.metrics.customers_in_scope import customers_in_scope
from tests.app.running import ROOT, dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")

ENGLISH, CHINESE = Translator("en"), Translator("zh-CN")


@pytest.fixture
def app(demo_store_path, monkeypatch) -> AppTest:
    """The dashboard on the demo company, not run yet."""
    return dashboard(demo_store_path, monkeypatch)


def title(app: AppTest) -> str:
    return app.title[0].value


def showing(app: AppTest) -> str:
    """Return the line that says in words what is looked at."""
    return next(one.value for one in app.caption if "customers" in one.value or "位客户" in one.value)


def query(app: AppTest) -> dict[str, list[str]]:
    return {key: value if isinstance(value, list) else [value] for key, value in app.query_params.items()}


@pytest.mark.parametrize("page", list(PAGES))
def test_every_page_opens_in_both_languages(app, page):
    ran(app)
    assert title(ran(app, page)) == ENGLISH(f"{page}.title")
    app.segmented_control(key="filter:language").set_value("zh-CN")
    assert title(ran(app)) == CHINESE(f"{page}.title")
    assert query(app) == {"language": ["zh-CN"]}


def test_switching_the_language_keeps_the_view(app, demo_reader):
    app.query_params["size"] = "large"
    app.query_params["period"] = "24m"
    ran(app)
    ran(app, "lost_customers")
    app.segmented_control(key="filter:language").set_value("zh-CN")
    ran(app)
    assert title(app) == "流失客户"
    assert query(app) == {"size": ["large"], "period": ["24m"], "language": ["zh-CN"]}
    number = customers_in_scope(demo_reader, Filters.of("24m", size="large"))
    assert f"规模：大型，2024年7月1日至2026年6月30日：{number:,} 位客户" in showing(app)
    app.segmented_control(key="filter:language").set_value("en")
    assert query(ran(app)) == {"size": ["large"], "period": ["24m"]}


def test_filters_write_codes_to_the_address_and_survive_page_switches(app, demo_reader):
    ran(app)
    app.multiselect(key="filter:size").set_value(["large", "medium"])
    ran(app)
    app.selectbox(key="filter:period").set_value("quarter")
    ran(app)
    assert query(app) == {"size": ["large", "medium"], "period": ["quarter"]}
    number = customers_in_scope(demo_reader, Filters.of(size=("large", "medium")))
    for page in ("lost_customers", "retention", "customers", "overview"):
        ran(app, page)
        assert query(app) == {"size": ["large", "medium"], "period": ["quarter"]}, page
        assert f"{number:,} customers" in showing(app), page
        assert app.multiselect(key="filter:size").value == ["large", "medium"], page


def test_filters_go_into_the_address_of_a_page_at_once(app, monkeypatch):
    ran(app)
    app.multiselect(key="filter:size").set_value(["large"])
    app.selectbox(key="filter:period").set_value("quarter")
    ran(app)
    sent = []
    monkeypatch.setattr(QueryParams, "_send_query_param_msg", lambda self: sent.append(dict(self._query_params)))
    app.query_params.clear()
    app.session_state["page"] = "retention"
    ran(app)
    assert sent == [{"size": ["large"], "period": ["quarter"]}]


def test_a_browser_that_has_not_seen_the_address_yet_lifts_no_filter(app):
    ran(app)
    app.multiselect(key="filter:size").set_value(["large"])
    ran(app)
    for page in ("retention", "overview"):
        app.query_params.clear()
        app.session_state["page"] = page
        ran(app)
        app.query_params.clear()
        ran(app)
        assert app.multiselect(key="filter:size").value == ["large"]
    # Once it has shown it, an address without filters is the reader's own.
    ran(app)
    app.query_params.clear()
    ran(app)
    assert app.multiselect(key="filter:size").value == []


def test_a_page_without_filters_keeps_them_for_the_next(app):
    app.query_params["size"] = "large"
    ran(app)
    ran(app, "data")
    assert not app.multiselect
    ran(app, "customers")
    assert app.multiselect(key="filter:size").value == ["large"]
    assert query(app) == {"size": ["large"]}


def test_reset_lifts_conditions_and_keeps_the_period(app):
    app.query_params["size"] = "large"
    app.query_params["region"] = "华东 East"
    app.query_params["period"] = "6m"
    ran(app)
    assert any(one.value == "2 filters active" for one in app.caption)
    app.button(key="filter:reset").click()
    ran(app)
    assert query(app) == {"period": ["6m"]}
    assert app.multiselect(key="filter:size").value == []
    assert "All customers" in showing(app)


def test_a_link_with_filters_shows_the_same_to_a_colleague(app, demo_reader):
    app.query_params["grade"] = ["A", "B"]
    app.query_params["as_of"] = "2025-12-31"
    app.query_params["language"] = "zh-CN"
    ran(app)
    ran(app, "customers")
    found = customers(demo_reader, Filters.of(as_of=date(2025, 12, 31), grade=("A", "B")))
    assert f"现有客户 {found.active:,} 位" in app.markdown[1].value + app.markdown[0].value
    assert query(app) == {"grade": ["A", "B"], "as_of": ["2025-12-31"], "language": ["zh-CN"]}


@pytest.mark.parametrize("named", [
    {"trait_nothing_of_ours": "1"}, {"period": "whenever"}, {"as_of": "31.12.2025"}, {"language": "fr"},
    {"nonsense": "1", "size'; drop table": "x"},
])
def test_what_a_link_names_wrongly_is_left_out(app, demo_reader, named):
    for key, value in named.items():
        app.query_params[key] = value
    ran(app)
    everyone = customers_in_scope(demo_reader, Filters())
    assert f"All customers — Jul 1, 2025 to Jun 30, 2026: {everyone:,} customers" in showing(app)


def test_a_value_that_is_gone_stays_visible_to_be_removed(app):
    app.query_params["region"] = "Atlantis"
    ran(app)
    ran(app, "customers")
    assert app.multiselect(key="filter:region").value == ["Atlantis"]
    assert "0 customers" in showing(app)
    app.multiselect(key="filter:region").set_value([])
    ran(app)
    assert query(app) == {}


def test_a_page_does_not_keep_the_parameters_of_another(app):
    ran(app)
    ran(app, "customers")
    app.query_params["customer"] = "C000041"
    ran(app)
    assert query(app) == {"customer": ["C000041"]}
    app.switch_page("pages/lost_customers.py")
    app.query_params["customer"] = "C000041"
    ran(app)
    assert query(app) == {}


def test_past_the_frame_a_page_draws_nothing(demo_store_path, monkeypatch):
    monkeypatch.setenv("HUITOU_STORE", str(demo_store_path))
    app = AppTest.from_file(str(ROOT / "pages" / "customers.py"), default_timeout=60)
    app.run()
    # There is no frame to go to from here; what matters is that the guard did not let the page go on.
    assert not app.title
    assert not app.metric
    assert not app.dataframe


def test_without_a_store_every_page_says_how_to_begin(tmp_path, monkeypatch):
    app = dashboard(tmp_path / "nothing", monkeypatch)
    ran(app)
    for page in PAGES:
        ran(app, page)
        assert title(app) == ENGLISH(f"{page}.title")
        if page != "data":
            assert any("There is no company here yet." in one.value for one in app.markdown), page


def test_a_store_without_a_build_is_no_exception(tmp_path, monkeypatch):
    from analytics.store import Store
    Store.create(tmp_path / "empty", name="Empty")
    app = dashboard(tmp_path / "empty", monkeypatch)
    ran(app)
    for page in PAGES:
        ran(app, page)
        assert title(app) == ENGLISH(f"{page}.title")


@pytest.mark.parametrize(("record", "english", "chinese"), [
    ('{"format": 999}', "Upgrade, then open it again.", "请升级后再打开。"),
    ("{", "Restore the file from a backup, or move it out of the store.", "请用备份恢复该文件，或将其移出数据仓。")])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_store_that_cannot_be_opened_says_what_to_do_in_one_language(
        tmp_path, monkeypatch, record, english, chinese, language):
    (tmp_path / "store.json").write_text(record, "utf-8")
    app = dashboard(tmp_path, monkeypatch)
    monkeypatch.setenv("HUITOU_LANGUAGE", language)
    ran(app)
    read = " ".join(one.value for one in [*app.markdown, *app.caption])
    wanted, other = (english, chinese) if language == "en" else (chinese, english)
    assert wanted in read
    assert other not in read
    assert "Update this program" not in read
