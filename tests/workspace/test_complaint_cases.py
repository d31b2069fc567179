"""Cases walk their stages with a moment for each, keep their history, and nobody overwrites anybody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest

from analytics.errors import Conflict, WorkspaceError
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import (
    advance_case,
    cases,
    close_case,
    complaint_numbers,
    count_saved_since,
    done_cases,
    drop_case,
    find_case,
    find_complaint,
    open_case,
    promises_due,
    reopen_case,
    save_case,
)
from analytics.workspace.complaint_form import FIELDS, STAGES, ComplaintForm
from analytics.workspace.complaint_records import complaint_record
from analytics.workspace.complaint_versions import differences, history, put_together

HEARD = ComplaintCase("C1", opened_on=date(2026, 3, 2), form=ComplaintForm(
    what="The pump leaks again.", category="quality", amount_at_stake=120_050))
FULL = ComplaintForm(
    "a", "b", "quality", "phone", "staff", 1, "high", "partly", "shared", "late", "long", "likely", "open", "c",
    "d", 2, "e", date(2026, 3, 9), "f", False, "resolved", True, "g", ("listen", "learn"))


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def walked(workspace, *, until: str = "done") -> ComplaintCase:
    """Open a case and reach one stage a day, until it stands in the one named."""
    case = open_case(workspace, HEARD, "Li")
    for day, stage in enumerate(STAGES, 3):
        if case.stage == until:
            return case
        assert case.stage == stage
        form = replace(case.form, outcome="resolved") if stage == "close" else case.form
        case = advance_case(workspace, replace(case, form=form), "Li", at=at(day))
    return case


def test_who_hears_first_owns_the_case_and_it_gets_a_number(workspace):
    case = open_case(workspace, HEARD, "Li")
    assert (case.owner, case.first_hearer, case.stage, case.version, case.handovers) == (
        "Li", "Li", "identify", 1, 0)
    assert case.complaint_id.startswith("D20")
    assert find_case(workspace, case.code) == case == find_complaint(workspace, case.complaint_id)
    assert case.form == HEARD.form


def test_every_answer_comes_back_as_it_was_given(workspace):
    case = open_case(workspace, replace(HEARD, form=FULL), "李")
    assert find_case(workspace, case.code).form == FULL
    assert {field.name for field in FIELDS} == set(ComplaintForm.__dataclass_fields__)


def test_a_case_walks_its_stages_and_each_has_its_moment(workspace):
    case = walked(workspace)
    assert (case.stage, case.version, case.closed) == ("done", 7, True)
    assert case.moments == {stage: at(day) for day, stage in enumerate(STAGES, 3)}
    with pytest.raises(WorkspaceError) as refused:
        advance_case(workspace, case, "Li")
    assert refused.value.code == "case_done"


def test_a_stage_is_not_reached_before_the_one_before_it_or_the_receipt_or_in_days_to_come(workspace):
    case = walked(workspace, until="assess")
    assert case.moments == {"identify": at(3)}
    for moment in (at(1), at(2), datetime.now(UTC) + timedelta(hours=1)):
        with pytest.raises(WorkspaceError) as refused:
            advance_case(workspace, case, "Li", at=moment)
        assert refused.value.code == "case_moment"
    assert find_case(workspace, case.code) == case


def test_it_is_closed_at_any_stage_but_never_without_an_outcome(workspace):
    case = open_case(workspace, HEARD, "Li")
    with pytest.raises(WorkspaceError) as refused:
        close_case(workspace, case, "Li")
    assert refused.value.code == "case_outcome"
    case = close_case(workspace, replace(case, form=replace(case.form, outcome="resolved")), "Li", at=at(4))
    # What was passed over was not reached: the clock must not count it as quick.
    assert (case.stage, case.moments) == ("follow_up", {"close": at(4)})
    with pytest.raises(WorkspaceError) as refused:
        close_case(workspace, case, "Li")
    assert refused.value.code == "case_closed"


def test_opened_again_it_loses_what_is_to_be_reached_anew_and_the_history_keeps_it(workspace):
    case = walked(workspace)
    again = reopen_case(workspace, case, "Wang", stage="act")
    assert (again.stage, again.reopened, again.form.outcome) == ("act", 1, "")
    assert list(again.moments) == ["identify", "assess", "negotiate"]
    newest, before = history(workspace, again)[:2]
    assert newest.changed["moments"][0]["close"] == at(7).isoformat()
    assert (newest.saved_by, newest.changed["outcome"]) == ("Wang", ("resolved", None))
    assert before.changed["stage"] == ("follow_up", "done")
    with pytest.raises(WorkspaceError):
        reopen_case(workspace, again, "Wang")


def test_another_owner_is_a_handover_and_the_first_hearer_stays_known(workspace):
    case = open_case(workspace, HEARD, "Li")
    case = save_case(workspace, replace(case, owner="Wang"), "Li")
    case = save_case(workspace, replace(case, owner_level="manager"), "Wang")
    assert (case.owner, case.handovers, case.first_hearer) == ("Wang", 1, "Li")
    assert save_case(workspace, replace(case, owner="Li"), "Wang").handovers == 2


def test_what_means_nothing_is_refused(workspace):
    for case, code in (
            (ComplaintCase(" "), "case_customer"),
            (replace(HEARD, form=ComplaintForm(compensation=-1)), "case_money"),
            (replace(HEARD, form=ComplaintForm(what="x" * 4_001)), "case_text"),
            (replace(HEARD, form=ComplaintForm(steps=("dance",))), "case_step"),
            (replace(HEARD, owner="x" * 121), "case_name")):
        with pytest.raises(WorkspaceError) as refused:
            open_case(workspace, case, "Li")
        assert refused.value.code == code
    assert cases(workspace) == ()


def test_whoever_opens_a_case_gives_a_name_unless_somebody_owns_it(workspace):
    with pytest.raises(WorkspaceError) as refused:
        open_case(workspace, HEARD, " ")
    assert refused.value.code == "case_owner"
    assert open_case(workspace, replace(HEARD, owner="Wang"), "").owner == "Wang"


def test_of_what_is_done_the_last_saved_stand_in_front(workspace):
    first, second = walked(workspace), walked(workspace)
    open_case(workspace, HEARD, "Li")
    assert done_cases(workspace, most=5) == (second, first)
    assert done_cases(workspace, most=1) == (second,)


def test_what_was_saved_or_dropped_since_a_moment_waits_for_the_next_build(workspace):
    old = open_case(workspace, HEARD, "Li")
    assert count_saved_since(workspace, old.saved_at) == 0
    open_case(workspace, HEARD, "Li")
    drop_case(workspace, old, "Li")
    assert count_saved_since(workspace, old.saved_at) == 2


def test_a_complaint_is_at_the_desk_once_and_may_come_back_after_it_was_dropped(workspace):
    case = open_case(workspace, replace(HEARD, complaint_id="K7"), "Li")
    with pytest.raises(WorkspaceError) as refused:
        open_case(workspace, replace(HEARD, complaint_id="K7", customer_id="C2"), "Wang")
    assert refused.value.code == "case_number"
    drop_case(workspace, case, "Li")
    assert cases(workspace) == ()
    assert complaint_numbers(workspace) == frozenset()
    again = open_case(workspace, replace(HEARD, complaint_id="K7"), "Wang")
    assert complaint_numbers(workspace) == {"K7"}
    assert find_complaint(workspace, "K7") == again
    assert history(workspace, case)[0].dropped


def test_who_was_slower_is_told_and_may_keep_what_both_wrote(workspace):
    base = open_case(workspace, HEARD, "Li")
    theirs = advance_case(workspace, replace(base, form=replace(
        base.form, severity="high", wanted="a new pump")), "Wang", at=at(3))
    mine = replace(base, owner="Chen", form=replace(base.form, severity="low", what="Leaks at the valve.",
                                                    wanted="an apology"))
    with pytest.raises(Conflict) as conflict:
        save_case(workspace, mine, "Li")
    stored = ComplaintCase.from_content(conflict.value.theirs, code=base.code,
                                        version=conflict.value.theirs["version"])
    assert (stored, conflict.value.details["by"]) == (theirs, "Wang")
    assert [(one.field, one.suggested, one.joinable) for one in differences(base, mine, stored)] == [
        ("owner", "mine", False), ("what", "mine", True), ("wanted", None, True), ("severity", None, False)]
    kept = save_case(workspace, put_together(mine, stored, {
        "owner": "mine", "what": "mine", "wanted": "both", "severity": "theirs"}), "Li")
    assert (kept.version, kept.owner, kept.stage, kept.moments) == (3, "Chen", "assess", {"identify": at(3)})
    assert (kept.form.what, kept.form.wanted, kept.form.severity) == (
        "Leaks at the valve.", "a new pump\n\nan apology", "high")
    # And what was left out of it is still in the history.
    assert history(workspace, kept)[1].changed["severity"] == (None, "high")


def test_of_many_who_save_one_case_at_once_all_have_saved_in_the_end(workspace):
    base = open_case(workspace, HEARD, "Li")
    everybody = [f"user {number}" for number in range(6)]
    ready = Barrier(len(everybody))

    def save(who: str) -> int:
        mine, told = replace(base, form=replace(base.form, learned=who)), 0
        ready.wait()
        while True:
            try:
                save_case(workspace, mine, who)
            except Conflict as conflict:
                told += 1
                theirs = ComplaintCase.from_content(conflict.theirs, code=base.code,
                                                    version=conflict.theirs["version"])
                mine = put_together(mine, theirs, {"learned": "both"})
            else:
                return told

    with ThreadPoolExecutor(len(everybody)) as pool:
        told = list(pool.map(save, everybody))
    last = find_case(workspace, base.code)
    assert (last.version, min(told)) == (7, 0)
    assert {one.saved_by for one in history(workspace, last)} == {"Li", *everybody}
    assert all(who in last.form.learned for who in everybody)


def test_promises_that_are_due_and_not_carried_out(workspace):
    def promised(day: int, **fields) -> ComplaintCase:
        return open_case(workspace, replace(HEARD, form=replace(HEARD.form, promise_due=date(2026, 3, day)),
                                            **fields), "Li")

    late, due, later = promised(5), promised(9), promised(20)
    kept = replace(promised(8), stage="act", moments={"identify": at(3)})
    advance_case(workspace, kept, "Li", at=at(7))
    closed = promised(7)
    close_case(workspace, replace(closed, form=replace(closed.form, outcome="unresolved")), "Li")
    assert promises_due(workspace, date(2026, 3, 9)) == (late, due)
    assert promises_due(workspace, date(2026, 3, 31)) == (late, due, later)


def test_a_case_is_a_row_of_the_table_complaints(workspace):
    case = walked(workspace)
    row = complaint_record(replace(case, form=replace(FULL, promise_kept=None)))
    assert {name: row[name] for name in (
        "customer_id", "opened_on", "amount_at_stake", "compensation", "outcome", "promise_kept", "reopened",
        "handovers", "owner", "owner_level", "cause", "satisfied")} == {
        "customer_id": "C1", "opened_on": date(2026, 3, 2), "amount_at_stake": Decimal("0.01"),
        "compensation": Decimal("0.02"), "outcome": "resolved", "promise_kept": True, "reopened": False,
        "handovers": 0, "owner": "Li", "owner_level": "frontline", "cause": "late", "satisfied": True}
    assert row["acted_at"] == at(6).astimezone().replace(tzinfo=None)
    late = replace(case, moments={"act": at(10)}, form=replace(FULL, promise_kept=None))
    assert complaint_record(late)["promise_kept"] is False
    assert complaint_record(late)["outcome"] == "open"
