"""Models on disk: saved whole, opened only when they are ours and unchanged."""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Literal, cast

import pandas as pd

from analytics.errors import ModelError, ModelUntrusted, UnknownName
from analytics.models.churn.card import ModelCard
from analytics.models.churn.classifier import ChurnClassifier
from analytics.models.churn.metrics import METRIC_NAMES
from analytics.statistics.estimate import Estimate
from analytics.store import durable
from analytics.store.faults import storage_faults
from analytics.store.store import Store

MODEL, CARD, SCORES, CURRENT = "model.skops", "card.json", "scores.parquet", "CURRENT"

#: The only types a model file may hold beside what skops trusts by itself. The last four are how
#: scikit-learn keeps trees and the coding of their categories.
TRUSTED_TYPES = (
    "analytics.models.churn.additive.AdditiveModel",
    "analytics.models.churn.calibration.Recalibration",
    "analytics.models.churn.classifier.ChurnClassifier",
    "analytics.models.churn.design.CategoryColumn",
    "analytics.models.churn.design.Design",
    "analytics.models.churn.design.NumberColumn",
    "functools.partial",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.utils.validation.check_array",
)
#: Libraries whose version a model file belongs to.
PINNED = ("scikit-learn", "numpy", "skops")
#: Figures of which less is better; of the others more is, and slope and shift have an ideal.
LESS_IS_BETTER = ("brier", "log_loss", "calibration_error")
IDEAL = {"calibration_slope": 1.0, "calibration_shift": 0.0}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of two models.

    Attributes
    ----------
    name : str
        Name of the figure.
    before, after : Estimate
        Of the older and the newer model.
    verdict : {"better", "worse", "same"}
        ``same`` while either estimate lies inside the other's interval: no real difference.
    """

    name: str
    before: Estimate
    after: Estimate
    verdict: Literal["better", "worse", "same"]


def versions() -> dict[str, str]:
    """Return the versions of the libraries a model file belongs to."""
    return {name: version(name) for name in PINNED}


def save_model(store: Store, classifier: ChurnClassifier, card: ModelCard) -> ModelCard:
    """Write a model and its card; other models are untouched, and which one serves does not change.

    Parameters
    ----------
    store : Store
        Inside ``with store.writing()``.
    classifier : ChurnClassifier
        The fitted model.
    card : ModelCard
        Its card; the hash is filled in here.

    Returns
    -------
    ModelCard
        The card as written.
    """
    import skops.io

    buffer = io.BytesIO()
    skops.io.dump(classifier, buffer)
    content = buffer.getvalue()
    sealed = replace(card, sha256=hashlib.sha256(content).hexdigest())
    folder = _folder(store) / card.model
    unfinished = folder.with_name(durable.UNFINISHED + card.model)
    with storage_faults(folder):
        unfinished.mkdir(parents=True)
        (unfinished / MODEL).write_bytes(content)
        durable.sync_file(unfinished / MODEL)
        durable.write_durably(unfinished / CARD, sealed.to_json())
        os.replace(unfinished, folder)
        durable.sync_folder(folder.parent)
    return sealed


def load_classifier(store: Store, model: str | None = None) -> tuple[ChurnClassifier, ModelCard]:
    """Open a model.

    Parameters
    ----------
    store : Store
        Where it was trained.
    model : str, optional
        Its id; the one that serves when omitted.

    Returns
    -------
    ChurnClassifier, ModelCard

    Raises
    ------
    ModelError
        There is no model yet.
    ModelUntrusted
        The file is not what was written, holds other types, or belongs to other library versions.
    """
    import skops.io
    from skops.io.exceptions import UntrustedTypesFoundException

    card = load_card(store, model)
    file = _folder(store) / card.model / MODEL
    with storage_faults(file):
        content = file.read_bytes() if file.exists() else b""
    if hashlib.sha256(content).hexdigest() != card.sha256:
        raise _untrusted(f"{file} is not the file that was trained.", card.model)
    if card.versions != versions():
        raise _untrusted(f"Model {card.model} belongs to other versions: {card.versions}.", card.model,
                         code="model_version")
    try:
        loaded = skops.io.loads(content, trusted=list(TRUSTED_TYPES))
    except (UntrustedTypesFoundException, TypeError) as error:
        raise _untrusted(f"{file} holds types that no model of ours has.", card.model) from error
    return cast(ChurnClassifier, loaded), card


def load_card(store: Store, model: str | None = None) -> ModelCard:
    """Read a model's card; of the serving model when no id is given.

    Raises
    ------
    ModelError
        There is no model yet.
    UnknownName
        There is no model of that id.
    ModelUntrusted
        The card cannot be read.
    """
    chosen = model or serving_model(store)
    if chosen is None:
        raise ModelError("No model has been trained yet.", code="no_model", hint="Train one.")
    file = _folder(store) / chosen / CARD
    if chosen not in _ids(store):
        raise UnknownName("model", chosen, _ids(store))
    try:
        with storage_faults(file):
            return ModelCard.from_json(file.read_text("utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise _untrusted(f"{file} is not a model card: {error}.", chosen) from error


def list_models(store: Store) -> tuple[ModelCard, ...]:
    """Return the cards of all models, newest first."""
    return tuple(load_card(store, model) for model in reversed(_ids(store)))


def serving_model(store: Store) -> str | None:
    """Return the id of the model that serves; None before the first training."""
    pointer = _folder(store) / CURRENT
    with storage_faults(pointer):
        return pointer.read_text("utf-8").strip() if pointer.exists() else None


def serving_scores(store: Store) -> Path | None:
    """Return the file of the serving model's scores; None where there is none."""
    model = serving_model(store)
    scores = _folder(store) / (model or "") / SCORES
    return scores if model is not None and scores.exists() else None


