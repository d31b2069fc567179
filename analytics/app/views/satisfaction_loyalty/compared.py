"""The curve in several markets, segments or sizes, and whether its bend differs."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People, heading
from analytics.app.context import Context
from analytics.app.views.satisfaction_loyalty.choosing import choose, dimensions
from analytics.app.views.satisfaction_loyalty.curve import p_value
from analytics.app.views.satisfaction_loyalty.headline import level_name
from analytics.charts import satisfaction_loyalty as charts
from analytics.models.satisfaction_groups import SatisfactionGroups
from analytics.models.satisfaction_loyalty import SatisfactionLoyalty


def compare(context: Context, result: SatisfactionLoyalty) -> None:
    """Draw every group's curve and bend, where customers' groups are known."""
    words = context.words
    there = dimensions(context)
    if not there:
        st.caption(context.text("no_groups"))
        return
    by = choose(context, "by", there, [heading(one, words) for one in there], label=context.text("by_label"))
    found: SatisfactionGroups = context.metric("satisfaction_groups", outcome=result.outcome, by=by)
    if len(found.comparison.groups) < 2:
        st.caption(context.text("one_group"))
        return
    left, right = st.columns((3, 2)) if found.comparison.compared else (st.container(), None)
    listed = [_summary(context, found, one.group) for one in found.comparison.groups]
    with left:
        chart_card(
            context, "groups", charts.group_curves(found.comparison, by, words),
            title=context.text("chart.groups", by=heading(by, words).lower()),
            alt=context.text("chart.groups_alt", list=words.listing(listed)), note=_test(context, found),
            data=lambda: _frame(context, found), select=lambda point: _behind(context, result, found, point))
    if right is not None:
        with right:
            chart_card(
                context, "bends", charts.bends(found.comparison, by, words),
                title=context.text("chart.bends"),
                alt=context.text("chart.bends_alt", list=words.listing(listed)),
                note=context.text("bends_note"), data=lambda: _frame(context, found),
                select=lambda point: _behind(context, result, found, point, key="bends"))


def _summary(context: Context, found: SatisfactionGroups, name: str) -> str:
    words = context.words
    curve = next(one.curve for one in found.comparison.groups if one.group == name)
    told = words(f"verdicts.label.{curve.verdict}")
    return context.text("group_summary", group=words.value(found.by, name), verdict=told,
                        n=words.number(curve.n), bend=charts.bend(curve.fit.gamma, words))


def _test(context: Context, found: SatisfactionGroups) -> str:
    words, comparison = context.words, found.comparison
    if comparison.test is None:
        return context.text("nothing_to_compare")
    told = context.text("bends_differ" if comparison.different else "bends_alike",
                        p=p_value(context, comparison.test.p),
                        common=words.number(comparison.common_gamma, 1))
    pairs = [context.text("pair", one=words.value(found.by, pair.one),
                          other=words.value(found.by, pair.other), p=p_value(context, pair.p))
             for pair in comparison.pairs if pair.different]
    return told + (context.text("pairs", list=words.listing(pairs)) if pairs else "")


def _frame(context: Context, found: SatisfactionGroups) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        heading(found.by, words): words.value(found.by, one.group),
        words("columns.score"): level_name(context, level), words("columns.n"): level.n,
        context.text("rate"): words.share(level.rate),
        words("columns.low"): words.low(level.rate),
        words("columns.high"): words.high(level.rate),
        context.text("verdict"): words(f"verdicts.label.{one.curve.verdict}"),
        context.text("figure.bend"): charts.bend(one.curve.fit.gamma, words)}
        for one in found.comparison.groups for level in one.curve.levels])


def _behind(context: Context, result: SatisfactionLoyalty, found: SatisfactionGroups,
            point: dict[str, Any], key: str = "groups") -> None:
    group, *scores = point.get("customdata") or (None,)
    if group is None:
        return
    name = context.words.value(found.by, group)
    title = context.text("list.group", group=name) if not scores else context.text(
        "list.group_level", group=name,
        level=context.text("level", scores=context.words.listing([str(score) for score in scores])))
    st.markdown(f"**{title}**")
    people(context, People(title, "survey_list", {
        "outcome": result.outcome, "where": ((found.by, group),),
        "scores": tuple(int(score) for score in scores) or (1, 2, 3, 4, 5)}), key=key)
