"""What goes with a customer's risk, and what the model leans on overall."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models.churn.additive import AdditiveModel
from analytics.models.churn.classifier import ChurnClassifier, log_loss
from analytics.models.churn.features import feature, themes_of
from analytics.models.churn.metrics import RankedRisk

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: Reasons given for one customer.
MOST_REASONS = 3
#: A part smaller than this, on the log-odds scale, explains nothing worth saying.
SMALLEST_PART = 0.05
#: Rows importance is measured on, and shuffles of each theme.
IMPORTANCE_ROWS, SHUFFLES = 2_000, 2


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that goes with a customer's risk being above, or below, the average.

    An association in the additive half of the model, never a cause.

    Attributes
    ----------
    theme : str
        Theme of features the part was added up over.
    feature : str
        The feature of the theme that adds most.
    value : float, str or None
        Its value for this customer; None where it is absent.
    direction : {"raises", "lowers"}
        Whether the risk goes with being higher or lower.
    part : float
        What the theme adds to the log-odds, relative to the average customer.
    """

    theme: str
    feature: str
    value: float | str | None
    direction: Literal["raises", "lowers"]
    part: float


@dataclass(frozen=True, slots=True)
class Importance:
    """How much the model leans on a theme.

    Attributes
    ----------
    theme : str
    features : tuple of str
        Features of the theme.
    auc_drop, log_loss_rise : float
        What is lost when the theme's columns are shuffled together, on rows the model had not seen.
    """

    theme: str
    features: tuple[str, ...]
    auc_drop: float
    log_loss_rise: float


def reasons(model: AdditiveModel, table: pd.DataFrame) -> list[tuple[Reason, ...]]:
    """Return for each customer what goes with the risk being off the average.

    Parameters
    ----------
    model : AdditiveModel
        The explainable half of the classifier.
    table : DataFrame, shape (n, features)
        The features.

    Returns
    -------
    list of tuple of Reason
        At most three a customer, largest part first, all in the direction in which the additive
        model puts the customer; only themes with a feature that explains (:mod:`features`).

    Notes
    -----
    Parts are exact: all themes together, those without words included, sum to the log-odds less the
    base of the additive model. Nothing is approximated, and nothing is claimed about causes.
    """
    names = model.design.names
    parts = model.contributions(table)
    themes = themes_of(names)
    theme_names = list(dict.fromkeys(themes))
    column_theme = np.array([theme_names.index(theme) for theme in themes])
    totals = np.stack([parts[:, column_theme == one].sum(axis=1) for one in range(len(theme_names))], axis=1)
    side = np.where(parts.sum(axis=1) >= 0, 1.0, -1.0)
    explains = np.array([feature(name).explains for name in names])
    speaks = np.array([explains[column_theme == one].any() for one in range(len(theme_names))])
    pull = np.where(speaks, totals * side[:, None], -np.inf)
    order = np.argsort(-pull, axis=1, kind="stable")[:, :MOST_REASONS]
    # Within a theme the explaining feature that pulls most in the customer's direction is named.
    towards = np.where(explains, parts * side[:, None], -np.inf)
    leading = np.stack([
        np.flatnonzero(column_theme == one)[towards[:, column_theme == one].argmax(axis=1)]
        for one in range(len(theme_names))
    ], axis=1)
    columns = [table[name].to_numpy(dtype=object) for name in names]
    return [
        tuple(
            Reason(theme_names[theme], names[leading[row, theme]], _plain(columns[leading[row, theme]][row]),
                   "raises" if side[row] > 0 else "lowers", round(float(totals[row, theme]), 4))
            for theme in order[row] if pull[row, theme] >= SMALLEST_PART
        )
        for row in range(len(table))
    ]


def reasons_to_text(found: tuple[Reason, ...]) -> str:
    """Return reasons as JSON, for a column of a file."""
    return json.dumps([{"theme": one.theme, "feature": one.feature, "value": one.value,
                        "direction": one.direction, "part": one.part} for one in found], ensure_ascii=False)


def reasons_from_text(text: str) -> tuple[Reason, ...]:
    """Return reasons from what :func:`reasons_to_text` wrote."""
    return tuple(Reason(**one) for one in json.loads(text))


def importance(
    model: ChurnClassifier, table: pd.DataFrame, lost: Bools, *, seed: int = 0,
) -> tuple[Importance, ...]:
    """Measure what each theme is worth to the model, by shuffling its columns together.

    Parameters
    ----------
    model : ChurnClassifier
        A fitted classifier.
    table : DataFrame, shape (n, features)
        Rows it had not seen.
    lost : array of bool, shape (n,)
        Their outcomes.
    seed : int
        Of sample and shuffles.

    Returns
    -------
    tuple of Importance
        Most important first. Correlated features are shuffled together: one by one they would stand
        in for each other and all look unimportant.
    """
    generator = np.random.default_rng(seed)
    if len(table) > IMPORTANCE_ROWS:
        chosen = generator.choice(len(table), IMPORTANCE_ROWS, replace=False)
        table, lost = table.iloc[chosen], lost[chosen]
    standardised, codes = model.design.standardised(table), model.design.codes(table)
    whole = model.predict_matrices(standardised, codes)
    auc, loss = RankedRisk(lost, whole).figures()[0], log_loss(lost, whole)
    names, slices = model.design.names, model.design.slices
    themes = themes_of(names)
    found = []
    for theme in dict.fromkeys(themes):
        places = [place for place, other in enumerate(themes) if other == theme]
        members = [names[place] for place in places]
        columns = np.concatenate([np.arange(slices[place].start, slices[place].stop) for place in places])
        aucs, losses = [], []
        for _ in range(SHUFFLES):
            order = generator.permutation(len(table))[:, None]
            mixed, mixed_codes = standardised.copy(), codes.copy()
            mixed[:, columns], mixed_codes[:, places] = standardised[order, columns], codes[order, places]
            risk = model.predict_matrices(mixed, mixed_codes)
            aucs.append(RankedRisk(lost, risk).figures()[0])
            losses.append(log_loss(lost, risk))
        drop, rise = float(auc - np.mean(aucs)), float(np.mean(losses) - loss)
        found.append(Importance(theme, tuple(members), drop, rise))
    return tuple(sorted(found, key=lambda one: -one.log_loss_rise))


def _plain(value: object) -> float | str | None:
    if value is None or value != value:
        return None
    return round(float(value), 4) if isinstance(value, (int, float, np.number)) else str(value)
