"""What goes with what inside branches and quarters: regression with both as fixed effects."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import CONFIDENCE

Array = NDArray[np.float64]

#: From this many clusters on, the cluster-robust interval may be trusted by itself.
MANY_CLUSTERS = 30
#: Draws of the wild bootstrap.
DRAWS = 999
#: Steps of the search for the ends of a bootstrap interval.
_BISECTIONS = 24
#: The six weights of Webb, which give few clusters enough different draws.
_WEBB = np.array([-math.sqrt(1.5), -1.0, -math.sqrt(0.5), math.sqrt(0.5), 1.0, math.sqrt(1.5)])


@dataclass(frozen=True, slots=True)
class Slope:
    """How much more of one thing goes with one more of another, within branch and quarter.

    Attributes
    ----------
    slope : Estimate
        ``n`` is the number of cells. The interval is that of the wild cluster bootstrap where there
        are fewer than thirty clusters, else cluster-robust.
    p : float
        Of no association, by the same method.
    standard_error : float
        Cluster-robust.
    clusters, periods : int
    bootstrapped : bool
    """

    slope: Estimate
    p: float
    standard_error: float
    clusters: int
    periods: int
    bootstrapped: bool


@dataclass(frozen=True, slots=True)
class _Within:
    """The cells with fixed effects taken out and multiplied by the root of their weights, by cluster."""

    y: Array
    x: Array
    basis: Array
    starts: NDArray[np.int64]
    periods: int
    correction: float

    @property
    def clusters(self) -> int:
        """How many there are; cells of one stand together, from its place in ``starts`` on."""
        return len(self.starts)

    def sums(self, cells: Array) -> Array:
        """Return the sum over each cluster's cells."""
        return np.asarray(np.add.reduceat(cells, self.starts, axis=0))


def fixed_effects_slope(outcome: ArrayLike, regressor: ArrayLike, cluster: ArrayLike, period: ArrayLike,
                        weight: ArrayLike | None = None, *, controls: ArrayLike | None = None,
                        seed: int = 0) -> Slope | None:
    """Regress one thing on another within clusters and periods, weighted.

    outcome = slope · regressor + an effect of the cluster + an effect of the period. What differs
    between branches for good, and what hits all of them at once, is taken out; what moves a branch
    and its staff together is not, so the slope is an association.

    Parameters
    ----------
    outcome, regressor : array_like
        One value a cell.
    cluster, period : array_like
        Labels: branch and quarter of the cell.
    weight : array_like, optional
        Answers or customers behind the outcome; equal when omitted.
    controls : array_like, shape (cells, columns), optional
        What else is held equal, such as other lags of the regressor.
    seed : int
        Of the bootstrap.

    Returns
    -------
    Slope or None
        None with fewer than three clusters or two periods, or where the regressor does not vary
        within them.

    References
    ----------
    Cameron, Gelbach & Miller 2008, Review of Economics and Statistics 90:414 (wild cluster bootstrap);
    Webb 2014 (six-point weights); Liang & Zeger 1986.
    """
    within = _taken_out(outcome, regressor, cluster, period, weight, controls)
    if within is None:
        return None
    spread = float(within.x @ within.x)
    slope = float(within.x @ within.y) / spread
    error = _robust_errors(within, (within.y - slope * within.x)[:, None])[0]
    periods, n = within.periods, len(within.y)
    if error <= 0:
        return Slope(Estimate(n, slope, slope, slope), 0.0, 0.0, within.clusters, periods, False)
    from scipy.special import stdtr, stdtrit

    degrees = within.clusters - 1
    if within.clusters >= MANY_CLUSTERS:
        half = float(stdtrit(degrees, 0.5 + CONFIDENCE / 2)) * error
        p = 2 * float(stdtr(degrees, -abs(slope) / error))
        return Slope(Estimate(n, slope, slope - half, slope + half), p, error, within.clusters, periods,
                     False)
    worlds = _WildBootstrap(within, slope, error, seed)
    return Slope(Estimate(n, slope, worlds.end(-1.0), worlds.end(1.0)), worlds.p(0.0), error,
                 within.clusters, periods, True)


def within(values: ArrayLike, cluster: ArrayLike, period: ArrayLike,
           weight: ArrayLike | None = None) -> Array:
    """Return what is left of values when effects of cluster and period are out; NaN where there is none."""
    y = np.asarray(values, float)
    w = np.ones_like(y) if weight is None else np.asarray(weight, float)
    kept = np.isfinite(y) & (w > 0)
    rest = np.full_like(y, np.nan)
    if not kept.any():
        return rest
    root = np.sqrt(w[kept])[:, None]
    basis = _basis(np.asarray(cluster)[kept], np.asarray(period)[kept], root)
    scaled = y[kept, None] * root
    rest[kept] = ((scaled - basis @ (basis.T @ scaled)) / root)[:, 0]
    return rest


