"""What became of customers: by outcome beside the published figures, the two tests, and speed."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.app.views.complaints.choosing import outcome_options, pick
from analytics.charts import complaint_outcomes as charts
from analytics.models.complaint_speed import ComplaintSpeed
from analytics.models.outcome_comparison import Difference
from analytics.models.repurchase_by_outcome import PUBLISHED, OutcomeCell, OutcomeTest, RepurchaseByOutcome


def outcomes(context: Context) -> None:
    """Draw the share that came back by situation, and answer the two questions apart."""
    words, options = context.words, outcome_options(context)
    found: RepurchaseByOutcome = context.metric("repurchase_by_outcome", **options)
    if len(found.outcomes) > 1:
        chosen = pick(context, "outcome", found.outcomes,
                      [context.text(f"outcome.{one}") for one in found.outcomes],
                      context.text("outcome_label"), default=found.outcome)
        if chosen != found.outcome:
            found = context.metric("repurchase_by_outcome", outcome=chosen, **options)
    if not any(one.share.n for one in found.cells):
        st.caption(context.text("outcomes_none", days=_horizon(context)))
        return
    left, right = st.columns((3, 2))
    listed = [f"{context.text(f'situation.{one.situation}')} {words.rate(one.share)}"
              for one in found.cells if one.band == "all"]
    silent = "" if found.cell("silent").share.n else context.text("no_question")
    with left:
        chart_card(
            context, "outcomes", charts.by_outcome(found, words),
            title=context.text(f"chart.outcomes_{found.outcome}", days=_horizon(context)),
            alt=context.text("chart.outcomes_alt", list=words.listing(listed)),
            note=words.sentences(context.text(
                "chart.outcomes_note", quick=options["quick_days"],
                low=words.money(100 * options["stake_low"], context.currency),
                high=words.money(100 * options["stake_high"], context.currency)), silent),
            data=partial(_cells, context, found))
    with right:
        chart_card(
            context, "published", charts.published(words), title=context.text("chart.published"),
            alt=context.text("chart.published_alt"), note=context.text("chart.published_note"),
            data=lambda: pd.DataFrame([{
                context.text("situation_label"): context.text(f"situation.{situation}"),
                context.text("band_label"): context.text(f"published.{band}"),
                words("columns.share"): words.percent(share, 0)}
                for band, shares in PUBLISHED.items() for situation, share in shares.items()]))
    _tests(context, found)


def _tests(context: Context, found: RepurchaseByOutcome) -> None:
    words = context.words
    shown = tuple(one for one in found.tests if one.raw.estimate.state != "suppressed")
    if not shown:
        st.caption(context.text("tests_few"))
        return
    told = [context.text(f"verdict.{one.name}.{one.verdict}") for one in shown]
    chart_card(
        context, "differences", charts.differences(shown, words), title=context.text("chart.differences"),
        alt=words.sentences(*told), note="  \n".join((*told, context.text("chart.differences_note"))),
        data=lambda: pd.DataFrame([{
            context.text("question"): context.text(f"test.{one.name}"),
            context.text("kind_label"): context.text(f"kind.{kind}"),
            context.text("difference"): words.points(difference.estimate.estimate),
            words("columns.low"): words.points(difference.estimate.low),
            words("columns.high"): words.points(difference.estimate.high)}
            for one in shown for kind, difference in _kinds(one)]))


def _kinds(one: OutcomeTest) -> list[tuple[str, Difference]]:
    kinds = (("raw", one.raw), ("adjusted", one.adjusted), ("mild", one.mild))
    return [(name, difference) for name, difference in kinds if difference is not None]


def speed(context: Context) -> None:
    """Draw loyalty by days to closing, raw, adjusted and as a curve."""
    words = context.words
    found: ComplaintSpeed = context.metric("complaint_speed")
    if not any(one.share.state != "suppressed" for one in found.bins):
        st.caption(context.text("speed_none", days=_horizon(context)))
        return
    listed = [f"{charts.bin_name(one.first, one.last, words)} {words.rate(one.share)}" for one in found.bins]
    slope = context.text("speed_slope", difference=words.points(found.slope.estimate),
                         low=words.points(found.slope.low), high=words.points(found.slope.high)) \
        if found.slope.estimate is not None else context.text("speed_few")
    chart_card(
        context, "speed", charts.speed(found, words), title=context.text("chart.speed"),
        alt=context.text("chart.speed_alt", list=words.listing(listed)),
        note=words.sentences(slope, context.text("chart.speed_note")),
        data=lambda: pd.DataFrame([{
            context.text("days_to_close"): charts.bin_name(one.first, one.last, words),
            words("columns.n"): one.share.n, context.text("kind.raw"): words.rate(one.share),
            context.text("kind.adjusted"): words.rate(one.adjusted)} for one in found.bins]))


def _cells(context: Context, found: RepurchaseByOutcome) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("situation_label"): context.text(f"situation.{one.situation}"),
        context.text("band_label"): context.text(f"band.{one.band}"), words("columns.n"): one.share.n,
        words("columns.customers"): one.customers,
        words("columns.share"): _shown(context, one, one.share.estimate),
        words("columns.low"): _shown(context, one, one.share.low),
        words("columns.high"): _shown(context, one, one.share.high),
        words("columns.state"): words(f"values.state.{one.share.state}")} for one in found.cells])


def _shown(context: Context, one: OutcomeCell, value: float | None) -> str | None:
    return None if one.share.state == "suppressed" else context.words.percent(value)


def _horizon(context: Context) -> int:
    return context.store.settings.integer("complaint_horizon_days")
