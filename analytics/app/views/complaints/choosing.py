"""What this page takes from the settings, and its choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.app.context import Context
from analytics.metrics.complaint_clock import STAGES

#: More options than this do not fit beside each other in half a page.
MOST_BESIDE = 5


def quick_days(context: Context) -> int:
    """Return the days within which a resolution counts as quick."""
    return context.store.settings.integer("complaint_quick_days")


def targets(context: Context) -> dict[str, int]:
    """Return the hours each stage may take."""
    settings = context.store.settings
    return {stage: settings.integer(f"complaint_hours_{stage}") for stage in STAGES}


def until_closed(hours: dict[str, int]) -> dict[str, int]:
    """Return the hours of the stages in which a case is open."""
    return {stage: limit for stage, limit in hours.items() if stage != "follow_up"}


def outcome_options(context: Context) -> dict[str, Any]:
    """Return the options of repurchase by outcome."""
    settings = context.store.settings
    return {"quick_days": quick_days(context), "stake_low": settings.integer("complaint_stake_low"),
            "stake_high": settings.integer("complaint_stake_high")}


def pick(context: Context, name: str, options: Sequence[str], labels: Sequence[str], label: str,
         default: str | None = None) -> str:
    """Let the reader choose one of a few options."""
    named = dict(zip(options, labels, strict=True))
    if len(options) > MOST_BESIDE:
        return st.selectbox(label, list(options), key=context.key(name), format_func=lambda one: named[one],
                            index=list(options).index(default) if default else 0)
    chosen = st.segmented_control(
        label, list(options), default=default or options[0], required=True, key=context.key(name),
        format_func=lambda one: named[one], label_visibility="collapsed")
    return chosen or default or options[0]
