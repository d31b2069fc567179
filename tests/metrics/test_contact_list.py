"""The contact list by hand: every reason, the order, what was done, put off and taken up, and how many a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.contact_list import (
    ContactCount,
    Handled,
    Promised,
    contact_counts,
    contact_list,
    contact_standards,
    handled_in,
    promised_in,
)
from analytics.metrics.grade_contacts import grade_contacts
from analytics.settings import Settings
from analytics.store import Store
from analytics.warehouse import build
from analytics.workspace import Task
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_form import ComplaintForm
from tests.store.batches import add_batch, order

TODAY = date(2024, 6, 30)
#: Customer, reason, day, days waited, days allowed or years, last day: in the order of value times days waited.
LISTED = [
    ("A1", "senior_visit", None, 31, 90, date(2024, 3, 1)),
    ("B1", "overdue", None, 30, 60, date(2024, 4, 1)),
    ("C2", "contract_end", date(2024, 8, 29), 30, None, None),
    ("D3", "quiet", None, 73, 400, date(2023, 10, 1)),
    ("C1", "birthday", date(2024, 7, 5), 9, 44, date(1980, 7, 5)),
    ("D2", "promise", date(2024, 6, 25), 19, None, date(2024, 6, 20)),
    ("C1", "anniversary", date(2024, 7, 14), 1, 4, date(2020, 7, 14)),
    ("D1", "overdue", None, 1, 180, None)]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Seven customers of two account managers; on 1 April they are worth 1,000 (A), 500 (B), 200, 100 (C), 40, 30, 30."""
    store = Store.create(tmp_path_factory.mktemp("contacts") / "store", name="Contacts")
    (store.path / "settings.toml").write_text("silence_days = 400\nsilence_return_within = 1\n", "utf-8")

    def customer(name, manager="Li", birthday=None, acquired_on="2020-01-15", consent=None, contract_end=None):
        return {"customer_id": name, "name": f"Customer {name}", "account_manager": manager, "consent": consent,
                "birthday": birthday, "acquired_on": acquired_on, "contract_end": contract_end}

    def contact(name, day, kind="call", level="frontline"):
        return {"customer_id": name, "contacted_on": day, "kind": kind, "by_level": level}

    add_batch(
        store,
        customers=[customer("A1"), customer("B1", "Wang"),
                   customer("C1", birthday="1980-07-05", acquired_on="2020-07-14"),
                   customer("C2", "Wang", birthday="1990-07-05", consent=False, contract_end="2024-08-29"),
                   customer("D1", None, birthday="2024-07-02"), customer("D2"), customer("D3", "Wang")],
        orders=[order("O1", "A1", "2024-03-05", 1000), order("O2", "B1", "2024-03-06", 500),
                order("O3", "C1", "2024-03-07", 200), order("O4", "C2", "2024-03-08", 100),
                order("O5", "D1", "2024-03-09", 40), order("O6", "D2", "2024-03-10", 30),
                order("O7", "D3", "2023-10-01", 30), order("O8", "D3", "2022-06-01", 20)],
        # A manager's call is no visit.
        contacts=[contact("A1", "2024-03-01", "visit", "manager"), contact("A1", "2024-06-10", "call", "manager"),
                  contact("B1", "2024-04-01"), contact("C1", "2024-06-01"), contact("C2", "2024-06-30"),
                  contact("D2", "2024-06-30"), contact("D3", "2024-06-29")],
        complaints=[{"complaint_id": name, "customer_id": "D2", "opened_on": "2024-06-20", "closed_at": closed,
                     "outcome": outcome, "promise_due": due}
                    for name, closed, outcome, due in (
                        ("T1", None, "open", "2024-06-25"), ("T2", None, "open", "2024-07-15"),
                        ("T3", "2024-06-28 09:00:00", "resolved", "2024-06-26"))])
    build(store, today=date(2024, 7, 1))
    return store.reader()


