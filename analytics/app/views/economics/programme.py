"""A loyalty programme before it begins: what it must bring to pay, and whom its rewards go to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures, method
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.views.economics.assumptions import chosen, number, reckoned
from analytics.app.views.economics.headline import points_told
from analytics.charts import loyalty_programme as charts
from analytics.charts.economics import signed_money
from analytics.filters import EVERYONE, SavedSegment
from analytics.models.campaigns.price_rise import PriceRise
from analytics.models.economics.customer_value import Assumptions
from analytics.models.economics.economics import Economics, Tier
from analytics.models.economics.loyalty_programme import LIFTS, Plan, ProgrammeOutlook, programme_outlook
from analytics.statistics.estimate import Estimate

#: Where each input of a plan begins: fractions of one, money in whole currency, years.
BEGINS = {"joining": 0.4, "reward": 0.05, "breakage": 0.2, "fixed_cost": 100_000.0, "lift": 0.02,
          "doubt": 0.02, "more": 0.0, "delay": 1.0}
CHECKLIST = ("owner", "till", "service", "stock", "data", "exit", "prices", "control")
CERTAIN = Estimate(0, None)


def programme(context: Context, company: Economics) -> None:
    """Take the plan, say what it must bring to pay, and draw what it brings by effect and grade."""
    place = st.container()
    names = list(BEGINS)
    for row in (names[:4], names[4:]):
        for column, name in zip(st.columns(4), row, strict=True):
            with column:
                number(context, name, BEGINS[name])
    st.caption(context.words("loyalty_programme.assumed"))
    assumptions, plan = replace(reckoned(company), spread=0.0), _plan(company)
    found = programme_outlook(assumptions, plan, *_doubts(company, assumptions))
    with place:
        if found is None:
            st.markdown(escaped(context.text("endless" if assumptions.endless else "no_margin")))
        else:
            st.markdown(escaped(_told(context, plan, found)))
            _figures(context, plan, found)
    if found is not None:
        _draw(context, plan, found)
        _tiers(context, company, assumptions, plan)
    _ready(context)
    method(context, "loyalty_programme")


def _plan(company: Economics) -> Plan:
    value = {name: chosen().get(name, begins) for name, begins in BEGINS.items()}
    members = round(company.customers * value.pop("joining"))
    return Plan(members, **{**value, "fixed_cost": 100 * value["fixed_cost"]})


def _doubts(company: Economics, assumptions: Assumptions) -> tuple[Estimate, Estimate]:
    """Return the intervals of retention and margin where they are the company's own."""
    return (company.retention if assumptions.retention == company.own("retention") else CERTAIN,
            company.margin if assumptions.margin == company.own("margin") else CERTAIN)


def _told(context: Context, plan: Plan, found: ProgrammeOutlook) -> str:
    words = context.words
    if found.break_even is None:
        return words("loyalty_programme.never")
    needed = words("loyalty_programme.answer" if found.break_even else "loyalty_programme.answer_free",
                   needed=words.number(100 * found.break_even, 1), members=words.number(plan.members))
    pays = "pays" if (found.net.estimate or 0.0) > 0 else "loses"
    return words.sentences(
        needed,
        words(f"loyalty_programme.answer_{pays}", lift=words.points(plan.lift),
              net=context.money(abs(found.net.estimate or 0.0)), low=signed_money(
                  found.net.low or 0.0, words, context.currency),
              high=signed_money(found.net.high or 0.0, words, context.currency)),
        words("loyalty_programme.answer_chance", chance=words.percent(found.chance, 0)))


def _figures(context: Context, plan: Plan, found: ProgrammeOutlook) -> None:
    words = context.words
    needed = "–" if found.break_even is None else words.points(found.break_even)
    key_figures(context, [
        Figure(words("loyalty_programme.figure.break_even"), needed,
               note=words("loyalty_programme.figure.break_even_note", lift=points_told(context, plan.lift)),
               help=words("loyalty_programme.figure.break_even_help")),
        Figure(words("loyalty_programme.figure.subsidy"), context.money(found.subsidy),
               note=words("loyalty_programme.figure.subsidy_note", rewards=context.money(found.rewards),
                          share=words.percent(found.subsidy / found.rewards if found.rewards else None, 0)),
               help=words("loyalty_programme.figure.subsidy_help")),
        Figure(words("loyalty_programme.figure.liability"), context.money(found.liability),
               note=words("loyalty_programme.figure.liability_note",
                          unredeemed=context.money(found.unredeemed)),
               help=words("loyalty_programme.figure.liability_help"))], name="programme")


