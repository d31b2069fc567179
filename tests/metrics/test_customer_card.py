"""One customer's card: by hand on the tiny company, against plain rows on the demo's."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.customer_card import UnknownCustomer, customer_card
from analytics.metrics.customer_records import RECORD_TABLES, customer_records
from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order

NOW = Filters()


def test_the_card_of_alpha_by_hand(tiny):
    card = customer_card(tiny, NOW, customer="C1")
    facts = card.facts
    assert (facts.name, facts.status, facts.size, facts.acquired_on) == ("Alpha", "active", "large", date(2024, 1, 10))
    assert (facts.value, facts.orders, facts.last_order_on) == (175_000, 3, date(2024, 6, 20))
    assert (facts.last_score, facts.open_complaints, facts.last_contact_on) == (5.0, 1, date(2024, 6, 30))
    assert facts.traits == (("Fleet", 12.0), ("Colour", "red"))
    assert [(one.month, one.revenue, one.orders) for one in card.months] == [
        (date(2024, 1, 1), 100_000, 1), (date(2024, 4, 1), 50_000, 1), (date(2024, 5, 1), -5_000, 0),
        (date(2024, 6, 1), 30_000, 1)]
    assert card.usual_gap is None, "two gaps say nothing"
    assert card.value_before is None, "the year before is not in the records"
    assert [(one.happened_on.isoformat(), one.kind, one.code, one.amount) for one in card.timeline
            if one.kind != "grade"] == [
        ("2024-01-10", "order", None, 100_000), ("2024-01-10", "won", None, None),
        ("2024-02-05", "service_job", "returned", None), ("2024-02-06", "service_job", None, None),
        ("2024-03-15", "survey", None, None), ("2024-04-05", "order", None, 50_000),
        ("2024-05-01", "return", None, -5_000), ("2024-06-15", "complaint", None, None),
        ("2024-06-20", "order", None, 30_000), ("2024-06-30", "contact", "visit", None)]


def test_a_customer_who_came_back_was_lost_in_between(tiny):
    card = customer_card(tiny, NOW, customer="C3")
    assert card.facts.status == "active"
    assert [(one.lost_on, one.basis, one.returned_on) for one in card.losses] == [
        (date(2024, 4, 14), "silent", date(2024, 6, 10))]
    assert [(one.kind, one.happened_on) for one in card.of_kind("won", "lost", "won_back")] == [
        ("won", date(2024, 1, 5)), ("lost", date(2024, 4, 14)), ("won_back", date(2024, 6, 10))]
    earlier = customer_card(tiny, Filters(as_of=date(2024, 5, 31)), customer="C3")
    assert earlier.facts.status == "lost"
    assert earlier.losses[0].returned_on is None
    assert not earlier.of_kind("won_back")


def test_a_lost_customer_says_why(tiny):
    card = customer_card(tiny, NOW, customer="C4")
    assert (card.facts.status, card.facts.lost_on, card.facts.loss_basis) == ("lost", date(2024, 3, 15), "recorded")
    loss = card.losses[0]
    assert (loss.cause, loss.cause_class, loss.lost_to) == ("Price", "pricing", "Rival")
    assert card.of_kind("lost")[0].text == "Price"


def test_a_card_needs_no_orders(tiny):
    card = customer_card(tiny, NOW, customer="C6")
    assert card.months == ()
    assert card.facts.value == 60_000
    assert [one.kind for one in card.timeline if "contract" in one.kind] == [
        "contract_start", "contract_end", "contract_start"]
    assert card.of_kind("survey")[0].number == pytest.approx(1 + 4 * 8 / 10)


def test_the_filters_name_the_customer_for_the_command_line(tiny):
    assert customer_card(tiny, Filters.of(customer_id="C2", size="large")).facts.customer_id == "C2"
    with pytest.raises(HuitouError, match="No customer was named"):
        customer_card(tiny, NOW)


def test_an_unknown_number_names_the_nearest(demo_reader):
    with pytest.raises(UnknownCustomer) as caught:
        customer_card(demo_reader, NOW, customer="C00228X")
    assert len(caught.value.nearest) == 5
    assert all(number.startswith("C00") and name for number, name in caught.value.nearest)
    assert "Did you mean" in caught.value.hint
    with pytest.raises(UnknownCustomer) as caught:
        customer_card(demo_reader, NOW, customer="路桥 nobody '; --")
    assert caught.value.nearest == ()


def test_a_customer_of_the_future_is_unknown(tiny):
    with pytest.raises(UnknownCustomer):
        customer_card(tiny, Filters(as_of=date(2024, 1, 2)), customer="C1")


def test_the_demo_customers_cards_add_up(demo_reader):
    busiest = [number for (number,) in demo_reader.rows(
        "select customer_id from customers_now order by orders desc, customer_id limit 3")]
    for number in busiest:
        card = customer_card(demo_reader, NOW, customer=number)
        revenue, lines, jobs, contacts, complaints = (demo_reader.rows(
            f"select {what} from warehouse.{table} where customer_id = $number", {"number": number})[0][0]
            for what, table in (("cast(sum(revenue) * 100 as bigint)", "orders"), ("count(*)", "orders"),
                                ("count(*)", "service_jobs"), ("count(*)", "contacts"), ("count(*)", "complaints")))
        assert sum(one.revenue for one in card.months) == revenue == card.facts.revenue_total
        assert sum(one.orders for one in card.months) == card.facts.orders
        assert (len(card.of_kind("service_job")), len(card.of_kind("contact"))) == (jobs, contacts)
        assert len(card.of_kind("complaint")) == complaints
        days = sorted({one.happened_on for one in card.of_kind("order")})
        gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
        middle = len(gaps) // 2
        assert card.usual_gap == round(gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle]) / 2)
        before = demo_reader.rows(
            "select cast(sum(revenue) * 100 as bigint) from warehouse.orders where customer_id = $number "
            "and ordered_on <= date '2025-06-30' and ordered_on > date '2024-06-30'", {"number": number})[0][0]
        assert card.value_before == before
        assert len(customer_records(demo_reader, NOW, customer=number, records="orders")) == lines


def test_records_are_newest_first_with_money_in_minor_units(tiny):
    orders = customer_records(tiny, NOW, customer="C1", records="orders")
    assert list(orders["order_id"]) == ["O4", "O3", "O2", "O1"]
    assert list(orders["revenue"]) == [30_000, -5_000, 50_000, 100_000]
    assert "channel" not in orders, "a column without any value is left out"
    assert len(customer_records(tiny, Filters(as_of=date(2024, 4, 30)), customer="C1", records="orders")) == 2
    for name in RECORD_TABLES:
        assert "customer_id" not in customer_records(tiny, NOW, customer="C1", records=name)
    with pytest.raises(UnknownName):
        customer_records(tiny, NOW, customer="C1", records="customers_now; --")


def test_five_thousand_order_lines_are_as_many_entries_as_days(tmp_path):
    store = Store.create(tmp_path / "store", name="Busy")
    first = date(2024, 1, 1)
    add_batch(store, customers=[{"customer_id": "C1", "name": "Busy", "size": "large"}], orders=[
        {**order(f"O{place // 5}", "C1", (first + timedelta(days=place // 10)).isoformat(), 10 + place % 7),
         "line": str(place % 5)} for place in range(5_000)])
    build(store, today=date(2026, 1, 1))
    card = customer_card(store.reader(), NOW, customer="C1")
    orders = card.of_kind("order")
    assert len(orders) == 500
    assert {one.number for one in orders} == {2}, "two orders of five lines a day"
    assert sum(one.amount for one in orders) == sum(100 * (10 + place % 7) for place in range(5_000))
