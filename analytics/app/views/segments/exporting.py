"""Taking a segment away: the columns one chooses, as CSV, as a workbook, or handed to a CRM."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from analytics.app.components.answer import escaped
from analytics.app.components.people import heading, named
from analytics.app.components.table import download
from analytics.app.context import Context
from analytics.app.views.segments.builder import draft
from analytics.app.views.segments.profile import chosen
from analytics.metrics.choices import columns_of
from analytics.metrics.segment_list import COLUMNS
from analytics.metrics.segment_profile import SegmentProfile
from analytics.reports.segment_delivery import deliver_call, deliver_file
from analytics.settings import load_settings

#: For the store's own use.
HIDDEN = ("customer_key",)


def export(context: Context, found: SegmentProfile) -> None:
    """Offer the customers of the segment with chosen columns."""
    if not found.inside:
        return
    words = context.words
    with st.container(border=True, key=context.key("card-export")):
        st.header(context.text("export_title", n=words.number(found.inside)), anchor=False)
        there = columns_of(context.reader, "customers_now")
        usual = [column for column in COLUMNS if column in there and column not in HIDDEN]
        columns = st.multiselect(
            context.text("export_columns"), [*usual, *sorted(there - {*usual, *HIDDEN})], default=usual,
            key=context.key("export-columns"), format_func=lambda column: heading(column, words))
        if not columns:
            st.caption(context.text("export_none"))
            return

        def rows() -> pd.DataFrame:
            members = context.metric("segment_list", segment=chosen(context), columns=tuple(columns))
            return named(members, context)

        with st.container(horizontal=True, gap="small"):
            download(context, rows, context.page, key="export")
            settings = load_settings()
            sent = bool(settings.text("segment_folder") or settings.text("segment_address")) and st.button(
                context.text("send"), key=context.key("send"), type="tertiary", icon=":material/outbox:")
        if sent:
            _send(context, rows())


def _send(context: Context, rows: pd.DataFrame) -> None:
    """Hand the customers over, and say what became of it; a failure is told by the card."""
    settings, name, n = load_settings(), draft().segment.name or context.page, context.words.number(len(rows))
    if folder := settings.text("segment_folder"):
        file = deliver_file(Path(folder), name, rows)
        st.success(escaped(context.text("send_file", n=n, file=file)))
    if url := settings.text("segment_address"):
        status = deliver_call(url, name, context.period.as_of, rows)
        st.success(escaped(context.text("send_call", n=n, url=url, status=status)))
