"""What was done with the lists, counted by hand; pages by role, never by person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from analytics.metrics.usage import ListWork, usage
from analytics.workspace import (
    Campaign,
    CampaignMembers,
    Task,
    Workspace,
    draw_campaign,
    save_campaign,
    save_task,
)
from analytics.workspace.page_openings import PageOpenings, count_opening, page_openings

UNTIL = date(2026, 6, 30)


@pytest.fixture
def workspace(tmp_path):
    return Workspace.open(tmp_path)


def task(number: int, reason: str = "overdue", **more) -> Task:
    return Task(f"C{number}", "Call", reason, f"{reason}:{number}", **more)


def test_tasks_on_time_late_and_dropped_by_hand(workspace):
    for one in (
            task(1, due_on=date(2026, 6, 10), state="done", done_on=date(2026, 6, 10)),
            task(2, due_on=date(2026, 6, 10), state="done", done_on=date(2026, 6, 11)),
            task(3, due_on=date(2026, 6, 10)),
            task(4, "quiet", due_on=date(2026, 6, 10), state="dropped", done_on=date(2026, 6, 9)),
            # Not due yet, without a day, and longer ago than the days looked at.
            task(5, "quiet", due_on=date(2026, 7, 10)), task(6, "quiet"),
            task(7, due_on=date(2026, 3, 1), state="done", done_on=date(2026, 3, 1))):
        save_task(workspace, one, "Li")
    found = usage(workspace, UNTIL, today=date(2026, 11, 28))
    assert (found.on_time.n, found.on_time.estimate) == (3, 1 / 3)
    assert (found.done_on_time, found.done_late, found.late) == (1, 1, 1)
    assert found.lists == (ListWork("overdue", 2, 0, 1, 1), ListWork("quiet", 0, 1, 2, 0))
    assert (found.since, found.until) == (date(2026, 4, 2), UNTIL)


def test_a_campaign_is_due_when_its_day_has_come_and_it_was_drawn(workspace):
    members = CampaignMembers(("C1", "C2"), (True, False), ("", ""))
    for name, reads_on in (("Spring", date(2026, 6, 1)), ("Autumn", date(2026, 9, 1))):
        kept = save_campaign(workspace, Campaign(name, date(2026, 3, 1), reads_on), "Li")
        draw_campaign(workspace, kept, members, "Li")
    save_campaign(workspace, Campaign("Never drawn", date(2026, 3, 1), date(2026, 6, 1)), "Li")
    found = usage(workspace, UNTIL, today=UNTIL)
    assert (found.campaigns_due, found.campaigns_read) == (1, 0)


def test_openings_are_counted_by_day_role_and_page_and_by_nothing_else(workspace):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: count_opening(workspace, "overview", "executive", UNTIL), range(12)))
    count_opening(workspace, "overview", "", UNTIL)
    count_opening(workspace, "grades", "executive", date(2026, 1, 1))
    assert page_openings(workspace, date(2026, 6, 1)) == (
        PageOpenings("executive", "overview", 12), PageOpenings("", "overview", 1))
    assert usage(workspace, UNTIL, today=UNTIL).opened == 13
