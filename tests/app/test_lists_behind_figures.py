"""The list behind a key figure has exactly the customers the figure counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
import streamlit as st

from analytics.app.components import figures as component
from analytics.filters import Filters
from tests.app.test_overview_and_retention import opened

#: Figures that are a share, and whether their list holds the customers counted, or all the others.
SHARES = {
    ("overview", "Churn rate"): "counted", ("lost_customers", "Churn rate"): "counted",
    ("retention", "Churn, last quarter"): "counted", ("retention", "Churn of grade A"): "counted",
    ("retention", "Churn of grade D"): "counted", ("staff", "Churn in the quarter"): "counted",
    ("lost_customers", "Avoidable"): "counted", ("surveys", "Satisfied"): "counted",
    ("surveys", "Very satisfied"): "counted", ("surveys", "Dissatisfied"): "counted",
    ("complaints", "Satisfied"): "others", ("retention", "Kept after a year"): "all",
}
COUNTS = {("overview", "Customers"), ("overview", "Losses"), ("overview", "Won and won back"),
          ("lost_customers", "Losses"), ("lost_customers", "Regretted"), ("customers", "Customers"),
          ("customers", "With an open complaint")}
PAGES = ("overview", "lost_customers", "retention", "customers", "complaints", "surveys", "staff")


@dataclass
class Shown:
    label: str
    value: str
    note: str = ""
    rows: int | None = field(default=None)


class Watched:
    """Streamlit, but noting figures and captions on the way."""

    def __init__(self, seen: list[Shown]):
        self.seen = seen

    def __getattr__(self, name: str):
        return getattr(st, name)

    def metric(self, label, value, *rest, **named):
        self.seen.append(Shown(label, value))
        return st.metric(label, value, *rest, **named)

    def caption(self, text, **named):
        self.seen[-1].note = text
        return st.caption(text, **named)


def shown_on(page: str, store, filters: Filters, monkeypatch) -> list[Shown]:
    seen: list[Shown] = []

    def listed(context, behind, *, key):
        chosen = behind() if callable(behind) else behind
        seen[-1].rows = len(context.metric(chosen.metric, **chosen.options))

    monkeypatch.setattr(component, "st", Watched(seen))
    monkeypatch.setattr(component, "people_button", listed)
    opened(store, page, monkeypatch, filters=filters)
    return seen


def whole(text: str) -> int:
    return int(text.replace(",", ""))


@pytest.mark.parametrize("filters", [Filters(), Filters("all"), Filters("quarter"), Filters.of(size="large")],
                         ids=["year", "all", "quarter", "large"])
@pytest.mark.parametrize("page", PAGES)
def test_the_list_has_the_rows_the_figure_says(demo_store_path, page, filters, monkeypatch):
    judged = 0
    for one in shown_on(page, demo_store_path, filters, monkeypatch):
        if one.rows is None or one.value == "–":
            continue
        if (page, one.label) in COUNTS:
            assert one.rows == whole(one.value), one
        elif kind := SHARES.get((page, one.label)):
            n = whole(re.findall(r"(?:[Oo]f the|[Oo]f|n =) ([\d,]+)", one.note)[0])
            share = n if kind == "all" else one.rows if kind == "counted" else n - one.rows
            digits = 1 if "." in one.value else 0
            expected = 1.0 if kind == "all" else share / n
            assert (f"{100 * expected:.{digits}f}%" == one.value) if kind != "all" else one.rows == n, one
        else:
            continue
        judged += 1
    assert judged or (page == "staff" and filters.clauses), "no figure of this page was judged"
