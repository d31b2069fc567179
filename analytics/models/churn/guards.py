"""Finding columns that give the outcome away, before a model is fooled by them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models.churn.features import TRAIT

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Reason = Literal[
    "outcome_itself", "score_of_another_model", "named_after_outcome", "filled_after_loss",
    "settles_outcome", "too_good_alone", "not_known_before", "grows_until_loss", "state_of_today",
    "date_column", "constant", "too_many_levels",
]

#: A single column that ranks customers better than this is not believed.
TOO_GOOD_ALONE = 0.95
#: A level or a tail in which everybody was lost, holding this share of all the lost, is not believed.
SETTLED_SHARE = 0.10
#: Fewer rows than this prove nothing.
FEWEST_ROWS = 30
#: Share of filled rows that were lost from which a column counts as filled because of the loss.
FILLED_SHARE = 0.99
#: A number with more distinct values is cut into so many cells.
CELLS = 20
#: A number that follows the time as a customer this closely (Spearman) grows until the loss.
FOLLOWS_TENURE = 0.80

_MODEL_WORDS = re.compile(
    r"\bcltv\b|\bclv\b|\bltv\b|life ?time value|propensity|predict|\brisk (score|level|grade)|"
    r"(churn|attrition) (score|risk|probability)|"
    r"终身价值|生命周期价值|流失(评分|得分|风险|概率)|风险(评分|得分|等级)|预测")
_OUTCOME_WORDS = re.compile(r"\bchurn|\battrition|流失|离网|退网")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A column kept away from the classifier, and why.

    Attributes
    ----------
    column : str
        The company's own name for it where it is a trait.
    reason : str
        Code; its words stand in the catalogue under ``churn.excluded.<reason>``.
    figure : float or None
        How well the column alone separates lost from kept (AUC, 0.5 to 1); for ``too_many_levels``
        the number of levels, for ``grows_until_loss`` its rank correlation with time as a customer.
    """

    column: str
    reason: Reason
    figure: float | None


def screen(
    table: pd.DataFrame, lost: Bools, *, undated: Mapping[str, Reason] | None = None,
) -> tuple[Exclusion, ...]:
    """Find the columns of a table that must not become features.

    Parameters
    ----------
    table : DataFrame, shape (n, columns)
        Candidate columns, one row a customer.
    lost : array of bool, shape (n,)
        Whether the customer was lost.
    undated : mapping of str to str, optional
        Columns known beforehand to be no features, and why; they are listed with their figure.

    Returns
    -------
    tuple of Exclusion
        In the order of the table. Each column is named once, with the first reason that applies.
    """
    known = undated or {}
    found = []
    for name in map(str, table.columns):
        values = table[name]
        alone = separation(values, lost) if values.nunique(dropna=False) > 1 else None
        reason = known.get(name) or _reason(name, values, lost, alone)
        if reason is not None:
            figure = float(values.nunique()) if reason == "too_many_levels" else alone
            found.append(Exclusion(name.removeprefix(TRAIT), reason, figure))
    return tuple(found)


def separation(values: pd.Series, lost: Bools) -> float:
    """Return how well one column alone separates lost from kept.

    Parameters
    ----------
    values : Series, shape (n,)
        The column, of any type.
    lost : array of bool, shape (n,)
        Outcomes.

    Returns
    -------
    float
        The larger of two areas under the ROC curve, 0.5 to 1: of the number as it stands, in the
        better direction; and of the share lost in the row's cell (level, or twentieth of the
        numbers), counted without the row's own fold, so that many levels gain nothing.
    """
    by_cell = _auc(lost, _share_elsewhere(_cells(values), lost))
    if not pd.api.types.is_numeric_dtype(values):
        return max(by_cell, 1 - by_cell)
    number = values.to_numpy(dtype=np.float64, na_value=np.nan)
    present = ~np.isnan(number)
    straight = _auc(lost[present], number[present])
    # Rows without a value cannot be ranked by it: they count as ties.
    straight = 0.5 + (straight - 0.5) * _pairs(lost[present]) / _pairs(lost) if _pairs(lost) else 0.5
    return max(by_cell, 1 - by_cell, straight, 1 - straight)


