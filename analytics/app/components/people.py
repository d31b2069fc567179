"""The customers behind a number: a list to sort, take away and open one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components.table import download
from analytics.app.context import Context
from analytics.i18n import Translator


@dataclass(frozen=True, slots=True)
class People:
    """A named list of customers.

    Attributes
    ----------
    title : str
        Who they are, in words: "31 customers lost in Q3".
    metric : str
        The metric that lists them.
    options : mapping
        Its options.
    """

    title: str
    metric: str
    options: dict[str, Any] = field(default_factory=dict)


def people_button(context: Context, behind: Callable[[], People] | People, *, key: str) -> None:
    """Offer the customers behind a figure; they open over the page."""
    if st.button(context.words("people.show"), key=context.key(f"people-{key}"), type="tertiary",
                 icon=":material/group:"):
        chosen = behind() if callable(behind) else behind
        st.dialog(chosen.title, width="large")(people)(context, chosen, key=key)


def people(context: Context, chosen: People, *, key: str) -> None:
    """Show a list of customers; choosing a row opens the customer's card."""
    words = context.words
    frame: pd.DataFrame = context.metric(chosen.metric, **chosen.options)
    if frame.empty:
        st.caption(words("people.none"))
        return
    st.caption(words("people.count", n=words.number(len(frame))))
    event = st.dataframe(
        shown(frame, words), hide_index=True, key=context.key(f"list-{key}"), on_select="rerun",
        selection_mode="single-row", column_config=column_config(frame, context), alt=chosen.title)
    rows = event.selection.rows
    if rows:
        row = frame.iloc[rows[0]]
        st.page_link("pages/customers.py", icon=":material/badge:",
                     label=words("people.open", name=row.get("name") or row["customer_id"]),
                     query_params={"customer": str(row["customer_id"])})
    download(context, shown(frame, words).rename(columns=lambda name: heading(name, words)),
             f"{context.page}-{key}", key=f"list-{key}")


def shown(frame: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """Return a list with codes as labels and money in whole units."""
    visible = frame.drop(columns=[c for c in ("customer_key", "loss_id") if c in frame])
    for column in visible.columns:
        if column in MONEY:
            visible[column] = visible[column] / 100
        elif column in CODED:
            visible[column] = visible[column].map(lambda code, column=column: words.value(column, code))
    return visible


def heading(column: str, words: Translator) -> str:
    """Return a list's column head."""
    return words(f"columns.{column}") if words.has(f"columns.{column}") else column.removeprefix("trait_")


def column_config(frame: pd.DataFrame, context: Context) -> dict[str, Any]:
    """Return how a list's columns are headed and formatted."""
    config: dict[str, Any] = {}
    for column in frame.columns:
        label = heading(column, context.words)
        if column in MONEY:
            config[column] = st.column_config.NumberColumn(label, format="%,.0f")
        elif column in SHARES:
            config[column] = st.column_config.ProgressColumn(
                label, min_value=0, max_value=1, format="percent")
        elif pd.api.types.is_datetime64_any_dtype(frame[column]) or column.endswith("_on"):
            config[column] = st.column_config.DateColumn(label, format="YYYY-MM-DD")
        else:
            config[column] = st.column_config.Column(label)
    return config


#: Columns of lists that hold minor units, shares of one, and codes.
MONEY = frozenset({"value", "value_12m", "value_lost", "expected_future_value", "expected_loss",
                   "revenue_total", "margin_12m", "annual_value", "revenue", "amount_at_stake",
                   "compensation"})
SHARES = frozenset({"risk"})
CODED = frozenset({"size", "market", "cause_class", "precursor", "basis", "status", "grade", "severity",
                   "outcome", "kind", "opened_by", "loss_basis", "regretted", "avoidable"})
