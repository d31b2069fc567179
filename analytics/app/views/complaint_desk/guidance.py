"""What the desk advises: who should own the case, and what a settlement may lie between."""

from __future__ import annotations

import streamlit as st

from analytics.app.components.answer import escaped
from analytics.app.components.facts import facts_list
from analytics.app.context import Context
from analytics.app.values import lifetime_values
from analytics.app.views.complaint_desk.desk import Customer, OnDesk, everyone
from analytics.metrics.complaint_precedents import ALL
from analytics.models.compensation_band import CompensationBand, compensation_band


def show(context: Context, known: OnDesk) -> None:
    """Advise on the rank and the settlement, with every term."""
    with st.container(border=True, key=context.key("card-guidance")):
        st.header(context.text("guidance_title"), anchor=False)
        left, right = st.columns((2, 3))
        with left:
            _level(context, known)
        with right:
            _settlement(context, known)


def _level(context: Context, known: OnDesk) -> None:
    words, settings = context.words, context.store.settings
    st.subheader(context.text("level_title"), anchor=False)
    level = words.value("owner_level", known.level.level)
    same = known.level.level == known.case.owner_level
    st.markdown(escaped(context.text("level_same" if same else "level_other", level=level,
                                     now=words.value("owner_level", known.case.owner_level))))
    details = {"severity": words.value("severity", known.case.form.severity or None),
               "value": context.money(known.customer.value), "days": known.standing.days_open,
               "from": context.money(100 * settings.integer("complaint_level_value")),
               "each": settings.integer("complaint_level_days")}
    for name, steps in known.level.reasons.items():
        st.markdown(f"- {escaped(context.text(f'level.{name}', steps=steps, **details))}")
    if not known.level.reasons:
        st.caption(context.text("level_none"))


def _settlement(context: Context, known: OnDesk) -> None:
    st.subheader(context.text("band_title"), anchor=False)
    answers = known.case.form
    if answers.amount_at_stake is None:
        st.caption(context.text("band_no_claim"))
        return
    worth, source = _worth(context, known.customer)
    band = compensation_band(
        answers.amount_at_stake, severity=answers.severity, fault=answers.fault,
        repurchase=answers.repurchase,
        precedents=everyone(context).metric("complaint_precedents"), value=worth,
        cost=100 * round(context.store.settings.number("cost_of_complaint")))
    st.markdown(f"**{escaped(_range(context, band.low, band.high))}**")
    facts_list(context.text("band_terms"), _terms(context, band, source), stacked=True)
    st.caption(context.text("band_note"))


def _range(context: Context, low: int, high: int) -> str:
    if low == high:
        return context.money(low)
    return context.text("range", low=context.money(low), high=context.money(high))


def _worth(context: Context, customer: Customer) -> tuple[int | None, str]:
    """Return what a customer is worth and how that is known: valued, a year's margin, or reckoned."""
    valued = lifetime_values(everyone(context), (customer.number,)).get(customer.number)
    if valued is not None:
        return round(valued.value), "lifetime"
    if customer.margin is not None:
        return customer.margin, "margin"
    if customer.value is not None:
        return round(customer.value * context.store.settings.number("default_margin")), "reckoned"
    return None, "unknown"


def _terms(context: Context, band: CompensationBand, source: str) -> list[tuple[str, str]]:
    words, precedent = context.words, band.precedent
    fault = context.text("term.fault_range" if band.fault_low != band.fault_high else "term.fault_share",
                         fault=context.text(f"choice.fault.{band.fault}"),
                         low=words.percent(band.fault_low, 0), high=words.percent(band.fault_high, 0))
    if precedent is None:
        like = context.text("term.precedent_none")
    else:
        severity = "" if precedent.severity == ALL else words.value("severity", precedent.severity)
        like = context.text(
            "term.precedent_all" if precedent.severity == ALL else "term.precedent", severity=severity,
            n=words.number(precedent.paid_cases), resolved=words.number(precedent.resolved),
            low=words.percent(precedent.lower_quarter), high=words.percent(precedent.upper_quarter))
    keeping = context.text(
        f"term.keeping_{band.why}", points=words.number(100 * (band.stayed.estimate or 0), 1),
        low=words.number(100 * (band.stayed.low or 0), 1),
        high=words.number(100 * (band.stayed.high or 0), 1), n=words.number(band.stayed.n),
        value=context.money(band.value), cost=context.money(band.cost),
        keeping=context.money(band.keeping), source=context.text(f"worth.{source}"))
    return [(context.text("term.claim_head"), context.money(band.claim)),
            (context.text("term.fault_head"), fault),
            (context.text("term.precedent_head"), like),
            (context.text("term.owed_head"), _range(context, band.owed_low, band.owed_high)),
            (context.text("term.keeping_head"), keeping)]
