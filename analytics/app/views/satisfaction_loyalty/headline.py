"""The verdict in words, its warning, the key figures, and the method."""

from __future__ import annotations

import streamlit as st

from analytics.app.components import Figure, answer, key_figures, method
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.satisfaction_loyalty.choosing import asked, groups_asked
from analytics.charts.satisfaction_loyalty import bend, bend_interval
from analytics.metrics.survey_list import OUTCOMES
from analytics.models.satisfaction_curve import Level, SatisfactionCurve
from analytics.models.satisfaction_loyalty import SatisfactionLoyalty


def result(context: Context) -> SatisfactionLoyalty:
    """Return the curve of the outcome that the address asks for, where the records know of it."""
    wanted = _wanted()
    # Most records know who stayed: the groups are counted beside the curve, and again where they do not.
    expected = wanted.get("outcome", OUTCOMES[0])
    context.ahead(groups_asked(context, expected))
    found: SatisfactionLoyalty = context.metric("satisfaction_loyalty", **wanted)
    if found.outcome not in found.outcomes:
        found = context.metric("satisfaction_loyalty")
    if found.outcome != expected:
        context.ahead(groups_asked(context, found.outcome))
    return found


def _wanted() -> dict[str, str]:
    outcome = asked("outcome", OUTCOMES)
    return {"outcome": outcome} if outcome else {}


def tell(context: Context, result: SatisfactionLoyalty) -> None:
    """Answer first: which verdict the answers allow, with bend, n and the ends of the curve."""
    words, curve = context.words, result.curve
    sentence = words(f"verdicts.answer.{curve.reason}", bend=bend(curve.fit.gamma, words),
                     n=words.number(curve.n))
    answer(sentence, detail=_detail(context, result))


def warn(context: Context, result: SatisfactionLoyalty) -> None:
    """Warn where the score was probably written down after the outcome."""
    if result.curve.verdict == "too_clean":
        st.warning(context.text("warning_too_clean"), icon=":material/warning:")


def figures(context: Context, result: SatisfactionLoyalty) -> None:
    """Share loyal, bend, cliff and worth of the last step, each with its interval and its customers."""
    words, curve, outcome = context.words, result.curve, result.outcome
    shown = [_overall(context, result)]
    if curve.fit.gamma.estimate is not None:
        shown.append(Figure(context.text("figure.bend"), words.number(curve.fit.gamma.estimate, 1),
                            note=context.text("figure.bend_note", n=words.number(curve.n),
                                              interval=bend_interval(curve.fit.gamma, words)),
                            state=curve.fit.gamma.state, help=context.text("figure.bend_help")))
    if curve.cliff is not None:
        shown.append(Figure(
            context.text("figure.cliff"), words.points(curve.cliff.excess.estimate),
            note=context.text("figure.cliff_note", low=words.points(curve.cliff.excess.low),
                              high=words.points(curve.cliff.excess.high),
                              ratio=words.number(curve.cliff.ratio.estimate, 2)),
            help=context.text("figure.cliff_help"), behind=_list(context, outcome, (4,), "list.fours")))
    if result.worth:
        last = result.worth[-1].per_customer
        shown.append(Figure(
            context.text("figure.worth"), context.money(last.estimate),
            note=context.text("figure.worth_note", low=context.money(last.low),
                              high=context.money(last.high)),
            help=context.text("figure.worth_help"),
            behind=_list(context, outcome, (4,), "list.fours")))
    used = result.curve.n / result.answers if result.answers else None
    shown.append(Figure(
        context.text("figure.used"), words.percent(used, 0 if used is None or used >= 0.1 else 1),
        note=context.text("figure.used_note", n=words.number(curve.n), answers=words.number(result.answers))
        if result.left_out else context.text("figure.used_all", n=words.number(curve.n)),
        help=context.text("figure.used_help")))
    key_figures(context, shown)


def left_out(context: Context, result: SatisfactionLoyalty) -> str:
    """Say how many answers are left out, and why."""
    words = context.words
    if not result.left_out:
        return context.text("none_left_out", n=words.number(result.answers))
    reasons = [context.text(f"left_out.{reason}", n=words.number(n)) for reason, n in result.left_out]
    return context.text("some_left_out", n=words.number(sum(n for _, n in result.left_out)),
                        answers=words.number(result.answers), reasons=words.listing(reasons))


def cliff_sentence(context: Context, curve: SatisfactionCurve) -> str:
    """Say whether the last step is steeper than the one before."""
    words, cliff = context.words, curve.cliff
    if cliff is None or len(curve.steps) < 2:
        return ""
    before, last = curve.steps[-2].difference, curve.steps[-1].difference
    code = "cliff" if cliff.present else "no_cliff"
    return context.text(code, last=words.points(last.estimate), before=words.points(before.estimate),
                        excess=words.points(cliff.excess.estimate), low=words.points(cliff.excess.low),
                        high=words.points(cliff.excess.high))


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)


def level_name(context: Context, level: Level) -> str:
    """Name a level by its scores."""
    return context.text("level", scores=context.words.listing([str(score) for score in level.scores]))


def _overall(context: Context, result: SatisfactionLoyalty) -> Figure:
    words, curve, outcome = context.words, result.curve, result.outcome
    meant = context.text(f"outcome_help.{outcome}", blank=words.number(result.blank_days),
                         horizon=words.number(result.horizon_days)) \
        if result.horizon_days else context.text("outcome_help.undated")
    return Figure(
        context.text(f"outcome.{outcome}"), words.percent(curve.overall.estimate),
        note=context.text("figure.loyal_note", n=words.number(curve.n),
                          customers=words.number(curve.customers),
                          interval=words.interval(curve.overall)),
        help=meant, state=curve.overall.state, behind=_list(context, outcome, (1, 2, 3, 4, 5), "list.all"))


def _detail(context: Context, result: SatisfactionLoyalty) -> str:
    words, curve = context.words, result.curve
    shown = [level for level in curve.levels if level.rate.state != "suppressed"]
    if not shown:
        return left_out(context, result)
    levels = words.listing([
        context.text("at_level", level=level_name(context, level), rate=words.share(level.rate))
        for level in shown])
    return context.text("detail", outcome=context.text(f"outcome.{result.outcome}"), levels=levels,
                        n=words.number(curve.n), customers=words.number(curve.customers))


def _list(context: Context, outcome: str, scores: tuple[int, ...], title: str) -> People:
    return People(context.text(title), "survey_list", {"outcome": outcome, "scores": scores})
