"""The goals page: lights for goals, alerts with their sentence, and the overview that lists them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.app import session
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.lost_customers import lost_customers
from analytics.workspace import Workspace
from analytics.workspace.alerts import Alert, alerts, save_alert
from analytics.workspace.goals import Goal, goals, save_goal
from tests.app.running import dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")

WORDS = Translator("en")
LATE = Alert("Churn too high", "threshold", "churn_rate", 0.05, {"size": ["large"]}, "li@example.com")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", address)
    return Workspace(address)


def opened(demo_store_path, monkeypatch, page: str):
    app = dashboard(demo_store_path, monkeypatch)
    app.switch_page(f"pages/{page}.py")
    return ran(app)


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.warning) for one in kind)


def press(app, key: str):
    app.button(key=key).click()
    return ran(app)


def test_goals_have_their_lights(demo_store_path, demo_reader, monkeypatch, workspace):
    branch = demo_reader.rows("select distinct branch from customers_now where branch is not null order by 1")[0][0]
    churn = lost_customers(demo_reader, Filters(), by=()).total.churn_rate
    for target in (0.9, round(churn.estimate, 3), 0.01):
        save_goal(workspace, Goal("churn_rate", target), "Li")
    save_goal(workspace, Goal("jobs_on_time", 0.01, branch, "a note"), "Li")
    page = opened(demo_store_path, monkeypatch, "goals")
    shown = texts(page)
    assert "Of 4 goals, 2 are met and 1 is missed beyond doubt; of 1 it is not certain." in shown
    assert f"Churn rate, Whole company: goal 1.0%, now {WORDS.rate(churn)}" in shown
    assert "a note" in shown


def test_a_goal_is_set_changed_and_never_overwritten(demo_store_path, monkeypatch, workspace):
    page = opened(demo_store_path, monkeypatch, "goals")
    assert "No goal is set yet" in texts(page)
    page.number_input(key="goals:goal-target-new").set_value(20.0)
    page.text_input(key="goals:goal-who").set_value("Li")
    next(one for one in page.button if one.label == "Set a goal").click()
    ran(page)
    kept = goals(workspace)[0]
    assert (kept.metric, kept.target, kept.saved_by) == ("churn_rate", pytest.approx(0.2), "Li")
    save_goal(workspace, replace(kept, target=0.1), "Wang")
    page.number_input(key=f"goals:goal-target-{kept.code}").set_value(30.0)
    press(page, f"goals:goal-keep-{kept.code}")
    assert "Wang saved this while you were editing it; nothing was overwritten." in texts(page)
    assert goals(workspace)[0].target == 0.1


def test_an_alert_is_made_for_the_filters_and_stands_on_the_overview(
        demo_store_path, demo_reader, monkeypatch, workspace):
    page = opened(demo_store_path, monkeypatch, "goals")
    page.session_state[session.FILTERS] = Filters.of(size="large")
    ran(page)
    page.text_input(key="goals:alert-name-new").set_value("Large ones leave")
    page.text_input(key="goals:alert-recipient-new").set_value("li@example.com")
    page.number_input(key="goals:alert-threshold-new").set_value(5.0)
    press(page, "goals:alert-keep-new")
    kept = alerts(workspace)[0]
    assert (kept.filters, kept.threshold, kept.recipient) == ({"size": ["large"]}, pytest.approx(0.05), "li@example.com")
    rate = WORDS.rate(lost_customers(demo_reader, Filters.of(size="large"), by=()).total.churn_rate)
    assert f"Churn rate: {rate}; the whole interval lies beyond 5.0%." in texts(page)
    assert "1 alert stands now." in texts(page)
    overview = texts(opened(demo_store_path, monkeypatch, "overview"))
    assert f"Large ones leave: Churn rate: {rate}" in overview


def test_what_cannot_be_checked_says_so_and_a_wrong_address_is_refused(demo_store_path, monkeypatch, workspace):
    save_alert(workspace, replace(LATE, name="Old", filters={"saved": ["nosuch"]}), "Li")
    page = opened(demo_store_path, monkeypatch, "goals")
    assert "the segment it is about is gone" in texts(page)
    page.text_input(key="goals:alert-name-new").set_value("x")
    page.text_input(key="goals:alert-recipient-new").set_value("nobody")
    press(page, "goals:alert-keep-new")
    assert "“nobody” is no e-mail address." in texts(page)


def test_the_page_stands_without_a_workspace(demo_store_path, monkeypatch):
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert "Nothing that was saved is lost." in texts(opened(demo_store_path, monkeypatch, "goals"))
