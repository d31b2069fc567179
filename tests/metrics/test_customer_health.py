"""A customer's health in parts: from the tiny company's records, and each rule by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.filters import Filters
from analytics.metrics.customer_card import UnknownCustomer
from analytics.metrics.customer_health import PARTS, customer_health, health_of
from analytics.metrics.customer_signals import FOREVER, CustomerSignals, customer_signals

TODAY = date(2026, 6, 30)
#: A customer of whom every kind of record is kept, and nothing is written down.
BLANK = CustomerSignals(recorded=("complaints", "contacts", "contracts", "surveys"), as_of=TODAY, grade="B")


def part(name: str, **known: object):
    return health_of(replace(BLANK, **known), 60).part(name)  # type: ignore[arg-type]


def told(name: str, **known: object) -> tuple[str, str]:
    found = part(name, **known)
    return found.state, found.code


def test_the_signals_of_alpha_by_hand(tiny):
    found = customer_signals(tiny, Filters(), customer="C1")
    assert found.as_of == date(2024, 6, 30)
    # Half a year before begins on 29 December: every order lies within, and none before it.
    assert (found.season_revenue, found.season_days, found.usual_years) == (175_000, 3, 0)
    assert found.season_squares == 100_000 ** 2 + 50_000 ** 2 + 5_000 ** 2 + 30_000 ** 2
    assert (found.last_contact_on, found.contacts, found.levels_known) == (date(2024, 6, 30), 1, False)
    assert (found.last_score, found.answers, found.last_answer_on) == (5.0, 1, date(2024, 3, 15))
    assert (found.open_complaints, found.oldest_open_on, found.complaints) == (1, date(2024, 6, 15), 1)
    assert (found.jobs, found.jobs_kept, found.last_failed_on) == (2, 1, date(2024, 2, 5))
    assert (found.company_jobs, found.company_jobs_kept) == (2, 1)
    assert found.contracts == 0


def test_the_signals_of_contracts_and_complaints_by_hand(tiny):
    sixth = customer_signals(tiny, Filters(), customer="C6")
    assert (sixth.contracts, sixth.contracts_running, sixth.contract_until) == (2, 1, FOREVER)
    assert (sixth.monthly_value, sixth.monthly_value_before) == (5_000, None)
    second = customer_signals(tiny, Filters(), customer="C2")
    assert (second.open_complaints, second.unresolved, second.last_unresolved_on) == (0, 1, date(2024, 5, 10))
    # On an earlier day the complaint was still open, and the contact of June not yet made.
    earlier = customer_signals(tiny, Filters(as_of=date(2024, 5, 5)), customer="C2")
    assert (earlier.open_complaints, earlier.oldest_open_on, earlier.unresolved) == (1, date(2024, 5, 1), 0)
    assert customer_signals(tiny, Filters(as_of=date(2024, 5, 5)), customer="C1").last_contact_on is None


def test_nobody_has_no_health(tiny):
    with pytest.raises(UnknownCustomer):
        customer_health(tiny, Filters(), customer="C99")


def test_the_demo_customers_seasons_add_up(demo_reader):
    number = demo_reader.rows(
        "select customer_id from customers_now where status = 'active' order by orders desc, customer_id limit 1")[0][0]
    found = customer_signals(demo_reader, Filters(), customer=number)
    seasons = [demo_reader.rows(
        "select coalesce(sum(revenue), 0), count(distinct ordered_on) filter (revenue > 0) from warehouse.orders "
        "where customer_id = $number and ordered_on > $end::date - 183 and ordered_on <= $end::date",
        {"number": number, "end": f"{2026 - back}-06-30"})[0] for back in range(4)]
    assert found.season_revenue == pytest.approx(float(seasons[0][0]) * 100)
    assert found.usual_revenue == pytest.approx(float(sum(one[0] for one in seasons[1:1 + found.usual_years])) * 100)
    assert found.before_days <= found.usual_days
    assert found.usual_years >= 1


def test_buying_is_held_against_the_own_season():
    usual = {"usual_revenue": 9000.0, "usual_squares": 90 * 100.0 ** 2, "usual_days": 90, "usual_years": 3}

    def season(purchases: int) -> dict[str, object]:
        return {"season_revenue": purchases * 100.0, "season_squares": purchases * 100.0 ** 2,
                "season_days": purchases}

    # Thirty purchases of 100 are usual.
    fallen = part("buying", **usual, **season(10))
    assert (fallen.state, fallen.code, fallen.estimate.estimate) == ("bad", "fallen", pytest.approx(1 / 3))
    assert told("buying", **usual, **season(30)) == ("good", "kept")
    assert told("buying", **usual, **season(18)) == ("uncertain", "open")
    assert told("buying", usual_revenue=300.0, usual_squares=30_000.0, usual_days=3, usual_years=1,
                season_revenue=100.0, season_squares=10_000.0, season_days=1) == ("uncertain", "few")
    assert told("buying", **season(30)) == ("uncertain", "too_short")
    assert told("buying", **usual) == ("bad", "fallen"), "nothing where thirty purchases were usual"
    assert told("buying") == ("unknown", "no_trade")


@pytest.mark.parametrize(("since", "state", "code"), [
    (date(2026, 5, 1), "good", "within"), (date(2026, 4, 30), "uncertain", "overdue"),
    (date(2026, 3, 2), "uncertain", "overdue"), (date(2026, 3, 1), "bad", "overdue")])
def test_contact_is_held_against_the_standard_of_the_grade(since, state, code):
    assert told("contact", last_contact_on=since) == (state, code)


def test_contact_has_a_direction_only_beyond_chance():
    spoken = {"last_contact_on": TODAY}
    assert part("contact", **spoken, contacts=12, contacts_before=2).direction == "better"
    assert part("contact", **spoken, contacts=2, contacts_before=12).direction == "worse"
    assert part("contact", **spoken, contacts=5, contacts_before=3).direction == "alike"
    assert part("contact", **spoken).direction == "unknown"
    assert told("contact") == ("bad", "never")
    assert told("contact", recorded=()) == ("unknown", "unrecorded")


def test_one_answer_is_no_verdict_but_a_bad_one_calls():
    lately = {"last_answer_on": TODAY, "last_score": 5.0, "score": 5.0, "answers": 1}
    assert told("satisfaction", **lately) == ("uncertain", "single")
    assert told("satisfaction", **lately, score_before=4.0, answers_before=1) == ("good", "high")
    assert told("satisfaction", **lately, score_before=2.0, answers_before=1) == ("uncertain", "middling")
    assert told("satisfaction", last_score=2.0, score=2.0, answers=1) == ("bad", "low")
    assert told("satisfaction", last_score=1.0) == ("uncertain", "old")
    assert told("satisfaction", invited=2) == ("unknown", "unanswered")
    assert part("satisfaction", last_score=2.0, score=2.0, answers=1, score_before=4.0, answers_before=1).direction == (
        "worse")
    assert part("satisfaction", last_score=4.0, score=4.0, answers=1, score_before=5.0, answers_before=1).direction == (
        "alike")


def test_no_complaint_is_good_only_where_somebody_spoke_to_the_customer():
    assert told("complaints", last_contact_on=TODAY) == ("good", "none")
    assert told("complaints", last_contact_on=date(2025, 12, 1)) == ("uncertain", "silent")
    assert told("complaints", open_complaints=1, oldest_open_on=TODAY) == ("uncertain", "open")
    assert told("complaints", open_complaints=1, overdue_since=date(2026, 6, 1)) == ("bad", "promise_passed")
    assert told("complaints", unresolved=1, complaints=1, last_contact_on=TODAY) == ("bad", "unresolved")
    assert told("complaints", recorded=("contacts",), last_contact_on=TODAY) == ("unknown", "unrecorded")
    assert part("complaints", last_contact_on=TODAY, complaints=9, complaints_before=1).direction == "worse"


def test_service_is_held_against_all_customers():
    company = {"company_jobs": 1000, "company_jobs_kept": 900}
    assert told("service", **company, jobs=12, jobs_kept=6) == ("bad", "jobs")
    assert told("service", **company, jobs=12, jobs_kept=12) == ("good", "jobs")
    assert told("service", **company, jobs=3, jobs_kept=3) == ("uncertain", "jobs")
    assert told("service", **company, jobs_before=2) == ("uncertain", "none_lately")
    assert told("service", **company) == ("unknown", "no_jobs")


@pytest.mark.parametrize(("until", "state", "code"), [
    (FOREVER, "good", "endless"), (date(2026, 9, 29), "good", "running"), (date(2026, 9, 28), "uncertain", "ending"),
    (date(2026, 6, 29), "bad", "ended"), (date(2025, 6, 1), "unknown", "none"), (None, "unknown", "none")])
def test_a_contract_is_good_bad_or_about_to_end(until, state, code):
    assert told("contract", contract_until=until) == (state, code)


def test_the_table_has_a_row_for_every_part():
    rows = health_of(BLANK, None).table()
    assert [row["part"] for row in rows] == list(PARTS)
    assert rows[0]["state"] == "unknown"
