"""Which shape the answers support: likelihood-ratio tests, the bend's interval, Akaike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.satisfaction_curve.answers import Answers
from analytics.models.satisfaction_curve.likelihood import (
    PROFILE_TOLERANCE,
    Curves,
    fit_fixed,
    fit_power,
    gamma_grid,
    log_likelihood,
)
from analytics.models.satisfaction_curve.result import Shape, ShapeName, ShapeTest, TestName
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile
from analytics.statistics.proportions import chi_squared_tail

Array = NDArray[np.float64]

#: A relation is there when the straight line beats no relation at this level.
RELATION_LEVEL = 0.05
#: Two tests look for a bend, so each gets half (Bonferroni).
BEND_LEVEL = 0.025


@dataclass(frozen=True, slots=True)
class Shapes:
    """The candidate shapes fitted to one set of answers.

    Attributes
    ----------
    line, power : Curves
        Straight line and power curve.
    profile : Curves
        The best curve at each bend of `gamma_grid`.
    tests : tuple of ShapeTest
        The four comparisons, in the order of `TestName`.
    candidates : tuple of Shape
        With their Akaike criterion.
    coarse : tuple of Curves
        Power curve and profile fitted to the levels as they are shown, some merged: what is tested.
    """

    line: Curves
    power: Curves
    profile: Curves
    tests: tuple[ShapeTest, ...]
    candidates: tuple[Shape, ...]
    coarse: tuple[Curves, Curves]

    def test(self, name: TestName) -> ShapeTest:
        """Return one of the tests."""
        return next(test for test in self.tests if test.name == name)


def fit_shapes(answers: Answers) -> Shapes:
    """Fit every shape and compare them.

    Parameters
    ----------
    answers : Answers
        At least three levels. Curves are fitted to the levels apart and tested on them as they are.

    Returns
    -------
    Shapes
    """
    fine = answers.fine
    line, power, profile = _curves(fine)
    rough, bent, bends = (line, power, profile) if fine is answers else _curves(answers)
    u = answers.u
    flat, full = _flat_and_full(answers)
    straight = float(rough.log_likelihood[0])
    ones, both = np.ones((len(u), 1)), np.column_stack((np.ones(len(u)), u))
    log_u = np.log(np.where(u > 0, u, 1.0))
    # A level of a handful of answers would upset chi-squared, so tests are made on the merged ones.
    tests = (
        _test("line_against_flat", straight - flat, _direction(answers, u, ones), answers, RELATION_LEVEL),
        _test("power_against_line", float(bent.log_likelihood[0]) - straight,
              _direction(answers, u * log_u, both), answers, BEND_LEVEL),
        _test("levels_against_line", full - straight, _beyond(both), answers, BEND_LEVEL),
        _test("levels_against_flat", full - flat, _beyond(ones), answers, RELATION_LEVEL),
    )
    flat, full = _flat_and_full(fine)
    likelihoods = (flat, float(line.log_likelihood[0]), float(power.log_likelihood[0]), full)
    names: tuple[ShapeName, ...] = ("flat", "line", "power", "levels")
    candidates = tuple(Shape(name, free, reached, 2 * free - 2 * reached) for name, free, reached in zip(
        names, (1, 2, 3, len(fine.n)), likelihoods, strict=True))
    return Shapes(line, power, profile, tests, candidates, (bent, bends))


def _curves(answers: Answers) -> tuple[Curves, Curves, Curves]:
    """Return the line, the power curve, and the best curve at each bend."""
    u, n, events = answers.u, answers.n, answers.events
    profile = fit_fixed(u, n, events, gamma_grid(), tolerance=PROFILE_TOLERANCE)
    return fit_fixed(u, n, events, 1.0), fit_power(u, n, events, start=profile.best()), profile


def _flat_and_full(answers: Answers) -> tuple[float, float]:
    """Return the log-likelihoods of one share for all levels, and of one for each."""
    n, events = answers.n, answers.events
    return (float(log_likelihood(n, events, np.full(len(n), events.sum() / n.sum()))),
            float(log_likelihood(n, events, answers.rates)))


def gamma_interval(answers: Answers, shapes: Shapes) -> Estimate:
    """State the bend with its profile-likelihood interval.

    Parameters
    ----------
    answers : Answers
        The data.
    shapes : Shapes
        The shapes fitted to them.

    Returns
    -------
    Estimate
        An end beyond the bounds of the search is None: the data do not limit the bend there.
    """
    grid, power = shapes.profile.gamma, shapes.power
    gain = 2 * (power.log_likelihood[0] - shapes.profile.log_likelihood)
    gain = gain / gamma_design_effect(answers.fine, power)
    root = np.sqrt(np.maximum(gain, 0.0))
    reach = normal_quantile()
    inside = np.flatnonzero(root <= reach)
    n, gamma = int(answers.n.sum()), float(power.gamma[0])
    if inside.size == 0:
        # The interval is narrower than one step of the grid.
        inside = np.array([int(np.argmin(root))])
    first, last = int(inside[0]), int(inside[-1])
    low = _crossing(grid, root, first, first - 1, reach) if first > 0 else None
    high = _crossing(grid, root, last, last + 1, reach) if last < len(grid) - 1 else None
    low = min(low, gamma) if low is not None else None
    high = max(high, gamma) if high is not None else None
    return Estimate(n, gamma, low, high, state_of(n))


def _crossing(grid: Array, root: Array, inner: int, outer: int, reach: float) -> float:
    # The signed root of the deviance is nearly linear in log γ.
    share = np.clip((reach - root[inner]) / max(root[outer] - root[inner], 1e-12), 0.0, 1.0)
    return float(np.exp((1 - share) * np.log(grid[inner]) + share * np.log(grid[outer])))


def gamma_design_effect(answers: Answers, power: Curves) -> float:
    """Return how much repeated answers inflate the uncertainty of the bend."""
    if answers.clusters is None:
        return 1.0
    u, (a, b, gamma) = answers.u, (power.a[0], power.b[0], power.gamma[0])
    weight = u ** gamma
    bend = (b - a) * weight * np.log(np.where(u > 0, u, 1.0))
    return answers.design_effect(_direction(answers, bend, np.column_stack((1 - weight, weight))))


def _direction(answers: Answers, towards: Array, beside: Array) -> Array:
    """Return the contrast that measures a move of the shares, once other moves are allowed for."""
    precision = 1 / answers.smoothed_variance()
    weighted = beside * precision[:, None]
    fitted = beside @ (np.linalg.pinv(beside.T @ weighted) @ (weighted.T @ towards))
    return np.asarray(((towards - fitted) * precision)[:, None])


def _beyond(design: Array) -> Array:
    """Return the contrasts that are zero for every combination of the columns."""
    basis, _ = np.linalg.qr(design, mode="complete")
    return np.asarray(basis[:, design.shape[1]:])


def _test(name: TestName, gain: float, contrasts: Array, answers: Answers, level: float) -> ShapeTest:
    effect = answers.design_effect(contrasts)
    degrees = contrasts.shape[1]
    statistic = max(2 * gain, 0.0) / effect
    p = chi_squared_tail(statistic, degrees) if degrees else 1.0
    return ShapeTest(name, statistic, degrees, p, level, p < level, effect)
