"""The campaigns page: what is read out, a plan saved, made ready and drawn, and nothing told before its day."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.filters import EVERYONE, Group, Test
from analytics.workspace import (
    Campaign,
    CampaignMembers,
    CampaignPlan,
    Segment,
    Workspace,
    campaign_members,
    campaigns,
    draw_campaign,
    save_campaign,
    save_segment,
)
from tests.app.running import dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")

SMALL = Group((Test("size", "one_of", ("small",)),))
START, END = date(2026, 7, 1), date(2027, 7, 1)


@pytest.fixture
def url(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", address)
    return address


@pytest.fixture
def workspace(url):
    return Workspace(url)


def opened(demo_store_path, monkeypatch, **query):
    app = ran(dashboard(demo_store_path, monkeypatch))
    for name, value in query.items():
        app.query_params[name] = value
    return ran(app, "campaigns")


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.subheader, app.header, app.success,
                                                 app.warning) for one in kind)


def press(app, label: str):
    next(one for one in app.button if one.label == label).click()
    return ran(app)


def test_a_campaign_is_planned_made_ready_and_drawn_once(demo_store_path, monkeypatch, workspace, demo_reader):
    segment = save_segment(workspace, Segment("Small ones", SMALL), "Li")
    app = opened(demo_store_path, monkeypatch)
    assert "Together, the 4 campaigns with a verdict kept more customers" in texts(app)
    app.text_input(key="campaigns:new-name").set_value("Keep the small")
    app.selectbox(key="campaigns:new-segment").set_value(segment.code)
    app.text_input(key="campaigns:new-owner").set_value("Li")
    app.toggle(key="campaigns:new-discount").set_value(True)
    app.number_input(key="campaigns:new-contact").set_value(80.0)
    press(app, "Save the plan")
    kept, = campaigns(workspace)
    assert (kept.name, kept.condition, kept.state, kept.owner) == ("Keep the small", SMALL, "planned", "Li")
    assert (kept.starts_on, kept.reads_on, kept.plan.contact_cost, kept.plan.segment) == (
        START, END, 8_000, segment.code)
    assert app.query_params["campaign"] == kept.code
    (living,), = demo_reader.rows("select count(*) from customers_now where status = 'active' and size = 'small'")
    assert next(one for one in app.metric if one.label == "Customers").value == f"{living:,}"
    assert "List prices were steady" in texts(app)
    draw = next(one for one in app.button if one.label == "Draw the arms by lot")
    assert draw.disabled
    for place in range(len(app.checkbox)):
        app.checkbox[place].check()
        ran(app)
    press(app, "Draw the arms by lot")
    kept, = campaigns(workspace)
    members = campaign_members(workspace, kept.code)
    assert (kept.state, len(members.customers), abs(2 * sum(members.treated) - living) <= 1) == ("running", living, True)
    assert f"{sum(members.treated):,} treated customers" in texts(app)
    assert "For: “Small ones” (Size: Small). Offer" in texts(app)
    assert "No verdict before Jul 1, 2027: 365 more days of records are needed." in texts(app)
    assert not any(one.label == "Draw the arms by lot" for one in app.button)


def test_an_imported_campaign_is_read_out(demo_store_path, monkeypatch, url, demo_reader):
    app = opened(demo_store_path, monkeypatch, campaign="KEEP-2025-04")
    from analytics.filters import Filters
    from analytics.models.campaigns.readouts import campaign_readouts

    one = campaign_readouts(demo_reader, Filters()).of("KEEP-2025-04")
    assert "Of “KEEP-2025-04” no effect can be seen" in texts(app)
    shown = {figure.label: figure.value for figure in app.metric}
    assert shown["Kept, against control"] == f"+{100 * one.difference.estimate:.1f} points"
    assert shown["Customers kept"] == f"{one.difference.estimate * one.treated:,.0f}"
    assert "Evidence A: a control group drawn by lot, the arms alike before." in texts(app)
    assert not any(box.label == "Name" for box in app.text_input)


def test_a_campaign_that_ran_here_is_read_once(demo_store_path, monkeypatch, workspace, demo_reader):
    """The members of an imported campaign stand for one that was drawn here a year ago."""
    rows = demo_reader.rows("""
        select customer_id, arm = 'treated' from warehouse.campaigns where campaign_id = 'KEEP-2025-04' order by 1""")
    kept = save_campaign(workspace, Campaign("Spring", date(2025, 4, 1), date(2026, 4, 1), EVERYONE,
                                             CampaignPlan(share=0.65), "Li"), "Li")
    kept = draw_campaign(workspace, kept, CampaignMembers(
        tuple(row[0] for row in rows), tuple(row[1] for row in rows), ("B|small|0",) * len(rows)), "Li")
    app = opened(demo_store_path, monkeypatch, campaign=kept.code)
    assert "The arms have the sizes planned" in texts(app)
    assert "Of “Spring” no effect can be seen" in texts(app)
    press(app, "Keep this reading")
    stored, = campaigns(workspace)
    assert (stored.state, stored.reading["state"], stored.reading["as_of"]) == ("read", "no_effect", "2026-06-30")
    assert "no effect seen" in texts(app)
    assert not any(one.label == "Keep this reading" for one in app.button)


def test_the_page_stands_without_a_workspace(demo_store_path, monkeypatch, tmp_path):
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", f"sqlite:///{tmp_path}/nowhere/workspace.sqlite")
    app = opened(demo_store_path, monkeypatch)
    assert texts(app).count("What people write cannot be read or saved now") == 1
    assert "Together, the 4 campaigns with a verdict kept more customers" in texts(app)
    assert "would be seen in four campaigns out of five" in texts(app)
