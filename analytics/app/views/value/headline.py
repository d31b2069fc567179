"""The value page's answer, its figures, and the two charts no value is shown without."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, key_figures, method
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.values import current_valuation
from analytics.app.views.value.valuing import valuing
from analytics.charts import lifetime_value as charts
from analytics.models.valuation import HeldOut, Valuation, serving_valuation
from analytics.models.valuation.lifetime_value import LifetimeValue
from analytics.statistics.estimate import Estimate


def served(context: Context) -> Valuation | None:
    """Return the valuation that serves; else say that there is none yet, and how to get one."""
    found = current_valuation(context)
    if found is not None:
        return found
    known = serving_valuation(context.store.path)
    with st.container(border=True, key="empty"):
        if known is None:
            st.markdown(context.text("none"))
            valuing(context.store)
        else:
            st.markdown(context.text("looking_back", date=context.words.date(
                date.fromisoformat(known.card.as_of))))
    return None


def result(context: Context, valuation: Valuation) -> LifetimeValue:
    """Return the sums under the filters."""
    found: LifetimeValue = context.metric("lifetime_value", values=valuation.values)
    return found


def tell(context: Context, valuation: Valuation, found: LifetimeValue) -> None:
    """Answer first: what these customers will still bring, and how far the model can be trusted."""
    words, total = context.words, found.total
    if total.estimate is None or total.state == "suppressed":
        answer(context.text("answer_few", n=words.number(found.valued)))
        return
    terms, share = valuation.card.terms, found.share_of_tenths(1)
    told = context.text("answer", customers=words.number(found.valued), total=context.money(total.estimate),
                        years=terms.horizon_years, low=context.money(total.low),
                        high=context.money(total.high))
    if share is not None and found.valued >= 30:
        told = words.sentences(told, context.text("answer_tenth", share=words.percent(share, 0)))
    held = valuation.card.buying.held_out if valuation.card.buying else None
    answer(told, detail=words.sentences(
        context.text("terms", rate=words.percent(terms.discount_rate, 0),
                     date=words.date(date.fromisoformat(valuation.card.as_of))),
        tested(context, held) if held else context.text("untested"),
        _counted(context, valuation), _allowing(context, held, found) if held else "",
        _stale(context, valuation)))


def tested(context: Context, held: HeldOut) -> str:
    """Say how what was foretold for held-out time compares with what was bought."""
    words, last = context.words, held.tracking.points[-1]
    error = held.tracking.total_error
    if error is None:
        return context.text("untested")
    return words.sentences(
        context.text("tested_more" if error > 0 else "tested_fewer", days=words.number(held.days),
                     date=words.date(charts.tracking_days(held)[-1]), error=words.percent(abs(error)),
                     predicted=words.number(last.predicted.estimate), actual=words.number(last.actual)),
        context.text("tested_within" if held.tracking.within else "tested_outside",
                     low=words.number(last.predicted.low), high=words.number(last.predicted.high)))


def _allowing(context: Context, held: HeldOut, found: LifetimeValue) -> str:
    """Say what the interval allows for: what was missed of the customers whom the sum is about."""
    words = context.words
    purchases, money = held.miss("active"), held.miss("active", "money")
    if not found.allowed or purchases is None or purchases.error is None:
        return context.text("missed.not_allowed") if found.valued > found.contract_customers else ""
    told = [context.text(f"missed.{one.measure}_{'more' if one.error > 0 else 'fewer'}",
                         error=words.percent(abs(one.error)))
            for one in (purchases, money) if one is not None and one.error is not None]
    missed = context.text("missed.both", first=told[0], second=told[1]) if len(told) == 2 else told[0]
    return context.text("missed.allowed", n=words.number(purchases.ratio.n), missed=missed)


def _counted(context: Context, valuation: Valuation) -> str:
    """Say what counts as a purchase where a model of occasions is used."""
    buying = valuation.card.buying
    if buying is None or buying.held_out is None or buying.occasions is None:
        return ""
    return context.text("tested_occasions", period=context.text(f"occasion.{buying.occasions.period}"))


def _missed_of_silent(context: Context, valuation: Valuation) -> str:
    """Say how many purchases of customers silent at the cut-off were foretold, and how many they made."""
    held = valuation.card.buying.held_out if valuation.card.buying else None
    miss = held.miss("silent") if held else None
    return "" if miss is None else context.text(
        "missed.silent", foretold=context.words.number(miss.foretold), made=context.words.number(miss.made))


def _stale(context: Context, valuation: Valuation) -> str:
    return "" if valuation.card.build == context.reader.build_id else context.text("stale")


def figures(context: Context, valuation: Valuation, found: LifetimeValue) -> None:
    """Five figures: in all, for each, under contract, rather gone, and lost by silence."""
    words, total = context.words, found.total

    def listed(title: str, who: str) -> People:
        return People(context.text(title), "lifetime_value_list", {"values": valuation.values, "who": who})

    everyone = listed("list.active", "active")
    if not found.valued:
        return
    contract, rather_gone, silent = found.contract_value, found.doubtful_value, found.silent_value
    share = (contract.estimate or 0.0) / total.estimate if total.estimate else None
    # As many customers as were valued stand behind either end.
    low, high = (None if end is None else end / found.valued for end in (total.low, total.high))
    key_figures(context, [
        Figure(context.text("figure.total"), context.money(total.estimate),
               note=context.text("figure.total_note", low=context.money(total.low),
                                 high=context.money(total.high)),
               help=context.text("figure.total_help"), behind=everyone, state=total.state),
        Figure(context.text("figure.each"), context.money(found.per_customer),
               note=context.text("figure.each_note", n=words.number(found.valued),
                                 low=context.money(low), high=context.money(high),
                                 unvalued=words.number(found.unvalued)),
               help=context.text("figure.each_help"), behind=everyone, state=total.state),
        Figure(context.text("figure.contract"), context.money(contract.estimate),
               note=context.text("figure.contract_note", n=words.number(found.contract_customers),
                                 share=words.percent(share, 0), **_ends(context, contract)),
               help=context.text("figure.contract_help"), behind=listed("list.contract", "contract"),
               state=contract.state),
        Figure(context.text("figure.doubtful"), words.number(found.doubtful_customers),
               note=context.text("figure.doubtful_note", rate=words.rate_short(found.doubtful),
                                 value=context.money(rather_gone.estimate), **_ends(context, rather_gone)),
               help=context.text("figure.doubtful_help"), behind=listed("list.doubtful", "doubtful")),
        Figure(context.text("figure.silent"), context.money(silent.estimate),
               note=words.sentences(
                   context.text("figure.silent_note", n=words.number(found.silent), **_ends(context, silent)),
                   _missed_of_silent(context, valuation)),
               help=context.text("figure.silent_help"), behind=listed("list.silent", "silent"),
               state=silent.state),
    ])


def _ends(context: Context, sum_of: Estimate) -> dict[str, str]:
    return {"low": context.money(sum_of.low), "high": context.money(sum_of.high)}


def carrying(context: Context, valuation: Valuation, found: LifetimeValue) -> None:
    """Draw who brings how much, and beside it whether the model foretold right."""
    words = context.words
    held = valuation.card.buying.held_out if valuation.card.buying else None
    left, right = st.columns(2)
    if found.tenths and found.valued >= 30:
        with left:
            share = words.percent(found.share_of_tenths(1), 0)
            chart_card(
                context, "tenths", charts.tenths(found, words, context.currency),
                title=context.text("chart.tenths"), alt=context.text("chart.tenths_alt", share=share),
                note=context.text("chart.tenths_note", n=words.number(found.valued)),
                data=lambda: pd.DataFrame({
                    context.text("axis_tenths"): range(1, len(found.tenths) + 1),
                    context.in_currency(context.text("axis_value")): [one / 100 for one in found.tenths]}))
    if held is None:
        return
    with right:
        points = held.tracking.points
        chart_card(
            context, "tracking", charts.tracking(held, words), title=context.text("chart.tracking"),
            alt=tested(context, held), note=context.text(
                "chart.tracking_note", model=words(f"value.model.{held.family}"),
                date=words.date(date.fromisoformat(held.cut_off)),
                n=words.number(points[-1].predicted.n)),
            data=lambda: pd.DataFrame({
                context.text("column.day"): [words.date(day) for day in charts.tracking_days(held)],
                context.text("foretold"): [round(one.predicted.estimate or 0) for one in points],
                words("columns.low"): [round(one.predicted.low or 0) for one in points],
                words("columns.high"): [round(one.predicted.high or 0) for one in points],
                context.text("made"): [int(one.actual) for one in points]}))


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)
