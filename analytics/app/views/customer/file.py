"""How complete a customer's file is, what to ask for next, and why."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import method, people_button, table
from analytics.app.components.answer import escaped
from analytics.app.components.people import People, heading
from analytics.app.context import Context
from analytics.metrics.customer_card import CustomerCard
from analytics.metrics.file_completeness import FileCompleteness, FileField


def show_file(context: Context, card: CustomerCard) -> None:
    """Say how much of the file is filled, what to ask for next, and list every field."""
    words, number = context.words, card.facts.customer_id
    found: FileCompleteness = context.metric("file_completeness", customer=number,
                                             weights=context.store.settings.text("file_weights"))
    asked = [one for one in found.fields if one.filled is not None]
    st.markdown(escaped(words(
        "customer_file.own" if found.missing else "customer_file.own_whole",
        k=words.number(sum(one.filled is True for one in asked)), n=words.number(len(asked)),
        share=words.percent(found.own, 0), company=words.percent(found.company, 0))))
    if found.missing:
        first = heading(found.missing[0].field, words)
        st.markdown(escaped(words("customer_file.next", field=first,
                                  why=words(f"customer_file.why.{found.missing[0].field}"))))
        people_button(context, People(words("customer_file.without", field=first), "file_gap_list",
                                      {"field": found.missing[0].field}), key="file-gaps")
    table(context, _table(context, found), f"{context.page}-{number}-file", key="file",
          alt=words("customer_file.title"),
          columns={words("customer_file.table_share"): st.column_config.ProgressColumn(
              min_value=0, max_value=1, format="percent")})
    method(context, "customer_file")


def _table(context: Context, found: FileCompleteness) -> pd.DataFrame:
    words = context.words
    # What is missing comes first, in the order in which it is to be asked for.
    rows = (*found.missing, *(one for one in found.fields if one.filled is not False))
    return pd.DataFrame(
        [(heading(one.field, words), one.weight, _filled(context, one),
          None if one.share is None else round(one.share, 3), one.customers,
          words(f"customer_file.why.{one.field}")) for one in rows],
        columns=[words(f"customer_file.table_{name}") for name in (
            "field", "weight", "own", "share", "n", "why")])


def _filled(context: Context, one: FileField) -> str:
    code = "not_asked" if one.filled is None else "yes" if one.filled else "no"
    return context.words(f"customer_file.{code}")
