"""The at-risk page: whom to call first, what that may save, and how far the model can be trusted."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, key_figures, method
from analytics.app.components.people import People, column_config, known_columns, list_head, on_screen, shown
from analytics.app.components.reasons import brief_reasons, reasons_in_words
from analytics.app.components.table import download
from analytics.app.context import Context
from analytics.charts import at_risk as charts
from analytics.models.at_risk import LISTED, AtRisk
from analytics.models.churn import ModelCard, load_card, serving_model

#: Calls a week that a team of a few can make; where the slider begins.
FIRST_CAPACITY = 50
#: Cost of one contact the reader may set, in whole currency.
COSTS = (0, 10_000, 500)
#: Pixels: columns whose text wraps, rows that hold all reasons of a customer, and the list itself.
WRAPPED, ROW_HEIGHT, HEIGHT = {"name": 160, "reasons": 280}, 92, 600


def served(context: Context) -> ModelCard | None:
    """Return the serving model's card, or say that there is none yet and how to get one."""
    model = serving_model(context.store)
    if model is not None:
        return load_card(context.store, model)
    with st.container(border=True, key="empty"):
        st.markdown(context.text("no_model"))
        st.page_link("pages/models.py", label=context.text("train"), icon=":material/model_training:")
    return None


def scores_of(context: Context, card: ModelCard) -> str:
    """Return where the serving model's scores lie."""
    return str(context.store.path / "models" / card.model / "scores.parquet")


def result(context: Context, card: ModelCard, contact_cost: int) -> AtRisk:
    """Return the sums and the capacity curve under the filters."""
    found: AtRisk = context.metric("at_risk", scores=scores_of(context, card), contact_cost=contact_cost)
    return found


def place() -> Any:
    """Keep a place above the controls for the answer, which depends on them."""
    return st.container()


def window_words(context: Context, card: ModelCard) -> str:
    """Say which window the risk is about."""
    if card.horizon_days is None:
        return context.text("window_snapshot")
    return context.text("window", days=context.words.number(card.horizon_days))


def tell(context: Context, card: ModelCard, found: AtRisk, capacity: int) -> None:
    """Answer first: how many are expected to leave, what that costs, and what calling some may save."""
    words = context.words
    if found.customers == 0:
        answer(context.text("nobody"))
        return
    saved, low, high = found.curve.at(capacity)
    answer(context.text("answer", expected=words.number(found.expected_lost),
                        customers=words.number(found.customers), window=window_words(context, card),
                        loss=context.money(found.expected_loss)),
           detail=context.text("saving" if saved >= 0 else "saving_loss", capacity=words.number(capacity),
                               saved=context.money(saved), low=context.money(low), high=context.money(high)))


def controls(context: Context, card: ModelCard) -> tuple[int, int]:
    """Let the reader say how many customers can be contacted and what a contact costs (minor units)."""
    there = result(context, card, 0).customers
    left, right = st.columns(2)
    top = max(min(there, 2000), 1)
    with left:
        capacity = st.slider(context.text("capacity"), 1, max(top, 2), min(FIRST_CAPACITY, top),
                             key=context.key("capacity"))
    with right:
        cost = st.number_input(context.text("cost", currency=context.currency), COSTS[0], COSTS[1], COSTS[2],
                               step=100, key=context.key("cost"))
    return capacity, int(cost) * 100


def figures(context: Context, card: ModelCard, found: AtRisk, capacity: int) -> None:
    """Five figures: expected to leave, high risk, value at risk, expected saving, and how well it ranks."""
    words = context.words
    if found.customers == 0:
        return
    saved, lowest, highest = found.curve.at(capacity)
    (fewest, most), (least, worst) = found.lost_interval, found.loss_interval
    ranking = card.metrics["roc_auc"]
    everyone = People(context.text("list_all"), "at_risk_list",
                      {"scores": scores_of(context, card), "rows": None})
    high = People(context.text("list_high"), "at_risk_list", {**everyone.options, "high": True})
    key_figures(context, [
        Figure(context.text("figure.expected"), words.number(found.expected_lost),
               note=context.text("figure.expected_note", n=words.number(found.customers),
                                 low=words.number(fewest), high=words.number(most)),
               help=context.text("figure.expected_help"), behind=everyone),
        Figure(context.text("figure.high"), words.number(found.high_risk),
               note=context.text("figure.high_note", n=words.number(found.customers)),
               help=context.text("figure.high_help"), behind=high),
        Figure(context.text("figure.loss"), context.money(found.expected_loss),
               note=context.text("figure.loss_note", value=context.money(found.value),
                                 low=context.money(least), high=context.money(worst)),
               help=context.text("figure.loss_help"), behind=everyone),
        Figure(context.text("figure.saved"), context.money(saved),
               note=context.text("figure.saved_note", low=context.money(lowest), high=context.money(highest)),
               help=context.text("figure.saved_help")),
        Figure(context.text("figure.ranking"), words.number(ranking.estimate, 3),
               note=context.text("figure.ranking_note", low=words.number(ranking.low, 3),
                                 high=words.number(ranking.high, 3), n=words.number(ranking.n)),
               help=context.text("figure.ranking_help")),
    ])


