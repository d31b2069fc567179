"""Before the start the checklist and the draw; after it the two lists, to be handed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from analytics.app.components import download, people_button, table
from analytics.app.components.answer import escaped
from analytics.app.components.people import People, named
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.campaigns.choosing import last_day
from analytics.app.views.campaigns.planning import CHECKS, asked
from analytics.app.workspace import reader_name
from analytics.errors import HuitouError, WorkspaceError
from analytics.filters import SavedSegment, Test
from analytics.models.campaigns.assignment import draw
from analytics.reports.segment_delivery import deliver_call, deliver_file
from analytics.settings import load_settings
from analytics.workspace import (
    Campaign,
    CampaignMembers,
    campaign_members,
    draw_campaign,
    find_campaign,
    open_workspace,
    save_campaign,
)
from analytics.workspace.campaigns import ARMS, PLANNED, TREATED


def arms(context: Context, campaign: Campaign) -> None:
    """Show what is to be done with the arms: get ready and draw, or hand them over."""
    if not campaign.version:
        return
    with st.container(border=True, key=context.key("card-arms")):
        if campaign.state == PLANNED:
            _prepare(context, campaign)
        else:
            _hand_over(context, campaign)


def _prepare(context: Context, campaign: Campaign) -> None:
    st.header(context.text("ready_title"), anchor=False)
    st.caption(context.text("ready_note"))
    for check in CHECKS:
        key = context.key(f"{campaign.code}-check-{check}")
        st.session_state[key] = check in campaign.plan.ready
        st.checkbox(context.text(f"check.{check}"), key=key, on_change=_tick, args=(context, campaign, check))
    missing = len(set(CHECKS) - set(campaign.plan.ready))
    late = campaign.starts_on <= last_day(context)
    if missing:
        st.caption(context.text("ready_missing", n=missing))
    if late:
        st.warning(context.text("starts_too_early", day=context.words.date(last_day(context))))
    if st.button(context.text("draw"), key=context.key("draw"), type="primary", icon=":material/shuffle:",
                 disabled=bool(missing or late), help=context.text("draw_help")):
        _draw(context, campaign)


def _tick(context: Context, campaign: Campaign, check: str) -> None:
    """Keep that a point of the checklist is done, or open again, as the campaign stands now.

    Points are ticked by several people, and faster than a page is drawn: none may undo another.
    """
    done = st.session_state[context.key(f"{campaign.code}-check-{check}")]
    try:
        workspace = open_workspace(context.store)
        now = find_campaign(workspace, campaign.code) or campaign
        ready = tuple(one for one in CHECKS if (done if one == check else one in now.plan.ready))
        save_campaign(workspace, replace(now, plan=replace(now.plan, ready=ready)),
                      reader_name() or campaign.owner)
    except WorkspaceError as error:
        st.toast(error_words(error, context.words))


def _draw(context: Context, campaign: Campaign) -> None:
    """Draw the arms and keep them; who was quicker has drawn for both."""
    customers: pd.DataFrame = context.metric("campaign_candidates", **asked(context, campaign))
    try:
        drawn = draw(customers, campaign.plan.share, campaign.seed)
        draw_campaign(open_workspace(context.store), campaign, CampaignMembers(
            tuple(customers["customer_id"]), tuple(bool(one) for one in drawn.treated), drawn.strata),
            reader_name() or campaign.owner)
    except HuitouError as error:
        st.warning(error_words(error, context.words))
        return
    st.rerun()


def _hand_over(context: Context, campaign: Campaign) -> None:
    words = context.words
    members = campaign_members(open_workspace(context.store), campaign.code)
    treated = np.array(members.treated, bool)
    when = campaign.assigned_at.date() if campaign.assigned_at else None
    st.header(context.text("arms_title"), anchor=False)
    st.markdown(escaped(context.text(
        "arms", treated=words.number(int(treated.sum())), control=words.number(int((~treated).sum())),
        day=words.date(when), seed=str(campaign.seed))))
    table(context, _strata(context, members), f"campaign-{campaign.code}-strata", key="strata",
          alt=context.text("arms_title"))
    for arm in ARMS:
        _list(context, campaign, members, arm)
    settings = load_settings()
    if (settings.text("segment_folder") or settings.text("segment_address")) and st.button(
            context.text("send"), key=context.key("send"), type="tertiary", icon=":material/outbox:"):
        _send(context, campaign, members)


def _strata(context: Context, members: CampaignMembers) -> pd.DataFrame:
    """Count both arms by grade and size."""
    parts = [stratum.split("|")[:2] for stratum in members.strata]
    words = context.words
    counted = pd.DataFrame({"grade": [one[0] for one in parts], "size": [one[1] for one in parts],
                            "treated": members.treated})
    counted = counted.groupby(["grade", "size"])["treated"].agg(["sum", "size"])
    return pd.DataFrame([{
        words("columns.grade"): words.value("grade", None if grade == "-" else grade),
        words("columns.size"): words.value("size", None if size == "-" else size),
        context.text("column.treated"): int(row["sum"]),
        context.text("column.control"): int(row["size"] - row["sum"])}
        for (grade, size), row in counted.iterrows()])


def _list(context: Context, campaign: Campaign, members: CampaignMembers, arm: str) -> None:
    customers = tuple(one for one, treated in zip(members.customers, members.treated, strict=True)
                      if treated == (arm == TREATED))
    title = context.text(f"list.{arm}", n=context.words.number(len(customers)))
    chosen = SavedSegment(f"{campaign.code}-{arm}", title, Test("customer_id", "one_of", customers))
    st.subheader(title, anchor=False)
    with st.container(horizontal=True, gap="small"):
        people_button(context, People(title, "segment_list", {"segment": chosen}), key=f"arm-{arm}")
        download(context, lambda: _rows(context, chosen, arm), f"{campaign.name}-{arm}", key=f"arm-{arm}")


def _rows(context: Context, chosen: SavedSegment, arm: str) -> pd.DataFrame:
    rows = named(context.metric("segment_list", segment=chosen), context)
    # Written into every list, so that nobody mistakes one for the other.
    return rows.assign(**{context.text("column.arm"): context.text(f"arm.{arm}")})


def _send(context: Context, campaign: Campaign, members: CampaignMembers) -> None:
    """Hand both arms over in one list, each customer with the arm; a failure is told by the card."""
    settings, words = load_settings(), context.words
    chosen = SavedSegment(campaign.code, campaign.name, Test("customer_id", "one_of", members.customers))
    rows: pd.DataFrame = context.metric("segment_list", segment=chosen)
    arm = dict(zip(members.customers, members.treated, strict=True))
    told = named(rows, context).assign(**{context.text("column.arm"): [
        context.text(f"arm.{ARMS[0] if arm[one] else ARMS[1]}") for one in rows["customer_id"]]})
    n = words.number(len(told))
    if folder := settings.text("segment_folder"):
        file = deliver_file(Path(folder), campaign.name, told)
        st.success(escaped(context.text("send_file", n=n, file=file)))
    if url := settings.text("segment_address"):
        status = deliver_call(url, campaign.name, context.period.as_of, told)
        st.success(escaped(context.text("send_call", n=n, url=url, status=status)))
