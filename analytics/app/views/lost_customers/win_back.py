"""Win-back: what offers have done, and which lost customers are worth a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import loss_details as charts
from analytics.charts import theme
from analytics.metrics.exit_interviews import ANSWERS
from analytics.models.win_back import ReturnRate, WinBack


def win_back(context: Context) -> None:
    """Say how many return after an offer, and list whom it is worth calling."""
    options = _options(context)
    found: WinBack = context.metric("win_back", **options)
    words = context.words
    if not found.cases:
        st.caption(context.text("win_back.missing"))
        return
    effect, timed = _effect(context, found), _by_timing(context, found)
    st.markdown(effect or timed)
    st.caption(words.sentences(timed if effect else "", context.text(f"win_back.{found.evidence}")))
    _figures(context, found, options)
    rates = _in_order(found.rates)
    labels = [_label(context, one) for one in rates]
    listed = [f"{label} {words.share(one.rate)}"
              for one, label in zip(rates, labels, strict=True) if one.rate.state != "suppressed"]
    chart_card(
        context, "returns", charts.return_rates(rates, labels, words), level=3,
        title=context.text("win_back.chart"),
        alt=context.text("win_back.chart_alt", list=words.listing(listed)),
        note=context.text("win_back.note", days=found.days),
        data=lambda: pd.DataFrame([{
            context.text("win_back.group"): label, context.text("win_back.cases"): one.cases,
            context.text("win_back.returned"): one.returned,
            context.text("win_back.rate"): words.rate(one.rate)}
            for one, label in zip(rates, labels, strict=True)]))
    st.subheader(context.text("win_back.list"), anchor=False)
    st.caption(context.text("win_back.list_note", cost=context.money(options["cost"])))
    people(context, People(context.text("win_back.list"), "win_back_list", options), key="win-back")
    if found.not_regretted:
        with st.expander(context.text("win_back.unwanted", n=words.number(found.not_regretted)),
                         key=context.key("unwanted-open"), on_change="rerun") as opened:
            if opened.open:
                people(context, People(context.text("win_back.unwanted", n=words.number(found.not_regretted)),
                                       "win_back_list", {**options, "wanted": False}), key="unwanted")


def _options(context: Context) -> dict[str, Any]:
    settings = context.store.settings
    return {"days": settings.integer("win_back_days"), "cost": settings.integer("win_back_cost") * 100,
            "discount_rate": settings.number("discount_rate")}


def _effect(context: Context, found: WinBack) -> str:
    """Say what an offer added, where some were held back without one."""
    words, effect = context.words, found.effect
    if effect is None or effect.estimate is None or effect.low is None:
        return ""
    more = effect.low > 0
    return context.text(
        "win_back.answer_effect" if more else "win_back.answer_no_more", low=words.points(effect.low),
        high=words.points(effect.high), effect=words(
            "format.points", value=words.number(100 * effect.estimate, 1)) if more else
        words.points(effect.estimate))


def _by_timing(context: Context, found: WinBack) -> str:
    words = context.words
    timed = [one for one in found.rates if one.dimension == "timing" and one.rate.state != "suppressed"]
    told = [context.text(f"win_back.told_{one.value}", cases=words.number(one.cases),
                         rate=words.percent(one.rate.estimate), interval=words.interval(one.rate))
            for one in timed]
    return context.text("win_back.answer", list=words.listing(told))


def _figures(context: Context, found: WinBack, options: dict[str, Any]) -> None:
    words = context.words
    shown = [Figure(
        context.text("win_back.worth_it"), words.number(found.worth_it),
        note=context.text("win_back.worth_it_note", n=words.number(found.candidates)),
        help=context.text("win_back.worth_it_help"),
        behind=People(context.text("win_back.list"), "win_back_list", options))]
    if found.gain.estimate is not None and found.gain.low is not None and found.gain.high is not None:
        shown.append(Figure(
            context.text("win_back.gain"), context.money(found.gain.estimate),
            note=context.text("win_back.gain_note", low=context.money(found.gain.low),
                              high=context.money(found.gain.high)),
            help=context.text("win_back.gain_help")))
    if found.second_year.estimate is not None and found.second_year.state != "suppressed":
        shown.append(Figure(
            context.text("win_back.second_year"), words.percent(found.second_year.estimate),
            note=context.text("win_back.second_year_note", n=words.number(found.second_year.n),
                              interval=words.interval(found.second_year)),
            help=context.text("win_back.second_year_help"), state=found.second_year.state))
    if found.kept_margin.estimate is not None and found.kept_margin.state != "suppressed":
        shown.append(Figure(
            context.text("win_back.kept"), words.percent(found.kept_margin.estimate, 0),
            note=context.text("win_back.kept_note", n=words.number(found.kept_margin.n),
                              interval=words.interval(found.kept_margin, 0)),
            help=context.text("win_back.kept_help"), state=found.kept_margin.state))
    key_figures(context, shown, name="win-back")


def _in_order(rates: Sequence[ReturnRate]) -> list[ReturnRate]:
    """Sort the groups of a dimension by their meaning where they have one; dimensions stay as they come."""
    dimensions = list(dict.fromkeys(one.dimension for one in rates))
    order = {name: theme.order_of(name, [one.value for one in rates if one.dimension == name])
             for name in dimensions}
    order["would_return"] = [*ANSWERS, *order.get("would_return", [])]
    return sorted(rates, key=lambda one: (dimensions.index(one.dimension),
                                          order[one.dimension].index(one.value)))


def _label(context: Context, one: ReturnRate) -> str:
    words = context.words
    if one.dimension == "timing":
        return context.text(f"win_back.timing_{one.value}")
    name = words(f"columns.{one.dimension}")
    return words("filters.clause", column=name, values=words.value(one.dimension, one.value))
