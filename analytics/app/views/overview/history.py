"""The overview's charts: customers and money over time, what moved most, who came and who went."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.overview.wording import sentence
from analytics.charts import overview as charts
from analytics.metrics.largest_movements import GroupChange, LargestMovements
from analytics.metrics.movement import CustomerMovement


def curves(context: Context, result: CustomerMovement) -> None:
    """Draw customers and money as two curves over time."""
    if len(result.months) < 2:
        return
    words, first, last = context.words, result.months[0], result.months[-1]
    worth: list[int | None] = [one.value_at_start for one in result.months
                               if one.value_at_start is not None] or [None]
    chart_card(
        context, "curves", charts.customers_and_money(result, words, context.currency),
        title=context.text("chart.curves"),
        alt=context.text("chart.curves_alt", start=words.month(first.month), n=words.number(first.at_start),
                         end=words.month(last.month), m=words.number(last.at_start),
                         value=context.money(worth[0]), worth=context.money(worth[-1])),
        note=context.text("chart.curves_note"), dated=True, data=lambda: _months(context, result),
        select=lambda point: _there(context, point))


def movements(context: Context, moved: LargestMovements) -> None:
    """Draw what moved most against the period before, and say it in sentences."""
    changes = moved.changes
    if not changes:
        return
    told = [sentence(context, one) for one in changes if one.beyond_chance][:3]
    chart_card(
        context, "movements", charts.largest_changes(changes, context.words),
        title=context.text("chart.movements"),
        alt=context.text("chart.movements_alt", list=context.words.listing(
            [f"{charts.group_name(one, context.words)} {context.words.signed(one.excess)}"
             for one in changes[:charts.SHOWN_CHANGES]])),
        note=context.words.sentences(*(told or [context.text("chart.movements_none")]),
                                     context.text("chart.movements_note")),
        data=lambda: _changes(context, changes),
        select=lambda point: _lost_of_group(context, point))


def flow(context: Context, result: CustomerMovement) -> None:
    """Draw who came and who went, month by month."""
    if len(result.months) < 2:
        return
    words, last = context.words, result.months[-charts.SHOWN_MONTHS:]
    chart_card(
        context, "flow", charts.coming_and_going(result, words), dated=True, title=context.text("chart.flow"),
        alt=context.text("chart.flow_alt", n=len(last), won=words.number(sum(one.won for one in last)),
                         back=words.number(sum(one.won_back for one in last)),
                         lost=words.number(sum(one.lost for one in last))),
        note="" if last[-1].complete else context.text("chart.flow_note", month=words.month(last[-1].month)),
        data=lambda: _months(context, result), select=lambda point: _moved(context, point))


def _there(context: Context, point: dict[str, Any]) -> None:
    month = (point.get("customdata") or [None])[0]
    if month is not None:
        _show(context, People(context.text("list.there"), "movement_list", {"kind": "there", "month": month}),
              "curves")


def _moved(context: Context, point: dict[str, Any]) -> None:
    kind, month = point["customdata"]
    _show(context, People(context.text(f"kind.{kind}"), "movement_list", {"kind": kind, "month": month}),
          "flow")


def _lost_of_group(context: Context, point: dict[str, Any]) -> None:
    dimension, value = point["customdata"]
    title = context.text("list.group", group=context.words.value(dimension, value))
    _show(context, People(title, "lost_list", {"where": ((dimension, value),)}), "movements")


def _show(context: Context, behind: People, key: str) -> None:
    st.markdown(f"**{behind.title}**")
    people(context, behind, key=key)


def _months(context: Context, result: CustomerMovement) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame({
        words("columns.month"): [words.month(one.month) for one in result.months],
        words("columns.customers_at_start"): [one.at_start for one in result.months],
        context.in_currency(words("columns.value_at_start")): [
            None if one.value_at_start is None else round(one.value_at_start / 100) for one in result.months],
        words("overview.kind.won"): [one.won for one in result.months],
        words("overview.kind.won_back"): [one.won_back for one in result.months],
        words("overview.kind.lost"): [one.lost for one in result.months],
        context.in_currency(words("columns.value_lost")): [
            round(one.value_lost / 100) for one in result.months],
        words("columns.complete"): [words("values.yes" if one.complete else "values.no")
                                    for one in result.months],
    })


def _changes(context: Context, changes: tuple[GroupChange, ...]) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame({
        words("overview.group_head"): [charts.group_name(one, words) for one in changes],
        words("columns.lost"): [one.lost for one in changes],
        words("columns.lost_previous"): [one.lost_previous for one in changes],
        words("columns.churn_rate"): [words.share(one.rate) for one in changes],
        words("columns.rate_previous"): [words.share(one.rate_previous) for one in changes],
        words("overview.excess"): [round(one.excess, 1) for one in changes],
        words("columns.p"): [round(one.p, 4) for one in changes],
        context.in_currency(words("columns.value_difference")): [
            round(one.value_difference / 100) for one in changes],
    })
