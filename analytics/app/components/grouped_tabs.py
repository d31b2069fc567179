"""Groups as tabs, and the parts of the open one beside each other: many parts, and one drawn at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from analytics.app.context import Context
from analytics.app.guard import card

Result = TypeVar("Result")
Draw = Callable[[Context, Result], None]


def grouped_tabs(context: Context, result: Result,
                 groups: Sequence[tuple[str, Sequence[tuple[str, Draw[Result]]]]]) -> None:
    """Offer groups as tabs and, in the open one, its parts; only the chosen part is drawn.

    Parameters
    ----------
    context : Context
        Names stand under ``<page>.group`` and ``<page>.tab``.
    result : object
        What every part is given.
    groups : sequence of (str, sequence of (str, callable))
        Each group with its parts, in order; a part is drawn in a card of its own.
    """
    opened = st.tabs([context.text(f"group.{name}") for name, _ in groups], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (group, parts) in zip(opened, groups, strict=True):
        if tab.open:
            with tab:
                _part(context, result, group, dict(parts))


def _part(context: Context, result: Result, group: str,
          parts: dict[str, Draw[Result]]) -> None:
    name = next(iter(parts))
    if len(parts) > 1:
        name = st.segmented_control(
            context.text(f"group.{group}"), list(parts), default=name, required=True,
            key=context.key(f"part-{group}"), format_func=lambda one: context.text(f"tab.{one}"),
            label_visibility="collapsed") or name
    with card(name):
        parts[name](context, result)
