"""What sets the segment apart from the rest, and who belongs to it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.people import MONEY, People
from analytics.app.context import Context
from analytics.app.views.segments.builder import draft
from analytics.charts import segment_profile as charts
from analytics.filters import SavedSegment
from analytics.metrics.segment_profile import Contrast, SegmentProfile
from analytics.models.segment_filter import segment_filter
from analytics.statistics.estimate import Estimate

#: Named in the sentence.
MOST_NAMED = 3


def chosen(context: Context) -> SavedSegment:
    """Return what is being put together as a filter."""
    return segment_filter(context.store, draft().saved())


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
    for dimension, value in (("value", None), ("last_score", None), ("status", "lost")):
        one = next((one for one in found.contrasts if (one.dimension, one.value) == (dimension, value)), None)
        if one is not None:
            shown.append(Figure(
                words(f"columns.{dimension}") if one.measured else context.text("figure.lost"),
                plain(one, one.inside, context),
                note=context.text("figure.side_note", interval=interval(one, one.inside, context),
                                  n=words.number(one.inside.n), rest=stated(one, one.outside, context)),
                help=context.text("figure.mean_help" if one.measured else "figure.lost_help"),
                state=one.difference.state))
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
        context.text("column.inside"): stated(one, one.inside, context),
        context.text("column.outside"): stated(one, one.outside, context),
        context.text("column.beyond_chance"): words("values.yes" if one.different else "values.no"),
        context.text("column.chosen"): words("values.yes" if one.chosen else "values.no"),
    } for one in contrasts])


def plain(one: Contrast, side: Estimate, context: Context) -> str:
    """Write one side's share as per cent, its mean in the measure's unit."""
    return _written(one, side.estimate, context)


def interval(one: Contrast, side: Estimate, context: Context) -> str:
    """Write the ends of one side's interval."""
    if not one.measured:
        return context.words.interval(side)
    return context.words("format.from_to", low=_written(one, side.low, context),
                         high=_written(one, side.high, context))


def stated(one: Contrast, side: Estimate, context: Context) -> str:
    """Write one side with its interval and the customers it rests on."""
    return context.words("format.rate", estimate=plain(one, side, context),
                         interval=interval(one, side, context), n=context.words.number(side.n))


def _written(one: Contrast, value: float | None, context: Context) -> str:
    if not one.measured:
        return context.words.percent(value)
    return context.money(value) if one.dimension in MONEY else context.words.number(value, 1)
