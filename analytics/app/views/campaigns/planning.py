"""Planning a campaign: whom, when, at what cost, and what it could show and bring, until it is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app import session
from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.campaigns.choosing import drawn, open_campaign
from analytics.app.workspace import known_segments, reader_name
from analytics.charts import campaigns as charts
from analytics.errors import Conflict, WorkspaceError
from analytics.filters import EVERYONE, SavedSegment, condition_sentence
from analytics.models.campaigns.outlook import CampaignOutlook
from analytics.models.campaigns.price_rise import PRICE_DAYS, PriceRise
from analytics.models.churn import load_card, serving_model, serving_scores
from analytics.workspace import Campaign, CampaignPlan, Segment, open_workspace, save_campaign
from analytics.workspace.campaigns import LEAST_SHARE, LONGEST_NAME, MOST_SHARE, PLANNED

EVERYBODY = "everybody"
#: What must be settled before a campaign starts, in the order of the checklist.
CHECKS = ("staff", "hotline", "stock", "prices", "consent", "control", "others", "owner")


def plan(context: Context, campaign: Campaign, kept: tuple[Campaign, ...]) -> None:
    """Show the plan: to be changed until the arms are drawn, in words from then on."""
    with st.container(border=True, key=context.key("card-plan")):
        st.header(context.text("plan_new" if not campaign.version else "plan_title",
                               name=escaped(campaign.name)), anchor=False)
        if campaign.state == PLANNED:
            campaign = _form(context, campaign)
            _save(context, campaign)
        else:
            st.markdown(escaped(in_words(context, campaign)))
    if campaign.state == PLANNED:
        _outlook(context, campaign)
        _warnings(context, campaign, kept)


def in_words(context: Context, campaign: Campaign) -> str:
    """Say what was planned."""
    words, plan = context.words, campaign.plan
    whom = condition_sentence(campaign.condition, words, context.currency)
    if segment := _segments(context).get(plan.segment):
        whom = context.text("of_segment", name=segment.name, condition=whom)
    return context.text(
        "in_words", whom=whom,
        offer=plan.offer or context.text("no_offer"), start=words.date(campaign.starts_on),
        end=words.date(campaign.reads_on), share=words.percent(plan.share, 0),
        reduction=words.percent(plan.reduction, 0))


def whom(context: Context, campaign: Campaign) -> SavedSegment:
    """Return whom a campaign is for, with the scores of the model that serves."""
    scores = serving_scores(context.store)
    return SavedSegment(campaign.code or "draft", campaign.name or "draft", campaign.condition,
                        str(scores) if scores else None)


def horizon(context: Context) -> int | None:
    """Return the days the serving model's risk is about; None without one."""
    model = serving_model(context.store)
    return None if model is None else load_card(context.store, model).horizon_days


def asked(context: Context, campaign: Campaign) -> dict[str, Any]:
    """Return the options under which a campaign's candidates are listed."""
    return {"segment": whom(context, campaign), "days": (campaign.reads_on - campaign.starts_on).days,
            "most": campaign.plan.most, "horizon": horizon(context)}


def _form(context: Context, campaign: Campaign) -> Campaign:
    """Let the reader fill in the plan; what stands on the page is what is reckoned with."""
    plan, code = campaign.plan, campaign.code or "new"
    known = _segments(context)

    def key(name: str) -> str:
        return context.key(f"{code}-{name}")

    left, right = st.columns(2)
    with left:
        name = st.text_input(context.text("name"), campaign.name, max_chars=LONGEST_NAME, key=key("name"))
        segment = st.selectbox(
            context.text("segment"), [EVERYBODY, *known], key=key("segment"),
            index=[EVERYBODY, *known].index(plan.segment) if plan.segment in known else 0,
            format_func=lambda one: known[one].name if one in known else context.text(EVERYBODY))
        offer = st.text_input(context.text("offer"), plan.offer, max_chars=LONGEST_NAME, key=key("offer"))
        discount = st.toggle(context.text("discount"), plan.discount, key=key("discount"))
        most = st.number_input(context.text("most"), 2, 1_000_000, plan.most, step=50, key=key("most"),
                               placeholder=context.text("everyone_of_them"), help=context.text("most_help"))
        share = st.slider(context.text("share"), round(100 * LEAST_SHARE), round(100 * MOST_SHARE),
                          round(100 * plan.share), 5, format="%d%%", key=key("share"),
                          help=context.text("share_help"))
    with right:
        starts_on = st.date_input(context.text("starts_on"), campaign.starts_on, key=key("starts"))
        reads_on = st.date_input(context.text("reads_on"), campaign.reads_on, key=key("reads"),
                                 help=context.text("reads_help"))
        reduction = st.slider(context.text("reduction"), 5, 80, round(100 * plan.reduction), 5, format="%d%%",
                              key=key("reduction"), help=context.text("reduction_help"))
        costs = st.columns(3)
        with costs[0]:
            contact = st.number_input(context.text("contact_cost", currency=context.currency), 0.0, 1e7,
                                      plan.contact_cost / 100, step=10.0, key=key("contact"))
        with costs[1]:
            gift = st.number_input(context.text("offer_cost", currency=context.currency), 0.0, 1e7,
                                   plan.offer_cost / 100, step=10.0, key=key("gift"))
        with costs[2]:
            taken = st.number_input(context.text("taken_up"), 0, 100, round(100 * plan.taken_up), step=5,
                                    key=key("taken"))
        owner = st.text_input(context.text("owner"), campaign.owner or reader_name(), max_chars=LONGEST_NAME,
                              key=key("owner"))
    reads_on = max(reads_on, starts_on + timedelta(days=1))
    return replace(
        campaign, name=name, starts_on=starts_on, reads_on=reads_on, owner=owner,
        condition=_condition(context, campaign, known.get(segment)),
        plan=CampaignPlan("" if segment == EVERYBODY else segment, offer, share / 100, most, reduction / 100,
                          round(100 * contact), round(100 * gift), taken / 100, discount, plan.ready))


