"""Who is worth what, why the model says so, what all customers are worth, and who earns it today.

A further part of the page is a module with a function of the same shape, and one line in `TABS`.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.app.context import Context
from analytics.app.guard import card
from analytics.app.views.value.absorption import absorption
from analytics.app.views.value.concentration import concentration
from analytics.app.views.value.customers import customers
from analytics.app.views.value.equity import equity
from analytics.app.views.value.model import model
from analytics.app.views.value.old_and_new import old_and_new
from analytics.app.views.value.scorecard import scorecard
from analytics.app.views.value.service_balance import service_balance
from analytics.app.views.value.share_of_wallet import share_of_wallet
from analytics.app.views.value.wallet_potential import wallet_potential

#: A tab: its name in the catalogue, whole, and the parts drawn in it while it is open, each in a card of its
#: own.
TABS: tuple[tuple[str, tuple[Callable[[Context], None], ...]], ...] = (
    ("value.tab.customers", (customers,)),
    ("value.tab.equity", (equity,)),
    ("value.tab.model", (model,)),
    ("concentration.tab", (concentration,)),
    ("old_and_new.tab", (old_and_new,)),
    ("scorecard.tab", (scorecard,)),
    ("service_balance.tab", (service_balance,)),
    ("share_of_wallet.tab", (share_of_wallet, wallet_potential)),
    ("absorption.tab", (absorption,)),
)


def tabs(context: Context) -> None:
    """Offer the tabs, and draw the open one."""
    if not TABS:
        return
    opened = st.tabs([context.words(title) for title, _ in TABS], key=context.key("tabs"), on_change="rerun")
    for tab, (_, parts) in zip(opened, TABS, strict=True):
        if tab.open:
            with tab:
                for part in parts:
                    with card(part.__name__):
                        part(context)
