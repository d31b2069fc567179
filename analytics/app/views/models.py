"""The models page: train, compare with the last, choose which serves, read the model card."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import streamlit as st

from analytics.app.components import answer, table
from analytics.app.components.method import method
from analytics.app.context import Context, translator
from analytics.app.jobs import forget, job_state, start
from analytics.models.churn import (
    METRIC_NAMES,
    STEPS,
    ModelCard,
    compare,
    list_models,
    serve,
    serving_model,
)
from analytics.models.churn.words import column_name, verdict
from analytics.statistics.estimate import Estimate
from analytics.store import Store

COMMAND = "train"
#: Figures that are rates of customers and read as per cent.
RATES = ("recall_at_capacity", "calibration_error")
POLL = "1s"


def tell(context: Context, cards: tuple[ModelCard, ...]) -> ModelCard | None:
    """Answer first: which model serves and how good it is."""
    words = context.words
    serving = serving_model(context.store)
    card = next((one for one in cards if one.model == serving), None)
    if card is None:
        answer(context.text("none"))
        return None
    ranking, lift = card.metrics["roc_auc"], card.metrics["lift_at_10"]
    told, measured = verdict(card, words)
    answer(told, detail=words.sentences(
        measured,
        context.text("learnt", auc=words.number(ranking.estimate, 3), low=words.number(ranking.low, 3),
                     high=words.number(ranking.high, 3), n=words.number(card.n),
                     lost=words.number(card.lost)),
        context.text("detail", lift=words.number(lift.estimate, 1), mode=context.text(f"mode.{card.method}"),
                     excluded=words.number(len(card.excluded)))))
    return card


@st.fragment(run_every=POLL)
def training(store: Store) -> None:
    """Start a training in a child process and show how far it is."""
    words = translator()
    state = job_state(store, COMMAND)
    with st.container(border=True, key="models:training"):
        if state is None:
            st.button(words("models.train"), key="models:train", type="primary",
                      on_click=start, args=(store, COMMAND))
            st.caption(words("models.train_note"))
        elif state.running:
            place = STEPS.index(state.step) if state.step in STEPS else 0
            inside = state.done / state.total if state.total else 0.0
            st.progress(min((place + inside) / len(STEPS), 1.0),
                        words("models.progress", step=words(f"churn.step.{state.step or STEPS[0]}"),
                              n=place + 1, of=len(STEPS), seconds=words.number(state.seconds)))
        else:
            if state.failed:
                st.error(words("models.failed", message=state.message))
            else:
                st.success(words("models.done", seconds=words.number(state.seconds)))
            if st.button(words("models.again"), key="models:again"):
                forget(store, COMMAND)
                st.rerun(scope="app")


def figures(context: Context, card: ModelCard) -> None:
    """Show every figure of the model beside the baselines'."""
    words = context.words
    with st.container(border=True, key=context.key("card-figures")):
        st.header(context.text("figures"), anchor=False)
        rows = [{context.text("column.figure"): words(f"churn.metric.{name}"),
                 context.text("column.model"): _stated(context, name, card.metrics[name]),
                 **{words(f"churn.baseline.{baseline}"): _stated(context, name, found[name])
                    for baseline, found in card.baselines.items() if name in found}}
                for name in METRIC_NAMES if name in card.metrics]
        table(context, pd.DataFrame(rows), "models-figures", key="figures", alt=context.text("figures"))


def excluded(context: Context, card: ModelCard) -> None:
    """Name the columns kept away from the model, with the reason and its figure."""
    words = context.words
    with st.container(border=True, key=context.key("card-excluded")):
        st.header(context.text("excluded"), anchor=False)
        if not card.excluded:
            st.caption(context.text("excluded_none"))
            return
        table(context, pd.DataFrame([{
            context.text("column.column"): column_name(one.column, words),
            context.text("column.reason"): words(f"churn.excluded.{one.reason}"),
            context.text("column.figure"): words.number(one.figure, 3)} for one in card.excluded]),
            "models-excluded", key="excluded", alt=context.text("excluded"))


