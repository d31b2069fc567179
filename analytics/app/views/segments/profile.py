"""What sets the segment apart from the rest, and who belongs to it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.people import MONEY, People
from analytics.app.context import Context
from analytics.app.views.segments.builder import draft
from analytics.app.workspace import as_filter
from analytics.charts import segment_profile as charts
from analytics.filters import SavedSegment
from analytics.i18n.translator import NONE
from analytics.metrics.segment_profile import Contrast, SegmentProfile

#: Named in the sentence.
MOST_NAMED = 3


def chosen(context: Context) -> SavedSegment:
    """Return what is being put together as a filter."""
    return as_filter(context.store, draft().saved())


def profile(context: Context) -> SegmentProfile:
    """Return what sets the segment apart."""
    found: SegmentProfile = context.metric("segment_profile", segment=chosen(context))
    return found


def figures(context: Context, found: SegmentProfile) -> None:
    """Show how many customers belong to it, and how they differ in value and in leaving."""
    words = context.words
    everyone = found.inside + found.outside
    shown = [Figure(
        context.text("figure.customers"), words.number(found.inside),
        note=context.text("figure.customers_note", n=words.number(everyone),
                          share=words.percent(found.inside / everyone if everyone else None)),
        help=context.text("figure.customers_help"),
        behind=People(context.text("list.members"), "segment_list", {"segment": chosen(context)}))]
    for name in ("value", "last_score"):
        one = next((one for one in found.contrasts if one.dimension == name and one.measured), None)
        if one is not None:
            shown.append(Figure(
                words(f"columns.{name}"), measured(one, context),
                note=context.text("figure.rest_note", rest=measured(one, context, inside=False),
                                  n=words.number(one.difference.n)),
                help=context.text("figure.mean_help"), state=one.difference.state))
    lost = next((one for one in found.contrasts if (one.dimension, one.value) == ("status", "lost")), None)
    if lost is not None:
        shown.append(Figure(
            context.text("figure.lost"), words.percent(lost.inside.estimate),
            note=context.text("figure.rest_note", rest=words.rate(lost.outside),
                              n=words.number(lost.difference.n)),
            help=context.text("figure.lost_help"), state=lost.difference.state))
    key_figures(context, shown)


def differences(context: Context, found: SegmentProfile) -> None:
    """Draw and list where the segment differs from the rest."""
    words = context.words
    shares = tuple(one for one in found.contrasts if not one.measured and (one.different or one.chosen))
    # What it was chosen by comes last: that it differs there is no news.
    shares = tuple(sorted(shares, key=lambda one: one.chosen))
    if not shares:
        with st.container(border=True):
            st.header(context.text("chart.differences"), anchor=False)
            st.caption(context.text("no_difference" if found.contrasts else
                                    "too_few" if found.outside else "nothing_chosen"))
        return
    named = [context.text("difference", name=charts.contrast_name(one, words),
                          inside=words.percent(one.inside.estimate),
                          outside=words.percent(one.outside.estimate))
             for one in shares[:MOST_NAMED]]
    chart_card(
        context, "differences", charts.shares(shares, words), title=context.text("chart.differences"),
        alt=context.text("chart.differences_alt", list=words.listing(named)),
        note=context.text("chart.differences_note", inside=words.number(found.inside),
                          outside=words.number(found.outside)),
        data=lambda: compared(found.contrasts, context), click=context.text("chart.differences_click"))


def compared(contrasts: tuple[Contrast, ...], context: Context) -> pd.DataFrame:
    """Return every comparison as a table for people."""
    words = context.words
    return pd.DataFrame([{
        context.text("column.what"): charts.contrast_name(one, words),
        context.text("column.inside"): measured(one, context),
        context.text("column.outside"): measured(one, context, inside=False),
        context.text("column.beyond_chance"): words("values.yes" if one.different else "values.no"),
        context.text("column.chosen"): words("values.yes" if one.chosen else "values.no"),
    } for one in contrasts])


def measured(one: Contrast, context: Context, *, inside: bool = True) -> str:
    """Write a share as per cent, a mean in its unit."""
    side = one.inside if inside else one.outside
    if not one.measured:
        return context.words.percent(side.estimate)
    if side.estimate is None:
        return NONE
    return context.money(side.estimate) if one.dimension in MONEY else context.words.number(side.estimate, 1)


