"""What people wrote about a customer comes together in one history, and nothing of anybody else."""

from __future__ import annotations

from datetime import UTC, date, datetime

from analytics.workspace import (
    Note,
    Task,
    complete_task,
    delete_note,
    save_note,
    save_task,
)
from analytics.workspace.customer_history import customer_history
from analytics.workspace.tables import CampaignMemberRow, CampaignRow, ComplaintCaseRow

MOMENT = datetime(2026, 7, 2, 9, tzinfo=UTC)
DAYS = {"starts_on": date(2026, 7, 2), "reads_on": date(2026, 10, 1)}
KEPT = {"created_at": MOMENT, "saved_at": MOMENT, "saved_by": "Li"}


def test_the_history_of_a_customer(workspace):
    note = save_note(workspace, Note("C1", "wants a crane"), "Li")
    delete_note(workspace, save_note(workspace, Note("C1", "wrong customer"), "Li"), "Li")
    save_note(workspace, Note("C2", "another"), "Li")
    task = save_task(workspace, Task("C1", "Call", owner="Wang"), "Li")
    complete_task(workspace, task, "ordered one", "Wang", on=date(2026, 6, 30))
    with workspace.writing() as session:
        session.add(ComplaintCaseRow(code="k1", **KEPT, complaint_id="T7", customer_id="C1", stage="closed", owner="Li",
                                     owner_level="", closed_at=datetime(2026, 7, 9, tzinfo=UTC), form={}))
        session.add(CampaignRow(code="a1", **KEPT, name="Keep 2026", condition={}, plan={}, state="running", owner="",
                                seed=1, assigned_at=MOMENT, **DAYS))
        session.add(CampaignRow(code="a2", **KEPT, name="Not drawn", condition={}, plan={}, state="planned", owner="",
                                seed=1, **DAYS))
        session.flush()
        for campaign in ("a1", "a2"):
            session.add(CampaignMemberRow(campaign=campaign, customer_id="C1", arm="control", stratum=""))
        session.add(CampaignMemberRow(campaign="a1", customer_id="C2", arm="treated", stratum=""))
    told = [(one.kind, one.text, one.detail, one.code) for one in customer_history(workspace, "C1")]
    assert set(told) == {
        ("note", "wants a crane", "Li", note.code), ("task", "Call", "Wang", task.code),
        ("task_closed", "Call", "ordered one", task.code), ("case", "T7", "closed", "k1"),
        ("case_closed", "T7", "", "k1"), ("campaign_drawn", "Keep 2026", "control", "a1")}
    days = [one.happened_on for one in customer_history(workspace, "C1")]
    assert days == sorted(days)
    assert date(2026, 6, 30) in days, "a task is closed on the company's day"
    assert customer_history(workspace, "C9") == ()
