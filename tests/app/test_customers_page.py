"""The customers page: what it says is what the metrics count; search, order and card live in the address."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.importing import import_files, load_mapping
from analytics.metrics.customer_card import customer_card
from analytics.metrics.customer_grades import customer_grades
from analytics.metrics.customer_health import customer_health
from analytics.metrics.customers import customer_list, customer_matches, customers
from analytics.metrics.file_completeness import file_completeness
from analytics.store import Store
from analytics.warehouse import build
from tests.app.running import ROOT, dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")
WORDS = Translator("en")


@pytest.fixture
def page(demo_store_path, monkeypatch):
    """The customers page of the demo company."""
    return ran(ran(dashboard(demo_store_path, monkeypatch)), "customers")


def headings(page) -> list[str]:
    return [one.value.replace("\\", "") for one in page.header]


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.subheader, app.header) for one in kind)


def listed(app):
    return app.dataframe[0].value


def asked(app, **query: str):
    for key in ("customer", "search", "show", "sort", "page"):
        app.query_params.pop(key, None)
    app.query_params.update(query)
    return ran(app)


def test_the_sentence_and_the_list_are_the_metrics(page, demo_reader):
    found = customers(demo_reader, Filters())
    assert (f"We have {found.active:,} customers, worth {WORDS.money(found.value, 'CNY')} in the last 12 months; "
            f"one fifth of them bring {WORDS.percent(found.top_share, 0)} of it.") in texts(page)
    first = customer_list(demo_reader, Filters(), status="active", rows=25)
    assert list(listed(page)["customer_id"]) == list(first["customer_id"])
    assert f"1–25 of {found.active:,}, by Value, 12 months" in texts(page)
    assert listed(page)["risk"].between(0, 1).all()


def test_search_and_status_narrow_the_list_and_live_in_the_address(page, demo_reader):
    page.text_input(key="customers:search").set_value("  广州 construction ")
    ran(page)
    assert page.query_params == {"search": "广州 construction"}
    found = customer_matches(demo_reader, Filters(), search="广州 construction")
    assert f"1–25 of {found['active']:,}" in texts(page)
    page.segmented_control(key="customers:show").set_value("lost")
    ran(page)
    assert page.query_params == {"search": "广州 construction", "show": "lost"}
    assert f"of {found['lost']:,}, by Lost on" in texts(page)
    assert set(listed(page)["customer_id"]) <= set(customer_list(
        demo_reader, Filters(), status="lost", search="广州 construction")["customer_id"])
    page.text_input(key="customers:search").set_value("")
    assert ran(page).query_params == {"show": "lost"}


def test_order_and_page_live_in_the_address(page, demo_reader):
    page.selectbox(key="customers:sort").set_value("last_score")
    ran(page)
    assert page.query_params == {"sort": "last_score"}
    page.button(key="customers:reverse").click()
    ran(page)
    assert page.query_params == {"sort": "-last_score"}
    asked(page, sort="-last_score", page="3")
    third = customer_list(demo_reader, Filters(), status="active", sort="last_score", descending=True, rows=25, skipped=50)
    assert list(listed(page)["customer_id"]) == list(third["customer_id"])


@pytest.mark.parametrize("query", [
    {"page": "99999"}, {"page": "-3"}, {"page": "x"}, {"sort": "phone"}, {"show": "gone"}, {"search": "%"},
    {"sort": "-"}, {"customer": " "}])
def test_a_wrong_address_shows_the_list(page, query):
    asked(page, **query)
    assert page.title[0].value == "Customers"
    assert page.text_input(key="customers:search").value == query.get("search", "")


def test_nothing_found_says_where_there_is_something(page, demo_reader):
    lost = customer_list(demo_reader, Filters(), status="lost", rows=1).iloc[0]["customer_id"]
    asked(page, search=lost)
    assert [one.value for one in page.info] == ["None matches here; 1 match under another status."]
    page.button(key="customers:everyone").click()
    ran(page)
    assert page.query_params == {"search": lost, "show": "all"}
    assert list(listed(page)["customer_id"]) == [lost]
    asked(page, search="nobody of that name")
    assert [one.value for one in page.info] == ["No customer matches."]


@pytest.mark.parametrize("status", ["active", "lost"])
def test_a_card_says_what_is_known(page, demo_reader, status):
    order = "orders" if status == "active" else "lost_on"
    number = customer_list(demo_reader, Filters(), status=status, sort=order, rows=1).iloc[0]["customer_id"]
    card = customer_card(demo_reader, Filters(), customer=number)
    asked(page, customer=number)
    assert card.facts.title in headings(page)
    figures = {one.label: one.value for one in page.metric}
    if status == "active":
        assert f"Bought for {WORDS.money(card.facts.value, 'CNY')} in the last 12 months" in texts(page)
        assert figures["Value, 12 months"] == WORDS.money(card.facts.value, "CNY")
        assert figures["Risk of loss"].endswith("%")
        assert "churn." not in texts(page), "reasons are in words"
    else:
        assert f"was lost on {WORDS.date(card.facts.lost_on)}" in texts(page)
        assert "Risk of loss" not in figures, "nobody is lost twice"
    assert len(page.dataframe[0].value) == len(card.timeline)
    page.button(key="customers:back").click()
    ran(page)
    assert page.query_params == {}
    assert card.facts.title not in headings(page)
    assert "Customers" in headings(page)


def test_an_unknown_customer_is_said_so_with_the_nearest(page, demo_reader):
    asked(page, customer="C00004X")
    assert "**There is no customer with the number C00004X.**" in texts(page)
    offered = [one for one in page.button if one.key.startswith("customers:open-")]
    assert 1 <= len(offered) <= 5
    offered[0].click()
    ran(page)
    number = offered[0].key.removeprefix("customers:open-")
    assert page.query_params == {"customer": number}
    assert customer_card(demo_reader, Filters(), customer=number).facts.title in headings(page)


def test_looking_back_there_is_no_risk(page, demo_reader):
    asked(page, as_of="2025-06-30")
    assert "risk" not in listed(page)
    assert f"We have {customers(demo_reader, Filters(as_of=demo_reader.meta.as_of.replace(year=2025))).active:,}" \
        in texts(page)


def test_a_snapshot_has_a_list_and_cards(tmp_path, monkeypatch, datasets):
    store = Store.create(tmp_path / "store", name="Telco")
    import_files(store, [datasets / "telco_v2" / "telco_v2_merged.csv"],
                 mapping=load_mapping(ROOT / "data" / "mappings" / "telco_v2.toml"))
    build(store)
    app = ran(ran(dashboard(store.path, monkeypatch)), "customers")
    assert "We have 5,174 customers" in texts(app)
    assert "Another 1,869 are lost." in texts(app)
    asked(app, customer="8199-ZLLSA")
    assert "8199\\-ZLLSA is lost." in texts(app) or "8199-ZLLSA is lost." in texts(app)
    assert "There is nothing with a date about this customer." in texts(app)


def test_a_card_shows_health_in_parts(page, demo_reader):
    number = customer_list(demo_reader, Filters(), status="active", sort="orders", rows=1).iloc[0]["customer_id"]
    health = customer_health(demo_reader, Filters(), customer=number)
    asked(page, customer=number)
    shown = " ".join(str(one.body) for one in page.get("html"))
    for part in health.parts:
        name, state = (WORDS(f"customer_health.{kind}.{code}") for kind, code in (
            ("part", part.part), ("state", part.state)))
        assert f"{name}: {state}" in shown
    good = WORDS.listing([WORDS(f"customer_health.part.{part}") for part in health.in_state("good")])
    assert f"Good: {good}." in texts(page)
    assert f"{health.signals.jobs_kept} of {health.signals.jobs} jobs of the last year without a fault" in shown


def test_a_closer_look_has_grades_and_the_file(page, demo_reader):
    number = demo_reader.rows(
        "select customer_id from customers_now as now join warehouse.customers as recorded using (customer_id) "
        "where now.grade = 'B' and recorded.birthday is null and now.status = 'active' order by customer_id limit 1")[0][0]
    asked(page, customer=number)
    grades = customer_grades(demo_reader, Filters(), customer=number)
    assert f"Grade {grades.gradings[-1].grade} " in texts(page)
    page.session_state["customers:closer-tabs"] = "The file"
    ran(page)
    found = file_completeness(demo_reader, Filters(), customer=number)
    assert f"of all customers it is {WORDS.percent(found.company, 0)}." in texts(page)
    assert f"Ask next for: {WORDS(f'columns.{found.missing[0].field}')}." in texts(page)
    table = next(one.value for one in page.dataframe if "What it is for" in one.value)
    assert list(table["This customer"]).count("missing") == len(found.missing)
