"""Why the model says so: the models tried, how each did on held-out time, its parameters, its warnings."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, table
from analytics.app.context import Context
from analytics.app.values import current_valuation
from analytics.app.views.value.valuing import valuing
from analytics.charts import lifetime_value as charts
from analytics.models.lifetime_value import Accuracy
from analytics.models.valuation import BuyingModel, RenewalModel
from analytics.models.valuation.card import Parameter
from analytics.statistics.estimate import Estimate

GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ"}


def model(context: Context) -> None:
    """Show the models of buying and of renewals, each as far as there is one, and offer to value again."""
    valuation = current_valuation(context)
    if valuation is None:
        st.caption(context.text("none_here"))
        return
    card = valuation.card
    if card.buying is not None:
        _buying(context, card.buying)
    if card.renewal is not None:
        _renewals(context, card.renewal)
    words = context.words
    with st.container(border=True, key=context.key("card-again")):
        st.header(context.text("again"), anchor=False)
        st.markdown(context.text("who_counts", customers=words.number(card.customers),
                                 gone=words.number(card.gone), unknown=words.number(card.unknown)))
        valuing(context.store)


def _buying(context: Context, found: BuyingModel) -> None:
    words = context.words
    with st.container(border=True, key=context.key("card-model")):
        st.header(context.text("models"), anchor=False)
        st.markdown(_why(context, found))
        for reason in found.reasons:
            st.markdown(f":material/warning: {context.text(f'reason.{reason}')}")
        rows = [{context.text("column.model"): words(f"value.model.{one.family}"),
                 context.text("column.likelihood"): words.number(one.log_likelihood, 1),
                 **_accuracy(context, one.accuracy),
                 context.text("column.state"): _state(context, found, one.family, one.reasons)}
                for one in found.candidates]
        if found.held_out is not None:
            rows += [{context.text("column.model"): context.text(f"rule.{name}", days=found.silence_days),
                      context.text("column.likelihood"): words.number(None), **_accuracy(context, one),
                      context.text("column.state"): context.text("state.rule")}
                     for name, one in found.held_out.rules.items()]
        table(context, pd.DataFrame(rows), "value-models", key="models", alt=context.text("models"))
        st.caption(words.sentences(context.text("models_note"), context.text("occasions_note")
                                   if found.occasions is not None else ""))
    with st.container(border=True, key=context.key("card-parameters")):
        st.header(context.text("parameters"), anchor=False)
        rows = [_parameter(context, context.text(f"model.{found.family}"), found.family, one)
                for one in found.parameters]
        rows += [_parameter(context, "Gamma–Gamma", "gamma_gamma", one, money=one.name == "v")
                 for one in found.spending.parameters]
        table(context, pd.DataFrame(rows), "value-parameters", key="parameters",
              alt=context.text("parameters"))
        st.caption(_spending(context, found))


def _why(context: Context, found: BuyingModel) -> str:
    words = context.words
    told = dict(model=words(f"value.model.{found.family}"), customers=words.number(found.customers),
                repeaters=words.number(found.repeaters))
    if found.occasions is not None:
        return context.text(
            "why.occasions" if found.occasions.found else "why.occasions_set",
            period=context.text(f"occasion.{found.occasions.period}"),
            observed=words.number(found.occasions.observed), expected=words.number(found.occasions.expected),
            **told)
    if found.fallback:
        return context.text("why.fallback", days=words.number(found.silence_days), **told)
    others = [one.log_likelihood for one in found.candidates
              if one.family not in (found.family, "nbd", "bg_bb")]
    if not others:
        return context.text("why.set", **told)
    own = next(one.log_likelihood for one in found.candidates if one.family == found.family)
    ahead = own - max(others)
    if ahead < 0:
        return context.text("why.equal", **told)
    return context.text("why.likeliest", ahead=words.number(ahead, 1), **told)


def _state(context: Context, found: BuyingModel, family: str, reasons: tuple[str, ...]) -> str:
    if family == found.family:
        return context.text("state.used")
    serious = [one for one in reasons if one != "mostly_one_time"]
    if serious:
        return context.text(f"state.{serious[0]}")
    return context.text("state.other" if found.occasions is None else "state.any_time")


def _accuracy(context: Context, found: Accuracy | None) -> dict[str, str]:
    words = context.words
    figures = (None,) * 4 if found is None else (
        100 * found.total_error, found.mean_absolute_error, found.root_mean_square_error, found.ranking)
    error, absolute, squared, ranking = figures
    return {context.text("column.error"): words.signed(error, 1) + ("" if error is None else "%"),
            context.text("column.absolute"): words.number(absolute, 2),
            context.text("column.squared"): words.number(squared, 2),
            context.text("column.ranking"): words.number(ranking, 3)}


def _parameter(context: Context, model_name: str, family: str, found: Parameter, *, money: bool = False
               ) -> dict[str, str]:
    words, one = context.words, found.estimate

    def shown(value: float | None) -> str:
        return context.money(value) if money else words.number(value, 3)

    return {context.text("column.model"): model_name,
            context.text("column.parameter"): GREEK.get(found.name, found.name),
            context.text("column.estimate"): shown(one.estimate),
            words("columns.low"): shown(one.low), words("columns.high"): shown(one.high),
            context.text("column.meaning"): context.text(f"meaning.{family}.{found.name}")}


def _spending(context: Context, found: BuyingModel) -> str:
    spending = found.spending
    if spending.correlation.estimate is None:
        return context.text("spending.none", mean=context.money(spending.mean))
    return context.text("spending.used" if spending.usable else "spending.own",
                        mean=context.money(spending.mean),
                        correlation=_between(context, spending.correlation))


def _between(context: Context, one: Estimate) -> str:
    words = context.words
    return context.text("correlation", value=words.number(one.estimate, 2), low=words.number(one.low, 2),
                        high=words.number(one.high, 2))


def _renewals(context: Context, found: RenewalModel) -> None:
    words = context.words
    if not any(one.observed.state != "suppressed" for one in found.years):
        st.caption(context.text("renewals_few"))
        return
    alpha, beta = (one.estimate for one in found.parameters)
    told = "one_rate" if found.few or found.alike else "differ"
    first = found.years[0].fitted
    chart_card(
        context, "renewals", charts.renewals(found, words), title=context.text("chart.renewals"),
        alt=context.text("chart.renewals_alt", rate=words.percent(first)),
        note=words.sentences(
            context.text(f"renewals.{told}", rate=words.percent(first),
                         customers=words.number(found.customers), losses=words.number(found.losses),
                         alpha=words.number(alpha.estimate, 3), beta=words.number(beta.estimate, 3)),
            context.text("renewals.few") if found.few else ""),
        data=lambda: pd.DataFrame([{
            context.text("column.year"): one.year, context.text("renewed"): words.rate_short(one.observed),
            words("columns.n"): one.observed.n, context.text("by_model"): words.percent(one.fitted)}
            for one in found.years]))
