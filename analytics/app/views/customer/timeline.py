"""Everything that happened with a customer, newest first: from the records, and what people wrote."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import streamlit as st

from analytics.app.components import download
from analytics.app.components.answer import escaped
from analytics.app.components.people import column_config, heading, named, shown
from analytics.app.context import Context
from analytics.app.navigation import page_file
from analytics.charts.customer_card import happening_words
from analytics.errors import HuitouError
from analytics.i18n.translator import NONE
from analytics.metrics.customer_card import CustomerCard, Happening
from analytics.metrics.customer_records import RECORD_TABLES
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.customer_history import WrittenEvent, customer_history

#: Kinds of entries, by the filter they stand under, in its order.
KINDS: dict[str, tuple[str, ...]] = {
    "order": ("order", "return"), "survey": ("survey",), "complaint": ("complaint", "complaint_closed"),
    "case": ("case", "case_closed"), "contact": ("contact",), "service_job": ("service_job",),
    "contract": ("contract_start", "contract_end"), "membership": ("membership_joined", "membership_left"),
    "campaign": ("campaign", "campaign_drawn"), "grade": ("grade",), "relation": ("won", "won_back", "lost"),
    "note": ("note",), "task": ("task", "task_closed")}
_KIND_OF = {kind: name for name, kinds in KINDS.items() for kind in kinds}

#: The page that tells more about an entry of a kind, and the table its rows stand in.
PAGES = {"survey": "surveys", "complaint": "complaint_desk", "case": "complaint_desk", "contact": "contacts",
         "service_job": "service", "campaign": "campaigns", "grade": "grades", "relation": "lost_customers",
         "task": "contacts"}
TABLES = {"order": "orders", "survey": "surveys", "complaint": "complaints", "contact": "contacts",
          "service_job": "service_jobs", "contract": "contracts", "membership": "memberships"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline in words, and where more about it stands."""

    happened_on: date
    kind: str
    what: str
    particulars: str
    query: dict[str, str] = field(default_factory=dict)


def recorded(context: Context, one: Happening) -> Entry:
    """Return a record in words."""
    what, particulars = happening_words(one, context.words, context.currency)
    query = {"complaint": one.reference} if one.reference and "complaint" in one.kind else {}
    return Entry(one.happened_on, _KIND_OF[one.kind], what, particulars, query)


def written(context: Context, one: WrittenEvent) -> Entry:
    """Return what somebody wrote or did in words."""
    words, detail = context.words, one.detail
    if one.kind == "campaign_drawn" and detail:
        detail = words.value("arm", detail)
    if one.kind == "case":
        key = f"complaints.stage.{detail}"
        detail = words(key) if words.has(key) else words("complaint_desk.stage_done")
    query = {"case": one.code} if one.kind.startswith("case") else {
        "campaign": one.code} if one.kind == "campaign_drawn" else {}
    return Entry(one.happened_on, _KIND_OF[one.kind], words(f"customers.happening.{one.kind}"),
                 " · ".join(part for part in (one.text, detail) if part), query)


def show_timeline(context: Context, card: CustomerCard) -> None:
    """Show every entry, newest first, with a filter by kind; a chosen line leads to its rows and its page."""
    entries = [recorded(context, one) for one in card.timeline]
    entries += [written(context, one) for one in _written(context, card.facts.customer_id)]
    counted = Counter(one.kind for one in entries)
    kinds = [kind for kind in KINDS if counted[kind]]
    chosen = st.pills(
        context.text("timeline_kinds"), kinds, selection_mode="multi", key=context.key("timeline-kinds"),
        format_func=lambda kind: context.text(f"kind.{kind}", n=context.words.number(counted[kind])))
    found = sorted((one for one in entries if not chosen or one.kind in chosen),
                   key=lambda one: one.happened_on, reverse=True)
    timeline_table(context, found, card.facts.customer_id, key="timeline", alt=context.text("tab.timeline"),
                   leads=True)


def timeline_table(context: Context, entries: list[Entry], number: str, *, key: str, alt: str,
                   leads: bool = False) -> None:
    """Show entries as a table; where it leads on, a chosen line shows the rows behind it."""
    if not entries:
        st.caption(context.text("card.no_records"))
        return
    words = context.words
    frame = pd.DataFrame({
        "happened_on": pd.to_datetime([one.happened_on for one in entries]),
        "what": [one.what for one in entries], "particulars": [one.particulars for one in entries]})
    config = column_config(frame, context)
    config["happened_on"] = st.column_config.DateColumn(heading("happened_on", words), width=110,
                                                        format="YYYY-MM-DD")
    config["what"] = st.column_config.TextColumn(heading("what", words), width="medium")
    if leads:
        # No choice outlives the lines it was made on.
        kinds = "-".join(sorted({one.kind for one in entries}))
        event = st.dataframe(frame, hide_index=True, key=context.key(f"{key}-{kinds}"), column_config=config,
                             alt=alt, on_select="rerun", selection_mode="single-row")
        rows = event.selection.rows
        if rows and rows[0] < len(entries):
            _more(context, entries[rows[0]], number)
        else:
            st.caption(context.text("timeline_hint"))
    else:
        st.dataframe(frame, hide_index=True, key=context.key(key), column_config=config, alt=alt)
    download(context, lambda: named(frame, context), f"{context.page}-{number}-{key}", key=key)


def _more(context: Context, entry: Entry, number: str) -> None:
    words = context.words
    st.markdown(f"**{escaped(words.date(entry.happened_on))} · {escaped(entry.what)}**")
    if entry.particulars:
        st.markdown(escaped(entry.particulars))
    if table := TABLES.get(entry.kind):
        rows: pd.DataFrame = context.metric("customer_records", customer=number, records=table)
        day = RECORD_TABLES[table]
        there = rows[pd.to_datetime(rows[day]).dt.date == entry.happened_on] if day in rows else rows.iloc[:0]
        if len(there):
            st.dataframe(shown(there, words), hide_index=True, key=context.key("timeline-rows"),
                         placeholder=NONE, column_config=column_config(there, context), alt=entry.what)
    if page := PAGES.get(entry.kind):
        st.page_link(page_file(page), label=context.text("timeline_page", page=words(f"{page}.title")),
                     icon=":material/open_in_new:", query_params=entry.query or None)


def _written(context: Context, number: str) -> tuple[WrittenEvent, ...]:
    """Return what people wrote about a customer; nothing where it cannot be read: the card says so above."""
    if not has_workspace(context.store):
        return ()
    try:
        return customer_history(open_workspace(context.store), number)
    except HuitouError:
        return ()