def validation(context: Context, card: ModelCard) -> None:
    """Show how rows were held out: the cut-offs tested and the automatic checks."""
    words = context.words
    with st.container(border=True, key=context.key("card-validation")):
        st.header(context.text("validation"), anchor=False)
        sampled = "" if card.customers == card.customers_known else context.text(
            "method_of.sampled", all=words.number(card.customers_known))
        method = context.text(f"method_of.{card.method}", n=words.number(card.n),
                              customers=words.number(card.customers), repeats=words.number(card.repeats))
        st.markdown(words.sentences(method, sampled))
        if card.test_origins:
            table(context, pd.DataFrame([{
                context.text("column.origin"): date.fromisoformat(one.origin), "n": one.n,
                context.text("column.lost"): one.lost,
                context.text("column.predicted"): words.percent(one.mean_risk),
                context.text("column.observed"): words.percent(one.lost / one.n if one.n else None),
                words("churn.metric.roc_auc"): words.number(one.roc_auc, 3)} for one in card.test_origins]),
                "models-origins", key="origins", alt=context.text("validation"))
        for check in card.checks:
            mark = ":material/check:" if check.passed else ":material/warning:"
            st.markdown(mark + " " + words(f"churn.guard.{check.guard}"))


def models(context: Context, cards: tuple[ModelCard, ...]) -> None:
    """List the models, compare one with the serving one, and let the reader choose which serves."""
    words, serving = context.words, serving_model(context.store)
    with st.container(border=True, key=context.key("card-models")):
        st.header(context.text("all"), anchor=False)
        table(context, pd.DataFrame([{
            context.text("column.model"): one.model,
            context.text("column.created"): words.time(moment(one.created)),
            context.text("column.serves"): words.value("serves", one.model == serving), "n": one.n,
            words("churn.metric.roc_auc"): words.number(one.metrics["roc_auc"].estimate, 3),
            words("churn.metric.brier"): words.number(one.metrics["brier"].estimate, 4)} for one in cards]),
            "models", key="all", alt=context.text("all"))
        others = [one for one in cards if one.model != serving]
        now = next((one for one in cards if one.model == serving), None)
        if not others or now is None:
            return
        chosen = st.selectbox(context.text("compare"), [one.model for one in others],
                              key=context.key("compare"))
        other = next(one for one in others if one.model == chosen)
        st.dataframe(pd.DataFrame([{
            context.text("column.figure"): words(f"churn.metric.{one.name}"),
            context.text("column.serving"): _stated(context, one.name, one.before),
            context.text("column.other"): _stated(context, one.name, one.after),
            context.text("column.verdict"): context.text(f"verdict.{one.verdict}")}
            for one in compare(now, other)]), hide_index=True, key=context.key("comparison"),
            alt=context.text("compare"))
        st.button(context.text("serve"), key=context.key("serve"), on_click=serve,
                  args=(context.store, other.model))


def moment(created: str) -> datetime:
    """Return when a model was made, from how its card writes it."""
    return datetime.fromisoformat(created)


def all_models(context: Context) -> tuple[ModelCard, ...]:
    """Return the cards of all models, newest first."""
    return list_models(context.store)


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)


def _stated(context: Context, name: str, estimate: Estimate) -> str:
    words = context.words
    if estimate.estimate is None:
        return words.number(None)
    if name in RATES:
        return words.rate_short(estimate)
    value = words.number(estimate.estimate, 3)
    if estimate.low is None:
        return value
    low, high = words.number(estimate.low, 3), words.number(estimate.high, 3)
    # A dash before a minus cannot be read.
    between = f"{low}–{high}" if estimate.low >= 0 else words("format.from_to", low=low, high=high)
    return f"{value} ({between})"
