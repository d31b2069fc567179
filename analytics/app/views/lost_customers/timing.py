"""When customers leave: by tenure and size, after a warning, and to which cause."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.charts import loss_details as charts
from analytics.i18n.translator import NONE
from analytics.metrics.loss_timing import MARKS, HazardBand, LossTiming

#: The time after which the chart's alternative tells the shares, where anybody was seen so long.
ALT_MONTHS = 24


def timing(context: Context) -> None:
    """Draw the hazard by tenure, list the warnings, and draw the share lost to each cause."""
    found: LossTiming = context.metric("loss_timing")
    if not found.bands:
        st.caption(context.words("empty.needs.dates"))
        return
    words = context.words
    labels = [_band(context, one) for one in found.bands]
    everyone = [(one, label) for one, label in zip(found.bands, labels, strict=True) if one.size is None]
    listed = [f"{label} {words.share(one.hazard)}" for one, label in everyone
              if one.hazard.state != "suppressed"]
    chart_card(
        context, "hazard", charts.hazards(found.bands, labels, words), title=context.text("timing.chart"),
        level=3, alt=context.text("timing.chart_alt", list=words.listing(listed)),
        note=context.text("timing.note"),
        data=lambda: pd.DataFrame([{
            words("columns.size"): words.value("size", one.size) if one.size else context.text("everyone"),
            context.text("timing.tenure"): label, words("columns.lost"): one.lost,
            context.text("timing.hazard"): words.rate(one.hazard)}
            for one, label in zip(found.bands, labels, strict=True)]))
    _warnings(context, found)
    if found.causes:
        last = int(min(ALT_MONTHS, *(curve.last for curve in found.causes.values())))
        marks = [f"{words.value('cause_class', cause)} {words.share(curve.at(last))}"
                 for cause, curve in list(found.causes.items())[:charts.SHOWN_CAUSES]]
        chart_card(
            context, "by_cause", charts.lost_by_cause(found, words), title=context.text("timing.causes"),
            level=3, alt=context.text("timing.causes_alt", n=last, list=words.listing(marks)),
            note=context.text("timing.causes_note"),
            data=lambda: pd.DataFrame([{
                words("columns.cause_class"): words.value("cause_class", cause),
                **{context.text("timing.by_month", n=month): words.rate(curve.at(month)) for month in MARKS
                   if month <= curve.last}}
                for cause, curve in found.causes.items()]))


def _warnings(context: Context, found: LossTiming) -> None:
    words = context.words
    warned, lost = found.warned
    if not warned:
        return
    st.subheader(context.text("timing.warnings"), anchor=False)
    st.markdown(context.text("timing.warned", warned=words.number(warned), lost=words.number(lost)))
    st.dataframe(pd.DataFrame([{
        words("columns.precursor"): words.value("precursor", one.precursor), words("columns.lost"): one.lost,
        context.text("timing.median"): None if one.median.state == "suppressed" else one.median.estimate,
        words("columns.low"): None if one.median.state == "suppressed" else one.median.low,
        words("columns.high"): None if one.median.state == "suppressed" else one.median.high}
        for one in found.warnings]), hide_index=True, key=context.key("warnings"), placeholder=NONE,
        alt=context.text("timing.warnings"))
    st.caption(context.text("timing.warnings_note", days=context.store.settings.integer("precursor_days")))


def _band(context: Context, one: HazardBand) -> str:
    if one.to_month is None:
        return context.text("timing.band_last", start=one.from_month)
    return context.text("timing.band", start=one.from_month, end=one.to_month)
