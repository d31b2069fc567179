"""Several studies of one effect taken together: as one effect, and as effects that differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.intervals import CONFIDENCE, normal_quantile
from analytics.statistics.proportions import ChiSquaredTest, chi_squared_tail


@dataclass(frozen=True, slots=True)
class PooledEffect:
    """An effect with its interval.

    Attributes
    ----------
    estimate, low, high : float
        In the unit of the studies' effects.
    """

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """Studies taken together.

    Attributes
    ----------
    studies : int
    fixed : PooledEffect
        As if every study had the same effect: what these studies found.
    random : PooledEffect
        The mean of effects that differ between studies: what to expect of the next one like them.
    heterogeneity : ChiSquaredTest
        Cochran's test that all effects are the same.
    between : float
        Variance of the true effects.
    inconsistent : float
        I²: share of the scatter that chance does not explain.
    """

    studies: int
    fixed: PooledEffect
    random: PooledEffect
    heterogeneity: ChiSquaredTest
    between: float
    inconsistent: float


def pool(effects: ArrayLike, errors: ArrayLike) -> Pooled:
    """Take studies together.

    Parameters
    ----------
    effects : array_like, shape (studies,)
    errors : array_like, shape (studies,)
        Their standard errors, above nought.

    Returns
    -------
    Pooled

    Raises
    ------
    ValueError
        There are fewer than two studies.

    References
    ----------
    DerSimonian & Laird 1986 for the variance between studies; Hartung & Knapp 2001 for the interval of their
    mean, which does not pretend that a handful of studies tells that variance exactly: it is never taken
    narrower than the fixed one.
    """
    effect, variance = np.asarray(effects, float), np.asarray(errors, float) ** 2
    studies = len(effect)
    if studies < 2:
        raise ValueError(f"pooling needs two studies, not {studies}")
    weight = 1 / variance
    fixed = float(weight @ effect / weight.sum())
    error = math.sqrt(1 / weight.sum())
    scatter = float(weight @ (effect - fixed) ** 2)
    degrees = studies - 1
    excess = weight.sum() - float(weight @ weight) / weight.sum()
    between = max((scatter - degrees) / excess, 0.0)
    shared = 1 / (variance + between)
    mean = float(shared @ effect / shared.sum())
    knapp = math.sqrt(float(shared @ (effect - mean) ** 2) / degrees / shared.sum())
    from scipy.special import stdtrit

    reach, z = float(stdtrit(degrees, 0.5 + CONFIDENCE / 2)), normal_quantile()
    half = max(reach * knapp, z * math.sqrt(1 / shared.sum()), z * error)
    return Pooled(
        studies, PooledEffect(fixed, fixed - z * error, fixed + z * error),
        PooledEffect(mean, mean - half, mean + half),
        ChiSquaredTest(scatter, degrees, chi_squared_tail(scatter, degrees)), between,
        max((scatter - degrees) / scatter, 0.0) if scatter > 0 else 0.0)
