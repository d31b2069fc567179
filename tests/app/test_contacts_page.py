"""The contacts page: whom to contact, less what was written down; every task; and a workspace out of reach."""

from __future__ import annotations

from datetime import timedelta

import pytest

from analytics.filters import Filters
from analytics.metrics.contact_list import contact_counts, contact_list
from analytics.models.valuation import serving_valuation
from analytics.workspace import Task, Workspace, complete_task, save_task, snooze_task
from tests.app.running import dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")


@pytest.fixture
def url(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", address)
    return address


@pytest.fixture
def start(demo_store_path, monkeypatch):
    return lambda: ran(ran(dashboard(demo_store_path, monkeypatch)), "contacts")


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.header, app.warning) for one in kind)


def frames(app):
    return [one.value for one in app.dataframe]


def test_the_page_says_who_waits_and_begins_no_workspace(start, demo_reader, demo_store_path):
    page = start()
    counts = contact_counts(demo_reader, Filters())
    late = counts.of("senior_visit", "overdue").customers
    assert f"{late:,} of {counts.graded:,} graded customers are due a contact or a visit" in texts(page)
    valued = serving_valuation(demo_store_path)
    listed = contact_list(demo_reader, Filters(), values=valued.values if valued else None)
    assert f"the list names the {len(listed)} most pressing contacts" in texts(page)
    [shown] = frames(page)
    assert shown["customer_id"].tolist() == listed["customer_id"].tolist()
    assert shown["why"].iloc[0].startswith(("Last ", "No "))
    assert "Nobody has written down anything yet." in texts(page)
    assert not (demo_store_path / "workspace.sqlite").exists()


def test_what_was_written_down_is_off_the_list_and_among_the_tasks(start, url, demo_reader):
    workspace, today = Workspace(url), demo_reader.meta.as_of
    listed = contact_list(demo_reader, Filters(), reason="birthday", most=0)
    numbers, occasions = listed["customer_id"].tolist(), listed["occasion"].tolist()
    tasks = [Task(number, "Congratulate", "birthday", occasion, owner="Zhao", due_on=today - timedelta(days=1))
             for number, occasion in zip(numbers[:4], occasions, strict=False)]
    complete_task(workspace, tasks[0], "was glad", "Li", on=today)
    snooze_task(workspace, tasks[1], today + timedelta(days=9), "Li")
    snooze_task(workspace, tasks[2], today, "Li")
    save_task(workspace, tasks[3], "Li")
    save_task(workspace, Task(numbers[0], "Send the new list", "other", due_on=today + timedelta(days=3)), "Li")
    page = start()
    shown, kept = frames(page)
    birthdays = shown[shown["contact_reason"] == "Birthday"].set_index("customer_id")
    assert not {numbers[0], numbers[1]} & set(birthdays.index)
    assert birthdays.loc[numbers[2:4], "owner"].tolist() == ["Zhao", "Zhao"]
    assert birthdays.loc[numbers[2:4], "due_state"].tolist() == ["Taken up", "Past its day"]
    assert sorted(kept["what"]) == ["Congratulate", "Congratulate", "Send the new list"]
    assert kept["due_state"].tolist().count("Past its day") == 1
    page.button_group(key="contacts:kind").set_value("done")
    ran(page)
    [_, done] = frames(page)
    assert done[["customer_id", "came_of_it", "saved_by"]].values.tolist() == [[numbers[0], "was glad", "Li"]]
    # One's own contacts: those that somebody took over, whoever manages the customer.
    page.selectbox(key="contacts:whose").set_value("Zhao")
    ran(page)
    assert set(frames(page)[0]["customer_id"]) == set(numbers[2:4])


def test_the_page_stands_while_the_workspace_cannot_be_reached(start, monkeypatch, tmp_path):
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", f"sqlite:///{tmp_path}/nowhere/workspace.sqlite")
    page = start()
    assert "What people write cannot be read or saved now" in texts(page)
    assert len(frames(page)[0]) > 100


def test_the_page_in_chinese(start, monkeypatch, demo_store_path):
    app = dashboard(demo_store_path, monkeypatch)
    monkeypatch.setenv("HUITOU_LANGUAGE", "zh-CN")
    page = ran(ran(app), "contacts")
    assert "位有等级的客户中" in texts(page)
    [shown] = frames(page)
    assert shown["why"].str.contains("应每|承诺|视为流失|合同|生日|合作满").all()
    assert not shown["what"].str.contains("[A-Za-z]").any()

