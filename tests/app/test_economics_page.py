"""The economics page: the answer follows the assumptions, says whose they are, and scenarios are kept."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.models.economics.economics import economics
from analytics.models.economics.keeping_or_winning import keeping_or_winning
from analytics.models.economics.retention_effect import retention_effect
from analytics.workspace import Workspace
from analytics.workspace.scenarios import save_scenario, scenarios
from tests.app.running import dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")

WORDS = Translator("en")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", address)
    return Workspace(address)


@pytest.fixture
def page(demo_store_path, monkeypatch, workspace):
    app = dashboard(demo_store_path, monkeypatch)
    app.switch_page("pages/economics.py")
    return ran(app)


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.warning) for one in kind)


def press(app, label: str):
    next(one for one in app.button if one.label == label).click()
    return ran(app)


def give(app, name: str, value: float):
    app.number_input(key=f"economics:assume-{name}").set_value(value)
    return ran(app)


def test_the_answer_is_the_companys_own_and_follows_what_is_changed(page, demo_reader):
    found = economics(demo_reader, Filters())
    effect = retention_effect(found.assumed)
    shown = texts(page)
    assert f"Keeping 5 points more of the customers a year ({WORDS.percent(effect.after.retention)}" in shown
    assert f"{WORDS.percent(effect.share, 0)} more: {WORDS.money(effect.gain, 'CNY')} each" in shown
    assert f"Measured: {WORDS.rate(found.retention)}" in shown
    assert "The doubt about today’s rate alone" in shown
    assert page.metric[2].value == WORDS.money(effect.most_a_year, "CNY")
    give(page, "retention", 90.0)
    give(page, "growth", 0.0)
    shown = texts(page)
    assert "(95.0% instead of 90.0%) makes a customer worth 41% more" in shown
    assert "Read as 5% fewer losses instead, it is 3.1%." in shown
    assert f"Yours. Measured or set: {WORDS.rate(found.retention)}" in shown
    assert "The doubt about today’s rate alone" not in shown
    # With acquisition at one margin and 5% growth the published 72% comes out.
    give(page, "growth", 5.0)
    give(page, "acquisition_cost", found.assumed.margin / 100)
    assert "makes a customer worth 72% more" in texts(page)
    give(page, "cost", 1e6)
    assert page.metric[3].value.startswith("−")
    give(page, "growth", 18.0)
    assert "has no end" in texts(page)


def test_a_scenario_is_saved_opened_and_never_overwritten(page, workspace):
    give(page, "retention", 85.0)
    page.text_input(key="economics:scenario-name-").set_value("Better service")
    page.text_input(key="economics:scenario-who").set_value("Li")
    ran(page)
    press(page, "Save")
    kept = scenarios(workspace, "economics")[0]
    assert (kept.name, kept.saved_by, kept.version) == ("Better service", "Li", 1)
    assert kept.assumptions == {"retention": pytest.approx(0.85)}
    compared = page.dataframe[0].value
    assert list(compared["Name"]) == ["The company’s own figures", "Better service"]
    assert compared["customers kept"].iloc[1] == "85.0%"
    press(page, "Back to the company’s own figures")
    page.selectbox(key="economics:scenario-choice").set_value(kept.code)
    ran(page)
    assert page.number_input(key="economics:assume-retention").value == pytest.approx(85.0)
    save_scenario(workspace, kept, "Wang")
    give(page, "retention", 88.0)
    press(page, "Save")
    shown = texts(page)
    assert "Wang saved “Better service” while you were editing it" in shown
    assert "Yours: customers kept 88.0%" in shown
    assert "Saved meanwhile: customers kept 85.0%" in shown
    press(page, "Save mine over it")
    assert scenarios(workspace, "economics")[0].assumptions == {"retention": pytest.approx(0.88)}


def test_the_page_stands_without_a_workspace(demo_store_path, monkeypatch, tmp_path):
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    app = dashboard(demo_store_path, monkeypatch)
    app.switch_page("pages/economics.py")
    assert "Keeping 5 points more" in texts(ran(app))


def test_the_budget_is_split_once_both_sides_are_known(demo_store_path, demo_reader, monkeypatch, workspace):
    monkeypatch.setenv("HUITOU_ACQUISITION_COSTS", "all=9000")
    app = dashboard(demo_store_path, monkeypatch)
    app.switch_page("pages/economics.py")
    app.session_state["economics:tabs"] = "Keeping or winning"
    ran(app)
    own = keeping_or_winning(demo_reader, Filters(), acquisition_cost=9_000.0).split
    sure = own.worth.low > own.assumptions.budget
    assert ("it pays." if sure else "whether it pays is not certain") in texts(app)
    give(app, "budget", 2_000_000.0)
    give(app, "keep_effect", 3.0)
    shown = texts(app)
    assert "Of an extra ¥2.00 million," in shown
    assert "is best put into keeping customers and the rest into winning new ones" in shown
    assert " for every ¥100." in shown
    # The effect counts as certain where the reader says it.
    assert "over the years: it pays." in shown
    assert "From the settings, over 467 of 467 customers won in twelve months." in shown
    give(app, "acquisition_cost", 0.0)
    assert "To split a budget, still missing: what winning a customer costs" in texts(app)


def test_a_programme_says_what_it_must_keep_to_pay(demo_store_path, demo_reader, monkeypatch, workspace):
    app = dashboard(demo_store_path, monkeypatch)
    app.switch_page("pages/economics.py")
    app.session_state["economics:tabs"] = "Loyalty programme"
    ran(app)
    found = economics(demo_reader, Filters())
    give(app, "retention", 90.0)
    give(app, "fixed_cost", 0.0)
    give(app, "breakage", 0.0)
    members = WORDS.number(round(found.customers * 0.4))
    # The published break-even of rewards of 5 % of margin at 90 % kept: 0.83 points.
    assert f"With {members} members the programme must keep 0.8 points more of them a year to pay." in texts(app)
    assert "of rewards of" in texts(app)
    give(app, "reward", 0.0)
    assert "pays even where it keeps nobody who would have left" in texts(app)
    give(app, "fixed_cost", 1e10)
    assert "As planned the programme cannot pay" in texts(app)
    assert [one.label for one in app.checkbox][:2] == [
        "One person answers for the programme, with the money for it",
        "Rewards are earned and redeemed at every till and branch, and it was tried"]
