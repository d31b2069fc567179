"""Stores with some tables only, snapshots, several batches, and odd but possible records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import Row, add_batch, order

TODAY = date(2026, 1, 1)


def built(folder: Path, settings: str = "", **tables: list[Row]) -> Reader:
    store = Store.create(folder / "store", name="Made")
    (store.path / "settings.toml").write_text(settings, "utf-8")
    add_batch(store, **tables)
    build(store, today=TODAY)
    return store.reader()


def test_no_import_at_all_builds_an_empty_company(tmp_path):
    store = Store.create(tmp_path / "store", name="Empty")
    made = build(store, today=TODAY)
    reader = store.reader()
    assert made.as_of is None
    assert made.batches == ()
    assert reader.rows("select count(*) from customers_now") == [(0,)]
    assert reader.rows("select count(*) from month_cube") == [(0,)]
    assert not reader.meta.dated


def test_orders_alone_make_the_customers(tmp_path):
    reader = built(tmp_path, "silence_days = 60", orders=[
        order("1", "B", "2025-01-05", 10), order("2", "A", "2025-01-20", 20), order("3", "B", "2025-03-01", 5)])
    assert reader.rows("select customer_key, customer_id, acquired_on, status, lost_on from customers_now") == [
        (1, "A", date(2025, 1, 20), "active", None), (2, "B", date(2025, 1, 5), "active", None)]


def test_a_snapshot_has_losses_without_dates(tmp_path):
    reader = built(
        tmp_path,
        customers=[
            {"customer_id": "1", "size": "large", "status": "lost", "lost_cause": "Competitor",
             "annual_value": 600, "tenure_months": 8},
            {"customer_id": "2", "size": "small", "status": "active", "lost_cause": None,
             "annual_value": 300, "tenure_months": 3},
            {"customer_id": "3", "size": "small", "status": "lost", "lost_cause": None,
             "annual_value": None, "tenure_months": None},
            {"customer_id": "4", "size": "small", "status": None, "lost_cause": None,
             "annual_value": 100, "tenure_months": 40}],
        surveys=[{"customer_id": "1", "score": 2}, {"customer_id": "2", "score": 5}])
    assert (reader.meta.dated, reader.meta.as_of, reader.meta.has_surveys) == (False, None, True)
    assert reader.rows("""select customer_id, lost_on, known_on, basis, grade_before, tenure_months, value_lost,
                                 margin_lost, expected_future_value, cause_class, precursor, avoidable, regretted
                          from losses""") == [
        ("1", None, None, "recorded", "A", 8, 60_000, 18_000, None, "competition", None, True, True),
        ("3", None, None, "recorded", None, None, None, None, None, "not_stated", None, None, None)]
    assert reader.rows("select customer_id, status, grade, value, lost_on, loss_basis from customers_now") == [
        ("1", "lost", "A", 60_000, None, "recorded"), ("2", "active", "C", 30_000, None, None),
        ("3", "lost", None, None, None, "recorded"), ("4", "active", "D", 10_000, None, None)]
    assert reader.rows("select score, eligible, stayed, bought_again, after_loss from survey_outcomes") == [
        (2, True, False, None, None), (5, True, True, None, None)]
    assert reader.rows("select count(*) from customer_spells") == [(0,)]


def test_customers_with_dates_alone_have_spells_and_cohorts(tmp_path):
    reader = built(tmp_path, customers=[
        {"customer_id": "1", "acquired_on": "2024-01-15", "status": "lost", "lost_on": "2024-03-10",
         "annual_value": 120},
        {"customer_id": "2", "acquired_on": "2024-02-01", "status": "active", "lost_on": None,
         "annual_value": 240}])
    assert reader.meta.as_of == date(2024, 3, 10)
    assert reader.rows("""select month, sum(customers_start), sum(won), sum(lost) from month_cube
                          group by month order by month""") == [
        (date(2024, 1, 1), 0, 1, 0), (date(2024, 2, 1), 1, 1, 0), (date(2024, 3, 1), 2, 0, 1)]
    assert reader.rows("select cohort, age, customers, alive, complete from cohort_cube") == [
        (date(2024, 1, 1), 0, 1, 1, True), (date(2024, 1, 1), 1, 1, 1, True),
        (date(2024, 1, 1), 2, 1, 0, False),
        (date(2024, 2, 1), 0, 1, 1, True), (date(2024, 2, 1), 1, 1, 1, False)]


def test_a_loss_recorded_without_its_day_is_dated_by_silence(tmp_path):
    customers = [{"customer_id": "1", "status": "lost"}, {"customer_id": "2", "status": "lost"},
                 {"customer_id": "3", "status": "active"}]
    orders = [order("1", "1", "2024-01-10", 5), order("2", "3", "2024-06-01", 5)]
    reader = built(tmp_path, "silence_days = 90", customers=customers, orders=orders)
    assert reader.rows("select customer_id, lost_on, basis from losses") == [
        ("1", date(2024, 4, 9), "recorded"), ("2", None, "recorded")]
    assert reader.rows("select customer_id, status from customers_now where status = 'active'") == [
        ("3", "active")]


def test_a_recorded_loss_comes_before_a_later_silence_and_keeps_its_cause(tmp_path):
    customers = [{"customer_id": "1", "status": "lost", "lost_on": "2024-02-01", "lost_cause": "moved away"}]
    orders = [order("1", "1", "2024-01-10", 5), order("2", "1", "2024-06-01", 7), order("3", "2", "2024-12-31", 1)]
    reader = built(tmp_path, "silence_days = 90", customers=customers, orders=orders)
    assert reader.rows("select lost_on, basis, cause_class, avoidable, returned_on from losses") == [
        (date(2024, 2, 1), "recorded", "involuntary", False, date(2024, 6, 1)),
        (date(2024, 8, 30), "silent", "not_stated", None, None)]
    assert reader.rows("select status, lost_on, loss_basis from customers_now where customer_id = '1'") == [
        ("lost", date(2024, 8, 30), "silent")]


def test_the_earliest_reason_after_the_same_sign_of_life_counts(tmp_path):
    customers = [{"customer_id": "1", "status": "lost", "lost_on": "2024-12-01", "lost_cause": "price"}]
    orders = [order("1", "1", "2024-01-10", 5), order("2", "2", "2024-12-31", 1)]
    reader = built(tmp_path, "silence_days = 90", customers=customers, orders=orders)
    assert reader.rows("select lost_on, basis, cause from losses") == [
        (date(2024, 4, 9), "silent", "price")]


def test_a_running_contract_holds_off_silence_and_its_end_is_the_loss(tmp_path):
    contracts = [{"contract_id": "1", "customer_id": "1", "starts_on": "2024-01-01", "ends_on": "2024-12-31",
                  "ended_because": "cancelled", "monthly_value": 10},
                 {"contract_id": "2", "customer_id": "2", "starts_on": "2024-01-01", "ends_on": "2030-01-01",
                  "ended_because": None, "monthly_value": 10}]
    orders = [order("1", "1", "2024-02-10", 5), order("2", "2", "2024-02-10", 5)]
    reader = built(tmp_path, "silence_days = 90", contracts=contracts, orders=orders)
    assert reader.meta.as_of == date(2024, 12, 31)  # A stated end is an event; a planned one is not.
    assert reader.rows("select customer_id, lost_on, known_on, basis, cause_class from losses") == [
        ("1", date(2024, 12, 31), date(2024, 12, 31), "contract_ended", "not_stated")]


def test_a_contract_renewed_after_the_grace_days_is_a_loss_and_a_return(tmp_path):
    terms = [{"contract_id": "1", "customer_id": "1", "starts_on": "2024-01-01", "ends_on": "2024-03-31"},
             {"contract_id": "1", "customer_id": "1", "starts_on": "2024-05-15", "ends_on": None}]
    reader = built(tmp_path, contracts=terms)
    assert reader.rows("select lost_on, known_on, returned_on from losses") == [
        (date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 15))]
    assert reader.rows("select from_on, opened_by, closed_by from customer_spells where opened_by <> 'grade'") == [
        (date(2024, 1, 1), "won", "lost"), (date(2024, 5, 15), "won_back", None)]


def test_trade_on_the_last_day_of_the_silence_is_no_loss(tmp_path):
    orders = [order("1", "1", "2024-01-01", 5), order("2", "1", "2024-01-31", 5), order("3", "2", "2024-03-01", 5)]
    reader = built(tmp_path, "silence_days = 30", orders=orders)
    assert reader.rows("select lost_on from losses where customer_id = '1'") == [(date(2024, 3, 1),)]


def test_returns_are_no_sign_of_life(tmp_path):
    orders = [order("1", "1", "2024-01-01", 5), order("2", "1", "2024-01-20", -5), order("3", "2", "2024-02-10", 5)]
    reader = built(tmp_path, "silence_days = 30", orders=orders)
    assert reader.rows("select customer_id, lost_on, value_lost, regretted from losses") == [
        ("1", date(2024, 1, 31), 0, False)]


def test_dates_after_today_are_not_yet_events(tmp_path):
    customers = [{"customer_id": "1", "acquired_on": "2024-01-01", "status": "lost", "lost_on": "2027-01-01"}]
    reader = built(tmp_path, customers=customers, contacts=[{"customer_id": "1", "contacted_on": "2025-05-05"}])
    assert reader.meta.as_of == date(2025, 5, 5)
    assert reader.rows("select count(*) from losses") == [(0,)]
    assert reader.rows("select status from customers_now") == [("active",)]


def test_future_value_is_margin_times_the_multiple_of_the_retention_observed(tmp_path):
    # Forty small customers from 2023; ten are lost in 2024: r = 0.75, so 0.75 / (1 + 0.1 - 0.75) = 15 / 7.
    customers = [{"customer_id": f"{number:02}", "size": "small", "acquired_on": "2023-01-01",
                  "status": "lost" if number < 10 else "active",
                  "lost_on": "2024-06-15" if number < 10 else None, "annual_value": 1000}
                 for number in range(40)]
    reader = built(tmp_path, customers=customers, contacts=[{"customer_id": "20", "contacted_on": "2024-12-31"}])
    expected = round(100_000 * 0.3 * 0.75 / (1 + 0.1 - 0.75))
    assert reader.rows("select distinct value_lost, margin_lost, expected_future_value, regretted from losses") == [
        (100_000, 30_000, expected, True)]


def test_a_falling_spend_and_a_lost_contact_are_precursors(tmp_path):
    orders = [order("1", "1", "2023-01-10", 100), order("2", "1", "2023-02-10", 100),
              order("3", "1", "2024-02-10", 40), order("4", "2", "2024-01-01", 5), order("5", "3", "2024-12-31", 5)]
    reader = built(
        tmp_path, "silence_days = 200\nsilence_return_within = 1",
        customers=[{"customer_id": "1", "acquired_on": "2023-01-01"}], orders=orders,
        contacts=[{"customer_id": "2", "contacted_on": "2023-05-05"}])
    found = reader.rows("select customer_id, lost_on, precursor, precursor_on from losses order by lost_on")
    assert found == [
        ("1", date(2023, 8, 29), "none_observed", None),
        ("2", date(2024, 7, 19), "contact_lost", date(2023, 5, 5)),
        ("1", date(2024, 8, 28), "spend_falling", date(2024, 2, 10))]


def test_who_is_silent_when_the_window_begins_may_still_buy_again(tmp_path):
    answer = {"score": 5, "answered_on": "2024-01-10"}
    reader = built(
        tmp_path, "silence_days = 30\nloyalty_blank_days = 30\nloyalty_horizon_days = 100",
        customers=[{"customer_id": "3", "status": "lost", "lost_on": "2024-01-20"}],
        orders=[order("1", "1", "2024-01-05", 5), order("2", "2", "2024-01-05", 5),
                order("3", "2", "2024-03-05", 5), order("4", "3", "2024-01-05", 5),
                order("5", "4", "2024-12-31", 5)],
        surveys=[{**answer, "customer_id": number} for number in ("1", "2", "3")])
    assert reader.rows("""select customer_id, eligible, stayed, bought_again, after_loss from survey_outcomes
                          join (select customer_key, customer_id from customers_now) using (customer_key)
                          order by 1""") == [
        ("1", True, None, False, False), ("2", True, None, True, False), ("3", False, None, None, False)]


def test_an_order_sent_again_replaces_all_its_lines_and_undo_brings_them_back(tmp_path):
    store = Store.create(tmp_path / "store", name="Two")
    add_batch(store, orders=[
        order("1", "A", "2024-01-01", 10), {**order("1", "A", "2024-01-01", 20), "line": "2"},
        order("2", "A", "2024-01-05", 1)])
    second = add_batch(store, orders=[order("1", "A", "2024-01-02", 15)])
    build(store, today=TODAY)
    assert store.reader().rows("select order_id, line, ordered_on, revenue * 100 from warehouse.orders order by 1") == [
        ("1", "1", date(2024, 1, 2), 1500), ("2", "1", date(2024, 1, 5), 100)]
    store.undo(second.id)
    build(store, today=TODAY)
    assert store.reader().rows("select sum(revenue) from warehouse.customer_days") == [(3100,)]


def test_rows_without_a_key_replace_those_they_agree_with(tmp_path):
    store = Store.create(tmp_path / "store", name="Surveys")
    answer = {"customer_id": "A", "score": 3, "answered_on": "2024-01-01", "question": "overall", "wave": None}
    add_batch(store, surveys=[answer, {**answer, "customer_id": "B"}])
    add_batch(store, surveys=[{**answer, "score": 5}])
    build(store, today=TODAY)
    assert store.reader().rows("select customer_id, score from warehouse.surveys order by 1") == [
        ("A", 5.0), ("B", 3.0)]


def test_a_later_file_replaces_though_no_file_has_every_column_that_decides(tmp_path):
    # No wave of a survey, no programme of a membership, no branch of an event in any file.
    store = Store.create(tmp_path / "store", name="Few columns")
    for score, joined_on, title in ((2, "2024-01-05", "Fair"), (5, "2024-01-05", "Fire")):
        add_batch(store, customers=[{"customer_id": "K1", "acquired_on": "2022-01-01"}],
                  surveys=[{"customer_id": "K1", "score": score, "answered_on": "2024-05-01"}],
                  memberships=[{"customer_id": "K1", "joined_on": joined_on}],
                  events=[{"happened_on": "2024-04-01", "title": title}])
    build(store)
    rows = store.reader().rows
    assert rows("select score from warehouse.surveys") == [(5,)]
    assert rows("select count(*) from warehouse.memberships") == [(1,)]
    assert rows("select title from warehouse.events order by title") == [("Fair",), ("Fire",)]


def test_a_later_file_leaves_alone_what_it_does_not_mention(tmp_path):
    store = Store.create(tmp_path / "store", name="Merged")
    add_batch(store, customers=[{"customer_id": "A", "name": "Alpha", "size": "large", "trait_x": "1"},
                                {"customer_id": "B", "name": "Beta", "size": "small", "trait_x": "2"}])
    add_batch(store, customers=[{"customer_id": "A", "size": None, "phone": "123"},
                                {"customer_id": "C", "size": "small", "phone": None}])
    build(store, today=TODAY)
    assert store.reader().rows("select customer_id, name, size, phone, trait_x from customers_now") == [
        ("A", "Alpha", None, "123", 1.0), ("B", "Beta", "small", None, 2.0), ("C", None, "small", None, None)]


def test_a_trait_may_be_called_anything(tmp_path):
    reader = built(tmp_path, customers=[{"customer_id": "A", 'trait_Monthly "Charge" ($)': "9.5"}])
    assert reader.query("select * from customers_now")['trait_Monthly "Charge" ($)'].tolist() == [9.5]


@pytest.mark.parametrize(("every", "days"), [(1, ["02-01", "03-01", "04-01"]), (3, ["04-01"])])
def test_grading_days_are_the_first_of_every_so_many_months(tmp_path, every, days):
    orders = [order(str(number), "A", f"2024-{number:02}-10", 10) for number in (1, 2, 3)]
    orders.append(order("9", "B", "2024-04-20", 1))
    reader = built(tmp_path, f"grade_every_months = {every}", orders=orders)
    assert [f"{row[0]:%m-%d}" for row in reader.rows(
        "select from_on from customer_spells where opened_by = 'grade' order by 1")] == days