def serve(store: Store, model: str) -> None:
    """Let a model serve from now on, in one step.

    Raises
    ------
    UnknownName
        There is no model of that id.
    """
    if model not in _ids(store):
        raise UnknownName("model", model, _ids(store))
    durable.write_durably(_folder(store) / CURRENT, model + "\n")


def save_scores(store: Store, model: str, scores: pd.DataFrame) -> Path:
    """Write the list of scored customers beside their model, in one step."""
    file = _folder(store) / model / SCORES
    unfinished = file.with_name(durable.UNFINISHED + SCORES)
    with storage_faults(file):
        scores.to_parquet(unfinished, index=False)
        durable.sync_file(unfinished)
        os.replace(unfinished, file)
    return file


def load_scores(store: Store, model: str | None = None) -> pd.DataFrame:
    """Read the scored customers of a model; of the serving one when no id is given.

    Raises
    ------
    ModelError
        There is no model yet, or it has not scored anybody.
    """
    chosen = model or serving_model(store)
    file = _folder(store) / (chosen or "") / SCORES
    if chosen is None or not file.exists():
        raise ModelError("Nobody has been scored yet.", code="no_model", hint="Train a model.")
    with storage_faults(file):
        return pd.read_parquet(file)


def compare(before: ModelCard, after: ModelCard) -> tuple[Comparison, ...]:
    """Compare two models figure by figure.

    Parameters
    ----------
    before, after : ModelCard
        The older and the newer model. Their figures come from different rows when the build changed.

    Returns
    -------
    tuple of Comparison
    """
    return tuple(Comparison(name, before.metrics[name], after.metrics[name],
                            _verdict(name, before.metrics[name], after.metrics[name]))
                 for name in METRIC_NAMES if name in before.metrics and name in after.metrics)


def _verdict(name: str, before: Estimate, after: Estimate) -> Literal["better", "worse", "same"]:
    if before.estimate is None or after.estimate is None or before.low is None or before.high is None \
            or after.low is None or after.high is None:
        return "same"
    if before.low <= after.estimate <= before.high or after.low <= before.estimate <= after.high:
        return "same"
    if name in IDEAL:
        improved = abs(after.estimate - IDEAL[name]) < abs(before.estimate - IDEAL[name])
    else:
        improved = (after.estimate < before.estimate) == (name in LESS_IS_BETTER)
    return "better" if improved else "worse"


def _untrusted(message: str, model: str, code: str = "model_changed") -> ModelUntrusted:
    return ModelUntrusted(message, code=code, model=model, hint="Train again.")


def _folder(store: Store) -> Path:
    return store.path / "models"


def _ids(store: Store) -> list[str]:
    folder = _folder(store)
    return sorted(file.parent.name for file in folder.glob(f"[!.]*/{CARD}")) if folder.is_dir() else []
