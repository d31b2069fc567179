"""The list that a click into a chart opens has as many customers as the cell says."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from analytics.app import views
from analytics.app.components import chart_card as drawn
from analytics.filters import Filters
from analytics.i18n import Translator
from tests.app.test_overview_and_retention import opened

WORDS = Translator("en")
component = sys.modules["analytics.app.components.people"]

#: How a cell says how many stand behind it: the figure itself, or the first number its hover names so. A share of n
#: says its numerator, or with "others" the rest; "answers" and "orders" are summed over the list.
SAYS: dict[tuple[str, str], str] = {
    ("overview", "curves"): r"([\d,]+) customers", ("overview", "movements"): r"([\d,]+) lost",
    ("overview", "flow"): r": ([\d,]+) ", ("lost_customers", "causes"): r"([\d,]+) loss",
    ("lost_customers", "sizes"): "share", ("lost_customers", "branches"): "share",
    ("lost_customers", "precursor"): r": ([\d,]+)$", ("retention", "churn"): r"([\d,]+) lost",
    ("retention", "cohorts"): r"n = ([\d,]+)", ("complaints", "pareto"): r"([\d,]+) complaint",
    ("complaints", "where"): r"([\d,]+) complaint", ("grades", "moves"): r": ([\d,]+) customer",
    ("grades", "churn"): "share", ("grades", "contacts"): r"([\d,]+) overdue",
    ("customers", "tenths"): r"([\d,]+) customers", ("surveys", "distribution"): "share",
    ("surveys", "types"): r"([\d,]+) customer",
    ("satisfaction_loyalty", "curve"): r"n = ([\d,]+) answers",
    ("satisfaction_loyalty", "groups"): r"n = ([\d,]+) answers",
    ("satisfaction_loyalty", "responders"): r"n = ([\d,]+)",
    ("service", "branches"): "share", ("service", "exceedances"): "z", ("growth", "parts"): r"n = ([\d,]+)",
    ("growth", "bridge"): r"([\d,]+) customer", ("growth", "acquired"): "others",
    ("growth", "referrers"): r"brought ([\d,]+) customer", ("growth", "channel-kept"): "others",
    ("growth", "life-cycle"): r": ([\d,]+)$", ("growth", "transitions"): r"([\d,]+) moves",
    ("patterns", "months"): r"<br>([\d,]+)$ orders",
}
#: Cells that say no number of customers: an estimate, or a count over all time while the list is of today.
OTHERWISE = {
    ("lost_customers", "alarms"): "opens a sentence", ("retention", "silence"): "n counts silences, the list is of today",
    ("retention", "survival"): "an estimate; the list is of those lost by then", ("complaints", "reactions"): "two shares",
    ("surveys", "branches"): "shrunken; the list has the dissatisfied",
    ("surveys", "response"): "n counts invitations; the list has who never answered",
    ("satisfaction_loyalty", "bends"): "an exponent",
    ("satisfaction_loyalty", "worth"): "money", ("value", "wallet-groups"): "an estimated share",
    ("value", "wallet-potential"): "money", ("patterns", "index"): "an index", ("patterns", "pairs"): "baskets; those who lack one",
}
PAGES = ("overview", "lost_customers", "retention", "complaints", "grades", "customers", "surveys",
         "satisfaction_loyalty", "service", "value", "growth", "patterns")
#: Points tried of each trace: the first ones and the last.
TRIED = 4


class Quiet:
    """Streamlit without the choice between a share and what it is of: the list of the part is wanted."""

    def __getattr__(self, name: str) -> Any:
        return getattr(st, name)

    def radio(self, *rest: object, **named: object) -> int:
        return 0


def points(figure) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield what a click into each cell tells the page, and what hovers over it."""
    for number, trace in enumerate(figure.data):
        if trace.customdata is None or trace.hoverinfo == "skip":
            continue
        if trace.type == "heatmap":
            cells = [((i, j), trace.x[j], trace.y[i], trace.z[i][j], trace.customdata[i][j])
                     for i in range(len(trace.y)) for j in range(len(trace.x))]
            cells = [cell for cell in cells if cell[3]][:TRIED]
        else:
            places = range(len(trace.customdata))
            places = [*places[:TRIED - 1], *places[TRIED - 1:][-1:]]
            cells = [(i, trace.x[i], trace.y[i], None, trace.customdata[i]) for i in places]
        for place, x, y, z, data in cells:
            if data is None:
                continue
            hover = trace.hovertext if isinstance(trace.hovertext, str) or trace.hovertext is None \
                or isinstance(place, tuple) else trace.hovertext[place]
            yield {"curve_number": number, "x": x, "y": y, "z": z, "customdata": list(data)}, hover or ""


