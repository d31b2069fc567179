"""Every campaign: the answer, what each one kept, and where it stands."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.app.components import answer, chart_card, table
from analytics.app.context import Context
from analytics.app.views.campaigns.choosing import last_day
from analytics.charts import campaigns as charts
from analytics.models.campaigns.readout import CampaignReadout
from analytics.models.campaigns.readouts import CampaignReadouts
from analytics.workspace import Campaign


def tell(context: Context, found: CampaignReadouts) -> None:
    """Say first what campaigns with a control group have brought."""
    words, decided = context.words, [one for one in found.readouts if one.decided]
    if not decided:
        answer(context.text("answer_none", n=len(found.readouts)), detail=context.text("answer_none_detail"))
        return
    if found.pooled is None:
        answer(verdict(context, decided[0]), detail=context.text("evidence." + decided[0].evidence))
        return
    one, next_one = found.pooled.fixed, found.pooled.random
    clear = one.low > 0 or one.high < 0
    answer(context.text("answer_pooled" if clear else "answer_pooled_none", n=found.pooled.studies,
                        customers=words.number(found.pooled_customers), effect=words.points(one.estimate),
                        low=words.points(one.low), high=words.points(one.high)),
           detail=context.text("answer_next", low=words.points(next_one.low),
                               high=words.points(next_one.high)))


def verdict(context: Context, one: CampaignReadout) -> str:
    """Say in one sentence what a campaign kept."""
    words, difference = context.words, one.difference
    return context.text(
        f"verdict.{one.state}", name=one.name, effect=words.points(difference.estimate),
        low=words.points(difference.low), high=words.points(difference.high),
        n=words.number(one.treated + one.control), treated=words.percent(one.kept_treated.estimate),
        control=words.percent(one.kept_control.estimate), day=words.date(one.reads_on))


def effects(context: Context, found: CampaignReadouts) -> None:
    """Draw what each campaign kept, and all together."""
    decided = [one for one in found.readouts if one.decided]
    if not decided:
        return
    words = context.words
    chart_card(
        context, "effects", charts.effects(found, words), title=context.text("chart.effects"),
        alt=context.text("chart.effects_alt", list=words.listing(
            [f"{one.name} {words.points(one.difference.estimate)}" for one in decided])),
        note=context.text("chart.effects_note"), data=lambda: _read(context, found.readouts))


def listing(context: Context, kept: tuple[Campaign, ...], found: CampaignReadouts) -> None:
    """List the campaigns planned here, with where each stands."""
    if not kept:
        return
    read = {one.code: one for one in found.readouts}
    with st.container(border=True, key=context.key("card-listing")):
        st.header(context.text("listing"), anchor=False)
        table(context, pd.DataFrame([{
            context.text("column.campaign"): one.name,
            context.text("column.state"): context.text(f"state.{one.state}"),
            context.text("column.starts_on"): one.starts_on, context.text("column.reads_on"): one.reads_on,
            context.text("owner"): one.owner,
            context.text("column.treated"): _count(context, read.get(one.code), "treated"),
            context.text("column.control"): _count(context, read.get(one.code), "control"),
            context.text("column.result"): _result(context, one, read.get(one.code))}
            for one in kept]), "campaigns", key="listing", alt=context.text("listing"))


def _count(context: Context, one: CampaignReadout | None, arm: str) -> str:
    return context.words.number(None if one is None else int(getattr(one, arm)))


def _result(context: Context, campaign: Campaign, one: CampaignReadout | None) -> str:
    if one is None:
        return context.text("not_drawn")
    if not one.decided:
        return context.text(f"short.{one.state}", days=context.words.number(
            days_left(context, campaign.reads_on)))
    return context.text("short.decided", effect=context.words.points(one.difference.estimate),
                        low=context.words.points(one.difference.low),
                        high=context.words.points(one.difference.high))


def days_left(context: Context, reads_on: date) -> int:
    """Return the days from the last one on record to the day of the read-out."""
    return max((reads_on - last_day(context)).days - 1, 0)


def _read(context: Context, readouts: tuple[CampaignReadout, ...]) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("column.campaign"): one.name, context.text("column.starts_on"): one.starts_on,
        context.text("column.reads_on"): one.reads_on, context.text("column.evidence"): one.evidence,
        context.text("column.treated"): one.treated, context.text("column.control"): one.control,
        context.text("column.kept_treated"): words.rate(one.kept_treated) if one.decided else None,
        context.text("column.kept_control"): words.rate(one.kept_control) if one.decided else None,
        context.text("column.difference"): words.points(one.difference.estimate) if one.decided else None,
        words("columns.low"): words.points(one.difference.low) if one.decided else None,
        words("columns.high"): words.points(one.difference.high) if one.decided else None,
        context.text("column.state"): context.text(f"result.{one.state}")} for one in readouts])
