"""The list behind a key figure has exactly what the figure counts, is a share of, or sums."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import pytest
import streamlit as st

from analytics.app.components import figures as component
from analytics.filters import Filters
from analytics.i18n import Translator
from tests.app.test_overview_and_retention import opened

WORDS = Translator("en")

#: Figures that are a share of what stands behind `of`: the list holds the part counted, or all the others.
SHARES = {
    ("overview", "Churn rate"): "counted", ("lost_customers", "Churn rate"): "counted",
    ("retention", "Churn, last quarter"): "counted", ("retention", "Churn of grade A"): "counted",
    ("retention", "Churn of grade D"): "counted", ("staff", "Quarter's churn"): "counted",
    ("lost_customers", "Avoidable"): "counted", ("surveys", "Satisfied"): "counted",
    ("surveys", "Very satisfied"): "counted", ("surveys", "Dissatisfied"): "counted",
    ("complaints", "Satisfied"): "others", ("complaints", "Promises kept"): "others",
    ("grades", "A customers lost"): "counted", ("grades", "Fell a grade"): "counted",
    ("grades", "Rose a grade"): "counted", ("grades", "A spoken to in time"): "others",
    ("growth", "Customers kept"): "others",
    ("service", "Timely"): "others", ("service", "Accurate"): "others", ("service", "Reliable"): "others",
}
COUNTS = {("overview", "Customers"), ("overview", "Losses"), ("overview", "Won and won back"),
          ("lost_customers", "Losses"), ("lost_customers", "Regretted"), ("customers", "Customers"),
          ("customers", "With an open complaint"), ("at_risk", "At high risk"),
          ("grades", "A customers"), ("value", "Probably gone")}
#: Figures that are the sum of a column of the list, in money or as a count.
SUMS = {("overview", "Customer value, as last graded"): "value", ("lost_customers", "Value lost"): "value_lost",
        ("customers", "Value, 12 months"): "value", ("at_risk", "Expected loss"): "expected_loss",
        ("at_risk", "Expected to leave"): "risk", ("value", "Lifetime value"): "lifetime_value",
        ("value", "Under contract"): "lifetime_value", ("value", "May return"): "lifetime_value"}
#: Figures that are one column's sum over another's, in the same list.
RATIOS = {("surveys", "Surveys answered"): ("answered", "asked"),
          ("satisfaction_loyalty", "Still a customer"): ("loyal_answers", "answers")}
#: Figures per so many of the n in their note: the list holds the numerator.
RATES = {("complaints", "Per 100 customers"): 100, ("complaints", "Per 100 jobs"): 100}
#: Estimates of a model, or of a whole: no customer stands behind them one by one.
WITHOUT = {("complaints", "Time to closing"), ("staff", "Staff → customers"), ("staff", "Customers → kept"),
           ("staff", "Kept → revenue"), ("staff", "Staff satisfaction"), ("service", "Between branches"),
           ("at_risk", "Expected saving"), ("at_risk", "Ranking (AUC)"), ("satisfaction_loyalty", "Bend γ"),
           ("satisfaction_loyalty", "Answers that count")}
#: Their list holds whom the figure is about, which is not what it counts; judged by hand below.
OTHERWISE = {("retention", "Counts as lost after"), ("retention", "Kept after a year"),
             ("customers", "Share of the top fifth"), ("surveys", "Net promoter score"),
             ("service", "Jobs per failure"), ("satisfaction_loyalty", "Cliff at the top"),
             ("satisfaction_loyalty", "Worth of 4 → 5"), ("value", "Per customer"),
             ("growth", "Net retention"), ("growth", "Gross retention"), ("growth", "Earned growth"),
             ("growth", "Quick ratio")}
PAGES = ("overview", "lost_customers", "retention", "customers", "complaints", "surveys", "staff", "service",
         "at_risk", "satisfaction_loyalty", "grades", "value", "growth")


@dataclass
class Shown:
    label: str
    value: str
    note: str = ""
    behind: pd.DataFrame | None = field(default=None)
    of: pd.DataFrame | None = field(default=None)

    @property
    def n(self) -> int:
        """Return the figure's n: what its share is of."""
        assert self.of is not None, f"{self.label} is a share of nothing that can be opened"
        return len(self.of)


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


def shown_on(page: str, store, filters: Filters, monkeypatch, *, tabs: bool = False) -> list[Shown]:
    seen: list[Shown] = []

    def listed(context, behind, *, key):
        chosen = behind() if callable(behind) else behind
        seen[-1].behind = context.metric(chosen.metric, **chosen.options)
        if chosen.of is not None:
            seen[-1].of = context.metric(chosen.of.metric, **chosen.of.options)

    monkeypatch.setattr(component, "st", Watched(seen))
    monkeypatch.setattr(component, "people_button", listed)
    app = opened(store, page, monkeypatch, filters=filters)
    for tab in [one.label for one in app.tabs] if tabs else ():
        app.session_state[f"{page}:tabs"] = tab
        app.run()
        assert not app.exception, tab
    return seen


def whole(text: str) -> int:
    return int(text.replace(",", ""))


def percent(share: float, like: str) -> str:
    return WORDS.percent(share, 1 if "." in like else 0)


