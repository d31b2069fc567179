"""A campaign is planned by anybody, drawn once, read once; its arms never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from analytics.errors import Conflict, WorkspaceError
from analytics.filters import Group, Test
from analytics.workspace import (
    Campaign,
    CampaignMembers,
    CampaignPlan,
    campaign_members,
    campaigns,
    close_campaign,
    delete_campaign,
    draw_campaign,
    find_campaign,
    save_campaign,
)
from analytics.workspace.tables import ChangeRow

LARGE = Group((Test("size", "one_of", ("large",)),))
PLANNED = Campaign("Keep the large", date(2026, 7, 1), date(2027, 1, 1), LARGE,
                   CampaignPlan("abc", "a free inspection", 0.6, 200, 0.25, 8_000, 38_000, 0.45, True, ("staff",)))
DRAWN = CampaignMembers(("C1", "C2", "C3"), (True, False, True), ("A|large|9", "A|large|9", "B|large|0"))


def test_a_plan_comes_back_as_it_was_saved(workspace):
    kept = save_campaign(workspace, PLANNED, "Li")
    assert find_campaign(workspace, kept.code) == kept
    assert replace(kept, code="", version=0, seed=0) == PLANNED
    assert 0 < kept.seed < 2 ** 31
    changed = save_campaign(workspace, replace(kept, plan=replace(kept.plan, share=0.5)), "Wang")
    assert (changed.seed, changed.version, changed.plan.share) == (kept.seed, 2, 0.5)
    assert kept.plan.cost(100) == 100 * 8_000 + 45 * 38_000


@pytest.mark.parametrize(("changed", "code"), [
    ({"name": "  "}, "campaign_name"), ({"name": "x" * 121}, "campaign_name"),
    ({"reads_on": date(2026, 7, 1)}, "campaign_days"), ({"plan": CampaignPlan(share=0.95)}, "campaign_share")])
def test_what_makes_no_campaign_is_refused(workspace, changed, code):
    with pytest.raises(WorkspaceError) as refused:
        save_campaign(workspace, replace(PLANNED, **changed), "Li")
    assert refused.value.code == code
    assert campaigns(workspace) == ()


def test_the_arms_are_written_once_with_the_draw(workspace):
    kept = save_campaign(workspace, PLANNED, "Li")
    assert campaign_members(workspace, kept.code).customers == ()
    running = draw_campaign(workspace, kept, DRAWN, "Li")
    assert (running.state, campaign_members(workspace, kept.code)) == ("running", DRAWN)
    assert running.assigned_at is not None
    with pytest.raises(WorkspaceError) as again:
        draw_campaign(workspace, running, replace(DRAWN, treated=(False, True, True)), "Li")
    assert again.value.code == "campaign_drawn"
    with pytest.raises(WorkspaceError):
        save_campaign(workspace, replace(running, plan=CampaignPlan()), "Li")
    assert campaign_members(workspace, kept.code) == DRAWN


def test_of_two_who_draw_at_once_the_first_stands_and_nothing_of_the_second_is_kept(workspace):
    kept = save_campaign(workspace, PLANNED, "Li")
    draw_campaign(workspace, kept, DRAWN, "Li")
    with pytest.raises(Conflict) as conflict:
        draw_campaign(workspace, kept, CampaignMembers(("C7", "C8"), (True, False), ("-", "-")), "Wang")
    assert conflict.value.theirs["state"] == "running"
    assert campaign_members(workspace, kept.code) == DRAWN


def test_an_arm_without_anybody_is_refused(workspace):
    kept = save_campaign(workspace, PLANNED, "Li")
    with pytest.raises(WorkspaceError) as refused:
        draw_campaign(workspace, kept, CampaignMembers(("C1",), (True,), ("-",)), "Li")
    assert refused.value.code == "campaign_arms"
    assert find_campaign(workspace, kept.code).state == "planned"


def test_what_was_read_is_kept_once(workspace):
    kept = save_campaign(workspace, PLANNED, "Li")
    with pytest.raises(WorkspaceError) as early:
        close_campaign(workspace, kept, {"state": "gain"}, "Li")
    assert early.value.code == "campaign_not_running"
    read = close_campaign(workspace, draw_campaign(workspace, kept, DRAWN, "Li"), {"state": "gain"}, "Li")
    assert (read.state, read.reading) == ("read", {"state": "gain"})
    with pytest.raises(WorkspaceError):
        close_campaign(workspace, read, {"state": "harm"}, "Li")


def test_a_deleted_campaign_keeps_its_history(workspace):
    kept = draw_campaign(workspace, save_campaign(workspace, PLANNED, "Li"), DRAWN, "Wang")
    delete_campaign(workspace, kept, "Chen")
    assert (campaigns(workspace), find_campaign(workspace, kept.code)) == ((), None)
    assert campaign_members(workspace, kept.code) == DRAWN
    with workspace.reading() as session:
        told = session.scalars(select(ChangeRow).where(ChangeRow.code == kept.code).order_by(ChangeRow.version)).all()
    assert [(one.saved_by, one.content["state"], one.content["deleted"]) for one in told] == [
        ("Li", "planned", False), ("Wang", "running", False), ("Chen", "running", True)]


def test_campaigns_are_listed_the_newest_first(workspace):
    old = save_campaign(workspace, PLANNED, "Li")
    new = save_campaign(workspace, replace(PLANNED, name="Next", starts_on=date(2026, 10, 1)), "Li")
    assert campaigns(workspace) == (new, old)
