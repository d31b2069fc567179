"""Other thresholds and other criteria: who would stand in which grade, seen before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people_button
from analytics.app.components.people import People
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.app.values import current_valuation
from analytics.charts import grades as charts
from analytics.metrics.grades import GRADES, Grades
from analytics.models.grade_proposal import CRITERIA, GradeProposal, proposal_of
from analytics.models.valuation import Valuation
from analytics.settings import Value
from analytics.store.own_settings import set_settings

WEIGHTS = ("grade_weight_probability", "grade_weight_frequency", "grade_weight_quantity")
SHARES = ("grade_a_share", "grade_b_share", "grade_c_share")


def shares_of(context: Context) -> tuple[float, float, float]:
    """Return where the grades end, as the store's settings say."""
    first, second, third = (context.store.settings.number(name) for name in SHARES)
    return first, second, third


def weights_of(context: Context) -> tuple[float, float, float]:
    """Return the weights of probability, frequency and quantity, as the store's settings say."""
    first, second, third = (context.store.settings.number(name) for name in WEIGHTS)
    return first, second, third


def rules(context: Context, found: Grades) -> None:
    """Let the reader choose criteria and thresholds, show the effect, and save them for the next build."""
    basis = context.metric("grade_basis")
    if not len(basis):
        st.caption(context.text("history_none"))
        return
    valuation = current_valuation(context)
    settings = context.store.settings
    rule_in_force = settings.text("grade_rule")
    rule = _rule(context, valuation, rule_in_force)
    options: dict[str, Any] = {}
    if rule == "forward" and valuation is not None:
        options = {"values": valuation.values}
        basis = context.metric("grade_basis", **options)
    in_force = shares_of(context)
    shares = _thresholds(context, in_force)
    weighed = weights_of(context)
    weights = _weights(context, weighed) if rule == "score" else weighed
    if not shares[0] < shares[1] < shares[2]:
        st.warning(context.text("shares_order"))
        return
    if not sum(weights):
        st.warning(context.text("weights_none"))
        return
    proposal = proposal_of(basis, rule, shares, weights)
    _tell(context, proposal)
    options |= {"rule": rule, "a_share": shares[0], "b_share": shares[1], "c_share": shares[2],
                **dict(zip(CRITERIA, weights, strict=True))}
    people_button(context, People(context.text("list.proposed"), "grade_proposal_list", options),
                  key="proposed")
    _draw(context, proposal)
    _moves(context, proposal)
    if proposal.sensitivity:
        _sensitivity(context, proposal)
    if rule == "forward":
        st.caption(context.text("rule_compared"))
        return
    chosen: dict[str, Value] = {"grade_rule": rule, **dict(zip(SHARES, shares, strict=True)),
                                **dict(zip(WEIGHTS, weights, strict=True))}
    _save(context, chosen, unchanged=(rule, shares, weights) == (rule_in_force, in_force, weighed))


def _rule(context: Context, valuation: Valuation | None, in_force: str) -> str:
    meta = context.reader.meta
    offered = ["value", *(["margin"] if meta.has_orders else []), *(["score"] if meta.has_orders else []),
               *(["forward"] if valuation is not None else [])]
    chosen = st.segmented_control(
        context.text("rule"), offered, default=in_force if in_force in offered else "value", required=True,
        key=context.key("rule"), format_func=lambda one: context.text(f"rules.{one}")) or "value"
    told = context.text(f"rules.{chosen}_note")
    if chosen == in_force:
        told = context.words.sentences(told, context.text("rules.in_force"))
    if chosen == "margin" and not meta.has_costs:
        told = context.words.sentences(told, context.text("rules.margin_default"))
    if chosen == "forward" and valuation is not None and valuation.card.build != context.reader.build_id:
        told = context.words.sentences(told, context.text("rules.forward_stale"))
    st.caption(told)
    return chosen


def _thresholds(context: Context, in_force: tuple[float, float, float]) -> tuple[float, float, float]:
    chosen = []
    for column, grade, share in zip(st.columns(3), GRADES, in_force, strict=False):
        percent = column.number_input(
            context.text("threshold", grade=grade), 1.0, 99.0, round(100 * share, 1), 1.0,
            key=context.key(f"threshold-{grade}"), format="%.1f")
        chosen.append(round(percent / 100, 4))
    first, second, third = chosen
    return first, second, third


def _weights(context: Context, in_force: tuple[float, float, float]) -> tuple[float, float, float]:
    chosen = [column.number_input(context.text(f"weight.{name}"), 0.0, 10.0, min(max(usual, 0.0), 10.0), 0.5,
                                  key=context.key(f"weight-{name}"), help=context.text(f"weight.{name}_help"))
              for column, name, usual in zip(st.columns(3), CRITERIA, in_force, strict=True)]
    first, second, third = chosen
    return first, second, third


def _tell(context: Context, proposal: GradeProposal) -> None:
    words = context.words
    st.markdown(context.text(
        "proposal", day=words.date(proposal.graded_on), n=words.number(proposal.customers),
        moved=words.number(proposal.moved), share=words.percent(proposal.moved / proposal.customers)))


def _draw(context: Context, proposal: GradeProposal) -> None:
    words = context.words
    told = [context.text("told_proposal", grade=charts.grade_name(one.grade, words),
                         now=words.number(one.customers_now), proposed=words.number(one.customers))
            for one in proposal.grades]
    chart_card(
        context, "proposal", charts.proposed_grades(proposal, words, context.currency), level=3,
        title=context.text("chart.proposal"),
        alt=context.text("chart.proposal_alt", list=words.listing(told)),
        data=lambda: pd.DataFrame([{
            words("columns.grade"): one.grade, context.text("column.customers_now"): one.customers_now,
            context.text("column.customers_proposed"): one.customers,
            context.text("column.value_now"): context.money(one.value_now),
            context.text("column.value_proposed"): context.money(one.value)} for one in proposal.grades]))


def _moves(context: Context, proposal: GradeProposal) -> None:
    cells = {(one.before, one.after): one for one in proposal.moves}
    frame = pd.DataFrame([{
        context.text("column.grade_now"): charts.grade_name(before, context.words),
        **{context.text("column.to_grade", grade=after): cells[before, after].customers
           if (before, after) in cells else 0 for after in GRADES}} for before in GRADES])
    st.subheader(context.text("who_moves"), anchor=False)
    table(context, frame, "grades-proposal-moves", key="proposal-moves", alt=context.text("who_moves"))


def _sensitivity(context: Context, proposal: GradeProposal) -> None:
    words = context.words
    st.subheader(context.text("sensitivity"), anchor=False)
    table(context, pd.DataFrame([{
        context.text("column.doubled"): context.text(f"weight.{one.criterion}"),
        context.text("column.changed"): one.changed,
        context.text("column.changed_share"): words.percent(one.changed / proposal.customers),
        context.text("column.top_kept"): words.percent(one.top_kept)} for one in proposal.sensitivity]),
        "grades-sensitivity", key="sensitivity", alt=context.text("sensitivity"))


def _save(context: Context, chosen: Mapping[str, Value], *, unchanged: bool) -> None:
    saved = st.session_state.pop(context.key("saved"), False)
    if st.button(context.text("save_shares"), icon=":material/check:", key=context.key("save-shares"),
                 disabled=unchanged):
        set_settings(context.store.path, chosen)
        st.session_state[context.key("saved")] = True
        st.rerun()
    if saved:
        st.success(context.text("saved"))
        st.page_link("pages/data.py", label=context.text("build_now"), icon=":material/refresh:")
    else:
        st.caption(context.text("save_note"))
