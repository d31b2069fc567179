"""Training: rows, honest validation, the model that will serve, its card, its list of customers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from analytics.errors import NotEnoughData
from analytics.models.churn.card import CalibrationBin, ModelCard, OriginResult
from analytics.models.churn.classifier import fit_classifier
from analytics.models.churn.data import GuardCheck, Outcome, TrainingData, sql
from analytics.models.churn.explanation import importance
from analytics.models.churn.metrics import RankedRisk, difference, evaluate
from analytics.models.churn.panel import PanelSource, panel_data, panel_source
from analytics.models.churn.persistence import save_model, save_scores, serve, versions
from analytics.models.churn.scoring import score_customers
from analytics.models.churn.snapshot import snapshot_data
from analytics.models.churn.threads import one_thread
from analytics.models.churn.validation import FEWEST_LOST, Validation, final_rows, inner_folds, validate
from analytics.settings import Settings
from analytics.statistics.intervals import rates
from analytics.store.reader import Reader
from analytics.store.records import new_id
from analytics.store.store import Store
from analytics.warehouse.outdated import require_current

Floats = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]

#: Steps of a training, as reported to ``progress``; their words stand under ``churn.step.<step>``.
STEPS = ("features", "validation", "figures", "model", "scores")
#: Divisions of a cross-validation on a small snapshot, and the size from which one is enough.
REPEATS, ONE_REPEAT_FROM = 3, 20_000
#: Points of the lift curve.
LIFT_POINTS = 20
#: Tenths of the calibration plot.
BINS = 10
#: Lagged features may rank better than fresh ones by this much before it is called suspicious.
LAG_TOLERANCE = 0.01


def train(
    store: Store, *, progress: Progress | None = None, repeats: int | None = None, outcome: Outcome = "loss",
    serves: bool = True,
) -> ModelCard:
    """Train a churn classifier on the published build, validate it, save it with its scores.

    Parameters
    ----------
    store : Store
        A store with a build.
    progress : callable, optional
        Called with a step of :data:`STEPS`, what is done of it and what there is to do.
    repeats : int, optional
        Divisions of the cross-validation of a snapshot; three on small tables by default.
    outcome : {"loss", "no_trade"}
        What to predict in dated records.
    serves : bool
        Whether the new model serves from now on.

    Returns
    -------
    ModelCard
        What ``train --format json`` prints.

    Raises
    ------
    NotEnoughData
        Fewer than 50 customers were lost, or kept, or the history is shorter than one outcome window.
    StoreMissing, StoreBusy
        There is no build, or somebody else is writing.
    """
    report = progress or (lambda step, done, total: None)
    with store.writing(), one_thread():
        started = time.perf_counter()
        require_current(store)
        reader = store.reader()
        data, source = _training_data(reader, store.settings, outcome, report)
        found = validate(data, repeats=repeats or (REPEATS if len(data.lost) < ONE_REPEAT_FROM else 1),
                         progress=lambda done, total: report("validation", done, total))
        report("figures", 0, 1)
        card = _card(reader, data, found, (*data.checks, *_checks(data, found, source)))
        report("model", 0, 1)
        rows = final_rows(data)
        classifier, tuning = fit_classifier(data.table.iloc[rows], data.lost[rows], inner_folds(data, rows))
        seconds = round(time.perf_counter() - started, 2)
        card = save_model(store, classifier, replace(card, tuning=tuning, seconds=seconds))
        report("scores", 0, 1)
        save_scores(store, card.model, score_customers(reader, store.settings, classifier, card))
        if serves:
            serve(store, card.model)
        report("scores", 1, 1)
        return card


def training_data(reader: Reader, settings: Settings, outcome: Outcome = "loss") -> TrainingData:
    """Return the rows a build gives to learn from: a panel where losses have dates, else a snapshot.

    Parameters
    ----------
    reader : Reader
        A published build.
    settings : Settings
        The predicted window.
    outcome : {"loss", "no_trade"}
        What to predict in dated records.

    Returns
    -------
    TrainingData

    Raises
    ------
    NotEnoughData
        Fewer than 50 losses are known.
    """
    return _training_data(reader, settings, outcome, lambda step, done, total: None)[0]


def _training_data(
    reader: Reader, settings: Settings, outcome: Outcome, report: Progress,
) -> tuple[TrainingData, PanelSource | None]:
    losses = reader.query(sql("losses_known")).iloc[0]
    if losses["dated"] >= FEWEST_LOST or outcome == "no_trade":
        source = panel_source(reader, settings, outcome)
        return panel_data(source, progress=lambda done, total: report("features", done, total)), source
    if losses["losses"] < FEWEST_LOST:
        raise NotEnoughData("lost customers", int(losses["losses"]), FEWEST_LOST)
    report("features", 0, 1)
    return snapshot_data(reader), None


def _card(reader: Reader, data: TrainingData, found: Validation, checks: tuple[GuardCheck, ...]) -> ModelCard:
    lost, customer = data.lost[found.rows], data.customer[found.rows]
    model = evaluate(lost, found.risk, customer)
    baselines = {name: evaluate(lost, risk, customer) for name, risk in found.baselines.items()}
    simple = next(name for name in baselines if name != "prevalence")
    mean_risk = found.risk.mean(axis=1)
    as_of, learnt = reader.meta.as_of, len(np.unique(data.customer))
    return ModelCard(
        model=new_id(), created=datetime.now(UTC).isoformat(timespec="seconds"), build=reader.build_id,
        as_of=as_of.isoformat() if as_of else None, mode=data.mode,
        outcome=data.window.outcome if data.window else "loss",
        gap_days=data.window.gap_days if data.window else None,
        horizon_days=data.window.horizon_days if data.window else None,
        method=found.method, repeats=found.risk.shape[1], n=len(data.lost),
        customers=learnt,
        customers_known=max(data.customers_known, learnt), lost=int(data.lost.sum()),
        prevalence=float(lost.mean()),
        origins=() if data.origin is None else tuple(str(one) for one in np.unique(data.origin)),
        test_origins=_by_origin(data, found, mean_risk), features=tuple(map(str, data.table.columns)),
        metrics=model.estimates, baselines={name: one.estimates for name, one in baselines.items()},
        gain=difference(model, baselines[simple], "roc_auc"), excluded=data.excluded, checks=checks,
        importance=importance(found.last, data.table.iloc[found.last_rows], data.lost[found.last_rows]),
        calibration=_calibration(lost, mean_risk), lift=_lift(lost, mean_risk), tuning=found.tunings[-1],
        versions=versions(),
    )


def _by_origin(data: TrainingData, found: Validation, risk: Floats) -> tuple[OriginResult, ...]:
    if data.origin is None or found.method != "rolling_origin":
        return ()
    results = []
    for origin in np.unique(data.origin[found.rows]):
        here = data.origin[found.rows] == origin
        lost = data.lost[found.rows][here]
        auc = float(RankedRisk(lost, risk[here]).figures()[0])
        results.append(OriginResult(str(origin), int(here.sum()), int(lost.sum()), float(risk[here].mean()),
                                    auc if np.isfinite(auc) else None))
    return tuple(results)


def _calibration(lost: npt.NDArray[np.bool_], risk: Floats) -> tuple[CalibrationBin, ...]:
    tenths = np.array_split(np.argsort(risk, kind="stable"), BINS)
    observed = rates([lost[rows].sum() for rows in tenths], [len(rows) for rows in tenths])
    return tuple(CalibrationBin(float(risk[rows].mean()), one)
                 for rows, one in zip(tenths, observed, strict=True) if len(rows))


def _lift(lost: npt.NDArray[np.bool_], risk: Floats) -> tuple[tuple[float, float], ...]:
    found = np.concatenate(([0.0], np.cumsum(lost[np.argsort(-risk, kind="stable")]) / lost.sum()))
    share = np.linspace(0, 1, LIFT_POINTS + 1)
    return tuple((round(float(one), 4), float(np.interp(one * len(lost), np.arange(len(found)), found)))
                 for one in share)


def _checks(data: TrainingData, found: Validation, source: PanelSource | None) -> tuple[GuardCheck, ...]:
    """Check that older features rank no better, and record that nothing was resampled."""
    never_resampled = GuardCheck("resampling", True, None)
    if source is None or data.origin is None or data.window is None:
        return (never_resampled,)
    last = np.unique(data.origin)[-1]
    rows = np.flatnonzero(data.origin == last)
    lagged = source.at((last - np.timedelta64(data.window.days, "D")).astype(object))
    place = {int(key): row for row, key in enumerate(lagged["customer_key"])}
    both = np.array([row for row in rows if int(data.customer[row]) in place], dtype=np.int64)
    lost = data.lost[both]
    if not 0 < lost.sum() < len(lost):
        return (never_resampled,)
    then = lagged.iloc[[place[int(key)] for key in data.customer[both]]]
    fresh = RankedRisk(lost, found.last.predict(data.table.iloc[both])).figures()[0]
    stale = RankedRisk(lost, found.last.predict(then.reindex(columns=list(data.table)))).figures()[0]
    return (GuardCheck("lagged", bool(stale <= fresh + LAG_TOLERANCE), float(fresh - stale)), never_resampled)
