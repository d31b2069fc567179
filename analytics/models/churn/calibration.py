"""Whether predicted chances come true, and the mildest correction where they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Form = Literal["none", "sigmoid", "isotonic"]

#: Chances are kept this far from 0 and 1, so that a single surprise cannot cost infinitely much.
SMALLEST_CHANCE = 1e-6
#: A slope or a log-odds shift within this distance of ideal is left alone, however certain it is.
TOLERANCE = 0.10
#: Standard errors a slope or shift must lie from ideal before it is corrected.
CERTAINTY = 1.96
#: An isotonic correction needs so many lost customers; a sigmoid has two parameters and needs few.
ISOTONIC_NEEDS = 1_000


def log_odds(chance: Floats) -> Floats:
    """Return the log-odds of chances, kept finite."""
    inside = np.clip(chance, SMALLEST_CHANCE, 1 - SMALLEST_CHANCE)
    return np.asarray(np.log(inside / (1 - inside)), dtype=np.float64)


def chance_of(odds: Floats) -> Floats:
    """Return the chances of log-odds, without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(odds / 2)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """How observed outcomes follow predicted log-odds.

    Attributes
    ----------
    intercept : float
        Log-odds of the outcome where the prediction is even.
    slope, slope_error : float
        Slope of outcome on predicted log-odds, ideal 1; below 1: predictions too extreme. And its
        standard error.
    shift, shift_error : float
        Log-odds to add so that the mean prediction is right (slope held at 1), ideal 0; below 0:
        predictions too high. And its standard error.
    """

    intercept: float
    slope: float
    slope_error: float
    shift: float
    shift_error: float

    @property
    def off(self) -> bool:
        """Whether the predictions are certainly and materially miscalibrated."""
        return (_off(self.slope - 1, self.slope_error) or _off(self.shift, self.shift_error))


@dataclass(frozen=True)
class Recalibration:
    """A correction of predicted chances, fitted on predictions for customers the model had not seen.

    Attributes
    ----------
    form : {"none", "sigmoid", "isotonic"}
        Kind of correction.
    intercept, slope : float
        Of the sigmoid, on the log-odds scale.
    steps, levels : array of float
        Predicted and observed chances of the isotonic correction; empty otherwise.
    """

    form: Form
    intercept: float
    slope: float
    steps: Floats
    levels: Floats

    def apply(self, chance: Floats) -> Floats:
        """Return corrected chances."""
        if self.form == "sigmoid":
            return chance_of(self.intercept + self.slope * log_odds(chance))
        if self.form == "isotonic":
            return np.asarray(np.interp(chance, self.steps, self.levels), dtype=np.float64)
        return chance


NO_RECALIBRATION = Recalibration("none", 0.0, 1.0, np.empty(0), np.empty(0))


def calibration_line(lost: Bools, chance: Floats) -> CalibrationLine:
    """Fit outcomes on predicted log-odds.

    Parameters
    ----------
    lost : array of bool, shape (n,)
        Outcomes.
    chance : array of float, shape (n,)
        Predicted chances.

    Returns
    -------
    CalibrationLine
        All NaN where there is one outcome only; no slope where all predictions are equal.
    """
    odds = log_odds(chance)
    shift, shift_error = _logit_fit(np.ones((len(lost), 1)), lost, odds)
    if np.ptp(odds) < 1e-9:
        return CalibrationLine(np.nan, np.nan, np.nan, shift[0], shift_error[0])
    columns = np.column_stack((np.ones(len(lost)), odds))
    line, line_error = _logit_fit(columns, lost, np.zeros(len(lost)))
    return CalibrationLine(line[0], line[1], line_error[1], shift[0], shift_error[0])


def fit_recalibration(lost: Bools, chance: Floats) -> Recalibration:
    """Choose the mildest correction that is called for: none, sigmoid, or isotonic.

    Parameters
    ----------
    lost : array of bool, shape (n,)
        Outcomes of customers the model was not fitted on.
    chance : array of float, shape (n,)
        Chances predicted for them.

    Returns
    -------
    Recalibration
        None while slope and shift are right within :data:`TOLERANCE` or their error; a sigmoid where
        they are not; isotonic only where, in addition, the log-odds bend and enough were lost.
    """
    ones, odds = np.ones(len(lost)), log_odds(chance)
    if lost.all() or not lost.any() or np.ptp(odds) < 1e-9:
        return NO_RECALIBRATION
    if len(lost) >= 3 and lost.sum() >= ISOTONIC_NEEDS:
        centred = odds - odds.mean()
        columns = np.column_stack((ones, centred, centred**2))
        bend, bend_error = _logit_fit(columns, lost, np.zeros(len(lost)))
        if _off(bend[2], bend_error[2]):
            return _isotonic(lost, chance)
    if not calibration_line(lost, chance).off:
        return NO_RECALIBRATION
    line, _ = _logit_fit(np.column_stack((ones, odds)), lost, np.zeros(len(lost)))
    return Recalibration("sigmoid", float(line[0]), float(line[1]), np.empty(0), np.empty(0))


def _isotonic(lost: Bools, chance: Floats) -> Recalibration:
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=SMALLEST_CHANCE, y_max=1 - SMALLEST_CHANCE, out_of_bounds="clip")
    fitted.fit(chance, lost.astype(float))
    steps, levels = np.asarray(fitted.X_thresholds_), np.asarray(fitted.y_thresholds_)
    return Recalibration("isotonic", 0.0, 1.0, steps, levels)


def _off(distance: float, error: float) -> bool:
    return bool(abs(distance) > max(TOLERANCE, CERTAINTY * error))


def _logit_fit(columns: Floats, lost: Bools, offset: Floats) -> tuple[Floats, Floats]:
    """Fit a logistic regression of few columns by Newton's method; coefficients and standard errors."""
    coefficient = np.zeros(columns.shape[1])
    if lost.all() or not lost.any():
        return np.full_like(coefficient, np.nan), np.full_like(coefficient, np.nan)
    # A whisper of ridge keeps perfectly separated predictions finite.
    ridge = 1e-6 * np.eye(len(coefficient))
    information = ridge
    for _ in range(25):
        fitted = chance_of(offset + columns @ coefficient)
        information = (columns * (fitted * (1 - fitted))[:, None]).T @ columns + ridge
        step = np.linalg.solve(information, columns.T @ (lost - fitted) - ridge @ coefficient)
        # Steps are bounded, so that near-separated predictions walk to the edge and do not jump past it.
        step = np.clip(step, -4.0, 4.0)
        coefficient = coefficient + step
        if np.abs(step).max() < 1e-7:
            break
    return coefficient, np.sqrt(np.diag(np.linalg.inv(information)))
