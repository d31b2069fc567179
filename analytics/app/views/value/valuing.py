"""Valuing all customers in a child process, and how far that is."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import translator
from analytics.app.jobs import forget, job_state, start
from analytics.models.valuation import STEPS
from analytics.store import Store

COMMAND = "value"
POLL = "1s"


@st.fragment(run_every=POLL)
def valuing(store: Store) -> None:
    """Start a valuation and show how far it is."""
    words, state = translator(), job_state(store, COMMAND)
    if state is None:
        st.button(words("value.begin"), key="value:begin", type="primary", icon=":material/calculate:",
                  on_click=start, args=(store, COMMAND))
        st.caption(words("value.begin_note"))
    elif state.running:
        place = STEPS.index(state.step) if state.step in STEPS else 0
        inside = state.done / state.total if state.total else 0.0
        st.progress(min((place + inside) / len(STEPS), 1.0),
                    words("value.progress", step=words(f"value.step.{state.step or STEPS[0]}"), n=place + 1,
                          of=len(STEPS), seconds=words.number(state.seconds)))
    else:
        if state.failed:
            st.error(words("value.failed", message=state.message))
        else:
            st.success(words("value.done"))
        if st.button(words("value.show"), key="value:show"):
            forget(store, COMMAND)
            st.rerun(scope="app")
