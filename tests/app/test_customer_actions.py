"""The next action on a customer's card: its reason, the task made of it, and the task closed again."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.cross_sell import cross_sell
from analytics.workspace import Task, Workspace, save_task, tasks
from tests.app.running import dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")
WORDS = Translator("en")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", url)
    return Workspace(url)


@pytest.fixture
def ending(demo_reader) -> str:
    """A customer whose contract ends soon, with nothing more urgent and an account manager."""
    return demo_reader.rows(
        "select customer_id from customers_now where status = 'active' and open_complaints = 0 and last_score > 2 "
        "and contract_end between date '2026-07-10' and date '2026-09-20' and account_manager is not null "
        "and last_contact_on > date '2026-06-01' order by customer_id limit 1")[0][0]


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.info) for one in kind)


def test_an_action_says_why_becomes_a_task_and_is_closed(demo_store_path, demo_reader, monkeypatch, workspace, ending):
    app = ran(dashboard(demo_store_path, monkeypatch))
    app.switch_page("pages/customers.py")
    app.query_params["customer"] = ending
    ran(app)
    ends, manager = demo_reader.rows("select contract_end, account_manager from customers_now where customer_id = $c",
                                     {"c": ending})[0]
    assert "**First, by Jul 14, 2026: Visit to talk about the contract.**" in texts(app)
    days = (ends - date(2026, 6, 30)).days
    assert f"Why: the contract ends on {WORDS.date(ends)}, in {days} days." in texts(app)
    app.button(key="customers:action-contract_end").click()
    ran(app)
    [kept] = tasks(workspace, customer_id=ending)
    assert (kept.reason, kept.occasion, kept.due_on, kept.owner) == (
        "contract_end", f"contract_end:{ends}", date(2026, 7, 14), manager)
    assert kept.detail == f"the contract ends on {WORDS.date(ends)}, in {days} days."
    assert "The task is on the list: Visit to talk about the contract." in texts(app)
    assert "This is a task already." in texts(app)
    assert f"For {manager}." in texts(app).replace("\\", "")
    app.text_area(key=f"customers:task-outcome-{kept.code}").set_value("signed for a year")
    app.button(key=f"customers:task-done-{kept.code}").click()
    ran(app)
    [closed] = tasks(workspace, customer_id=ending)
    assert (closed.state, closed.outcome, closed.done_on) == ("done", "signed for a year", date(2026, 6, 30))
    assert "No task is open for this customer." in texts(app)
    assert "Done or dropped as a task." in texts(app)


def test_a_late_task_is_said_to_be_late_in_chinese(demo_store_path, monkeypatch, workspace, ending):
    save_task(workspace, Task(ending, "带上报价单", due_on=date(2026, 6, 1), owner="Li"), "Li")
    app = dashboard(demo_store_path, monkeypatch)
    monkeypatch.setenv("HUITOU_LANGUAGE", "zh-CN")
    ran(app)
    app.switch_page("pages/customers.py")
    app.query_params["customer"] = ending
    ran(app)
    assert "带上报价单。已逾期：应在 2026年6月1日前完成。负责人：Li。" in texts(app)
    assert "前：上门洽谈合同续签。" in texts(app)
    assert "customer_health." not in texts(app)
    assert "next_actions." not in texts(app)


def test_what_goes_with_what_is_bought_becomes_a_task(demo_store_path, demo_reader, monkeypatch, workspace):
    number = demo_reader.rows(
        "select customer_id from customers_now where status = 'active' and orders between 3 and 8 and consent "
        "order by customer_id limit 1")[0][0]
    app = ran(dashboard(demo_store_path, monkeypatch))
    app.switch_page("pages/customers.py")
    app.query_params["customer"] = number
    app.session_state["customers:closer-tabs"] = "Something to offer"
    ran(app)
    first = cross_sell(demo_reader, Filters(), customer=number).offers[0]
    assert f"{first.item} goes with {first.beside}" in texts(app).replace("\\", "")
    app.button(key="customers:offer-task").click()
    ran(app)
    [kept] = tasks(workspace, customer_id=number)
    assert (kept.title, kept.occasion) == (f"Offer {first.item}", f"cross_sell:{first.item}")
    assert f"The task is on the list: Offer {first.item}." in texts(app)


def test_looking_back_nothing_can_be_made_a_task(demo_store_path, demo_reader, monkeypatch, workspace):
    number = demo_reader.rows("select customer_id from customers_now where status = 'active' and acquired_on < "
                              "date '2023-01-01' order by customer_id limit 1")[0][0]
    app = ran(dashboard(demo_store_path, monkeypatch))
    app.switch_page("pages/customers.py")
    app.query_params.update({"customer": number, "as_of": "2025-12-31"})
    ran(app)
    assert "What to do next" in [one.value for one in app.subheader]
    assert not [one for one in app.button if one.key.startswith("customers:action-")]
