"""What pages say is true to the letter: numerators go with denominators, nothing is compared with the unseen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.importing import import_files, read_mapping
from analytics.metrics.lost_customers import lost_customers
from analytics.store import Store
from analytics.warehouse import build
from tests.app.test_overview_and_retention import opened, texts

WORDS = Translator("en")
ORDERS = '[orders]\norder_id = "number"\ncustomer_id = "who"\nordered_on = "day"\nrevenue = "amount"\n'


def figures(app) -> dict[str, str]:
    return {one.label: one.value for one in app.metric}


@pytest.fixture(scope="module")
def trade(tmp_path_factory):
    """Orders of one year only: 60 customers, half of whom stop after three months."""
    folder = tmp_path_factory.mktemp("trade")
    lines = ["number,who,day,amount"]
    for customer in range(60):
        months = 3 if customer % 2 else 13
        for step in range(months * 2):
            day = date(2025, 1, 1) + timedelta(days=15 * step + customer % 14)
            lines.append(f"{customer}-{step},C{customer},{day.isoformat()},{100 + customer}")
    (folder / "orders.csv").write_text("\n".join(lines) + "\n")
    store = Store.create(folder / "store", name="Trade", currency="USD")
    import_files(store, [folder / "orders.csv"], mapping=read_mapping(ORDERS))
    build(store)
    return store.path


def lost_customer(demo_reader) -> str:
    return str(demo_reader.rows("select customer_id from losses where lost_on >= date '2025-09-01' "
                                "and customer_key in (select customer_key from customer_spells "
                                "where from_on < date '2025-07-01') order by loss_id limit 1")[0][0])


@pytest.mark.parametrize("page", ["lost_customers", "overview"])
def test_one_customer_has_no_rate_and_no_interval(demo_store_path, demo_reader, page, monkeypatch):
    app = opened(demo_store_path, page, monkeypatch, filters=Filters.of(customer_id=lost_customer(demo_reader)))
    assert figures(app)["Churn rate"] == "–"
    assert "20.7–100.0%" not in texts(app)
    assert "1 customer: too few to state a rate." in texts(app)
    assert "1 customer on record" in texts(app)


def test_a_share_of_few_stated_causes_is_not_given(demo_store_path, demo_reader, monkeypatch):
    app = opened(demo_store_path, "lost_customers", monkeypatch,
                 filters=Filters.of(customer_id=lost_customer(demo_reader)))
    assert figures(app)["Avoidable"] == "–"


def test_the_rate_of_value_has_its_own_numerator(demo_store_path, demo_reader, monkeypatch):
    total = lost_customers(demo_reader, Filters()).total
    assert 0 < total.value_lost_from_start < total.value_lost
    assert total.revenue_churn_rate.estimate == pytest.approx(total.value_lost_from_start / total.value_at_start)
    said = texts(opened(demo_store_path, "lost_customers", monkeypatch)).replace("\\", "")
    assert (f"{WORDS.money(total.value_lost_from_start, 'CNY')} of "
            f"{WORDS.money(total.value_at_start, 'CNY')} a year at the start: "
            f"{WORDS.rate_short(total.revenue_churn_rate)}.") in said


def test_one_size_is_not_said_to_be_all_of_the_money(demo_store_path, monkeypatch):
    said = texts(opened(demo_store_path, "lost_customers", monkeypatch, filters=Filters.of(size="large")))
    assert "They were worth" in said
    assert "100% of that money" not in said


def test_the_same_window_is_not_named_twice(demo_store_path, monkeypatch):
    for page in ("lost_customers", "overview"):
        assert "A year ago:" not in texts(opened(demo_store_path, page, monkeypatch))
        said = texts(opened(demo_store_path, page, monkeypatch, filters=Filters("quarter")))
        assert "Period before:" in said
        assert "A year ago:" in said


def test_all_time_counts_customers_not_departures(demo_store_path, demo_reader, monkeypatch):
    total = lost_customers(demo_reader, Filters("all")).total
    assert total.lost > total.lost_from_start
    said = texts(opened(demo_store_path, "lost_customers", monkeypatch, filters=Filters("all")))
    assert (f"Of {total.customers_at_start:,} customers ever on record {total.lost_from_start:,} were lost at least "
            f"once ({WORDS.rate_short(total.churn_rate)})") in said
    assert f"{total.customers_at_start:,} at the start" not in said


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_who_is_lost_twice_is_one_customer_and_two_losses(demo_store_path, demo_reader, language, monkeypatch):
    total = lost_customers(demo_reader, Filters()).total
    losses, customers = demo_reader.rows(
        "select count(*), count(distinct customer_key) from losses, meta "
        "where lost_on >= date '2025-07-01' and lost_on < date '2026-07-01' and known_on <= as_of")[0]
    assert losses > customers
    assert (total.lost, total.customers_lost) == (losses, customers)
    said = texts(opened(demo_store_path, "lost_customers", monkeypatch, language))
    assert (f"In all we lost {customers:,} customers, some more than once ({losses:,} losses" if language == "en"
            else f"合计流失客户 {customers:,} 位，部分客户流失不止一次（共 {losses:,} 次") in said
    said = texts(opened(demo_store_path, "overview", monkeypatch, language))
    assert (f"{losses:,} losses of {customers:,} customers, some lost more than once" if language == "en"
            else f"流失 {losses:,} 次（涉及 {customers:,} 位客户，部分客户流失不止一次）") in said


def test_who_is_lost_once_needs_no_second_count(trade, monkeypatch):
    said = texts(opened(trade, "lost_customers", monkeypatch))
    assert "We lost 30 of the" in said or "We lost 30 customers" in said
    assert "more than once" not in said


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_losses_are_not_compared_with_a_time_when_none_could_be_seen(trade, language, monkeypatch):
    app = opened(trade, "lost_customers", monkeypatch, language)
    words = Translator(language)
    assert all(not one.delta for one in app.metric)
    assert words("lost_customers.not_compared") in texts(app)
    assert ("more than in the period before" if language == "en" else "比上期") not in texts(app)
    assert words("lost_customers.figure.avoidable_none", lost="30") in texts(app)


def test_a_snapshot_has_no_start_and_no_months(tmp_path, monkeypatch):
    file = tmp_path / "customers.csv"
    file.write_text("id,gone,yearly\n" + "".join(f"C{i},{'yes' if i % 4 == 0 else 'no'},10\n" for i in range(100)))
    store = Store.create(tmp_path / "store", name="Snapshot", currency="USD")
    import_files(store, [file], mapping=read_mapping(
        '[customers]\ncustomer_id = "id"\nannual_value = "yearly"\n'
        'status = { column = "gone", values = { yes = "lost", no = "active" } }\n'))
    build(store)
    for page in ("overview", "lost_customers"):
        said = texts(opened(store.path, page, monkeypatch))
        assert "at the start. 95%" not in said
        assert "100 on record" in said
    said = texts(opened(store.path, "customers", monkeypatch))
    assert "in the last 12 months" not in said.split("**Definition.**")[0]
    assert "a year; one fifth of them bring" in said


def test_retention_says_what_the_change_is_against(demo_store_path, monkeypatch):
    assert "Quarter before: " in texts(opened(demo_store_path, "retention", monkeypatch))


def company(folder, last_month: int):
    """Lay 400 large customers out over three years: about four leave a month, `last_month` in the last one."""
    gone, lost_on = 0, {}
    for month in range(36):
        many = last_month if month == 35 else 4 + month % 3 - 1
        for _ in range(many):
            lost_on[gone] = date(2023 + month // 12, month % 12 + 1, 5 + gone % 20)
            gone += 1
    lines = ["id,size,since,gone"] + [
        f"C{one},large,{date(2022, 1, 1) + timedelta(days=one % 300)},{lost_on.get(one, '')}" for one in range(400)]
    lines.append("last,large,2022-01-01,2025-12-31")
    folder.mkdir()
    (folder / "customers.csv").write_text("\n".join(lines) + "\n")
    store = Store.create(folder / "store", name="Large", currency="USD")
    import_files(store, [folder / "customers.csv"], mapping=read_mapping(
        '[customers]\ncustomer_id = "id"\nsize = "size"\nacquired_on = "since"\nlost_on = "gone"\n'))
    build(store)
    return store.path


@pytest.mark.parametrize(("language", "warned"), [("en", "Warning: Large customers are leaving"), ("zh-CN", "大型")])
def test_many_large_customers_leaving_are_warned_of_and_few_are_not(tmp_path, language, warned, monkeypatch):
    alarmed = opened(company(tmp_path / "many", 60), "lost_customers", monkeypatch, language)
    assert any(warned in str(one.value) and "20" in str(one.value) for one in alarmed.warning)
    calm = opened(company(tmp_path / "few", 4), "lost_customers", monkeypatch, language)
    assert not calm.warning
