"""How differently one unit changed that was hit, beside others that were not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import CONFIDENCE

#: Fewer units that were not hit cannot tell what is usual.
FEWEST_CONTROLS = 4
#: So many ways of choosing the units hit are looked at.
MOST_CHOICES = 20_000


@dataclass(frozen=True, slots=True)
class DifferenceOfChanges:
    """The change of one unit beside the changes of the others.

    Attributes
    ----------
    change : float
        After less before, of the unit that was hit.
    usual : float
        Mean change of the others.
    effect : Estimate
        Change less usual; ``n`` is the number of other units. The interval takes the scatter of the
        others' changes as what chance alone does to one unit (t with controls − 1).
    rank_p : float
        Share of units, the hit one included, whose change departs as far from the mean of all the others.
    """

    change: float
    usual: float
    effect: Estimate
    rank_p: float


def difference_of_changes(before: ArrayLike, after: ArrayLike, hit: int) -> DifferenceOfChanges | None:
    """Compare the change of one unit with those of the units that were not hit.

    Parameters
    ----------
    before, after : array_like
        One mean a unit; units with NaN are left out.
    hit : int
        Place of the unit that was hit.

    Returns
    -------
    DifferenceOfChanges or None
        None where the hit unit has no figures or fewer than four others have.

    References
    ----------
    Conley & Taber 2011, Review of Economics and Statistics 93:113, on one treated group; Donald & Lang
    2007.
    """
    change = np.asarray(after, float) - np.asarray(before, float)
    if not math.isfinite(change[hit]):
        return None
    others = np.delete(change, hit)
    others = others[np.isfinite(others)]
    count = len(others)
    if count < FEWEST_CONTROLS:
        return None
    from scipy.special import stdtrit

    effect = float(change[hit] - others.mean())
    error = float(others.std(ddof=1)) * math.sqrt(1 + 1 / count)
    half = float(stdtrit(count - 1, 0.5 + CONFIDENCE / 2)) * error
    units = np.append(others, change[hit])
    departures = np.abs(units - (units.sum() - units) / count)
    rank_p = float((departures >= departures[-1] * (1 - 1e-12)).mean())
    # Single units, not answers, are what is counted here: the usual limits for thin data do not apply.
    return DifferenceOfChanges(float(change[hit]), float(others.mean()),
                               Estimate(count, effect, effect - half, effect + half), rank_p)


def difference_of_groups(before: ArrayLike, after: ArrayLike, hit: ArrayLike) -> DifferenceOfChanges | None:
    """Compare the mean change of several units that were hit with those of the others.

    Parameters
    ----------
    before, after : array_like
        One mean a unit; units with NaN are left out.
    hit : array_like of bool
        Which units were hit.

    Returns
    -------
    DifferenceOfChanges or None
        As `difference_of_changes` where a single unit was hit; else the interval is that of two groups of
        units with a common scatter (t with units − 2), and ``rank_p`` the share of all ways of choosing so
        many units that depart as far.

    References
    ----------
    Donald & Lang 2007, Review of Economics and Statistics 89:221: with few groups their means are the data.
    """
    change, chosen = np.asarray(after, float) - np.asarray(before, float), np.asarray(hit, bool)
    finite = np.isfinite(change)
    change, chosen = change[finite], chosen[finite]
    treated, others = change[chosen], change[~chosen]
    if len(treated) == 1:
        return difference_of_changes(np.zeros_like(change), change, int(np.flatnonzero(chosen)[0]))
    if len(treated) == 0 or len(others) < FEWEST_CONTROLS:
        return None
    from scipy.special import stdtrit

    degrees = len(change) - 2
    squares = float(((treated - treated.mean()) ** 2).sum() + ((others - others.mean()) ** 2).sum())
    error = math.sqrt(squares / degrees * (1 / len(treated) + 1 / len(others)))
    half = float(stdtrit(degrees, 0.5 + CONFIDENCE / 2)) * error
    effect = float(treated.mean() - others.mean())
    total, size = float(change.sum()), len(treated)
    choices = islice(combinations(range(len(change)), size), MOST_CHOICES)
    sums = np.array([change[list(places)].sum() for places in choices])
    departures = np.abs(sums / size - (total - sums) / (len(change) - size))
    rank_p = float((departures >= abs(effect) * (1 - 1e-12)).mean())
    return DifferenceOfChanges(float(treated.mean()), float(others.mean()),
                               Estimate(len(others), effect, effect - half, effect + half), rank_p)


def mean_change(before: ArrayLike, after: ArrayLike) -> Estimate:
    """State the mean change of all units, where all were hit and nothing is left to compare with.

    Parameters
    ----------
    before, after : array_like
        One mean a unit; units with NaN are left out.

    Returns
    -------
    Estimate
        ``n`` is the number of units; Student t interval over units.
    """
    change = np.asarray(after, float) - np.asarray(before, float)
    change = change[np.isfinite(change)]
    if len(change) < 2:
        return Estimate(len(change), float(change[0]) if len(change) else None, state="suppressed")
    from scipy.special import stdtrit

    error = float(change.std(ddof=1)) / math.sqrt(len(change))
    half = float(stdtrit(len(change) - 1, 0.5 + CONFIDENCE / 2)) * error
    centre = float(change.mean())
    return Estimate(len(change), centre, centre - half, centre + half)
