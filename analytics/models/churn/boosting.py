"""The second model: boosted trees, which see what a sum of parts cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

Floats = npt.NDArray[np.float64]


class Shape(NamedTuple):
    """Size of the trees and how strongly they are held back."""

    leaves: int
    rows_in_leaf: int
    ridge: float


#: What tuning chooses from. Small noisy tables want stumps, large regular ones want trees.
SHAPES = (Shape(4, 30, 5.0), Shape(31, 20, 1.0))
#: Numbers of trees tuning chooses from; all are read off one fit.
ROUNDS = (25, 50, 75, 100)
LEARNING_RATE = 0.15
#: Bins of a number; coarser than the default, as accurate here and half the time.
BINS = 64


def fit_boosting(
    codes: Floats, lost: npt.NDArray[np.bool_], categorical: npt.NDArray[np.bool_], shape: Shape, rounds: int,
) -> HistGradientBoostingClassifier:
    """Fit boosted trees.

    Parameters
    ----------
    codes : array of float, shape (n, features)
        Numbers, and positions of levels.
    lost : array of bool, shape (n,)
        Outcomes, of both kinds.
    categorical : array of bool, shape (features,)
        Which features are levels.
    shape : Shape
        Size of the trees.
    rounds : int
        Number of trees.

    Returns
    -------
    HistGradientBoostingClassifier
        Without class weights and resampling, which would spoil the chances.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=rounds, learning_rate=LEARNING_RATE, max_leaf_nodes=shape.leaves,
        min_samples_leaf=min(shape.rows_in_leaf, max(2, len(lost) // 20)), l2_regularization=shape.ridge,
        max_bins=BINS, categorical_features=categorical if categorical.any() else None, early_stopping=False,
        random_state=0,
    ).fit(codes, lost)


def staged_risks(
    model: HistGradientBoostingClassifier, codes: Floats, rounds: tuple[int, ...],
) -> list[Floats]:
    """Return the chances after each of several numbers of trees, from one fit of the largest."""
    wanted = set(rounds)
    return [np.asarray(chance[:, 1], dtype=np.float64)
            for done, chance in enumerate(model.staged_predict_proba(codes), start=1) if done in wanted]