def _draw(context: Context, plan: Plan, found: ProgrammeOutlook) -> None:
    words = context.words
    chart_card(
        context, "net", charts.net_by_lift(found, plan, words, context.currency), level=3,
        title=words("loyalty_programme.chart.net"),
        alt=words("loyalty_programme.chart.net_alt", lift=words.points(plan.lift),
                  net=signed_money(found.net.estimate or 0.0, words, context.currency)),
        note=words("loyalty_programme.chart.net_note", n=words.number(found.net.n)),
        data=lambda: pd.DataFrame({
            words("loyalty_programme.axis_lift"): [round(100 * lift, 1) for lift in LIFTS],
            context.in_currency(words("loyalty_programme.column.net")): [
                (one.estimate or 0.0) / 100 for one in found.by_lift],
            words("columns.low"): [(one.low or 0.0) / 100 for one in found.by_lift],
            words("columns.high"): [(one.high or 0.0) / 100 for one in found.by_lift]}))


def _tiers(context: Context, company: Economics, assumptions: Assumptions, plan: Plan) -> None:
    """Draw what a member of each grade brings at the planned effect; a grade with too few is left out."""
    words, rows = context.words, []
    for tier in company.tiers:
        if "suppressed" not in (tier.retention.state, tier.margin.state):
            rows.append((tier, *_of_tier(tier, assumptions, plan)))
    if len(rows) < 2:
        return
    nets = [net for _, net, _ in rows]
    paying = [words.value("grade", tier.grade) for tier, net, _ in rows if (net.low or 0.0) > 0]
    chart_card(
        context, "grades", charts.net_by_grade(
            [words.value("grade", tier.grade) for tier, _, _ in rows], nets, words, context.currency),
        level=3, title=words("loyalty_programme.chart.grades"),
        alt=words("loyalty_programme.chart.grades_alt", list=words.listing(
            [f"{words.value('grade', tier.grade)} {context.money(net.estimate)}" for tier, net, _ in rows])),
        note=words("loyalty_programme.chart.grades_note" if paying
                   else "loyalty_programme.chart.grades_none", list=words.listing(paying)),
        data=lambda: pd.DataFrame([{
            words("columns.grade"): words.value("grade", tier.grade), words("columns.n"): tier.customers,
            context.text("short.retention"): words.share(tier.retention),
            context.in_currency(context.text("short.margin")): round((tier.margin.estimate or 0.0) / 100),
            words("loyalty_programme.figure.break_even"): "–" if needed is None else words.points(needed),
            context.in_currency(words("loyalty_programme.axis_member")): round((net.estimate or 0.0) / 100),
            words("columns.low"): round((net.low or 0.0) / 100),
            words("columns.high"): round((net.high or 0.0) / 100)} for tier, net, needed in rows]))


def _of_tier(tier: Tier, assumptions: Assumptions, plan: Plan) -> tuple[Estimate, float | None]:
    """Return what a member of a grade brings, and the effect at which it pays."""
    own = replace(assumptions, retention=tier.retention.estimate or 0.0, margin=tier.margin.estimate or 0.0)
    # One member, at the fixed cost that falls on each of all.
    alone = replace(plan, members=1, fixed_cost=plan.fixed)
    found = programme_outlook(own, alone, tier.retention, tier.margin)
    if found is None:
        return CERTAIN, None
    state = "thin" if "thin" in (tier.retention.state, tier.margin.state) else "enough"
    return replace(found.net, n=tier.margin.n, state=state), found.break_even  # type: ignore[arg-type]


def _ready(context: Context) -> None:
    """Ask what must be ready before a programme is announced, and warn where prices were raised first."""
    words = context.words
    with st.container(border=True, key=context.key("card-ready")):
        st.subheader(words("loyalty_programme.ready.title"), anchor=False)
        if context.reader.meta.as_of is not None and context.reader.meta.has_orders:
            risen: PriceRise = context.metric(
                "price_rise", segment=SavedSegment("everyone", "", EVERYONE),
                starts_on=context.reader.meta.as_of + timedelta(days=1))
            if risen.warns:
                st.warning(words("loyalty_programme.ready.prices_rose", rise=words.percent(risen.rise),
                                 products=words.number(risen.risen)))
        for name in CHECKLIST:
            st.checkbox(words(f"loyalty_programme.ready.{name}"), key=context.key(f"ready-{name}"))