def told(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    columns = ["customer_id", "contact_reason", "day", "days_waiting", "allowed", "last_on"]
    frame = frame.assign(allowed=frame["days_allowed"].fillna(frame["years"]))
    return [tuple(None if pd.isna(one) else one.date() if isinstance(one, pd.Timestamp) else one for one in row)
            for row in frame[columns].itertuples(index=False)]


def occasions(frame: pd.DataFrame) -> list[str]:
    return [f"{one.customer_id} {one.occasion}" for one in frame.itertuples()]


def test_every_reason_by_hand_in_the_order_of_value_and_days_waited(reader):
    found = contact_list(reader, Filters())
    assert told(found) == LISTED
    assert occasions(found)[:4] == ["A1 senior_visit:2024-03-01", "B1 overdue:2024-04-01",
                                    "C2 contract_end:2024-08-29", "D3 quiet:2023-10-01"]
    assert occasions(found)[-3:] == ["D2 promise:T1:2024-06-25", "C1 anniversary:2024-07-14", "D1 overdue:never"]
    assert not found["taken"].any()


def test_counts_by_reason_and_account_manager(reader):
    found = contact_counts(reader, Filters())
    assert (found.occasions, found.customers, found.graded) == (8, 7, 7)
    assert found.of("senior_visit", "overdue") == ContactCount("senior_visit", None, 3, 3, 154_000)
    assert [(one.reason, one.customers) for one in found.reasons] == [
        ("promise", 1), ("senior_visit", 1), ("overdue", 2), ("quiet", 1), ("contract_end", 1), ("birthday", 1),
        ("anniversary", 1)]
    assert [(one.account_manager, one.customers) for one in found.managers if one.reason == "overdue"] == [
        (None, 1), ("Wang", 1)]
    assert found.table()[0] == {"reason": "promise", "account_manager": None, "occasions": 1, "customers": 1,
                                "value": 30.0}


def test_without_a_standard_for_visits_the_contacts_are_those_of_the_grades_page(reader):
    late = contact_list(reader, Filters(), senior_days=0, reason="overdue", most=0)
    assert sorted(late["customer_id"]) == ["B1", "D1"]
    assert sum(one.overdue for one in grade_contacts(reader, Filters()).grades) == len(late)
    # Both standards missed: one row, waiting since the first of them ran out.
    both = contact_list(reader, Filters(), days_a=5, senior_grades="AB", reason="senior_visit,overdue")
    assert told(both)[0] == ("A1", "senior_visit", None, 31, 90, date(2024, 3, 1))
    # Nobody of note ever visited B1: it has waited since contacts are on record.
    assert told(both)[1] == ("B1", "senior_visit", None, 31, 90, None)
    with pytest.raises(UnknownName):
        contact_list(reader, Filters(), reason="overdue,whim")


def test_what_is_done_or_dropped_is_gone_and_what_is_put_off_returns_on_its_day(reader):
    handled = (Handled("B1", "overdue:2024-04-01", date(9999, 12, 31), TODAY),
               Handled("D1", "overdue:never", date(9999, 12, 31)), Handled("D3", "quiet:2023-10-01", TODAY),
               Handled("C2", "contract_end:2024-08-29", date(2024, 7, 1)),
               Handled("C1", "birthday:2023-07-05", date(9999, 12, 31)))
    found = contact_list(reader, Filters(), handled=handled)
    assert found[["customer_id", "contact_reason"]].values.tolist() == [
        ["A1", "senior_visit"], ["D3", "quiet"], ["C1", "birthday"], ["D2", "promise"], ["C1", "anniversary"]]
    assert found["taken"].tolist() == [False, True, False, False, False]
    assert contact_counts(reader, Filters(), handled=handled).occasions == 5


def test_what_was_done_is_a_contact_on_its_day_until_the_standard_runs_out_again(reader):
    # A call on 29 April is 62 days back and B1 may wait for 60; it is no visit for A1.
    handled = (Handled("B1", "overdue:2024-04-01", date(9999, 12, 31), date(2024, 4, 29)),
               Handled("A1", "overdue:2024-03-01", date(9999, 12, 31), TODAY))
    found = contact_list(reader, Filters(), handled=handled, reason="senior_visit,overdue")
    assert told(found)[:2] == [("A1", "senior_visit", None, 31, 90, date(2024, 3, 1)),
                               ("B1", "overdue", None, 2, 60, date(2024, 4, 29))]
    assert occasions(found)[1] == "B1 overdue:2024-04-29"
    visited = (Handled("A1", "senior_visit:2024-03-01", date(9999, 12, 31), TODAY),)
    assert "A1" not in set(contact_list(reader, Filters(), handled=visited)["customer_id"])


def test_at_most_so_many_a_week_of_each_account_manager_beside_promises_and_what_was_taken_up(reader):
    assert occasions(contact_list(reader, Filters(), most=1)) == [
        "A1 senior_visit:2024-03-01", "B1 overdue:2024-04-01", "D2 promise:T1:2024-06-25", "D1 overdue:never"]
    # Li did one of the week's two already; one of Wang's that was taken up stands beside the two.
    handled = (Handled("C1", "birthday:2024-07-05", date(9999, 12, 31), date(2024, 6, 24)),
               Handled("D3", "quiet:2023-10-01"))
    assert [one.split(":")[0] for one in occasions(contact_list(reader, Filters(), most=2, handled=handled))] == [
        "A1 senior_visit", "B1 overdue", "C2 contract_end", "D3 quiet", "D2 promise", "D1 overdue"]
    before = (Handled("C1", "birthday:2024-07-05", date(9999, 12, 31), date(2024, 6, 23)),)
    assert "C1 anniversary:2024-07-14" in occasions(contact_list(reader, Filters(), most=2, handled=before))


def test_the_chance_to_be_alive_weighs_where_customers_are_valued(reader):
    values = reader.store_path / "values.parquet"
    pd.DataFrame({"customer_id": ["A1", "B1"], "chance_alive": [0.4, 0.9]}).to_parquet(values)
    found = contact_list(reader, Filters(), values=str(values))
    # 1,000 × 31 × 0.4 = 12,400 against 500 × 30 × 0.9 = 13,500.
    assert found["customer_id"].tolist()[:3] == ["B1", "A1", "C2"]
    assert found["chance_alive"].iloc[:2].tolist() == [0.9, 0.4]
    assert pd.isna(found["chance_alive"].iloc[2])


def test_looking_back_knows_neither_later_contacts_nor_what_was_done_since(reader):
    values = reader.store_path / "looking_back.parquet"
    pd.DataFrame({"customer_id": ["A1"], "chance_alive": [0.4]}).to_parquet(values)
    handled = (Handled("B1", "overdue:2024-04-01", date(9999, 12, 31), TODAY),)
    found = contact_list(reader, Filters(as_of=date(2024, 6, 5)), handled=handled, values=str(values))
    assert told(found[found["customer_id"] == "A1"]) == [
        ("A1", "senior_visit", None, 66, 90, date(2024, 3, 1))], "contacted 96 days ago: 30 and 90 are allowed"
    assert told(found[found["customer_id"] == "B1"]) == [("B1", "overdue", None, 5, 60, date(2024, 4, 1))]
    assert found["chance_alive"].isna().all()


def test_greetings_at_the_turn_of_the_year(reader):
    assert contact_list(reader, Filters(as_of=date(2023, 12, 31)), reason="anniversary").empty
    found = told(contact_list(reader, Filters(as_of=date(2023, 12, 31)), reason="anniversary", ahead_days=15))
    assert found[0] == ("A1", "anniversary", date(2024, 1, 15), 1, 4, date(2020, 1, 15))
    assert "C1" not in {one[0] for one in found}, "it came in July"


def test_what_the_desk_promised_takes_the_place_of_the_records(reader):
    # T1 was carried out at the desk; T2 is due sooner than the records say; T9 is not in the records yet.
    at_desk = (Promised("D2", "T1", date(2024, 6, 20), None),
               Promised("D2", "T2", date(2024, 6, 20), date(2024, 6, 29)),
               Promised("A1", "T9", TODAY, date(2024, 7, 10)), Promised("B1", "T10", TODAY, date(2024, 7, 15)))
    found = contact_list(reader, Filters(), reason="promise", promised=at_desk)
    assert told(found) == [("A1", "promise", date(2024, 7, 10), 4, None, TODAY),
                           ("D2", "promise", date(2024, 6, 29), 15, None, date(2024, 6, 20))]
    assert contact_counts(reader, Filters(), promised=at_desk).of("promise").customers == 2
    assert contact_list(reader, Filters(as_of=date(2024, 6, 29)), reason="promise", promised=at_desk)[
        "occasion"].tolist() == ["promise:T1:2024-06-25"]


def test_cases_at_the_desk_say_what_is_promised():
    case = ComplaintCase("C1", "T1", TODAY, form=ComplaintForm(promise_due=date(2024, 7, 3)))
    done = replace(case, moments={"act": datetime(2024, 7, 1, tzinfo=UTC)})
    assert promised_in((case, done)) == (Promised("C1", "T1", TODAY, date(2024, 7, 3)),
                                         Promised("C1", "T1", TODAY, None))


def test_filters_apply_and_settings_say_what_is_asked_for(reader):
    assert set(contact_list(reader, Filters.of(account_manager="Li"))["customer_id"]) == {"A1", "C1", "D2"}
    assert set(contact_list(reader, Filters(), manager="Wang")["customer_id"]) == {"B1", "C2", "D3"}
    assert contact_standards(Settings({"senior_visit_grades": "ab"})) == {
        "days_a": 30, "days_b": 60, "days_c": 90, "days_d": 180, "senior_days": 90, "senior_grades": "AB",
        "ahead_days": 14}


def test_tasks_say_what_became_of_occasions():
    assert handled_in((
        Task("C1", "Call", "quiet", "quiet:2024-01-01"), Task("C2", "Call", "quiet", "q", snoozed_until=TODAY),
        Task("C3", "Call", "quiet", "q", state="done", done_on=TODAY),
        Task("C4", "Call", "quiet", "q", state="dropped", done_on=TODAY), Task("C5", "Call"))) == (
            Handled("C1", "quiet:2024-01-01"), Handled("C2", "q", TODAY),
            Handled("C3", "q", date(9999, 12, 31), TODAY), Handled("C4", "q", date(9999, 12, 31)))


def test_the_demo_company_has_occasions_of_every_kind(demo_reader):
    found = contact_counts(demo_reader, Filters())
    rows = contact_list(demo_reader, Filters(), most=0)
    assert len(rows) == found.occasions == sum(one.occasions for one in found.reasons)
    assert rows["customer_id"].nunique() == found.customers
    assert {one.reason for one in found.reasons} >= {"senior_visit", "overdue", "quiet", "birthday", "anniversary"}
    assert not rows.duplicated(["customer_id", "occasion"]).any()


def test_where_nobody_has_an_account_manager_the_number_a_manager_says_nothing(tmp_path):
    store = Store.create(tmp_path / "store", name="Unmanaged")
    add_batch(store, customers=[{"customer_id": f"C{number}"} for number in range(4)],
              orders=[order(f"O{number}", f"C{number}", "2024-03-05", 100) for number in range(4)],
              contacts=[{"customer_id": "C0", "contacted_on": "2023-01-01", "kind": "call"},
                        {"customer_id": "C1", "contacted_on": "2024-06-30", "kind": "call"}])
    build(store, today=TODAY)
    found = contact_list(store.reader(), Filters(), most=1, reason="overdue")
    assert len(found) == 3
