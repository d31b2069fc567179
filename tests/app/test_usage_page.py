"""Is it used: what was done stands in the answer; openings count once a visit, and only in a workspace."""

from __future__ import annotations

import time
from datetime import date, timedelta

from analytics.store import Store
from analytics.workspace import Task, Workspace, save_task
from analytics.workspace.page_openings import page_openings
from tests.app.running import dashboard, ran


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption) for one in kind)


def test_nothing_is_counted_before_anything_is_written(own_store, monkeypatch):
    app = ran(dashboard(own_store, monkeypatch), "usage")
    assert "Nothing has been put to use yet" in texts(app)
    assert not (own_store / "workspace.sqlite").exists()


def test_tasks_on_time_and_openings_by_role(own_store, monkeypatch):
    workspace, today = Workspace.open(own_store), Store.open(own_store).reader().meta.as_of
    for number, done in enumerate((today - timedelta(days=3), today - timedelta(days=1), None)):
        save_task(workspace, Task(f"C{number}", "Call", "overdue", f"o{number}", due_on=today - timedelta(days=2),
                                  state="open" if done is None else "done", done_on=done), "Li")
    app = ran(dashboard(own_store, monkeypatch), "usage")
    assert "1 of 3 tasks due were done on time" in texts(app)
    app.selectbox("usage:role").select("marketing").run()
    ran(app, "grades")
    ran(app)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        counted = {(one.role, one.page): one.count for one in page_openings(workspace, date.today())}
        if ("marketing", "grades") in counted:
            break
        time.sleep(0.1)
    assert counted["marketing", "grades"] == 1
    assert counted["", "usage"] == 1