def judge(page: str, one: Shown) -> bool:
    """Hold one figure against its list; say whether it can be."""
    name = (page, one.label)
    if one.behind is None or one.value == "–":
        return False
    rows = len(one.behind)
    if name in COUNTS:
        assert rows == whole(one.value), one.label
    elif name in SHARES:
        counted = rows if SHARES[name] == "counted" else one.n - rows
        assert percent(counted / one.n, one.value) == one.value, one.label
        assert f"{one.n:,}" in one.note, f"{one.label} does not tell its n: {one.note}"
    elif name in SUMS:
        total = one.behind[SUMS[name]].sum()
        said = WORDS.number(total) if SUMS[name] == "risk" else WORDS.money(total, "CNY")
        assert said == one.value, one.label
    elif name in RATIOS:
        part, base = (one.behind[column].sum() for column in RATIOS[name])
        assert percent(part / base, one.value) == one.value, one.label
        assert f"{base:,}" in one.note, one.label
    elif name in RATES:
        n = whole(one.note.split("n = ")[1].split(".")[0].split(" ")[0])
        assert WORDS.number(RATES[name] * rows / n, len(one.value.split(".")[1])) == one.value, one.label
    else:
        return False
    return True


@pytest.mark.parametrize("filters", [Filters(), Filters("all"), Filters("quarter"), Filters.of(size="large")],
                         ids=["year", "all", "quarter", "large"])
@pytest.mark.parametrize("page", PAGES)
def test_the_list_has_what_the_figure_says(demo_store_path, page, filters, monkeypatch):
    seen = shown_on(page, demo_store_path, filters, monkeypatch)
    judged = [judge(page, one) for one in seen]
    assert any(judged) or (page == "staff" and filters.clauses), "no figure of this page was judged"


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_opens_a_list_or_says_why_there_is_none(demo_store_path, page, monkeypatch):
    known = {*SHARES, *COUNTS, *SUMS, *RATIOS, *RATES, *OTHERWISE}
    for one in shown_on(page, demo_store_path, Filters(), monkeypatch):
        name = (page, one.label)
        assert (name in WITHOUT) == (one.behind is None), one.label
        assert name in known | WITHOUT, f"{one.label} is judged nowhere"


def test_lists_of_what_a_figure_is_about(demo_store_path, monkeypatch):
    about = {name: {one.label: one for one in shown_on(name, demo_store_path, Filters(), monkeypatch)}
             for name in ("retention", "customers", "surveys", "service")}
    year = about["retention"]["Kept after a year"]
    assert f"n = {len(year.behind):,}" in year.note
    assert year.note.startswith("Won Q"), "the cohorts are not those of the period looked at"
    top = about["customers"]["Share of the top fifth"]
    assert f"{len(top.behind):,} customers" in top.note
    assert percent(top.behind["value"].sum() / top.of["value"].sum(), top.value) == top.value
    score = about["surveys"]["Net promoter score"]
    unhappy, everyone = len(score.behind), len(score.of)
    happy = (score.of["score"] >= 9).sum()
    assert WORDS.signed(100 * (happy - unhappy) / everyone) == score.value
    assert f"n = {everyone:,}" in score.note
    between = about["service"]["Jobs per failure"]
    assert WORDS.number(between.n / len(between.behind), 1) == between.value


def test_lists_behind_growth_add_up_to_its_figures(demo_store_path, monkeypatch):
    shown = {one.label: one for one in shown_on("growth", demo_store_path, Filters(), monkeypatch)}
    base, less = shown["Net retention"].behind, shown["Gross retention"].behind
    before = base["revenue_before"].sum()
    net = base["revenue"].sum() / before
    assert WORDS.percent(net) == shown["Net retention"].value
    gross = base[["revenue", "revenue_before"]].min(axis=1).sum() / before
    assert WORDS.percent(gross) == shown["Gross retention"].value
    assert set(less["customer_id"]) == set(base["customer_id"][base["revenue"] < base["revenue_before"]])
    earned = shown["Earned growth"].behind["revenue"].sum() / before
    assert WORDS.percent(net + earned - 1) == shown["Earned growth"].value
    quick = shown["Quick ratio"]
    gained, given_up = (frame["revenue_change"].sum() for frame in (quick.of, quick.behind))
    assert WORDS.number(gained / -given_up, 2) == quick.value


#: Expectations: the chances of everybody in the list added up.
EXPECTED = {"Expected to become large": "chance_large"}


@pytest.mark.parametrize("page", ["value", "patterns"])
def test_whole_numbers_in_the_tabs_are_what_their_lists_hold(demo_store_path, page, monkeypatch):
    seen = shown_on(page, demo_store_path, Filters(), monkeypatch, tabs=True)
    counted = [one for one in seen if one.behind is not None and one.value.replace(",", "").isdigit()]
    assert counted, "no figure in the tabs of this page was judged"
    held = {one.label: one.behind[EXPECTED[one.label]].sum() if one.label in EXPECTED else len(one.behind)
            for one in counted}
    assert {one.label: one.value for one in counted} == {
        label: WORDS.number(number) for label, number in held.items()}
