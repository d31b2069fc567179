"""The customers behind a number: a list to sort, take away and open one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd
import streamlit as st

from analytics.app.components.answer import escaped
from analytics.app.components.save_segment import save_as_segment
from analytics.app.components.table import download
from analytics.app.context import Context
from analytics.app.navigation import page_file
from analytics.i18n import Translator
from analytics.i18n.translator import NONE

Selection = Literal["single-row", "multi-row", "single-column"]

OPEN_ICON = ":material/badge:"
#: The page that holds the cards.
CUSTOMERS = "customers"

#: A list longer than this is shown page by page.
ROWS_AT_ONCE = 1_000


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
    of : People or None
        Where the number is a share: all those it is a share of.
    """

    title: str
    metric: str
    options: dict[str, Any] = field(default_factory=dict)
    of: People | None = None


def people_button(context: Context, behind: Callable[[], People] | People, *, key: str) -> None:
    """Offer the customers behind a figure; they open over the page."""
    if st.button(context.words("people.show"), key=context.key(f"people-{key}"), type="tertiary",
                 icon=":material/group:"):
        chosen = behind() if callable(behind) else behind
        st.dialog(chosen.title, width="large")(people)(context, chosen, key=key)


def people(context: Context, chosen: People, *, key: str) -> None:
    """Show a list of customers; a click on a name, or choosing a row, opens the customer's card."""
    words = context.words
    if chosen.of is not None:
        labels = (chosen.title, words("people.out_of", title=chosen.of.title))
        place = st.radio(words("people.which"), range(len(labels)), key=context.key(f"which-{key}"),
                         format_func=lambda place: labels[place])
        chosen = (chosen, chosen.of)[place]
    frame: pd.DataFrame = context.metric(chosen.metric, **chosen.options)
    if frame.empty:
        st.caption(words("people.none"))
        return
    # A list of complaints or losses may name a customer more than once.
    customers = frame["customer_id"].nunique()
    st.caption(words("people.count" if customers == len(frame) else "people.count_rows",
                     n=words.number(customers), rows=words.number(len(frame))))
    pages = -(-len(frame) // ROWS_AT_ONCE)
    if pages > 1:
        # A browser takes seconds over a hundred thousand rows; the download has them all.
        page = st.pagination(pages, key=context.key(f"pages-{key}"))
        visible = frame.iloc[(page - 1) * ROWS_AT_ONCE:page * ROWS_AT_ONCE]
    else:
        visible = frame
    customer_table(context, visible, key=f"list-{key}", alt=chosen.title, selection="single-row")
    with st.container(horizontal=True, gap="small"):
        download(context, lambda: named(frame, context), f"{context.page}-{key}", key=f"list-{key}")
        save_as_segment(context, frame["customer_id"], chosen.title, key=key)


def customer_table(context: Context, frame: pd.DataFrame, *, key: str, alt: str,
                   selection: Selection | Sequence[Selection],
                   height: int | Literal["auto", "content"] = "auto",
                   labels: Mapping[str, str] | None = None) -> Any:
    """Show customers in a table whose rows lead to their cards.

    Parameters
    ----------
    context : Context
    frame : pandas.DataFrame
        One row per customer, with ``customer_id``; money in minor units.
    key : str
        The table's name on this page.
    alt : str
        What the table lists, for those who do not see it.
    selection : str or sequence of str
        What may be selected beside: ``"single-row"`` for the keyboard, ``"single-column"`` for sorting.
    height : int or str
        Pixels, or as the table component has it.
    labels : mapping of str to str, optional
        Heads that differ from a column's own.

    Returns
    -------
    DataframeState
        The table's event, with the selection.
    """
    words = context.words
    visible = on_screen(known_columns(context, frame), words)
    opener = "name" if "name" in visible else "customer_id"
    opens = context.key(f"{key}-open")
    visible[opener] = f"{OPEN_ICON} " + visible[opener].fillna(frame["customer_id"]).astype("str")
    config = column_config(visible, context, labels or {})
    config[opener] = st.column_config.ButtonColumn(
        (labels or {}).get(opener, heading(opener, words)), type="tertiary", alignment="left",
        key=opens)
    event = st.dataframe(visible, hide_index=True, key=context.key(key), on_select="rerun", height=height,
                         placeholder=NONE, selection_mode=selection, column_config=config, alt=alt)
    if clicked := st.session_state.get(opens):
        _open(context, str(frame["customer_id"].iloc[clicked["row"]]))
    if rows := event.selection.rows:
        open_link(context, frame["customer_id"].iloc[rows[0]], _name_at(frame, rows[0]))
    return event


def _open(context: Context, number: str) -> None:
    if context.page == CUSTOMERS:
        # The list stays in the address, so that the way back leads to the same search.
        st.query_params["customer"] = number
        st.rerun(scope="app")
    st.switch_page(page_file(CUSTOMERS), query_params={"customer": number})


def open_link(context: Context, number: str, name: str | None) -> None:
    """Show a link to a customer's card."""
    label = context.words("people.open", name=escaped(name or number))
    if context.page == CUSTOMERS:
        # A link to the page one is on would not change the address.
        if st.button(label, key=context.key(f"open-{number}"), icon=OPEN_ICON, type="tertiary"):
            _open(context, number)
    else:
        st.page_link(page_file(CUSTOMERS), label=label, icon=OPEN_ICON, query_params={"customer": number})


def shown(frame: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """Return a list with codes as labels and money in whole units; columns without a value are left out."""
    visible = frame.drop(columns=[*KEYS & set(frame)])
    visible = visible.dropna(axis="columns", how="all")
    for column in visible.columns:
        if column in MONEY:
            # Minor units may be a mean or a share of some: what is taken away has whole ones.
            visible[column] = (visible[column] / 100).round(2)
        elif column in CODED:
            # A flag that is not always known comes as NA, which is neither equal to itself nor not.
            codes = visible[column].astype("object").where(visible[column].notna(), None)
            labels = {code: words.value(column, code) for code in codes.unique()}
            visible[column] = [labels[code] for code in codes]
    return visible


def on_screen(frame: pd.DataFrame, words: Translator) -> pd.DataFrame:
    """Return a list as `shown`, with shares to one decimal of a per cent.

    The table component would show as many decimals as a share happens to have.
    """
    visible = shown(frame, words)
    for column in SHARES & set(visible):
        visible[column] = visible[column].round(3)
    return visible


def named(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return a list as people take it away: labels, whole money and translated heads."""
    visible = shown(known_columns(context, frame), context.words)
    return visible.rename(columns=lambda column: list_head(column, context))


def known_columns(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out counts of what was never recorded: they would read as none."""
    if context.reader.meta.has_complaints:
        return frame
    return frame.drop(columns="open_complaints", errors="ignore")


def _name_at(frame: pd.DataFrame, row: int) -> str | None:
    name = frame["name"].iloc[row] if "name" in frame else None
    return name if isinstance(name, str) else None


def heading(column: str, words: Translator) -> str:
    """Return a list's column head."""
    return words(f"columns.{column}") if words.has(f"columns.{column}") else column.removeprefix("trait_")


def list_head(column: str, context: Context) -> str:
    """Return a list's column head, with the currency where the column holds money."""
    head = heading(column, context.words)
    if column in YEARLY and not context.reader.meta.has_orders:
        # Without orders a value is the one on record, not the revenue of twelve months.
        head = heading("annual_value", context.words)
    return context.in_currency(head) if column in MONEY else head


def column_config(frame: pd.DataFrame, context: Context,
                  labels: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """Return how a list's columns are headed and formatted."""
    config: dict[str, Any] = {}
    for column in frame.columns:
        label = labels.get(column, list_head(column, context))
        if column in MONEY:
            config[column] = st.column_config.NumberColumn(label, format="%,.0f")
        elif column in SHARES:
            config[column] = st.column_config.ProgressColumn(
                label, min_value=0, max_value=1, format="percent")
        elif column in PERCENTS:
            config[column] = st.column_config.NumberColumn(label, format="percent")
        elif pd.api.types.is_datetime64_any_dtype(frame[column]) or column.endswith("_on"):
            config[column] = st.column_config.DateColumn(label, format="YYYY-MM-DD")
        else:
            config[column] = st.column_config.Column(label)
    return config


#: Columns that programs know rows by.
KEYS = frozenset({"customer_key", "loss_id", "occasion", "taken"})
#: Columns of lists that hold minor units, shares of one, and codes.
MONEY = frozenset({"value", "lifetime_value", "lifetime_low", "lifetime_high", "value_12m", "value_lost",
                   "expected_future_value", "expected_loss",
                   "revenue_total", "margin_12m", "annual_value", "revenue", "amount_at_stake",
                   "compensation", "cost", "discount", "monthly_value", "second_value", "gain", "gain_low",
                   "gain_high", "gap_to_large", "revenue_before", "revenue_change", "brought_value",
                   "value_then", "value_after",
                   "margin", "cost_to_serve", "profit", "profit_low", "profit_high", "campaign_cost",
                   "contact_cost", "cost_apart", "worth", "uplift_worth", "wallet_left",
                   "peer_frontier", "wallet_gap"})
#: What a customer is worth a year.
YEARLY = frozenset({"value", "value_12m", "value_lost"})
#: Shares that may pass one.
PERCENTS = frozenset({"rise_needed", "uplift"})
SHARES = frozenset({"risk", "chance", "chance_alive", "chance_unasked", "chance_to_order", "chance_within",
                    "chance_large", "wallet_share"})
CODED = frozenset({"size", "market", "cause", "cause_class", "precursor", "basis", "status", "grade",
                   "severity", "outcome", "kind", "opened_by", "loss_basis", "regretted", "avoidable",
                   "channel", "question", "acquisition_channel", "would_return",
                   "owner_level", "by_level", "reaction", "direction", "ended_because",
                   "satisfied", "promise_kept", "reopened", "correct_first_time", "right_first_time",
                   "returned", "complete", "valued_by", "growth_kind", "growth_source",
                   "grade_then", "grade_after", "grade_proposed", "state_before",
                   "state_now", "proposal", "contact_reason"})