def _basis(cluster: ArrayLike, period: ArrayLike, root: Array, held: Array | None = None) -> Array:
    """Return an orthonormal basis of the effects, and of what is held equal."""
    _, group = np.unique(np.asarray(cluster), return_inverse=True)
    _, when = np.unique(np.asarray(period), return_inverse=True)
    effects = np.eye(int(group.max()) + 1)[group] * root
    effects /= np.sqrt((effects**2).sum(axis=0))
    rest = np.hstack([np.eye(int(when.max()) + 1)[when], *([] if held is None else [held])]) * root
    # The clusters' effects stand at right angles as they are: only what they leave must be turned. What it
    # consists of is seen in the small triangle, for which no thread waits on another.
    turned, triangle = np.linalg.qr(rest - effects @ (effects.T @ rest))
    left, sizes, _ = np.linalg.svd(triangle, full_matrices=False)
    kept = sizes > np.linalg.norm(rest, axis=0).max() * 1e-10
    return np.hstack([effects, turned @ left[:, kept]])


def _taken_out(outcome: ArrayLike, regressor: ArrayLike, cluster: ArrayLike, period: ArrayLike,
               weight: ArrayLike | None, controls: ArrayLike | None) -> _Within | None:
    y, x = np.asarray(outcome, float), np.asarray(regressor, float)
    w = np.ones_like(y) if weight is None else np.asarray(weight, float)
    held = np.zeros((len(y), 0)) if controls is None else np.asarray(controls, float).reshape(len(y), -1)
    kept = np.flatnonzero(np.isfinite(y) & np.isfinite(x) & (w > 0) & np.isfinite(held).all(axis=1))
    kept = kept[np.argsort(np.asarray(cluster)[kept], kind="stable")]
    y, x, w, held = y[kept], x[kept], w[kept], held[kept]
    group, when = np.asarray(cluster)[kept], np.asarray(period)[kept]
    starts = np.unique(group, return_index=True)[1]
    clusters, periods = len(starts), len(np.unique(when))
    if clusters < 3 or periods < 2:
        return None
    root = np.sqrt(w)[:, None]
    basis = _basis(group, when, root, held)
    both = np.column_stack([y, x]) * root
    rest = both - basis @ (basis.T @ both)
    n, used = len(y), basis.shape[1] + 1
    if n <= used or float(rest[:, 1] @ rest[:, 1]) <= 1e-12 * float(both[:, 1] @ both[:, 1]):
        return None
    correction = clusters / (clusters - 1) * (n - 1) / (n - used)
    return _Within(rest[:, 0], rest[:, 1], basis, starts, periods, correction)


def _robust_errors(within: _Within, residuals: Array) -> Array:
    """Return the cluster-robust standard error of each column of residuals."""
    scores = within.sums(within.x[:, None] * residuals)
    return np.asarray(np.sqrt(within.correction * (scores**2).sum(axis=0)) / float(within.x @ within.x))


class _WildBootstrap:
    """Worlds in which the slope is a given one and each cluster's deviations have another sign and size.

    All cells of a cluster are multiplied by one weight, so that a world is made of what each cluster
    adds to every other: matrices of clusters, however many cells there are. A world is linear in the
    slope supposed, and its squared error therefore a parabola, made once for all slopes.
    """

    def __init__(self, within: _Within, slope: float, error: float, seed: int):
        self.slope, self.error = slope, error
        draws = np.random.default_rng(seed).choice(_WEBB, size=(within.clusters, DRAWS))
        # Supposed slopes are counted from the estimate: what is left there is no difference of large sums.
        (self._slopes, left), (self._slopes_x, left_x) = (
            self._fitted(within, column, draws) for column in (within.y - slope * within.x, within.x))
        scale = within.correction / float(within.x @ within.x)**2
        self._square, self._mixed, self._square_x = (
            scale * np.einsum("cd,cd->d", one, other)
            for one, other in ((left, left), (left, left_x), (left_x, left_x)))

    @staticmethod
    def _fitted(within: _Within, column: Array, draws: Array) -> tuple[Array, Array]:
        """Return each draw's slope, and what each cluster adds to the score after fitting it."""
        sums = within.sums(np.column_stack([within.x * column, within.x**2]))
        product, squares = sums[:, 0], sums[:, 1]
        slope = product / squares.sum()
        taken_out = within.sums(within.x[:, None] * within.basis) @ within.sums(
            column[:, None] * within.basis).T
        left = np.diag(product) - taken_out - np.outer(squares, slope)
        # Not `left @ draws`: so small a product in two threads waits on a busy machine's second core.
        return slope @ draws, np.einsum("gc,cd->gd", left, draws)

    def p(self, null: float) -> float:
        """Return how often such a world shows a slope as far from the null, in standard errors."""
        moved = null - self.slope
        slopes = self._slopes - moved * self._slopes_x
        squares = self._square - moved * (2 * self._mixed - moved * self._square_x)
        seen = moved / self.error
        return float((np.count_nonzero(slopes * slopes >= seen * seen * (1 - 1e-12) * squares) + 1)
                     / (DRAWS + 1))

    def end(self, direction: float) -> float:
        """Search the slope that is just not rejected, below or above the estimate."""
        level = 1 - CONFIDENCE
        inside, outside = self.slope, self.slope + direction * 4 * self.error
        for _ in range(20):
            if self.p(outside) <= level:
                break
            inside, outside = outside, self.slope + 2 * (outside - self.slope)
        for _ in range(_BISECTIONS):
            middle = (inside + outside) / 2
            if self.p(middle) > level:
                inside = middle
            else:
                outside = middle
        return float(inside + outside) / 2