def call_list(context: Context, card: ModelCard, capacity: int) -> None:
    """Show the customers to call, in the order of their expected loss, with reasons in words."""
    words = context.words
    scores = scores_of(context, card)
    rows = min(capacity, LISTED)
    frame: pd.DataFrame = context.metric("at_risk_list", scores=scores, rows=LISTED).head(rows)
    with st.container(border=True, key=context.key("card-list")):
        st.header(context.text("list", n=words.number(len(frame))), anchor=False)
        if frame.empty:
            return
        told = known_columns(context, frame)
        brief = told.assign(
            reasons=[brief_reasons(one, words, context.currency) for one in frame["reasons"]])
        config = column_config(brief, context)
        for column, width in WRAPPED.items():
            config[column] = st.column_config.Column(list_head(column, context), width=width)
        # The number comes last: whoever calls needs the name and the reasons in view.
        order = [*WRAPPED, *(column for column in brief.columns if column not in (*WRAPPED, "customer_id"))]
        event = st.dataframe(
            on_screen(brief, words), hide_index=True, key=context.key("list"), on_select="rerun",
            selection_mode="single-row", column_config=config, column_order=[*order, "customer_id"],
            row_height=ROW_HEIGHT, height=HEIGHT, alt=context.text("list", n=words.number(len(frame))))
        if event.selection.rows:
            row = frame.iloc[event.selection.rows[0]]
            st.page_link("pages/customers.py", icon=":material/badge:",
                         label=words("people.open", name=row["name"] or row["customer_id"]),
                         query_params={"customer": str(row["customer_id"])})
        st.caption(context.text("list_note"))
        told = told.assign(
            reasons=[reasons_in_words(one, words, context.currency) for one in frame["reasons"]])
        download(context, shown(told, words).rename(columns=partial(list_head, context=context)), "at_risk",
                 key="list")


def saving(context: Context, found: AtRisk, capacity: int) -> None:
    """Draw what contacting more or fewer customers may save."""
    words = context.words
    if found.customers == 0:
        return
    best = found.curve.best
    never = "" if best else "_never"
    chart_card(
        context, "capacity", charts.capacity(found.curve, capacity, words, context.currency),
        title=context.text("chart.capacity"),
        alt=context.text(f"chart.capacity{never}_alt", best=words.number(best)),
        note=context.text(f"chart.capacity{never or '_note'}", best=words.number(best),
                          acceptance=words.percent(found.curve.acceptance, 0)),
        data=lambda: pd.DataFrame(found.table()).rename(
            columns={"capacity": context.text("column.capacity"), **{
                name: context.in_currency(context.text(f"column.{name}"))
                for name in ("saved", "low", "high")}}))


def trust(context: Context, card: ModelCard) -> None:
    """Show how far the model can be trusted: calibration, ranking, what it leans on."""
    words = context.words
    left, right = st.columns(2)
    with left:
        chart_card(
            context, "calibration", charts.calibration(card, words), title=context.text("chart.calibration"),
            alt=context.text("chart.calibration_alt",
                             error=words.percent(card.metrics["calibration_error"].estimate)),
            note=context.text("chart.calibration_note",
                              error=words.percent(card.metrics["calibration_error"].estimate)),
            data=lambda: pd.DataFrame({
                context.text("axis_predicted"): [words.percent(one.predicted) for one in card.calibration],
                context.text("axis_observed"): [words.rate(one.observed) for one in card.calibration]}))
    with right:
        lift = card.metrics["lift_at_10"]
        chart_card(
            context, "lift", charts.lift(card, words), title=context.text("chart.lift"),
            alt=context.text("chart.lift_alt", lift=words.number(lift.estimate, 1)),
            note=context.text("chart.lift_note", lift=words.number(lift.estimate, 1),
                              low=words.number(lift.low, 1), high=words.number(lift.high, 1)),
            data=lambda: pd.DataFrame({
                context.text("axis_contacted"): [words.percent(one[0], 0) for one in card.lift],
                context.text("axis_found"): [words.percent(one[1], 0) for one in card.lift]}))
    if card.importance:
        chart_card(
            context, "importance", charts.importance(card, words), title=context.text("chart.importance"),
            alt=context.text("chart.importance_alt"), note=context.text("chart.importance_note"),
            data=lambda: pd.DataFrame({
                context.text("column.theme"): [words(f"churn.theme.{one.theme}") for one in card.importance],
                context.text("axis_importance"): [words.number(one.auc_drop, 4) for one in card.importance]}))


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)
