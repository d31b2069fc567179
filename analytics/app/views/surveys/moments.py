"""Experience: which reading of a visit tells best who stays, and how it is remembered by those who left."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.charts import peak_end as charts
from analytics.metrics.survey_scores import SurveyScores
from analytics.models.peak_end import MEAN, PEAK_END, PeakEnd, Reading


def moments(context: Context, result: SurveyScores) -> None:
    """Say whether peak and end beat the mean, then draw every reading and the moments themselves."""
    words = context.words
    found: PeakEnd = context.metric("peak_end")
    mean, peak_end = found.of(MEAN), found.of(PEAK_END)
    if mean is None or peak_end is None:
        st.caption(words("peak_end.few", n=words.number(found.forms), lost=words.number(found.lost)))
        return
    chart_card(
        context, "predictions", charts.predictions(found, words), title=words("peak_end.chart.predictions"),
        alt=words("peak_end.chart.predictions_alt", list=words.listing([
            f"{_name(context, one)} {words.percent(one.area.estimate)}" for one in found.readings])),
        note=words.sentences(_verdict(context, mean, peak_end), words(
            "peak_end.chart.predictions_note", n=words.number(found.forms),
            customers=words.number(found.customers), lost=words.number(found.lost))),
        data=lambda: _frame(context, found))
    chart_card(
        context, "gains", charts.gains(found, words), title=words("peak_end.chart.gains"),
        alt=words("peak_end.chart.gains_alt", list=words.listing([
            f"{_name(context, one)} {words.signed(one.gain.estimate, 4)}"
            for one in found.readings if one.gain is not None])),
        note=words("peak_end.chart.gains_note", n=sum(one.gain is not None for one in found.readings)),
        data=lambda: _frame(context, found))
    chart_card(
        context, "moments", charts.moments(found, words), title=words("peak_end.chart.moments"),
        alt=words("peak_end.chart.moments_alt", list=words.listing([
            f"{words(f'peak_end.moment.{one.moment}')} {words.number(one.stayed.estimate, 2)} / "
            f"{words.number(one.left.estimate, 2)}" for one in found.moments])),
        note=words("peak_end.chart.moments_note"),
        data=lambda: pd.DataFrame([{
            words("peak_end.head_moment"): words(f"peak_end.moment.{one.moment}"),
            words("peak_end.stayed", n=words.number(one.stayed.n)): words.number(one.stayed.estimate, 2),
            words("peak_end.left", n=words.number(one.left.n)): words.number(one.left.estimate, 2)}
            for one in found.moments]))


def _verdict(context: Context, mean: Reading, peak_end: Reading) -> str:
    words, gain = context.words, peak_end.gain
    if gain is None:
        return ""
    # The saving with its sign turned is the difference of the two losses as they stand in the sentence.
    return words(f"peak_end.told.{peak_end.verdict}", loss=words.number(peak_end.loss.estimate, 4),
                 mean=words.number(mean.loss.estimate, 4), gain=words.signed(-(gain.estimate or 0.0), 4),
                 low=words.signed(-(gain.high or 0.0), 4), high=words.signed(-(gain.low or 0.0), 4))


def _name(context: Context, one: Reading) -> str:
    return context.words(f"peak_end.reading.{one.reading}")


def _frame(context: Context, found: PeakEnd) -> pd.DataFrame:
    words, lines = context.words, []
    for one in found.readings:
        line: dict[str, object] = {
            words("peak_end.head"): _name(context, one), words("columns.n"): one.loss.n,
            words("peak_end.axis_area"): words.percent(one.area.estimate),
            words("columns.low"): words.percent(one.area.low),
            words("columns.high"): words.percent(one.area.high),
            words("peak_end.head_loss"): words.number(one.loss.estimate, 4)}
        if one.gain is not None:
            line |= {words("peak_end.head_gain"): words.signed(one.gain.estimate, 4),
                     words("peak_end.head_gain_low"): words.signed(one.gain.low, 4),
                     words("peak_end.head_gain_high"): words.signed(one.gain.high, 4),
                     words("peak_end.head_verdict"): words(f"peak_end.verdict.{one.verdict}")}
        lines.append(line)
    return pd.DataFrame(lines)