def settled_share(values: pd.Series, lost: Bools) -> float:
    """Return which share of the lost sits in levels or tails of a column where everybody was lost.

    Levels and tails of fewer than 30 rows are not counted. Honest columns reach 0: even the worst
    group keeps somebody.
    """
    if not lost.any():
        return 0.0
    if pd.api.types.is_numeric_dtype(values) and values.nunique() > CELLS:
        number = values.to_numpy(dtype=np.float64, na_value=np.nan)
        present = ~np.isnan(number)
        order = np.argsort(number[present], kind="stable")
        outcome, place = lost[present][order], number[present][order]
        runs = (_pure_run(outcome, place), _pure_run(outcome[::-1], place[::-1]))
        return float(sum(run for run in runs if run >= FEWEST_ROWS) / lost.sum())
    code = _cells(values)
    rows, leavers = np.bincount(code), np.bincount(code, lost)
    pure = (rows >= FEWEST_ROWS) & (leavers == rows)
    return float(leavers[pure].sum() / lost.sum())


def grows_until_loss(values: pd.Series, tenure: pd.Series) -> float:
    """Return how closely a number follows the time as a customer: Spearman's rank correlation.

    In a panel such a column (charges to date, visits ever) tells at an early cut-off how long the
    customer was going to stay.
    """
    both = values.notna() & tenure.notna()
    if both.sum() < FEWEST_ROWS or values[both].nunique() < 3 or tenure[both].nunique() < 3:
        return 0.0
    ranks = np.corrcoef(values[both].rank(), tenure[both].rank())
    return float(ranks[0, 1])


def _reason(name: str, values: pd.Series, lost: Bools, alone: float | None) -> Reason | None:
    words = re.sub(r"[_\-./]+", " ", name.removeprefix(TRAIT)).lower()
    numeric = pd.api.types.is_numeric_dtype(values)
    if _MODEL_WORDS.search(words):
        return "score_of_another_model"
    if _OUTCOME_WORDS.search(words):
        return "named_after_outcome"
    if alone is None:
        return "constant"
    filled = values.notna().to_numpy()
    for some in (filled, ~filled):
        if some.sum() >= FEWEST_ROWS and lost[some].mean() >= FILLED_SHARE and lost.mean() < 0.9:
            return "filled_after_loss"
    settled = settled_share(values, lost)
    if settled >= SETTLED_SHARE:
        return "outcome_itself" if settled == 1 and alone > 1 - 1e-9 else "settles_outcome"
    if alone > TOO_GOOD_ALONE:
        return "too_good_alone"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date_column"
    if not numeric and values.value_counts().iloc[0] < max(3, len(values) // 200):
        return "too_many_levels"
    return None


def _cells(values: pd.Series) -> npt.NDArray[np.int64]:
    if pd.api.types.is_numeric_dtype(values) and values.nunique() > CELLS:
        number = values.to_numpy(dtype=np.float64, na_value=np.nan)
        edges = np.unique(np.nanquantile(number, np.linspace(0, 1, CELLS + 1)[1:-1]))
        return np.where(np.isnan(number), len(edges) + 1, np.searchsorted(edges, number, side="right"))
    codes = np.asarray(pd.Categorical(values).codes, dtype=np.int64)
    return np.where(codes < 0, codes.max() + 1, codes)


def _share_elsewhere(code: npt.NDArray[np.int64], lost: Bools, folds: int = 5) -> Floats:
    """Return the share lost in each row's cell, from the other folds, drawn towards the overall share."""
    fold = np.random.default_rng(0).permutation(len(code)) % folds
    cells, overall = int(code.max()) + 1, float(lost.mean())
    share = np.empty(len(code))
    for one in range(folds):
        others = fold != one
        rows = np.bincount(code[others], minlength=cells)
        leavers = np.bincount(code[others], lost[others], minlength=cells)
        share[~others] = ((leavers + 5 * overall) / (rows + 5))[code[~others]]
    return share


def _auc(lost: Bools, rank: Floats) -> float:
    if not _pairs(lost):
        return 0.5
    positions = pd.Series(rank).rank().to_numpy()
    leavers = int(lost.sum())
    return float((positions[lost].sum() - leavers * (leavers + 1) / 2) / _pairs(lost))


def _pairs(lost: Bools) -> float:
    return float(lost.sum()) * float((~lost).sum())


def _pure_run(outcome: Bools, place: Floats) -> int:
    """Return how many rows from the start were lost without exception, whole ties only."""
    kept = np.flatnonzero(~outcome)
    if not len(kept):
        return len(outcome)
    return int(np.flatnonzero(place == place[kept[0]])[0])
