"""The read-out of a campaign: nothing before its day, then once what it kept and what it brought."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.campaigns.choosing import drawn, people
from analytics.app.views.campaigns.listing import days_left, verdict
from analytics.app.workspace import reader_name
from analytics.charts import campaigns as charts
from analytics.errors import WorkspaceError
from analytics.models.campaigns.readout import CampaignReadout, DrawnCampaign
from analytics.models.campaigns.readouts import CampaignReadouts, imported_campaigns
from analytics.statistics.estimate import Estimate
from analytics.workspace import Campaign, close_campaign, open_workspace
from analytics.workspace.campaigns import READ, RUNNING


def read_out(context: Context, chosen: Campaign | CampaignReadout, found: CampaignReadouts) -> None:
    """Read the chosen campaign out, where its arms are drawn."""
    campaign = chosen if isinstance(chosen, Campaign) else None
    if campaign is not None and not campaign.assigned_at:
        return
    one = found.of(chosen.code)
    words = context.words
    with st.container(border=True, key=context.key("card-readout")):
        st.header(context.text("readout_title", name=escaped(one.name)), anchor=False)
        st.markdown(escaped(_told(context, one)))
        st.caption(escaped(words.sentences(*_checks(context, one))))
        if campaign is not None:
            _reading(context, campaign, one)
    if one.decided:
        _figures(context, one, lambda: people(context, _members(context, campaign, one)))
        chart_card(
            context, "kept", charts.kept(one, words), title=context.text("chart.kept"),
            alt=context.text("chart.kept_alt", treated=words.rate(one.kept_treated),
                             control=words.rate(one.kept_control)),
            note=context.text("chart.kept_note", start=words.date(one.starts_on),
                              end=words.date(one.reads_on)),
            data=lambda: pd.DataFrame([
                {context.text("column.arm"): context.text(f"arm.{arm}"), words("columns.customers"): share.n,
                 context.text("axis_kept"): words.percent(share.estimate),
                 words("columns.low"): words.low(share), words("columns.high"): words.high(share)}
                for arm, share in (("treated", one.kept_treated), ("control", one.kept_control))]))


def _told(context: Context, one: CampaignReadout) -> str:
    words = context.words
    if one.decided:
        return verdict(context, one)
    return context.text(f"open.{one.state}", day=words.date(one.reads_on),
                        days=words.number(days_left(context, one.reads_on)), start=words.date(one.starts_on),
                        n=words.number(min(one.treated, one.control)))


def _checks(context: Context, one: CampaignReadout) -> list[str]:
    """Say how far the arms can be trusted, and what the evidence is worth."""
    words = context.words
    told = [context.text("sizes", treated=words.number(one.treated), control=words.number(one.control))]
    if one.left_out:
        told.append(context.text("left_out", n=words.number(one.left_out)))
    if one.ratio is not None:
        told.append(context.text("ratio_good" if one.ratio.p >= 0.001 else "ratio_bad",
                                 p=words.number(one.ratio.p, 3)))
    told.append(context.text("balance_good" if one.balance.p >= 0.001 else "balance_bad",
                             p=words.number(one.balance.p, 3)))
    return [*told, context.text(f"evidence.{one.evidence}")]


def _members(context: Context, campaign: Campaign | None, one: CampaignReadout) -> DrawnCampaign:
    """Return who was in a campaign, drawn here or imported."""
    if campaign is not None:
        return drawn(context, campaign)
    return next(each for each in imported_campaigns(context.reader) if each.code == one.code)


def _figures(context: Context, one: CampaignReadout, behind: Callable[[], People]) -> None:
    words, difference, margin = context.words, one.difference, one.margin.adjusted
    costs = context.reader.meta.has_costs
    key_figures(context, [
        Figure(context.text("figure.difference"), words.points(difference.estimate), state=difference.state,
               behind=behind, note=context.text("figure.ends", low=words.points(difference.low),
                                 high=words.points(difference.high)),
               help=context.text("figure.difference_help")),
        Figure(context.text("figure.kept"), words.number(_times(difference, one.treated)),
               state=difference.state, note=_ends_of_kept(context, one), behind=behind,
               help=context.text("figure.kept_help")),
        Figure(context.text("figure.margin" if costs else "figure.revenue"), context.money(margin.estimate),
               state=margin.state,
               note=context.text("figure.margin_note", low=context.money(margin.low),
                                 high=context.money(margin.high),
                                 share=words.percent(one.margin.explained, 0)),
               help=context.text("figure.margin_help")),
        Figure(context.text("figure.earned"), context.money(one.profit.estimate), state=one.profit.state,
               note=context.text("figure.earned_note", low=context.money(one.profit.low),
                                 high=context.money(one.profit.high), cost=context.money(one.cost)),
               help=context.text("figure.earned_help")),
    ], name="readout")


def _times(estimate: Estimate, n: int) -> float:
    return (estimate.estimate or 0.0) * n


def _ends_of_kept(context: Context, one: CampaignReadout) -> str:
    words = context.words
    cost = one.cost_of_one_kept
    return context.text("figure.kept_note", low=words.number((one.difference.low or 0.0) * one.treated),
                        high=words.number((one.difference.high or 0.0) * one.treated),
                        cost=context.money(cost) if cost is not None else context.text("none_kept"))


def _reading(context: Context, campaign: Campaign, one: CampaignReadout) -> None:
    """Keep what was read, once; say what was kept and by whom."""
    words = context.words
    if campaign.state == READ and campaign.reading:
        kept = campaign.reading
        st.caption(escaped(context.text(
            "reading_kept", who=campaign.saved_by,
            when=words.date(campaign.saved_at.date() if campaign.saved_at else None),
            result=context.text(f"result.{kept['state']}"), effect=words.points(kept.get("difference")))))
    elif campaign.state == RUNNING and one.decided and st.button(
            context.text("keep_reading"), key=context.key("keep-reading"), icon=":material/task_alt:"):
        try:
            close_campaign(open_workspace(context.store), campaign, snapshot(context, one),
                           reader_name() or campaign.owner)
        except WorkspaceError as error:
            st.warning(error_words(error, words))
            return
        st.rerun()


def snapshot(context: Context, one: CampaignReadout) -> dict[str, object]:
    """Return what was read as JSON knows it, with the last day that was known of."""
    return {"state": one.state, "evidence": one.evidence, "treated": one.treated, "control": one.control,
            "difference": one.difference.estimate, "low": one.difference.low, "high": one.difference.high,
            "profit": one.profit.estimate, "profit_low": one.profit.low, "profit_high": one.profit.high,
            "cost": one.cost, "as_of": str(context.period.as_of)}
