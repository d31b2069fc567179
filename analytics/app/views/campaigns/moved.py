"""Whom the offers moved: learnt only when somebody asks, and believed only where the test says so."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people_button
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.campaigns.choosing import drawn
from analytics.charts import campaigns as charts
from analytics.models.campaigns.readouts import CampaignReadouts
from analytics.models.campaigns.uplift import FEWEST_IN_ARM, FEWEST_LOST, Uplift
from analytics.workspace import Campaign


def moved(context: Context, kept: tuple[Campaign, ...], found: CampaignReadouts) -> None:
    """Offer to learn whom the campaigns with a verdict moved."""
    if not any(one.decided for one in found.readouts):
        return
    with st.expander(context.text("uplift.title"), key=context.key("uplift"), on_change="rerun",
                     icon=":material/travel_explore:") as opened:
        if opened.open:
            asked = {"campaigns": tuple(drawn(context, one) for one in kept if one.assigned_at)}
            learnt: Uplift = context.metric("campaign_uplift", **asked)
            _show(context, learnt)
            if learnt.useful:
                behind = People(context.text("uplift.list"), "uplift_list", asked)
                people_button(context, behind, key="uplift")


def _show(context: Context, found: Uplift) -> None:
    words = context.words
    if found.qini is None:
        st.markdown(context.text("uplift.too_few", treated=words.number(found.treated),
                                 control=words.number(found.customers - found.treated),
                                 arm=words.number(FEWEST_IN_ARM), lost=words.number(FEWEST_LOST)))
        return
    told = {"qini": words.signed(found.qini.estimate, 2), "low": words.signed(found.qini.low, 2),
            "high": words.signed(found.qini.high, 2), "n": words.number(found.customers)}
    st.markdown(escaped(context.text("uplift.useful" if found.useful else "uplift.not_useful", **told)))
    chart_card(
        context, "uplift", charts.uplift(found, words), title=context.text("uplift.chart"), level=3,
        alt=context.text("uplift.chart_alt", **told), note=context.text(f"uplift.learner_{found.learner}"),
        data=lambda: pd.DataFrame([{
            context.text("uplift.axis_share"): words.percent(share, 0),
            context.text("uplift.axis_kept"): words.number(kept, 2),
            context.text("uplift.at_random"): words.number(at_random, 2)}
            for share, kept, at_random in found.curve]))
