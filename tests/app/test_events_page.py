"""Events are written down, stand on the charts at once, and are changed by the version one has seen."""

from __future__ import annotations

from datetime import date

from analytics.workspace import Annotation, Workspace, save_annotation, written_annotations
from tests.app.running import dashboard, ran

HAPPENED = Annotation(date(2026, 3, 2), "Hoses *recalled*", "crisis", note="batch 7")


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.warning) for one in kind)


def test_what_is_written_down_is_kept_and_stands_on_the_charts(own_store, monkeypatch):
    app = ran(dashboard(own_store, monkeypatch), "events")
    before = texts(app)
    assert "4 events stand on the charts over time" in before
    app.text_input("events:what-new").input("Hoses *recalled*")
    app.date_input("events:day-new").set_value(date(2026, 3, 2))
    app.selectbox("events:kind-new").select("crisis")
    app.text_input("events:who").input("Li")
    app.button("FormSubmitter:events:new-Add to the charts").click().run()
    kept = written_annotations(Workspace.open(own_store))
    assert [(one.title, one.kind, one.branch, one.saved_by) for one in kept] == [
        ("Hoses *recalled*", "crisis", "", "Li")]
    assert "5 events stand on the charts over time, the latest on Mar 2, 2026" in texts(app)
    said = texts(ran(app, "overview"))
    assert "5: Mar 2, 2026, Hoses \\*recalled\\*" in said


def test_an_event_somebody_else_changed_is_not_overwritten(own_store, monkeypatch):
    workspace = Workspace.open(own_store)
    first = save_annotation(workspace, HAPPENED, "Li")
    app = ran(dashboard(own_store, monkeypatch), "events")
    save_annotation(workspace, Annotation(first.happened_on, "Recall ended", code=first.code, version=1), "Wang")
    app.text_input(f"events:what-{first.code}").input("Hoses").run()
    app.button(f"events:save-{first.code}").click().run()
    assert "Wang changed the event in between; nothing was overwritten. It now says: Recall ended" in texts(app)
    assert [one.title for one in written_annotations(workspace)] == ["Recall ended"]


def test_an_event_of_a_branch_is_shown_where_the_branch_is(own_store, monkeypatch):
    save_annotation(Workspace.open(own_store), Annotation(date(2026, 3, 2), "Moved", branch="Elsewhere"), "Li")
    everywhere = texts(ran(dashboard(own_store, monkeypatch), "complaints"))
    assert "Moved" in everywhere
    app = dashboard(own_store, monkeypatch)
    app.query_params["branch"] = "苏州 Suzhou"
    assert "Moved" not in texts(ran(app, "complaints"))
