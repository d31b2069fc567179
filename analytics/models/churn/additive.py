"""The reference model: a logistic regression on splines, whose every prediction is a sum of parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models.churn.calibration import chance_of
from analytics.models.churn.design import Design

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: Inverse strengths of the ridge penalty that tuning chooses from.
PENALTIES = (0.003, 0.03, 0.3, 3.0)
#: More rows than this are sampled: coefficients of two hundred columns do not get better by more.
MOST_ROWS = 200_000


@dataclass(frozen=True)
class AdditiveModel:
    """Log-odds of loss as a base and one part for each feature.

    Attributes
    ----------
    design : Design
        From features to columns.
    base : float
        Log-odds of a customer who is average in every column.
    coefficients : array of float
        One for each standardised column.
    """

    design: Design
    base: float
    coefficients: Floats

    def predict(self, table: pd.DataFrame) -> Floats:
        """Return chances of loss, shape (n,)."""
        return self.predict_matrix(self.design.standardised(table))

    def predict_matrix(self, matrix: Floats) -> Floats:
        """Return chances of loss of an already standardised matrix."""
        return chance_of(self.base + matrix @ self.coefficients)

    def contributions(self, table: pd.DataFrame) -> Floats:
        """Return what each feature adds to the log-odds, relative to the average customer.

        Parameters
        ----------
        table : DataFrame
            The features.

        Returns
        -------
        array of float, shape (n, features)
            Rows sum to the log-odds less :attr:`base`, exactly.
        """
        parts = self.design.standardised(table) * self.coefficients
        starts = [one.start for one in self.design.slices]
        return np.asarray(np.add.reduceat(parts, starts, axis=1), dtype=np.float64)


def fit_additive(design: Design, matrix: Floats, lost: Bools, penalty: float) -> AdditiveModel:
    """Fit the reference model.

    Parameters
    ----------
    design : Design
        How ``matrix`` was made.
    matrix : array of float, shape (n, columns)
        Standardised columns.
    lost : array of bool, shape (n,)
        Outcomes, of both kinds.
    penalty : float
        Inverse strength of the ridge penalty.

    Returns
    -------
    AdditiveModel
    """
    return next(additive_path(design, matrix, lost, (penalty,)))


def additive_path(
    design: Design, matrix: Floats, lost: Bools, penalties: tuple[float, ...],
) -> Iterator[AdditiveModel]:
    """Fit the reference model for several penalties, strongest first, each starting from the last.

    Parameters and results are those of :func:`fit_additive`, one model a penalty.
    """
    from sklearn.linear_model import LogisticRegression

    if len(lost) > MOST_ROWS:
        chosen = np.random.default_rng(0).choice(len(lost), MOST_ROWS, replace=False)
        matrix, lost = matrix[chosen], lost[chosen]
    fitted = LogisticRegression(solver="newton-cholesky", max_iter=100, tol=1e-4, warm_start=True)
    for penalty in penalties:
        fitted.set_params(C=penalty).fit(matrix, lost)
        coefficients = np.array(fitted.coef_[0], dtype=np.float64)
        yield AdditiveModel(design, float(fitted.intercept_[0]), coefficients)
