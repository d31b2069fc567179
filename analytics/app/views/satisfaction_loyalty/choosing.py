"""A choice on this page that the address carries as a code."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.app.context import Context

#: What the curve is compared by.
BY = ("market", "segment", "size")


def asked(name: str, options: Sequence[str]) -> str | None:
    """Return the option the address names, if it is one."""
    code = st.query_params.get(name, "")
    return code if code in options else None


def choose(context: Context, name: str, options: Sequence[str], labels: Sequence[str], *, label: str,
           default: str | None = None) -> str:
    """Let the reader choose one of a few options; what differs from the default goes into the address.

    Parameters
    ----------
    context : Context
    name : str
        Name of the parameter in the address.
    options, labels : sequence of str
        Codes, and what they are called.
    label : str
        What is chosen, for screen readers.
    default : str, optional
        The one shown without a choice; the first when omitted.

    Returns
    -------
    str
        The code chosen.
    """
    key, usual = context.key(name), default or options[0]

    def write() -> None:
        code = st.session_state[key]
        if code == usual:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = code

    named = dict(zip(options, labels, strict=True))
    chosen = st.segmented_control(
        label, list(options), default=asked(name, options) or usual, required=True, key=key,
        format_func=lambda code: named[code], on_change=write, label_visibility="collapsed")
    return chosen or usual


def dimensions(context: Context) -> list[str]:
    """Return what the curve can be compared by in this store."""
    return [one for one in BY if one in context.metric("choices").dimensions]


def groups_asked(context: Context, outcome: str) -> dict[str, dict[str, str]]:
    """Return the metric of groups with its options; nothing while another tab is open."""
    there, tab = dimensions(context), st.session_state.get(context.key("tabs"))
    if not there or tab not in (None, context.text("tab.groups")):
        return {}
    return {"satisfaction_groups": {"outcome": outcome, "by": asked("by", there) or there[0]}}
