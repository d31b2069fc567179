"""What stands together more often than chance would have it: pairs in baskets, popularity taken out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile
from analytics.statistics.multiple import benjamini_hochberg

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Expected share of false findings among pairs found.
LEVEL = 0.05
#: At most so many pairs are found, each after those before it have been taken as one.
MOST_FOUND = 20
#: Pairs judged by customers while looking for the next one: those furthest above chance at first sight.
_JUDGED_AT_ONCE = 12
#: Proportional fitting stops when no margin is off by more than this share, or after so many steps.
_TOLERANCE, _MOST_STEPS = 1e-5, 300


@dataclass(frozen=True, slots=True)
class PairLift:
    """How often two items stand in one basket.

    Attributes
    ----------
    first, second : int
        The items' numbers, the smaller first.
    baskets, customers : int
        Baskets that hold both, and whose they are.
    expected : float
        Baskets that would hold both by chance.
    lift : Estimate
        Baskets over those expected; ``n`` is the number of baskets that hold both.
    p : float
        Of no association, adjusted so that the expected share of false findings stays below the level.
    found : bool
        Whether they stand together more often than chance, and than other pairs found, explain.
    """

    first: int
    second: int
    baskets: int
    customers: int
    expected: float
    lift: Estimate
    p: float
    found: bool


def expected_pairs(held: ArrayLike, sizes: ArrayLike, apart: Sequence[tuple[int, int]] = ()) -> Floats:
    """Return how many baskets would hold each pair if items came together by chance.

    Baskets of each size are taken apart, since in a large basket everything meets everything. Among
    those of one size pairs are quasi-independent: proportional to a popularity of each item, nothing
    with itself, every item in as many baskets as it is. Plain independence would expect too many
    pairs in small baskets, in which one item crowds out another.

    Parameters
    ----------
    held : array_like, shape (sizes, items)
        Baskets of each size that hold each item.
    sizes : array_like of int, shape (sizes,)
        Different items in the baskets.
    apart : sequence of (int, int)
        Pairs that cannot meet.

    Returns
    -------
    ndarray, shape (items, items)
        Symmetric; the diagonal and pairs that cannot meet are nought.

    References
    ----------
    Goodman 1968 on quasi-independence; Deming & Stephan 1940 on proportional fitting.
    """
    counts, of_size = np.asarray(held, float), np.asarray(sizes, int)
    meetings = counts * (of_size - 1)[:, None]
    total = meetings.sum(axis=1, keepdims=True)
    popularity = np.divide(meetings, np.sqrt(total), out=np.zeros_like(meetings), where=total > 0)
    may_meet = 1.0 - np.eye(counts.shape[1])
    for one, other in apart:
        may_meet[one, other] = may_meet[other, one] = 0.0
    for _ in range(_MOST_STEPS):
        others = popularity @ may_meet
        fitted = popularity * others
        factor = np.divide(meetings, fitted, out=np.ones_like(fitted), where=fitted > 0)
        popularity = popularity * np.sqrt(factor)
        if float(np.abs(factor - 1).max(initial=0.0)) < _TOLERANCE:
            break
    return np.asarray(popularity.T @ popularity * may_meet)


def pair_lifts(baskets: ArrayLike, customers: ArrayLike, *, fewest: int = 30) -> tuple[PairLift, ...]:
    """Return the lift of every pair that enough baskets hold, most surprising first.

    Pairs found are taken as one, the rarer of the two leaving the baskets they share, and the rest is
    looked at again: what goes with oil would else seem to go with whatever is bought beside oil, and
    everything else would seem to seek its own company.

    Parameters
    ----------
    baskets : array_like of bool, shape (baskets, items)
        Which items each basket holds.
    customers : array_like of int, shape (baskets,)
        Whose it is. What customers differ from their share of all meetings is the variance: one who
        always buys the same two things is one observation, not a hundred.
    fewest : int
        Pairs in fewer baskets are tested with the rest, but not returned.

    Returns
    -------
    tuple of PairLift
        Those found with the lift they had when they were found. The adjustment of each round is over
        all pairs of items that could meet.
    """
    held = np.array(baskets, dtype=np.float32)
    people = np.unique(np.asarray(customers), return_inverse=True)[1]
    found: dict[tuple[int, int], PairLift] = {}
    for _ in range(MOST_FOUND):
        one = next(iter(_judged(held, people, fewest, [*found], _JUDGED_AT_ONCE)), None)
        if one is None or not one.found:
            break
        found[one.first, one.second] = one
        rarer = min(one.first, one.second, key=lambda item: float(held[:, item].sum()))
        held[(held[:, one.first] > 0) & (held[:, one.second] > 0), rarer] = 0
    others = (one for one in _judged(held, people, fewest, [*found]) if not one.found)
    return tuple(sorted([*found.values(), *others], key=_surprise))


def _surprise(one: PairLift) -> tuple[bool, float, float]:
    return not one.found, one.p, -abs(math.log(one.lift.estimate or 1.0))


def _judged(held: NDArray[np.float32], people: Integers, fewest: int, apart: Sequence[tuple[int, int]],
            at_once: int | None = None) -> tuple[PairLift, ...]:
    """Return pairs that enough baskets hold, or of these so many furthest above chance at first sight."""
    sizes = held.sum(axis=1).astype(int)
    several = sizes > 1
    held, people, sizes = held[several], people[several], sizes[several]
    if not len(held):
        return ()
    kinds = np.unique(sizes)
    by_size = np.array([held[sizes == size].sum(axis=0) for size in kinds], float)
    expected = expected_pairs(by_size, kinds, apart)
    upper = np.triu_indices(len(expected), 1)
    made, foretold = (held.T @ held).astype(float)[upper], expected[upper]
    # A customer's meetings of any two items are the weight with which each pair is expected of that customer.
    weight = np.bincount(people, sizes * (sizes - 1) / 2)
    total, weight_squares = float(weight.sum()), float((weight**2).sum())
    possible = foretold > 0
    variance, buyers = np.where(possible, foretold, 1.0), np.zeros(len(made), int)
    naive = np.where(possible, (made - foretold) / np.sqrt(variance), -np.inf)
    looked = np.flatnonzero((made >= fewest) & possible)
    if at_once is not None:
        looked = looked[np.argsort(-naive[looked])[:at_once]]
    for place in looked:
        both = (held[:, upper[0][place]] > 0) & (held[:, upper[1][place]] > 0)
        counts = np.bincount(people[both], minlength=len(weight)).astype(float)
        share = foretold[place] / total
        spread = float((counts**2).sum()) - 2 * share * float(counts @ weight) + share**2 * weight_squares
        # Customers who hardly could have differed still leave the luck of single baskets.
        variance[place] = max(spread, min(made[place], foretold[place]))
        buyers[place] = int((counts > 0).sum())
    z = (made - foretold)[possible] / np.sqrt(variance[possible])
    adjusted = np.ones(len(made))
    adjusted[possible] = benjamini_hochberg([math.erfc(abs(one) / math.sqrt(2)) for one in z])
    lifts = []
    for place in looked:
        n, mean = int(made[place]), float(foretold[place])
        lift, reach = n / mean, math.exp(normal_quantile() * math.sqrt(variance[place]) / n)
        lifts.append(PairLift(
            int(upper[0][place]), int(upper[1][place]), n, int(buyers[place]), mean,
            Estimate(n, lift, lift / reach, lift * reach, state_of(int(buyers[place]))),
            float(adjusted[place]), bool(adjusted[place] < LEVEL and lift / reach > 1)))
    return tuple(sorted(lifts, key=_surprise))
