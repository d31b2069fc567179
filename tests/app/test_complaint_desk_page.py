"""The complaint desk: taken down, walked, closed, opened again; and two people who edit the same complaint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from analytics.app.views.complaint_desk.desk import Customer, OnDesk
from analytics.app.views.complaint_desk.messages import TEMPLATES, message
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.complaint_precedents import complaint_precedents
from analytics.workspace import Workspace
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import (
    advance_case,
    cases,
    close_case,
    find_case,
    open_case,
    save_case,
)
from analytics.workspace.complaint_form import ComplaintForm
from analytics.workspace.complaint_level import Standing, SuggestedLevel
from tests.app.running import dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")


@pytest.fixture
def url(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", address)
    return address


@pytest.fixture
def workspace(url):
    return Workspace(url)


@pytest.fixture
def customer(demo_reader) -> tuple[str, str]:
    return demo_reader.rows("select customer_id, name from customers_now where status = 'active' "
                            "order by value desc limit 1")[0]


@pytest.fixture
def page(demo_store_path, monkeypatch, url):
    return ran(dashboard(demo_store_path, monkeypatch))


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.subheader, app.header,
                                                 app.success, app.warning, app.info) for one in kind)


def press(app, label: str):
    next(one for one in app.button if one.label == label).click()
    return ran(app)


def at(app, **query: str):
    """Open the desk under an address of its own."""
    for name in ("case", "customer", "complaint"):
        app.query_params.pop(name, None)
    for name, value in query.items():
        app.query_params[name] = value
    return ran(app, "complaint_desk")


def field(app, case: ComplaintCase, name: str) -> str:
    return f"complaint_desk:{case.code}-{case.version}-{name}"


def test_a_complaint_is_taken_down_walked_and_closed(page, workspace, customer, demo_reader):
    number, name = customer
    app = at(page, customer=number)
    assert "No complaint is open at the desk." in texts(app)
    app.text_area(key="complaint_desk:new-what").set_value("The pump leaks.")
    app.number_input(key="complaint_desk:new-amount").set_value(1200.5)
    # What the company called such complaints before is offered, so that they are counted together.
    offered = app.selectbox(key="complaint_desk:new-category")
    assert offered.options == [row[0] for row in demo_reader.rows(
        "select category from complaint_facts group by 1 order by count(*) desc, 1")]
    offered.set_value(offered.options[0])
    app.text_input(key="complaint_desk:who").set_value("Li")
    press(app, "Open the complaint")
    (case,) = cases(workspace)
    assert (case.customer_id, case.owner, case.form.what, case.form.amount_at_stake) == (
        number, "Li", "The pump leaks.", 120_050)
    assert case.form.category == offered.options[0]
    assert app.query_params["case"] == case.code
    assert f"{name}, complaint {case.complaint_id}" in texts(app).replace("\\", "")
    app.selectbox(key=field(app, case, "severity")).set_value("high")
    # Written down later than it was reached: not before the complaint was received.
    app.datetime_input(key=field(app, case, "when")).set_value(datetime.now() - timedelta(days=2))
    press(app, "Problem confirmed: go on to Assess")
    assert "A stage is reached after the one before it and after the receipt" in texts(app)
    assert find_case(workspace, case.code) == case
    app.datetime_input(key=field(app, case, "when")).set_value(None)
    press(app, "Problem confirmed: go on to Assess")
    case = find_case(workspace, case.code)
    assert (case.stage, case.form.severity, list(case.moments)) == ("assess", "high", ["identify"])
    # Severity takes it two ranks up; the demo company's largest customer another one.
    assert "Executive, rather than Front line." in texts(app)
    press(app, "Save and close now")
    assert "Say how the complaint ended before you close it" in texts(app)
    app.selectbox(key=field(app, case, "outcome")).set_value("resolved")
    press(app, "Save and close now")
    case = find_case(workspace, case.code)
    assert (case.stage, case.closed, case.form.outcome) == ("follow_up", True, "resolved")


def test_the_board_tells_what_is_late_and_what_was_promised(page, workspace, customer):
    today = date.today()
    late = ComplaintCase(customer[0], opened_on=today - timedelta(days=3), form=ComplaintForm(
        promise_due=today - timedelta(days=2)))
    open_case(workspace, late, "Li")
    open_case(workspace, replace(late, opened_on=today, form=ComplaintForm()), "Wang")
    app = at(page)
    assert ("2 complaints are open at the desk: 1 past the target of its stage, 1 with an overdue promise."
            in texts(app))
    assert [one.value for one in app.metric] == ["2", "1", "1"]
    table = next(one.value for one in app.dataframe if "lateness" in one.value)
    assert list(table["promise"]) == ["overdue by 2 days", "–"]
    assert table["lateness"].iloc[0].endswith("past the target of 24 hours")
    assert list(table["owner"]) == ["Li", "Wang"]
    assert "2 complaints were saved at the desk since the last build." in texts(app)
    # The customer's card leads to both, and to a third.
    app.query_params["customer"] = customer[0]
    links = [one.proto.label for one in ran(app, "customers").get("page_link") if one.proto.page == "complaint_desk"]
    assert [one.rpartition(": ")[2] for one in links] == ["Identify", "Identify",
                                                          "Take down a complaint of this customer"]


def test_who_saves_second_sees_both_versions_and_loses_nothing(page, workspace, customer):
    case = open_case(workspace, ComplaintCase(customer[0], form=ComplaintForm(what="Leaks.")), "Li")
    app = at(page, case=case.code)
    app.text_area(key=field(app, case, "what")).set_value("Leaks at the valve.")
    app.text_area(key=field(app, case, "wanted")).set_value("An apology.")
    app.text_input(key="complaint_desk:who").set_value("Li")
    theirs = replace(case, owner="Wang", form=replace(case.form, wanted="A new pump.", severity="high"))
    save_case(workspace, theirs, "Wang")
    press(app, "Save")
    assert "Wang saved this complaint while you were editing it" in texts(app)
    assert "choose what is kept in the 4 fields below" in texts(app)
    assert find_case(workspace, case.code).saved_by == "Wang"
    keep = {one.key.rpartition("-")[2]: one.value for one in app.radio}
    assert keep == {"owner": "theirs", "what": "mine", "wanted": None, "severity": "theirs"}
    button = next(one for one in app.button if one.label == "Save what is chosen")
    assert button.disabled
    app.radio(key="complaint_desk:keep-2-wanted").set_value("both")
    ran(app)
    # Meanwhile the other one saved again: both are shown once more, upon the newest version.
    save_case(workspace, replace(find_case(workspace, case.code), owner="Chen"), "Wang")
    press(app, "Save what is chosen")
    assert {one.key.rpartition("-")[2]: one.value for one in app.radio} == {
        "owner": "theirs", "what": "mine", "wanted": "mine"}
    press(app, "Save what is chosen")
    kept = find_case(workspace, case.code)
    assert (kept.version, kept.saved_by, kept.owner, kept.form.severity) == (4, "Li", "Chen", "high")
    assert (kept.form.what, kept.form.wanted) == ("Leaks at the valve.", "A new pump.\n\nAn apology.")
    assert "Saved with what you kept of both versions." in texts(app)


def test_a_complaint_of_the_records_comes_to_the_desk_with_all_that_is_known(page, workspace, demo_reader):
    number, agreed, owner = demo_reader.rows(
        "select complaint_id, negotiated_at, owner from complaint_facts "
        "where outcome = 'open' and negotiated_at is not null and acted_at is null limit 1")[0]
    app = at(page, complaint=number)
    app.text_input(key="complaint_desk:who").set_value("Li")
    press(app, "Take it to the desk")
    (case,) = cases(workspace)
    assert (case.complaint_id, case.owner, case.stage) == (number, owner, "act")
    assert case.moments["negotiate"].astimezone().replace(tzinfo=None) == agreed
    records = next(one.value for one in at(page).dataframe if "complaint_id" in one.value)
    assert number not in set(records["complaint_id"])
    # Its address leads to the case from now on.
    assert at(page, complaint=number).query_params["case"] == case.code


def test_a_number_of_the_records_brings_along_what_is_recorded(page, workspace, demo_reader):
    number, customer, at_stake = demo_reader.rows(
        "select complaint_id, customer_id, complaint_facts.amount_at_stake from complaint_facts "
        "join customers_now using (customer_key) where outcome = 'open' limit 1")[0]
    app = at(page)
    app.text_input(key="complaint_desk:new-customer-").set_value("C000001" if customer != "C000001" else "C000002")
    app.text_input(key="complaint_desk:new-number").set_value(number)
    app.text_area(key="complaint_desk:new-what").set_value("He calls again.")
    press(app, "Open the complaint")
    assert f"of the records is that of customer {customer}" in texts(app)
    app.text_input(key="complaint_desk:new-customer-").set_value(customer)
    press(app, "Open the complaint")
    (case,) = cases(workspace)
    assert (case.complaint_id, case.form.what, case.form.amount_at_stake) == (number, "He calls again.", at_stake)


def test_nobody_opens_a_complaint_without_an_owner_nor_of_a_customer_there_is_not(page, workspace, customer):
    app = at(page, customer=customer[0])
    press(app, "Open the complaint")
    assert "Whoever hears of a complaint first owns it: give your name." in texts(app)
    app = at(page, customer=customer[0] + "9")
    press(app, "Open the complaint")
    assert f"There is no customer {customer[0]}9." in texts(app)
    assert f"Near it: {customer[0]}" in texts(app).replace("\\", "")
    assert cases(workspace) == ()


def test_advice_gives_every_term_of_the_band_and_what_is_done_can_be_opened_again(page, workspace, customer,
                                                                                  demo_reader):
    case = open_case(workspace, ComplaintCase(customer[0], form=ComplaintForm(
        what="Leaks.", amount_at_stake=10_000_000, severity="high", fault="shared", outcome="resolved",
        repurchase="unlikely")), "Li")
    known = complaint_precedents(demo_reader, Filters()).of("high")
    low, high = (round(10_000_000 * 0.5 * part) for part in (known.lower_quarter, known.upper_quarter))
    words = Translator("en")
    app = at(page, case=case.code)
    assert f"**{words.money(low, 'CNY')} to {words.money(high, 'CNY')}**" in texts(app).replace("\\", "")
    html = " ".join(one.proto.body for one in app.get("html"))
    assert f"Compensated: {known.paid_cases} of {known.resolved} resolved complaints, severity High" in html
    assert "Left out: the customer is unlikely to buy again" in html
    close_case(workspace, case, "Li")
    done = advance_case(workspace, find_case(workspace, case.code), "Li")
    app = at(page)
    assert "No complaint is open at the desk." in texts(app)
    app.segmented_control(key="complaint_desk:which").set_value("done")
    assert list(next(one.value for one in ran(app).dataframe if "lateness" in one.value)["stage"]) == ["Done"]
    app = at(page, case=done.code)
    press(app, "Open it again")
    again = find_case(workspace, case.code)
    assert (again.stage, again.reopened, again.form.outcome) == ("negotiate", 1, "")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_messages_are_filled_in_and_say_what_is_missing(language, template):
    form = ComplaintForm(offer="a new pump", promise="to fit it", promise_due=date(2026, 3, 9), taken="a new pump")
    full, empty = (message(OnDesk(
        ComplaintCase("C1", "K7", date(2026, 3, 2), "Li", form=answers), Customer("C1", "Alpha"),
        Standing(1, 1.0, 24.0, None), SuggestedLevel("frontline", {})), template, language, "Dayu")
        for answers in (form, ComplaintForm()))
    assert all(part in full for part in ("Alpha", "K7", "Li\nDayu"))
    assert not set("{}[【") & set(full)
    assert (full == empty) == (template == "apologise")


def test_looking_at_the_desk_begins_no_workspace_and_it_stands_without_one(page, monkeypatch, tmp_path,
                                                                           demo_store_path):
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", "")
    app = at(page)
    assert "No complaint is open at the desk." in texts(app)
    assert not (demo_store_path / "workspace.sqlite").exists()
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", f"sqlite:///{tmp_path}/nowhere/workspace.sqlite")
    assert "What people write cannot be read or saved now" in texts(at(page))
    assert "There is no such complaint at the desk" not in texts(at(page, case="00000000"))