def said(how: str, point: dict[str, Any], hover: str) -> tuple[int, str] | None:
    """Return how many a cell says stand behind it, and the column of the list that adds up to it."""
    if how == "z":
        return None if point["z"] is None else (int(point["z"]), "")
    if how in ("share", "others"):
        found = re.search(r"n = ([\d,]+)", hover)
        share = re.search(r"([\d.]+)%(?! interval)", hover)
        if not found or not share:
            return None
        return round(float(share[1]) / 100 * int(found[1].replace(",", ""))), f"{how} {share[1]} {found[1]}"
    pattern, _, column = how.partition(" answers") if how.endswith("answers") else how.partition("$ orders")
    found = re.search(pattern + ("$" if how.endswith("orders") else ""), hover)
    column = "answers" if how.endswith("answers") else "orders" if how.endswith("orders") else ""
    return (int(found[1].replace(",", "")), column) if found else None


def holds(how: str, point: dict[str, Any], hover: str, frame: pd.DataFrame | None) -> bool | None:
    """Hold a cell against its list; None where it says no number."""
    told = said(how, point, hover)
    if told is None:
        return None
    number, column = told
    rows = 0 if frame is None else len(frame)
    if column.startswith(("share", "others")):
        kind, share, n = column.split()
        of = int(n.replace(",", ""))
        counted = rows if kind == "share" else of - rows
        return bool(WORDS.percent(counted / of, 1) == f"{share}%")
    if column:
        return frame is not None and int(frame[column].sum()) == number
    return rows == number


def parts(page: str, tab: str) -> list[tuple[str, str]]:
    """Return the parts of a tab that is a group of several, by group and part; one without names elsewhere."""
    groups = getattr(sys.modules.get(f"{views.__name__}.{page}.tabs"), "GROUPS", ())
    found = [(group, part) for group, listed in groups if WORDS(f"{page}.group.{group}") == tab
             for part, _ in (listed if len(listed) > 1 else ())]
    return found or [("", "")]


def clicked(page: str, store, filters: Filters, monkeypatch) -> Iterator[tuple[str, dict[str, Any], str, Any]]:
    """Open every tab of a page and click into its charts; yield chart, point, hover and the list that opened."""
    for module in pkgutil.walk_packages(views.__path__, f"{views.__name__}."):
        importlib.import_module(module.name)
    lists: list[pd.DataFrame] = []
    seen: dict[str, list[tuple[dict[str, Any], str, Any]]] = {}

    def watched(context, name, figure, *, select=None, **rest) -> None:
        if select is None or name in seen:
            return
        seen[name] = []
        for point, hover in points(figure):
            lists.clear()
            select(point)
            seen[name].append((point, hover, lists[0] if lists else None))

    for name, module in list(sys.modules.items()):
        if name.startswith(views.__name__) and getattr(module, "chart_card", None) is drawn:
            monkeypatch.setattr(module, "chart_card", watched)
    monkeypatch.setattr(component, "st", Quiet())
    monkeypatch.setattr(component, "ROWS_AT_ONCE", 10**9)
    monkeypatch.setattr(component, "customer_table", lambda context, frame, **rest: lists.append(frame))
    for offer in ("download", "save_as_segment"):
        monkeypatch.setattr(component, offer, lambda *rest, **named: None)
    app = opened(store, page, monkeypatch, filters=filters)
    for tab in [one.label for one in app.tabs]:
        app.session_state[f"{page}:tabs"] = tab
        for group, part in parts(page, tab):
            if part:
                app.session_state[f"{page}:part-{group}"] = part
            app.run()
            assert not app.exception, tab
            assert not app.error, tab
    for name, clicks in seen.items():
        yield from ((name, *click) for click in clicks)


@pytest.mark.parametrize("filters", [Filters(), Filters.of("all", size="large")], ids=["year", "large"])
@pytest.mark.parametrize("page", PAGES)
def test_a_click_opens_as_many_as_the_cell_says(demo_store_path, page, filters, monkeypatch):
    judged: Counter[str] = Counter()
    wrong = []
    for name, point, hover, frame in clicked(page, demo_store_path, filters, monkeypatch):
        key = (page, name)
        assert (key in SAYS) != (key in OTHERWISE), f"{name} is judged nowhere"
        if key in SAYS and (held := holds(SAYS[key], point, hover, frame)) is not None:
            judged[name] += 1
            if not held:
                wrong.append((name, point, hover, None if frame is None else len(frame)))
    assert not wrong
    if not filters.clauses:
        expected = {name for stem, name in SAYS if stem == page}
        assert expected <= set(judged), "a chart was not judged"
