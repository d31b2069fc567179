"""Customers by what they will still bring, each leading to its card."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components.people import customer_table, named
from analytics.app.components.table import download
from analytics.app.context import Context
from analytics.app.values import current_valuation

#: Rows shown; the download has them all.
LISTED = 200


def customers(context: Context) -> None:
    """List the customers, the most valuable first."""
    valuation = current_valuation(context)
    if valuation is None:
        st.caption(context.text("none_here"))
        return
    frame: pd.DataFrame = context.metric("lifetime_value_list", values=valuation.values, rows=LISTED)
    with st.container(border=True, key=context.key("card-customers")):
        st.header(context.text("list.first", n=context.words.number(len(frame))), anchor=False)
        if frame.empty:
            return
        customer_table(context, frame, key="customers", alt=context.text("list.active"),
                       selection="single-row")
        st.caption(context.text("list.note"))
        download(context, lambda: named(context.metric("lifetime_value_list", values=valuation.values),
                                        context), "lifetime-value", key="customers")
