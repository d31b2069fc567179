"""What the growth page says first: the sentence, the figures, the bridge, and how they are computed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, key_figures, method
from analytics.app.components.people import People, people
from analytics.app.context import Context
from analytics.charts import growth as charts
from analytics.metrics.earned_growth import EarnedGrowth
from analytics.metrics.revenue_pairs import LEAST, Window
from analytics.statistics.estimate import Estimate


def result(context: Context) -> EarnedGrowth:
    """Return the bridge of revenue that ends with the period."""
    found: EarnedGrowth = context.metric("earned_growth")
    return found


def tell(context: Context, result: EarnedGrowth) -> None:
    """Answer first: what last year's customers brought again, and how much growth was earned."""
    words, window = context.words, result.window
    if window is None:
        answer(context.text("answer_short", months=2 * LEAST))
        return
    if result.net.state == "suppressed":
        answer(context.text("answer_few", n=words.number(result.net.n)))
        return
    sentence = context.text(
        "answer", months=window.months, end=_last_day(context, window), n=words.number(result.net.n),
        net=words.percent(result.net.estimate), interval=words.interval(result.net))
    answer(sentence, detail=words.sentences(
        _earned(context, result), _aftermarket(context, result),
        "" if result.known or not result.unknown else context.text("answer_unrecorded"),
        "" if window.whole_year else context.text("answer_season")))


def figures(context: Context, result: EarnedGrowth) -> None:
    """Show net and gross retention, customers kept, earned growth and the quick ratio."""
    if result.window is None or result.net.state == "suppressed":
        return
    words = context.words
    low, high = result.earned("low"), result.earned("high")
    base = _people(context, "base")
    less = _people(context, "given_up", base)
    key_figures(context, [
        _retention(context, "net", result.net, result.net_aftermarket, base),
        _retention(context, "gross", result.gross, result.gross_aftermarket, less),
        Figure(context.text("figure.logo"), words.percent(result.logo.estimate),
               note=context.text("figure.note", interval=words.interval(result.logo),
                                 n=words.number(result.logo.n)),
               help=context.text("figure.logo_help"), state=result.logo.state,
               behind=_people(context, "lost", base)),
        Figure(context.text("figure.earned"), words.percent(low.estimate),
               note=context.text("figure.earned_note" if result.unknown else "figure.earned_note_known",
                                 upper=words.percent(high.estimate), low=words.percent(low.low),
                                 high=words.percent(high.high), n=words.number(low.n)),
               help=context.text("figure.earned_help"), state=low.state,
               behind=_people(context, "came_earned")),
        Figure(context.text("figure.quick"), words.number(result.quick_ratio.estimate, 2),
               note=context.text("figure.quick_note", low=words.number(result.quick_ratio.low, 2),
                                 high=words.number(result.quick_ratio.high, 2),
                                 n=words.number(result.quick_ratio.n)),
               help=context.text("figure.quick_help"), state=result.quick_ratio.state,
               behind=_people(context, "given_up", _people(context, "gained")))])


def bridge(context: Context, result: EarnedGrowth) -> None:
    """Draw how revenue of the stretch before became that of the window."""
    window, words = result.window, context.words
    if window is None or not result.flows:
        return
    steps = [step for step, _ in charts.shown_steps(result)]
    told = [context.text("step_told", step=context.text(f"step.{step}"),
                         amount=context.money(charts.step_change(result, step))) for step in steps]
    chart_card(
        context, "bridge", charts.bridge(result, words, context.currency), title=context.text("chart.bridge"),
        alt=context.text("chart.bridge_alt", before=context.money(result.before),
                         since=context.money(result.since), list=words.listing(told)),
        note=context.text("chart.bridge_note", base=words.date(window.base_start),
                          base_end=words.date(window.start - timedelta(days=1)),
                          end=_last_day(context, window)),
        data=lambda: pd.DataFrame([{
            context.text("column.step"): context.text(f"step.{step}"),
            words("columns.customers"): charts.step_customers(result, step),
            context.in_currency(context.text("column.change")): charts.step_change(result, step) / 100}
            for step in steps]),
        select=lambda point: behind(context, point))


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)


def _earned(context: Context, result: EarnedGrowth) -> str:
    words = context.words
    low, high, growth = result.earned("low"), result.earned("high"), result.growth
    least, most = result.earned_ratio("low"), result.earned_ratio("high")
    values: dict[str, object] = {
        "earned": _span(context, low, high), "low": words.percent(low.low), "high": words.percent(high.high),
        "growth": words.percent(growth.estimate), "interval": words.interval(growth)}
    if least is None or most is None:
        return context.text("earned_no_growth", **values)
    return context.text("earned_share", share=_span(context, least, most, digits=0), **values)


def _aftermarket(context: Context, result: EarnedGrowth) -> str:
    net, gross, words = result.net_aftermarket, result.gross_aftermarket, context.words
    if net is None or gross is None or net.state == "suppressed":
        return ""
    return context.text("without_machines", net=words.percent(net.estimate), net_interval=words.interval(net),
                        gross=words.percent(gross.estimate), gross_interval=words.interval(gross))


def _retention(context: Context, name: str, everything: Estimate, aftermarket: Estimate | None,
               behind: People) -> Figure:
    words = context.words
    note = context.text("figure.note", interval=words.interval(everything), n=words.number(everything.n))
    if aftermarket is not None and aftermarket.state != "suppressed":
        note = words.sentences(note, context.text("figure.aftermarket_note",
                                                  rate=words.percent(aftermarket.estimate)))
    return Figure(context.text(f"figure.{name}"), words.percent(everything.estimate), note=note,
                  help=context.text(f"figure.{name}_help"), state=everything.state, behind=behind)


def _span(context: Context, low: Estimate, high: Estimate, digits: int = 1) -> str:
    """Write both bounds, or the one figure where nothing is unknown."""
    words = context.words
    first, last = words.percent(low.estimate, digits), words.percent(high.estimate, digits)
    return first if first == last else words("format.from_to", low=first, high=last)


def _people(context: Context, kind: str, of: People | None = None) -> People:
    return People(context.text(f"list.{kind}"), "growth_list", {"kind": kind}, of=of)


def behind(context: Context, point: dict[str, Any], key: str = "bridge") -> None:
    """List the customers behind a mark of the bridge or of a part of growth."""
    kind = str((point.get("customdata") or ["all"])[0])
    whole = kind in ("base", "all") or kind.startswith("came_")
    title = context.text(f"list.{kind}" if whole else f"step.{kind}")
    st.markdown(f"**{title}**")
    people(context, People(title, "growth_list", {"kind": kind}), key=key)


def _last_day(context: Context, window: Window) -> str:
    return context.words.date(window.end - timedelta(days=1))
