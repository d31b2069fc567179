"""Tasks are made, put off, given to somebody and closed; an occasion has one task, whoever is quicker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import select

from analytics.errors import Conflict, WorkspaceError
from analytics.workspace import (
    Task,
    assign_task,
    complete_task,
    count_tasks,
    drop_task,
    find_task,
    reopen_task,
    save_task,
    snooze_task,
    tasks,
)
from analytics.workspace.tables import ChangeRow
from analytics.workspace.task_changes import change_tasks

CALL = Task("C1", "Call about the contract", "contract_end", "contract_end:2026-03-31", "Li", date(2026, 3, 10))
TODAY = date(2026, 3, 1)


def test_what_is_saved_comes_back(workspace):
    saved = save_task(workspace, replace(CALL, title="  回访：合同\n到期 ", detail=" 先看档案 "), "Wang")
    assert (saved.title, saved.detail, saved.owner, saved.version) == ("回访：合同 到期", "先看档案", "Li", 1)
    assert saved.saved_by == "Wang"
    assert find_task(workspace, saved.code) == saved
    assert tasks(workspace) == (saved,)
    assert find_task(workspace, "00000000") is None


def test_tasks_are_found_by_customer_owner_state_and_reason_the_next_due_first(workspace):
    later = save_task(workspace, CALL, "Li")
    undated = save_task(workspace, Task("C1", "Visit"), "Li")
    sooner = save_task(workspace, Task("C2", "Send the list", owner="Wang", due_on=date(2026, 3, 2)), "Li")
    done = complete_task(workspace, Task("C2", "Called"), "no answer", "Li", on=TODAY)
    assert tasks(workspace, state="open") == (sooner, later, undated)
    assert tasks(workspace, customer_id="C1") == (later, undated)
    assert tasks(workspace, owner="Wang") == (sooner,)
    assert tasks(workspace, customer_id="C2", state="done") == (done,)
    assert tasks(workspace, reason="contract_end") == tasks(workspace, listed=True) == (later,)


@pytest.mark.parametrize(("task", "code"), [
    (replace(CALL, title=" "), "task_title"), (replace(CALL, title="x" * 201), "task_title"),
    (replace(CALL, outcome="x" * 4_001), "task_text"), (replace(CALL, owner="x" * 121), "task_text")])
def test_a_task_needs_a_title_and_texts_that_fit(workspace, task, code):
    with pytest.raises(WorkspaceError) as refused:
        save_task(workspace, task, "Li")
    assert refused.value.code == code
    assert tasks(workspace) == ()


def test_a_task_is_done_with_what_came_of_it_and_opened_again(workspace):
    before = datetime.now(UTC)
    done = complete_task(workspace, save_task(workspace, CALL, "Li"), "renews for a year", "Wang", on=TODAY)
    assert (done.state, done.outcome, done.done_on, done.version) == ("done", "renews for a year", TODAY, 2)
    assert before <= done.done_at <= datetime.now(UTC)
    again = reopen_task(workspace, done, "Li")
    assert (again.state, again.done_on, again.done_at, again.outcome) == ("open", None, None, "renews for a year")
    dropped = drop_task(workspace, again, "has moved away", "Li", on=TODAY)
    assert (dropped.state, dropped.outcome) == ("dropped", "has moved away")


def test_a_task_put_off_sleeps_until_its_day_and_is_not_late_meanwhile(workspace):
    put_off = snooze_task(workspace, save_task(workspace, CALL, "Li"), date(2026, 3, 20), "Li")
    assert (put_off.snoozed_until, put_off.due_on) == (date(2026, 3, 20), date(2026, 3, 20))
    assert put_off.asleep(date(2026, 3, 19))
    assert not put_off.asleep(date(2026, 3, 20))
    assert not put_off.late(date(2026, 3, 20))
    assert put_off.late(date(2026, 3, 21))
    assert not replace(put_off, state="done").late(date(2026, 3, 21))
    assert not replace(put_off, due_on=None).late(date(2026, 3, 21))


def test_a_task_changes_hands_and_keeps_its_day_unless_another_is_named(workspace):
    given = assign_task(workspace, save_task(workspace, CALL, "Li"), " Wang ", "Li")
    assert (given.owner, given.due_on) == ("Wang", CALL.due_on)
    assert assign_task(workspace, given, "Wang", "Li", due_on=TODAY).due_on == TODAY


def test_open_and_late_tasks_are_counted(workspace):
    save_task(workspace, CALL, "Li")
    save_task(workspace, Task("C2", "Visit", owner="Wang", due_on=date(2026, 2, 28)), "Li")
    save_task(workspace, Task("C3", "Visit"), "Li")
    complete_task(workspace, Task("C4", "Visit", due_on=date(2026, 2, 1)), "", "Li", on=TODAY)
    assert count_tasks(workspace, TODAY) == {"open": 3, "late": 1}
    assert count_tasks(workspace, TODAY, "Li") == {"open": 1, "late": 0}


def test_who_was_slower_is_told_what_became_of_the_task(workspace):
    saved = save_task(workspace, CALL, "Li")
    complete_task(workspace, saved, "renews", "Wang", on=TODAY)
    with pytest.raises(Conflict) as conflict:
        snooze_task(workspace, saved, date(2026, 4, 1), "Li")
    assert conflict.value.details == {**conflict.value.details, "by": "Wang", "what": "task", "name": CALL.title}
    assert (conflict.value.theirs["state"], conflict.value.theirs["outcome"]) == ("done", "renews")
    assert conflict.value.theirs["due_on"] == "2026-03-10"
    with workspace.reading() as session:
        assert [(row.version, row.saved_by, row.content["state"])
                for row in session.scalars(select(ChangeRow).order_by(ChangeRow.number))] == [
                    (1, "Li", "open"), (2, "Wang", "done")]


def test_of_many_who_take_up_an_occasion_at_once_one_is_first_and_the_others_are_told(workspace):
    everybody = [f"user {number}" for number in range(6)]
    ready = Barrier(len(everybody))

    def take(who: str) -> str:
        ready.wait()
        try:
            complete_task(workspace, CALL, f"called by {who}", who, on=TODAY)
        except Conflict as conflict:
            return f"told: {conflict.theirs['outcome']}"
        return "saved"

    with ThreadPoolExecutor(len(everybody)) as pool:
        outcomes = list(pool.map(take, everybody))
    winner = everybody[outcomes.index("saved")]
    assert sorted(outcomes) == ["saved", *[f"told: called by {winner}"] * 5]
    assert [one.outcome for one in tasks(workspace)] == [f"called by {winner}"]
    # Another occasion of the customer, the same of another, and tasks of no list are free.
    save_task(workspace, replace(CALL, occasion="birthday:2026-03-05"), "Li")
    save_task(workspace, replace(CALL, customer_id="C2"), "Li")
    assert [save_task(workspace, Task("C1", "Visit"), "Li").version for _ in range(2)] == [1, 1]


def test_several_are_changed_at_once_and_what_was_changed_first_is_told(workspace):
    first, second = (save_task(workspace, Task(number, "Visit"), "Li") for number in ("C1", "C2"))
    complete_task(workspace, second, "was in", "Wang", on=TODAY)
    found = change_tasks([first, second, CALL], lambda one: assign_task(workspace, one, "Zhao", "Li"))
    assert [(one.customer_id, one.owner, one.version) for one in found.saved] == [("C1", "Zhao", 2), ("C1", "Zhao", 1)]
    [(task, conflict)] = found.conflicts
    assert (task, conflict.details["by"], conflict.theirs["outcome"]) == (second, "Wang", "was in")
