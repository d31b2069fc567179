"""Scoring: who is living today, with risk, value, expected loss and reasons."""

from __future__ import annotations

import pandas as pd

from analytics.models.churn.card import ModelCard
from analytics.models.churn.classifier import ChurnClassifier
from analytics.models.churn.data import Window, as_features, sql
from analytics.models.churn.design import NumberColumn
from analytics.models.churn.explanation import reasons, reasons_to_text
from analytics.models.churn.panel import PanelSource, panel_source
from analytics.models.churn.persistence import load_classifier, save_scores
from analytics.models.churn.snapshot import customers
from analytics.models.churn.threads import one_thread
from analytics.settings import Settings
from analytics.store.reader import Reader
from analytics.store.store import Store
from analytics.warehouse.outdated import require_current

#: Columns of the scored list, in order.
SCORE_COLUMNS = ("customer_key", "customer_id", "risk", "value", "expected_loss", "reasons", "model", "as_of")


def score(store: Store, model: str | None = None) -> pd.DataFrame:
    """Score every living customer of the published build and save the list beside its model.

    Parameters
    ----------
    store : Store
        A store with a build and a model.
    model : str, optional
        The model; the one that serves when omitted.

    Returns
    -------
    DataFrame
        Columns of :data:`SCORE_COLUMNS`, largest expected loss first. ``risk`` is a chance;
        ``value`` and ``expected_loss`` (risk x value) are minor units, null where no value is known;
        ``reasons`` is JSON (:func:`~analytics.models.churn.explanation.reasons_from_text`).

    Raises
    ------
    ModelError, ModelUntrusted
        There is no model, or its file is not ours.
    """
    with store.writing(), one_thread():
        require_current(store)
        classifier, card = load_classifier(store, model)
        scores = score_customers(store.reader(), store.settings, classifier, card)
        save_scores(store, card.model, scores)
    return scores


def score_customers(
    reader: Reader, settings: Settings, classifier: ChurnClassifier, card: ModelCard,
) -> pd.DataFrame:
    """Return the list of living customers with risk, value, expected loss and reasons.

    Parameters
    ----------
    reader : Reader
        The build whose customers are scored.
    settings : Settings
        Read for nothing but the panel's defaults; the window is the card's.
    classifier : ChurnClassifier
        A fitted model.
    card : ModelCard
        Its card.

    Returns
    -------
    DataFrame
        As :func:`score` describes.
    """
    rows = _living(reader, settings, card)
    table = as_features(_complete(rows, classifier))
    risk = classifier.predict(table)
    known = reader.query(sql("values"))
    listed = rows[["customer_key"]].assign(
        risk=risk, reasons=[reasons_to_text(one) for one in reasons(classifier.additive, table)],
        model=card.model, as_of=reader.meta.as_of,
    ).merge(known, on="customer_key", how="left", validate="one_to_one")
    listed["expected_loss"] = (listed["risk"] * listed["value"].clip(lower=0)).round()
    for money in ("value", "expected_loss"):
        listed[money] = listed[money].astype("Int64")
    ordered = listed.sort_values(["expected_loss", "risk", "customer_key"], ascending=[False, False, True])
    return ordered[list(SCORE_COLUMNS)].reset_index(drop=True)


def _living(reader: Reader, settings: Settings, card: ModelCard) -> pd.DataFrame:
    if card.mode == "snapshot":
        everyone = customers(reader)
        return everyone[~everyone["lost"].to_numpy(dtype=bool)].reset_index(drop=True)
    base = panel_source(reader, settings, card.outcome)
    window = Window(card.gap_days or 0, card.horizon_days or 0, card.outcome)
    if reader.meta.as_of is None:
        return pd.DataFrame({"customer_key": []})
    return PanelSource(reader, window, base.subjects, base.ends_known).at(reader.meta.as_of)


def _complete(rows: pd.DataFrame, classifier: ChurnClassifier) -> pd.DataFrame:
    """Return the model's features; one the build no longer has is absent for everybody."""
    columns = {}
    for column in classifier.design.features:
        if column.name in rows:
            columns[column.name] = rows[column.name]
        else:
            columns[column.name] = pd.Series(None, index=rows.index,
                                             dtype="float64" if isinstance(column, NumberColumn) else "str")
    return pd.DataFrame(columns, index=rows.index)
