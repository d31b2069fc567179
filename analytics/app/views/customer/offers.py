"""What else a customer may need, by what is bought together."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import method, table
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.views.customer.tasks import can_make_tasks, make_task
from analytics.metrics.cross_sell import CrossSell, Offer, offers_from
from analytics.metrics.customer_card import CustomerCard
from analytics.workspace import Task


def show_offers(context: Context, card: CustomerCard) -> None:
    """Name the surest item first, list the others, and take it as a task."""
    words, number = context.words, card.facts.customer_id
    # What goes together is the same for every customer: it is computed once, and only when this is opened.
    found = offers_from(context.metric("bought_together"),
                        context.metric("customer_records", customer=number, records="orders"),
                        context.period.as_of)
    if not found.offers:
        st.markdown(words("cross_sell.none"))
    else:
        first = found.offers[0]
        said = words("cross_sell.lead", item=_name(context, found, first.item),
                     beside=_name(context, found, first.beside), date=words.date(first.bought_on))
        st.markdown(f"**{escaped(said)}**")
        st.markdown(escaped(words(
            "cross_sell.lift", lift=words.number(first.pair.lift.lift.estimate, 1),
            interval=_interval(context, first), n=words.number(first.pair.lift.baskets))))
        if card.facts.consent is False:
            st.caption(words("cross_sell.refused"))
        elif can_make_tasks(context) and st.button(
                words("cross_sell.make"), key=context.key("offer-task"), icon=":material/add_task:"):
            make_task(context, Task(
                number, words("cross_sell.task", item=_name(context, found, first.item)), "other",
                f"cross_sell:{first.item}"[:120], card.facts.account_manager or ""))
        table(context, _table(context, found), f"{context.page}-{number}-offers", key="offers",
              alt=words("cross_sell.table"))
    method(context, "cross_sell")


def _name(context: Context, found: CrossSell, item: str) -> str:
    return context.words.value("kind", item) if found.item == "kind" else item


def _interval(context: Context, one: Offer) -> str:
    lift = one.pair.lift.lift
    return f"{context.words.number(lift.low, 1)}–{context.words.number(lift.high, 1)}"


def _table(context: Context, found: CrossSell) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame(
        [(_name(context, found, one.item), _name(context, found, one.beside), one.bought_on,
          round(one.pair.lift.lift.estimate or 0.0, 2), _interval(context, one), one.pair.lift.baskets)
         for one in found.offers],
        columns=[words(f"cross_sell.column_{name}") for name in (
            "item", "beside", "date", "lift", "interval", "n")])
