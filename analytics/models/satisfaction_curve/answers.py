"""Answers counted: per level, per customer, and how much repeated answers are worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.ratios import clustered_rate
from analytics.statistics.resampling import resample_sums

Array = NDArray[np.float64]

SCORES = (1, 2, 3, 4, 5)
#: A lowest level with fewer answers than this is merged with the next.
MERGE_BELOW = 30


@dataclass(frozen=True)
class Answers:
    """Answers by level, and by customer and level.

    Attributes
    ----------
    scores : tuple of tuple of int
        The scores each level holds.
    score : ndarray, shape (levels,)
        Mean score of each level.
    n, events : ndarray, shape (levels,)
        Answers, and those followed by loyal behaviour.
    customers : int
        Who gave them.
    clusters : ndarray, shape (customers, 2 · levels), or None
        ``n`` and ``events`` of each customer, side by side; None when every customer answered once.
    apart : Answers or None
        The same with every level by itself, where levels are merged here.
    """

    scores: tuple[tuple[int, ...], ...]
    score: Array
    n: Array
    events: Array
    customers: int
    clusters: Array | None
    apart: Answers | None = None

    @property
    def fine(self) -> Answers:
        """The same with every level by itself: what a curve is fitted to.

        The share of a handful of answers is not shown alone, but a likelihood weighs it by what it is worth,
        and a bend below one lies between just the lowest two levels.
        """
        return self.apart or self

    @property
    def u(self) -> Array:
        """The score on a scale from zero to one."""
        return (self.score - 1) / 4

    @property
    def rates(self) -> Array:
        """Share loyal by level."""
        return np.asarray(self.events / self.n)

    def smoothed_variance(self) -> Array:
        """Variance of each level's share if answers were independent, never zero."""
        p = (self.events + 0.5) / (self.n + 1)
        return np.asarray(p * (1 - p) / self.n)

    @cached_property
    def covariance(self) -> Array:
        """Covariance of the levels' shares, customers being the independent units."""
        if self.clusters is None:
            return np.asarray(np.diag(self.smoothed_variance()))
        levels = len(self.n)
        deviation = (self.clusters[:, levels:] - self.rates * self.clusters[:, :levels]) / self.n
        return np.asarray(deviation.T @ deviation * (self.customers / max(self.customers - 1, 1)))

    def overall(self) -> Estimate:
        """State the share of loyal answers over all levels, customers being the independent units."""
        n, events = float(self.n.sum()), float(self.events.sum())
        if self.clusters is None:
            return rate(events, int(n))
        levels = len(self.n)
        trials, hits = self.clusters[:, :levels].sum(axis=1), self.clusters[:, levels:].sum(axis=1)
        return clustered_rate(len(trials), events, n, float((hits**2).sum()), float((trials**2).sum()),
                              float((hits * trials).sum()))

    def effective_n(self) -> Array:
        """Independent answers each level is worth; never more than there are."""
        if self.clusters is None:
            return self.n
        p = self.rates
        plain, clustered = p * (1 - p) / self.n, np.diag(self.covariance)
        inflation = np.divide(clustered, plain, out=np.ones_like(plain), where=plain > 0)
        return np.asarray(self.n / np.maximum(inflation, 1.0))

    def with_events_at_lowest(self, least: int) -> Answers:
        """Merge the two lowest levels when the lowest has fewer loyal answers than this."""
        if len(self.n) < 2 or self.scores[:2] != ((1,), (2,)) or self.events[0] >= least:
            return self
        return self.merged_at_lowest()

    def merged_at_lowest(self) -> Answers:
        """Make one level of scores 1 and 2, whichever of them were given."""
        low = sum(set(scores) <= {1, 2} for scores in self.scores)
        if low == 0:
            return self
        merged = Answers(((1, 2), *self.scores[low:]), self.score, self.n, self.events, self.customers, None,
                         self.fine)
        n = merged.gathered(self.n)
        clusters = self.clusters
        if clusters is not None:
            clusters = np.hstack([merged.gathered(counts) for counts in np.hsplit(clusters, 2)])
        return replace(merged, score=merged.gathered(self.n * self.score) / n, n=n,
                       events=merged.gathered(self.events), clusters=clusters)

    def gathered(self, counts: Array) -> Array:
        """Add up counts of the levels apart, shape (…, levels apart), to counts of these levels."""
        member = [[set(one) <= set(group) for group in self.scores] for one in self.fine.scores]
        return np.asarray(counts @ np.array(member, float))

    def resampled(self, resamples: int, seed: int) -> tuple[Array, Array]:
        """Draw customers with replacement.

        Returns
        -------
        n, events : ndarray, shape (resamples, levels)
            Answers, and loyal ones, of the customers drawn.
        """
        levels = len(self.n)
        if self.clusters is not None:
            totals = resample_sums(self.clusters, resamples, seed=seed)
            return totals[:, :levels], totals[:, levels:]
        # One answer each: drawing customers is drawing cells of the table of counts.
        cells = np.concatenate((self.events, self.n - self.events))
        drawn = np.random.default_rng(seed).multinomial(self.customers, cells / cells.sum(), size=resamples)
        return (drawn[:, :levels] + drawn[:, levels:]).astype(float), drawn[:, :levels].astype(float)

    def design_effect(self, contrasts: Array) -> float:
        """Inflation of a test of contrasts of the shares by repeated answers, at least one.

        Parameters
        ----------
        contrasts : ndarray, shape (levels, degrees)
            What the simpler hypothesis sets to zero.

        Returns
        -------
        float
            Mean generalised design effect.

        References
        ----------
        Rao & Scott 1984, Annals of Statistics 12:46.
        """
        if self.clusters is None or contrasts.shape[1] == 0:
            return 1.0
        plain = contrasts.T @ np.diag(self.smoothed_variance()) @ contrasts
        clustered = contrasts.T @ self.covariance @ contrasts
        inflation = float(np.trace(np.linalg.pinv(plain) @ clustered)) / int(contrasts.shape[1])
        return max(inflation, 1.0)


