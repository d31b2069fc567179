"""The open complaints past their target, with owner and customer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components.answer import escaped
from analytics.app.components.people import customer_table, named
from analytics.app.components.table import download
from analytics.app.context import Context
from analytics.app.navigation import page_file
from analytics.app.views.complaints.choosing import targets, until_closed

#: The page on which complaints are handled.
DESK = "complaint_desk"

#: First what fits beside each other: what it is about, since when, and with whom.
COLUMNS = ("customer_key", "name", "stage", "days_in_stage", "owner", "severity", "category", "owner_level",
           "amount_at_stake", "promise_due", "complaint_id", "customer_id", "size", "branch", "value")


def open_cases(context: Context) -> None:
    """List open complaints that are past the target of their stage, or all of them."""
    words = context.words
    found: pd.DataFrame = context.metric("complaint_open", **until_closed(targets(context)))
    with st.container(border=True, key=context.key("card-open")):
        late = found[found["past_target"].fillna(False).astype(bool)]
        st.header(context.text("open.title", n=words.number(len(late))), anchor=False)
        if found.empty:
            st.caption(context.text("open.none"))
            return
        everything = st.toggle(context.text("open.all", n=words.number(len(found))),
                               key=context.key("open-all"))
        shown = (found if everything else late)[[*COLUMNS]].copy()
        if shown.empty:
            st.caption(context.text("open.none_late"))
            return
        shown["stage"] = [context.text(f"stage.{one}") for one in shown["stage"]]
        shown["days_in_stage"] = shown["days_in_stage"].round(1)
        alt = context.text("open.title", n=words.number(len(late)))
        labels = {"stage": context.text("open.stage"), "days_in_stage": context.text("open.days")}
        event = customer_table(context, shown, key="open", alt=alt, selection="single-row", labels=labels)
        for place in event.selection.rows:
            number = str(shown["complaint_id"].iloc[place])
            st.page_link(page_file(DESK), label=words("complaint_desk.take_this", number=escaped(number)),
                         icon=":material/support_agent:", query_params={"complaint": number})
        st.page_link(page_file(DESK), label=context.text("open.desk"), icon=":material/support_agent:")
        download(context, lambda: named(shown, context).rename(columns=labels), "complaints-open", key="open")
