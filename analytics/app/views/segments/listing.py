"""The saved segments: how many customers each has now, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.app import session
from analytics.app.address import set_filters
from analytics.app.components import answer, chart_card
from analytics.app.components.answer import escaped
from analytics.app.components.people import People, people_button
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.segments.builder import begin
from analytics.app.views.segments.draft import Draft
from analytics.app.workspace import known_segments, reader_name
from analytics.charts import segment_overlap as charts
from analytics.errors import HuitouError, WorkspaceError
from analytics.filters import Filters, condition_sentence
from analytics.metrics.segment_overlap import SegmentOverlap
from analytics.models.segment_filter import segment_filter
from analytics.workspace import Segment, delete_segment, open_workspace

#: More than this cannot be compared each with each.
MOST_COMPARED = 12


def saved(context: Context) -> tuple[Segment, ...]:
    """Return the segments the reader may use; none, with a warning, while they cannot be read."""
    try:
        return known_segments(context.store)
    except WorkspaceError as error:
        st.warning(error_words(error, context.words))
        return ()


def overlap(context: Context, kept: tuple[Segment, ...]) -> SegmentOverlap:
    """Count the customers of each segment and of each two of them."""
    found: SegmentOverlap = context.metric(
        "segment_overlap", segment=tuple(segment_filter(context.store, one) for one in kept))
    return found


def tell(context: Context, kept: tuple[Segment, ...], counted: SegmentOverlap) -> None:
    """Say first what there is."""
    words = context.words
    if not kept:
        answer(context.text("answer_none"), detail=context.text("answer_none_detail"))
        return
    within = counted.customers - counted.in_none
    answer(context.text("answer", n=len(kept), customers=words.number(within),
                        share=words.percent(within / counted.customers if counted.customers else None)))


def listing(context: Context, kept: tuple[Segment, ...], counted: SegmentOverlap) -> None:
    """List the segments with what can be done with each."""
    if not kept:
        return
    with st.container(border=True, key=context.key("card-saved")):
        st.header(context.text("saved_title"), anchor=False)
        for place, segment in enumerate(kept):
            _one(context, segment, counted.both[place][place])


def _one(context: Context, segment: Segment, customers: int) -> None:
    words, key = context.words, segment.code
    st.subheader(context.text("named", name=escaped(segment.name), n=words.number(customers)), anchor=False)
    when = words.date(segment.saved_at.date() if segment.saved_at else None)
    whom = (context.text("frozen") if segment.frozen
            else condition_sentence(segment.condition, words, context.currency))
    told = [whom, segment.note,
            context.text("saved_by", who=segment.saved_by, when=when, version=segment.version)
            if segment.saved_by else context.text("saved_on", when=when, version=segment.version),
            None if segment.shared else context.text("private")]
    st.caption(escaped(" · ".join(filter(None, told))))
    with st.container(horizontal=True, gap="small"):
        members = {"segment": segment_filter(context.store, segment)}
        people_button(context, People(segment.name, "segment_list", members), key=f"members-{key}")
        st.button(context.text("use"), key=context.key(f"use-{key}"), type="tertiary",
                  icon=":material/filter_alt:", on_click=_use, args=(context, segment))
        opened = Draft.of(segment) if not segment.frozen else None
        st.button(context.text("edit"), key=context.key(f"edit-{key}"), type="tertiary",
                  icon=":material/edit:", disabled=opened is None,
                  on_click=lambda: begin(opened) if opened else None)
        with st.popover(context.text("delete"), key=context.key(f"delete-{key}"), type="tertiary",
                        icon=":material/delete:"):
            st.markdown(context.text("delete_sure", name=escaped(segment.name)))
            st.button(context.text("delete_yes"), key=context.key(f"delete-yes-{key}"), on_click=_delete,
                      args=(context, segment))


def _use(context: Context, segment: Segment) -> None:
    filters: Filters = st.session_state[session.FILTERS]
    others = tuple(one for one in filters.saved if one.code != segment.code)
    set_filters(replace(filters, saved=(*others, segment_filter(context.store, segment))))


def _delete(context: Context, segment: Segment) -> None:
    try:
        delete_segment(open_workspace(context.store), segment, reader_name())
    except HuitouError as error:
        st.toast(error_words(error, context.words))


def overlaps(context: Context, kept: tuple[Segment, ...], counted: SegmentOverlap) -> None:
    """Draw how far the segments overlap."""
    if not 2 <= len(kept) <= MOST_COMPARED:
        return
    words = context.words
    chart_card(
        context, "overlap", charts.overlap(counted, words), title=context.text("chart.overlap"),
        alt=context.text("chart.overlap_alt", list=words.listing([
            f"{one.name} {words.number(counted.both[place][place])}" for place, one in enumerate(kept)])),
        note=context.text("chart.overlap_note", n=words.number(counted.customers)),
        data=lambda: pd.DataFrame([{
            context.text("column.segment"): row["segment"], context.text("column.other"): row["other"],
            words("columns.customers"): row["customers"],
            words("columns.share"): words.percent(row["share"])} for row in counted.table()]))  # type: ignore[arg-type]