def count_answers(scores: ArrayLike, outcomes: ArrayLike, customers: ArrayLike | None = None) -> Answers:
    """Count answers by level, merging a thin lowest level with the next.

    Parameters
    ----------
    scores : array_like of int
        Satisfaction, 1 to 5.
    outcomes : array_like of bool
        Whether loyal behaviour followed.
    customers : array_like, optional
        Who answered; every answer is a customer of its own when omitted.

    Returns
    -------
    Answers
        Levels nobody chose are left out.

    Raises
    ------
    ValueError
        Arrays of different length, or a score that is not a whole number from 1 to 5.
    """
    given, loyal = np.asarray(scores, float), np.asarray(outcomes, bool)
    who = None if customers is None else np.asarray(customers)
    if given.shape != loyal.shape or (who is not None and who.shape != given.shape):
        raise ValueError("scores, outcomes and customers must be arrays of the same length")
    level = given.astype(np.int64, copy=False) - 1 if np.isfinite(given).all() else np.array([-1])
    if level.size and (level.min() < 0 or level.max() >= len(SCORES) or not np.array_equal(level + 1, given)):
        raise ValueError("scores must be whole numbers from 1 to 5")
    width = len(SCORES)
    n, events = (np.bincount(chosen, minlength=width).astype(float) for chosen in (level, level[loyal]))
    given_levels = np.flatnonzero(n)
    customers, clusters = given.size, None
    if who is not None:
        code, customers = _codes(who)
        if customers < given.size:
            cell = code * width + level
            counts = (np.bincount(chosen, minlength=customers * width) for chosen in (cell, cell[loyal]))
            clusters = np.hstack([count.reshape(customers, width)[:, given_levels].astype(float)
                                  for count in counts])
    groups = tuple((SCORES[index],) for index in given_levels)
    apart = Answers(groups, (given_levels + 1).astype(float), n[given_levels], events[given_levels],
                    customers, clusters)
    return apart.merged_at_lowest() if n[:2].min() < MERGE_BELOW else apart


def _codes(who: NDArray[np.generic]) -> tuple[NDArray[np.int64], int]:
    if who.dtype.kind in "iu" and who.size and int(who.min()) >= 0 and int(who.max()) < 4 * who.size + 1_000:
        # Dense keys, as the marts have them, need no sorting.
        present = np.zeros(int(who.max()) + 1, dtype=np.int64)
        present[who] = 1
        rank = np.cumsum(present)
        return np.asarray(rank[who] - 1), int(rank[-1])
    distinct, code = np.unique(who, return_inverse=True)
    return np.asarray(code, dtype=np.int64), int(distinct.size)