def _segments(context: Context) -> dict[str, Segment]:
    """Return the saved segments by code; none where they cannot be read, which the page has said."""
    try:
        return {one.code: one for one in known_segments(context.store)}
    except WorkspaceError:
        return {}


def _condition(context: Context, campaign: Campaign, segment: Segment | None) -> Any:
    if segment is not None:
        return segment.condition
    # A segment that was deleted since goes on meaning whom it meant.
    return campaign.condition if campaign.plan.segment else EVERYONE


def _save(context: Context, campaign: Campaign) -> None:
    saved = context.key("saved")
    if st.session_state.pop(saved, None) == campaign.code and campaign.code:
        st.success(context.text("saved", name=campaign.name))
    if st.button(context.text("save" if not campaign.version else "save_again"), type="primary",
                 key=context.key("save"), icon=":material/save:"):
        try:
            stored = save_campaign(open_workspace(context.store), campaign, reader_name() or campaign.owner)
        except (Conflict, WorkspaceError) as error:
            st.warning(error_words(error, context.words))
            return
        if not reader_name():
            st.session_state[session.NAME] = campaign.owner
        st.session_state[saved] = stored.code
        open_campaign(stored.code)
        st.rerun()


def _outlook(context: Context, campaign: Campaign) -> None:
    """Say and draw what the plan could show, and what it could bring."""
    words, plan = context.words, campaign.plan
    options = asked(context, campaign)
    found: CampaignOutlook = context.metric(
        "campaign_outlook", **options, share=plan.share, reduction=plan.reduction,
        cost_each=plan.contact_cost + plan.taken_up * plan.offer_cost)
    st.markdown(escaped(_sentence(context, campaign, found)))
    everyone = People(context.text("list.candidates"), "campaign_candidates", options)
    key_figures(context, [
        Figure(context.text("figure.customers"), words.number(found.customers), behind=everyone,
               note=context.text("figure.customers_note", treated=words.number(found.treated),
                                 control=words.number(found.control), living=words.number(found.living)),
               help=context.text("figure.customers_help")),
        Figure(context.text("figure.loss_rate"), words.percent(found.loss_rate if found.needed else None),
               note=context.text(f"figure.basis_{found.basis}"), help=context.text("figure.loss_rate_help")),
        Figure(context.text("figure.smallest"),
               words.points(-found.smallest if found.smallest < 1 else None),
               note=context.text("figure.smallest_note", share=words.percent(
                   found.smallest / found.loss_rate if found.loss_rate else None, 0)),
               help=context.text("figure.smallest_help")),
        Figure(context.text("figure.seen"), words.percent(found.seen, 0),
               note=context.text("figure.seen_note", n=words.number(found.needed)),
               help=context.text("figure.seen_help")),
        Figure(context.text("figure.profit"), context.money(found.gain - found.cost),
               note=context.text("figure.profit_note", gain=context.money(found.gain),
                                 cost=context.money(found.cost),
                                 share=words.percent(found.pays_from) if (found.pays_from or 2) <= 1
                                 else context.text("never")),
               help=context.text("figure.profit_help")),
    ])
    chart_card(
        context, "power", charts.power(found, plan.reduction, words), title=context.text("chart.power"),
        alt=context.text("chart.power_alt", reduction=words.percent(plan.reduction, 0),
                         seen=words.percent(found.seen, 0)),
        note=context.text("chart.power_note"),
        data=lambda: pd.DataFrame([{context.text("axis_reduction"): words.percent(reduction, 0),
                                    context.text("axis_seen"): words.percent(seen, 0)}
                                   for reduction, seen in found.curve]))


def _sentence(context: Context, campaign: Campaign, found: CampaignOutlook) -> str:
    words = context.words
    if found.needed is None:
        return context.text("outlook_none" if found.customers else "outlook_nobody")
    told = context.text(
        "outlook", n=words.number(found.customers), treated=words.number(found.treated),
        control=words.number(found.control), rate=words.percent(found.loss_rate),
        smallest=words.percent(max(found.loss_rate - found.smallest, 0)),
        reduction=words.percent(campaign.plan.reduction, 0), seen=words.percent(found.seen, 0))
    more = (found.waves or 1) > 1
    return words.sentences(told, context.text(
        "outlook_waves" if more else "outlook_enough", n=found.waves, needed=words.number(found.needed)))


def _warnings(context: Context, campaign: Campaign, kept: tuple[Campaign, ...]) -> None:
    """Warn of prices raised before they are lowered, and of customers who are in another campaign."""
    words = context.words
    if campaign.plan.discount:
        found: PriceRise = context.metric("price_rise", segment=whom(context, campaign),
                                          starts_on=campaign.starts_on)
        told = {"rise": words.percent(found.rise), "risen": found.risen, "products": found.products,
                "days": PRICE_DAYS}
        if found.warns:
            st.warning(context.text("price_rise", **told))
        else:
            st.caption(context.text("price_steady" if found.products else "price_unknown", **told))
    running = [one for one in kept if one.assigned_at and one.code != campaign.code
               and one.reads_on > campaign.starts_on]
    if running:
        mine = set(context.metric("campaign_candidates", **asked(context, campaign))["customer_id"])
        for one in running:
            if shared := len(mine.intersection(drawn(context, one).customers)):
                st.warning(context.text("shared", n=words.number(shared), name=one.name))
