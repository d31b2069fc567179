"""The economics page's answer and its figures: what more retention is worth, and what it may cost."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.app.components import Figure, answer, key_figures, method
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.economics.assumptions import chosen, reckoned, value_of
from analytics.charts.economics import signed_money
from analytics.models.economics.customer_value import Assumptions
from analytics.models.economics.economics import Economics
from analytics.models.economics.retention_effect import RetentionEffect, can_be_told, retention_effect


def place() -> DeltaGenerator:
    """Keep the place of the answer, which needs the assumptions below it."""
    return st.container()


def effect_of(found: Economics) -> RetentionEffect | None:
    """Return what the reader's rise of retention does; None where the sum has no end."""
    assumptions, size = reckoned(found), value_of("size")
    return retention_effect(assumptions, size=size) if can_be_told(assumptions, size=size) else None


def tell(context: Context, found: Economics) -> None:
    """Answer first: what a few points more of retention are worth, and what they may cost."""
    words, effect = context.words, effect_of(found)
    if effect is None:
        answer(context.text("endless"))
        return
    if not effect.before.margin:
        answer(context.text("no_margin"))
        return
    rates = {"points": points_told(context, effect.after.retention - effect.before.retention),
             "before": words.percent(effect.before.retention), "after": words.percent(effect.after.retention),
             "assumed": context.text("assumed") if _assumes_retention(found) else ""}
    gain = {"gain": context.money(effect.gain), "total": context.money(effect.gain * found.customers),
            "n": words.number(found.customers)}
    if effect.share is None:
        told = context.text("answer_loss", **rates, **gain)
    else:
        told = context.text("answer", **rates, **gain, share=words.percent(effect.share, 0))
    answer(told, detail=words.sentences(
        context.text("answer_cost", most=context.money(effect.most_a_year)),
        _interval(context, found, effect), _relative(context, effect.before), context.text("no_forecast")))


def _assumes_retention(found: Economics) -> bool:
    """Tell whether nobody measured the rate, and the reader has not named one either."""
    return found.basis("retention") == "assumed" and not chosen().get("retention")


def _interval(context: Context, found: Economics, effect: RetentionEffect) -> str:
    ends = found.effect_ends(effect.before, "points", value_of("size"))
    if ends is None or effect.share is None:
        return ""
    return context.text("answer_interval", low=context.words.percent(ends[0], 0),
                        high=context.words.percent(ends[1], 0))


def _relative(context: Context, assumptions: Assumptions) -> str:
    size = value_of("size")
    share = retention_effect(assumptions, reading="relative", size=size).share
    if share is None:
        return ""
    return context.text("answer_relative", size=f"{points_told(context, size)}%",
                        share=context.words.percent(share))


def points_told(context: Context, share: float) -> str:
    """Return a share as points, with a decimal only where it has one."""
    points = round(100 * share, 1)
    return context.words.number(points, 0 if points == int(points) else 1)


def figures(context: Context, found: Economics) -> None:
    """Four figures: the value today, the gain, the most it may cost, and what is left after its cost."""
    words, effect, cost = context.words, effect_of(found), value_of("cost")
    if effect is None or not effect.before.margin:
        return
    shown = [
        Figure(context.text("figure.value"), context.money(effect.value_before),
               note=context.text("figure.value_note", after=context.money(effect.value_after)),
               help=context.text("figure.value_help"),
               behind=People(context.text("list.stayed"), "economics_list",
                             {"default_margin": context.store.settings.number("default_margin")})),
        Figure(context.text("figure.share"),
               "–" if effect.share is None else f"+{words.percent(effect.share, 0)}",
               note=context.text("figure.share_note", gain=context.money(effect.gain)),
               help=context.text("figure.share_help")),
        Figure(context.text("figure.most"), context.money(effect.most_a_year),
               note=context.text("figure.most_note", n=words.number(found.customers),
                                 total=context.money(effect.most_a_year * found.customers)),
               help=context.text("figure.most_help"))]
    if cost:
        left = effect.net(100 * cost)
        shown.append(Figure(
            context.text("figure.left"), signed_money(left, words, context.currency),
            note=context.text("figure.left_pays" if left > 0 else "figure.left_loses",
                              cost=context.money(100 * cost)), help=context.text("figure.left_help")))
    key_figures(context, shown)


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)
