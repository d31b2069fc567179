"""Goals and alerts are kept with their versions, and what was sent is remembered for each recipient."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.errors import Conflict, WorkspaceError
from analytics.workspace.alerts import (
    Alert,
    alerts,
    claim_delivery,
    count_deliveries,
    delete_alert,
    release_delivery,
    save_alert,
    was_delivered,
)
from analytics.workspace.goals import Goal, delete_goal, goals, save_goal

LATE = Alert("Churn too high", "threshold", "churn_rate", 0.2, {"size": ["large"]}, "li@example.com", "zh-CN")


def test_goals_are_kept_and_nobody_overwrites_anybody(workspace):
    branch = save_goal(workspace, Goal("churn_rate", 0.18, "East", " by spring "), "Li")
    company = save_goal(workspace, Goal("churn_rate", 0.2), "Li")
    assert goals(workspace) == (company, branch)
    assert branch.note == "by spring"
    changed = save_goal(workspace, replace(branch, target=0.15), "Wang")
    with pytest.raises(Conflict) as conflict:
        save_goal(workspace, replace(branch, target=0.1), "Li")
    assert conflict.value.theirs["target"] == 0.15
    delete_goal(workspace, changed, "Li")
    assert goals(workspace) == (company,)


@pytest.mark.parametrize("target", [0.0, -0.1, 4.0])
def test_a_goal_is_a_share(workspace, target):
    with pytest.raises(WorkspaceError) as refused:
        save_goal(workspace, Goal("churn_rate", target), "Li")
    assert refused.value.code == "goal_target"


def test_alerts_are_kept_with_their_filter_and_recipient(workspace):
    kept = save_alert(workspace, LATE, "Li")
    assert alerts(workspace) == (replace(LATE, code=kept.code, version=1),)
    delete_alert(workspace, kept, "Li")
    assert alerts(workspace) == ()


@pytest.mark.parametrize(("field", "value", "code"), [
    ("name", " ", "alert_name"), ("recipient", "li", "alert_recipient"),
    ("recipient", "li@example.com, wang@example.com", "alert_recipient"),
    ("recipient", "Li <li@example.com>", "alert_recipient")])
def test_an_alert_needs_a_name_and_one_address(workspace, field, value, code):
    with pytest.raises(WorkspaceError) as refused:
        save_alert(workspace, replace(LATE, **{field: value}), "Li")
    assert refused.value.code == code


def test_what_was_sent_is_remembered_for_its_recipient_and_occasion(workspace):
    kept = save_alert(workspace, LATE, "Li")
    assert claim_delivery(workspace, kept, "2026-06", {"subject": "x"})
    assert was_delivered(workspace, kept, "2026-06")
    assert not was_delivered(workspace, kept, "2026-07")
    assert not was_delivered(workspace, replace(kept, recipient="wang@example.com"), "2026-06")
    assert (count_deliveries(workspace, "li@example.com", 7), count_deliveries(workspace, "x@y.z", 7)) == (1, 0)
    assert not claim_delivery(workspace, kept, "2026-06", {}), "of two processes only one sends"
    release_delivery(workspace, kept, "2026-06")
    assert claim_delivery(workspace, kept, "2026-06", {})
