"""Which campaigns there are, and which one the page is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.errors import WorkspaceError
from analytics.filters import Filters, SavedSegment, Test
from analytics.models.campaigns.readout import CampaignReadout, DrawnCampaign
from analytics.models.campaigns.readouts import CampaignReadouts
from analytics.workspace import (
    Campaign,
    CampaignPlan,
    campaign_members,
    campaigns,
    has_workspace,
    open_workspace,
)

PARAMETER, NEW = "campaign", "new"
#: Days a new campaign runs unless somebody says otherwise: losses take long to show.
USUAL_DAYS = 365


def unfiltered(context: Context) -> Context:
    """Return the context without the filters of other pages: a campaign is for its segment, whole."""
    filters, meta = Filters(), context.reader.meta
    return replace(context, filters=filters, period=filters.resolve(meta.as_of, meta.first_event))


def last_day(context: Context) -> date:
    """Return the last day on record; the page needs dated records."""
    day = context.reader.meta.as_of
    assert day is not None
    return day


def known(context: Context) -> tuple[Campaign, ...]:
    """Return the campaigns planned here; none, with a warning, while they cannot be read."""
    if not has_workspace(context.store):
        return ()
    try:
        return campaigns(open_workspace(context.store))
    except WorkspaceError as error:
        st.warning(error_words(error, context.words))
        return ()


def readouts(context: Context, kept: tuple[Campaign, ...]) -> CampaignReadouts:
    """Read out every campaign whose arms are drawn, here or elsewhere."""
    found: CampaignReadouts = context.metric(
        "campaign_readouts", campaigns=tuple(drawn(context, one) for one in kept if one.assigned_at))
    return found


def drawn(context: Context, campaign: Campaign) -> DrawnCampaign:
    """Return a campaign as the read-out takes it."""
    members = campaign_members(open_workspace(context.store), campaign.code)
    return DrawnCampaign(
        campaign.code, campaign.name, campaign.starts_on, campaign.reads_on, members.customers,
        members.treated, campaign.plan.share, campaign.plan.cost(sum(members.treated)))


def people(context: Context, campaign: DrawnCampaign) -> People:
    """Return the treated customers of a campaign, as a part of everybody in it."""
    treated = tuple(one for one, arm in zip(campaign.customers, campaign.treated, strict=True) if arm)
    everyone = _people(context, campaign, "list.candidates", campaign.customers)
    return replace(_people(context, campaign, "list.treated", treated), of=everyone)


def _people(context: Context, campaign: DrawnCampaign, title: str, customers: tuple[str, ...]) -> People:
    named = context.text(title, n=context.words.number(len(customers)))
    return People(named, "segment_list", {"segment": SavedSegment(
        f"{campaign.code}-{title}", named, Test("customer_id", "one_of", customers))})


def fresh(context: Context) -> Campaign:
    """Return a campaign nobody has planned yet, from the day after the last one on record."""
    starts_on = last_day(context) + timedelta(days=1)
    return Campaign("", starts_on, starts_on + timedelta(days=USUAL_DAYS), plan=CampaignPlan())


def chosen(context: Context, kept: tuple[Campaign, ...],
           found: CampaignReadouts) -> Campaign | CampaignReadout:
    """Let the reader choose a campaign; the address names it."""
    planned = {one.code: one for one in kept}
    imported = {one.code: one for one in found.readouts if one.code not in planned}
    codes = [NEW, *planned, *imported]
    key, asked = context.key("chosen"), st.query_params.get(PARAMETER, "")
    if asked in codes:
        st.session_state[key] = asked
    elif st.session_state.get(key) not in codes:
        st.session_state[key] = NEW

    def follow() -> None:
        st.query_params[PARAMETER] = st.session_state[key]

    def name(code: str) -> str:
        if code == NEW:
            return context.text("new")
        if code in planned:
            return context.text("named", name=planned[code].name,
                                state=context.text(f"state.{planned[code].state}"))
        return context.text("named", name=imported[code].name, state=context.text("state.imported"))

    code = st.selectbox(context.text("which"), codes, key=key, format_func=name, on_change=follow)
    if code in planned:
        return planned[code]
    return imported[code] if code in imported else fresh(context)


def open_campaign(code: str) -> None:
    """Show another campaign from the next run on."""
    st.query_params[PARAMETER] = code
