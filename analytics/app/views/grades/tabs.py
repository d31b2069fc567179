"""Why customers moved, by which rule they are graded, and what each grade gets: drawn when chosen."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.app.context import Context
from analytics.app.guard import card
from analytics.app.views.grades.contacts import contacts
from analytics.app.views.grades.history import history, reasons
from analytics.app.views.grades.rules import rules
from analytics.app.views.grades.service import service
from analytics.app.views.grades.units import units
from analytics.metrics.grades import Grades

Draw = Callable[[Context, Grades], None]

PARTS: tuple[tuple[str, Draw], ...] = (
    ("reasons", reasons), ("history", history), ("rules", rules), ("units", units), ("contacts", contacts),
    ("service", service))


def tabs(context: Context, found: Grades) -> None:
    """Offer reasons, history, other rules, regions, contact standards and service."""
    opened = st.tabs([context.text(f"tab.{name}") for name, _ in PARTS], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (name, draw) in zip(opened, PARTS, strict=True):
        if tab.open:
            with tab, card(name):
                draw(context, found)
