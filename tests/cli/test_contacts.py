"""The contact list on the command line: shown, written as a table and for a calendar, less what was done."""

from __future__ import annotations

import json
from datetime import date

import icalendar
import pytest

from analytics.workspace import Task, Workspace, complete_task


@pytest.fixture
def workspace(demo_store_path, monkeypatch, tmp_path):
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_STORE", str(demo_store_path))
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", url)
    return Workspace(url)


def test_it_is_listed_and_what_was_done_is_not(command, workspace):
    rows = json.loads(command("contacts", "--most", "1", "--format", "json").out)["rows"]
    assert {"what", "why", "days_waiting", "customer_id"} <= set(rows[0])
    assert rows[0]["why"].startswith(("Last ", "No "))
    quiet = json.loads(command("contacts", "--reason", "birthday", "--most", "0", "--format", "json").out)["rows"]
    first = quiet[0]
    complete_task(workspace, Task(first["customer_id"], "Congratulate", "birthday", f"birthday:{first['day'][:10]}"),
                  "", "Li", on=date(2026, 6, 30))
    again = json.loads(command("contacts", "--reason", "birthday", "--most", "0", "--format", "json").out)["rows"]
    assert len(again) == len(quiet) - 1
    assert first["customer_id"] not in {row["customer_id"] for row in again}


def test_it_is_written_for_a_calendar_and_as_a_table(command, workspace, tmp_path):
    told = command("contacts", "--reason", "anniversary", "--most", "0", "--ics", str(tmp_path / "contacts.ics"),
                   "--out", str(tmp_path / "contacts.csv"))
    days = icalendar.Calendar.from_ical((tmp_path / "contacts.ics").read_bytes()).walk("VEVENT")
    lines = (tmp_path / "contacts.csv").read_text("utf-8-sig").splitlines()
    assert len(days) == len(lines) - 1 > 5
    assert f"{len(days)} contacts written to" in told.out
    assert {str(one["CATEGORIES"].to_ical().decode()) for one in days} == {"Anniversary"}


def test_an_unknown_reason_is_refused(command, workspace):
    assert command("contacts", "--reason", "whim").status == 2
