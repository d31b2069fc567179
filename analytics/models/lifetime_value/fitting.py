"""Maximum likelihood, the same way for every model here: in log-parameters, from several starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
#: Mean log-likelihood per customer and its gradient, at log-parameters.
Objective = Callable[[Floats], tuple[float, Floats]]
Model = TypeVar("Model", covariant=True)

#: Parameters are looked for between these; one that ends here has run away.
LOWEST, HIGHEST = 1e-6, 1e6
#: A fit has converged where no log-parameter would gain more than this per unit and customer.
GRADIENT_TOLERANCE = 1e-5
#: Width of the differences that stand for derivatives where there is no formula.
DIFFERENCE = 1e-5
#: Newton steps that carry a rough fit over to all data; usually three arrive.
NEWTON_STEPS = 8


@dataclass(frozen=True, slots=True)
class Fit(Generic[Model]):
    """A fitted model.

    Attributes
    ----------
    model : Model
        With the likeliest parameters, in the unit of time or money of the data.
    log_likelihood : float
        At these parameters.
    customers, histories : int
        Customers fitted to, and distinct histories among them.
    converged : bool
        Whether the climb ended on level ground inside the bounds.
    at_bound : tuple of str
        Parameters that ran to a bound: the data do not limit them on that side.
    gradient : float
        Largest slope per log-parameter and customer at the end.
    starts_agreeing, starts : int
        Starts that reached the same height (within 0.01 of log-likelihood per thousand customers), of all.
    """

    model: Model
    log_likelihood: float
    customers: int
    histories: int
    converged: bool
    at_bound: tuple[str, ...]
    gradient: float
    starts_agreeing: int
    starts: int


@dataclass(frozen=True, slots=True, eq=False)
class Maximum:
    """Where a climb ended: parameters, mean log-likelihood and the slope left."""

    parameters: Floats
    value: float
    gradient: float
    converged: bool
    at_bound: tuple[int, ...]
    starts_agreeing: int
    starts: int


def maximise(objective: Objective, starts: Sequence[ArrayLike]) -> Maximum:
    """Climb from each start and keep the highest end.

    Parameters
    ----------
    objective : callable
        From log-parameters to mean log-likelihood and gradient.
    starts : sequence of array_like
        Parameters (not their logarithms) to start from.

    Returns
    -------
    Maximum

    Notes
    -----
    L-BFGS-B; where it stops on a slope, Nelder and Mead's simplex goes on and L-BFGS-B finishes.
    """
    ends = sorted((_climb(objective, np.log(np.asarray(start, float))) for start in starts),
                  key=lambda end: -end[1])
    theta, value, slope = ends[0]
    if slope > GRADIENT_TOLERANCE:
        theta, value, slope = _polished(objective, theta, value, slope)
    lowest, highest = np.log(LOWEST) + 0.1, np.log(HIGHEST) - 0.1
    bound = tuple(int(place) for place in np.flatnonzero((theta < lowest) | (theta > highest)))
    agreeing = sum(value - end[1] < 1e-5 for end in ends)
    return Maximum(np.exp(theta), value, slope, slope <= GRADIENT_TOLERANCE and not bound, bound,
                   agreeing, len(ends))


def refine(objective: Objective, rough: Maximum, rough_objective: Objective) -> Maximum:
    """Carry a fit to a part of the data over to all of them, in a few Newton steps.

    Parameters
    ----------
    objective : callable
        Of all data.
    rough : Maximum
        Where the part's objective is highest.
    rough_objective : callable
        Of the part; its curvature stands for that of the whole, which costs far more to evaluate.

    Returns
    -------
    Maximum
        By a climb from the rough fit where the steps do not arrive.
    """
    theta = np.log(rough.parameters)
    bent = curvature(rough_objective, theta)
    value, gradient = objective(theta)
    for _ in range(NEWTON_STEPS):
        if np.abs(gradient).max() <= GRADIENT_TOLERANCE / 10:
            return Maximum(np.exp(theta), value, float(np.abs(gradient).max()), True, (), 1, 1)
        try:
            step = np.linalg.solve(bent, gradient)
        except np.linalg.LinAlgError:
            break
        if rough.at_bound or np.abs(step).max() > 1:
            break
        reached, slopes = objective(theta - step)
        if reached < value:
            break
        theta, value, gradient = theta - step, reached, slopes
    return maximise(objective, [np.exp(theta)])


def differences(value: Callable[[Floats], float]) -> Objective:
    """Give a function without derivatives its gradient by central differences."""
    def objective(theta: Floats) -> tuple[float, Floats]:
        slopes = []
        for place in range(theta.size):
            step = np.zeros(theta.size)
            step[place] = DIFFERENCE
            slopes.append((value(theta + step) - value(theta - step)) / (2 * DIFFERENCE))
        return value(theta), np.array(slopes)
    return objective


def _climb(objective: Objective, start: Floats) -> tuple[Floats, float, float]:
    from scipy.optimize import minimize

    def falling(theta: Floats) -> tuple[float, Floats]:
        value, gradient = objective(theta)
        return -value, -gradient

    bounds = [(np.log(LOWEST), np.log(HIGHEST))] * start.size
    found = minimize(falling, start, jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"maxiter": 500, "ftol": 1e-14, "gtol": GRADIENT_TOLERANCE / 10})
    return found.x, -float(found.fun), _slope(objective, found.x)


def _polished(objective: Objective, theta: Floats, value: float, slope: float) -> tuple[Floats, float, float]:
    from scipy.optimize import minimize

    moved = minimize(lambda point: -objective(point)[0], theta, method="Nelder-Mead",
                     bounds=[(np.log(LOWEST), np.log(HIGHEST))] * theta.size,
                     options={"maxiter": 400, "xatol": 1e-6, "fatol": 1e-12})
    climbed = _climb(objective, moved.x)
    return climbed if climbed[1] >= value else (theta, value, slope)


def curvature(objective: Objective, theta: Floats) -> Floats:
    """Return the matrix of second derivatives at log-parameters, by differences of the gradient."""
    rows = []
    for place in range(theta.size):
        step = np.zeros(theta.size)
        step[place] = 1e-3
        rows.append((objective(theta + step)[1] - objective(theta - step)[1]) / 2e-3)
    square = np.array(rows)
    return np.asarray((square + square.T) / 2)


def _slope(objective: Objective, theta: Floats) -> float:
    """Largest slope that leads further inside the bounds."""
    gradient = objective(theta)[1]
    outward = ((theta <= np.log(LOWEST) + 1e-9) & (gradient < 0)) | (
        (theta >= np.log(HIGHEST) - 1e-9) & (gradient > 0))
    return float(np.abs(np.where(outward, 0.0, gradient)).max())
