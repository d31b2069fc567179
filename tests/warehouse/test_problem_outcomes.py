"""What became of customers with and without a problem, worked out by hand on five customers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.store import Reader, Store
from analytics.warehouse import build, check
from tests.store.batches import add_batch, order

SETTINGS = """\
silence_days = 100
complaint_horizon_days = 60
problem_recall_days = 90
"""


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def complaint(number: str, customer: str, opened: str, outcome: str, closed: str | None, **more: object) -> dict:
    return {"complaint_id": number, "customer_id": customer, "opened_on": opened, "outcome": outcome,
            "closed_at": closed, "severity": None, "amount_at_stake": None, **more}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Build five customers; the newest event is an order of 31 December 2024."""
    folder: Path = tmp_path_factory.mktemp("problems") / "store"
    made = Store.create(folder, name="Problems")
    (made.path / "settings.toml").write_text(SETTINGS, "utf-8")
    question = {"question": "no_problem", "scale_min": 0, "scale_max": 1}
    add_batch(
        made,
        customers=[{"customer_id": f"C{number}", "size": "small", "acquired_on": "2024-01-01", "status": None,
                    "lost_on": "2024-06-10" if number == 4 else None} for number in range(1, 6)],
        orders=[
            order("O1", "C1", "2024-03-01", 100), order("O2", "C1", "2024-04-20", 200),
            order("O3", "C2", "2024-03-20", 70), order("O4", "C2", "2024-08-01", 30),
            order("O5", "C3", "2024-04-10", 10), order("O6", "C3", "2024-05-30", 20),
            order("O7", "C4", "2024-05-20", 40), order("O8", "C5", "2024-12-31", 50)],
        surveys=[
            {"customer_id": "C1", "score": 1, "answered_on": "2024-04-01", **question},
            {"customer_id": "C2", "score": 0, "answered_on": "2024-04-01", **question},
            {"customer_id": "C3", "score": 0, "answered_on": "2024-05-15", **question},
            {"customer_id": "C5", "score": 1, "answered_on": "2024-12-01", **question}],
        complaints=[
            complaint("X1", "C3", "2024-05-01", "resolved", "2024-05-04 12:00:00", severity="high",
                      amount_at_stake=123.45),
            complaint("X2", "C4", "2024-06-01", "unresolved", "2024-06-05 09:00:00"),
            complaint("X3", "C4", "2024-06-15", "unresolved", "2024-06-20 09:00:00"),
            complaint("X4", "C1", "2024-12-20", "open", None)])
    build(made, today=date(2025, 1, 1))
    return made


@pytest.fixture(scope="module")
def reader(store: Store) -> Reader:
    """A reader on the five customers' build."""
    return store.reader()


def test_each_situation_is_followed_over_its_window(reader):
    assert reader.rows("""select customer_id, complaint_id, situation, had_problem, complaints_before, began_on,
                                 window_end, eligible, stayed, bought_again, problem_outcomes.value_before
                          from problem_outcomes
                          join (select customer_key, customer_id from customers_now) using (customer_key)
                          order by customer_id, began_on""") == [
        ("C1", None, "no_problem", False, 0, day("04-01"), day("05-31"), True, True, True, 10_000),
        # Silent for a hundred days after 20 March is after the window's end on 31 May.
        ("C2", None, "silent", True, 0, day("04-01"), day("05-31"), True, True, False, 7_000),
        ("C3", "X1", "resolved", True, None, day("05-04"), day("07-03"), True, True, True, 1_000),
        # A customer who complained within the ninety days asked about is not silent.
        ("C3", None, "complained", True, 1, day("05-15"), day("07-14"), True, True, True, 1_000),
        ("C4", "X2", "unresolved", True, None, day("06-05"), day("08-04"), True, False, False, 4_000),
        # Already gone when it was closed.
        ("C4", "X3", "unresolved", True, None, day("06-20"), day("08-19"), False, None, None, 4_000),
        # The window reaches beyond the newest event.
        ("C5", None, "no_problem", False, 0, day("12-01"), date(2025, 1, 30), False, None, None, 0)]


def test_complaints_carry_their_outcome_and_money_in_minor_units(reader):
    assert reader.rows("""select complaint_id, severity, amount_at_stake, stayed, bought_again, window_end, closed_at
                          from complaint_facts where complaint_id in ('X1', 'X4') order by complaint_id""") == [
        ("X1", "high", 12_345, True, True, day("07-03"), reader.rows("select timestamp '2024-05-04 12:00:00'")[0][0]),
        ("X4", None, None, None, None, None, None)]


def test_every_check_passes(store):
    assert [one for one in check(store) if not one.passed] == []
