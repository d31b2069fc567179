"""What growth is made of: customers kept, and new ones by what brought them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.app.views.growth.headline import behind
from analytics.charts import growth as charts
from analytics.metrics.earned_growth import EarnedGrowth


def earned(context: Context, result: EarnedGrowth) -> None:
    """Draw what kept customers, and new ones by their source, add to growth."""
    words = context.words
    shown = charts.shown_parts(result)
    if result.window is None or result.net.state == "suppressed" or not shown:
        st.caption(context.text("earned_none"))
        return
    parts = {name: result.part(name) for name in shown}
    told = [context.text("part_told", part=context.text(f"part.{name}"), points=words.points(one.estimate))
            for name, one in parts.items() if one.state != "suppressed"]
    hidden = [context.text(f"part.{name}") for name, one in parts.items() if one.state == "suppressed"]
    chart_card(
        context, "parts", charts.growth_parts(result, words), title=context.text("chart.parts"),
        alt=context.text("chart.parts_alt", list=words.listing(told)),
        note=words.sentences(
            context.text("chart.parts_note"),
            context.text("chart.parts_hidden", list=words.listing(hidden)) if hidden else ""),
        data=lambda: pd.DataFrame([{
            context.text("column.part"): context.text(f"part.{name}"), words("columns.n"): one.n,
            context.text("column.points"): words.points(one.estimate) if one.state != "suppressed" else None,
            words("columns.low"): words.points(one.low) if one.state != "suppressed" else None,
            words("columns.high"): words.points(one.high) if one.state != "suppressed" else None}
            for name, one in parts.items()]),
        select=lambda point: behind(context, point, "parts"))
