"""How long a silence means that a customer is gone: the chance of coming back after q silent days.

Every gap between two trades is a spell of silence that ended in a return; the gap since the last trade
is one that is still open. Leaving the open ones out, as a percentile of closed gaps does, hides exactly
the customers who never came back; Kaplan and Meier's product takes both in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Silent days are looked at in steps of this many.
STEP_DAYS = 5

#: No silence shorter than this is called a loss, however seldom customers return.
SHORTEST_DAYS = 30

#: A chance of coming back resting on fewer gaps still open at its end is not used.
FEWEST_GAPS = 30


@dataclass(frozen=True, slots=True)
class SilenceCurve:
    """The chance of coming back within a window, by days already silent.

    Attributes
    ----------
    silent_days : numpy.ndarray of int
        0, 5, 10 …, as far as the data reach, and the days asked for beside.
    return_chance : numpy.ndarray of float
        Chance of trading again within the window, given that many silent days.
    at_risk : numpy.ndarray of int
        Gaps that lasted at least that long: what each chance rests on.
    threshold : int or None
        The shortest silence, 30 days or more, after which the chance is at or below the target. Where
        the chance stays above it as far as the data reach, the longest silence that rests on at least
        30 gaps; its chance says how far from the target it is. None where the data reach nowhere.
    reached : bool
        Whether the chance falls to the target within reach of the data.
    """

    silent_days: npt.NDArray[np.int64]
    return_chance: npt.NDArray[np.float64]
    at_risk: npt.NDArray[np.int64]
    threshold: int | None
    reached: bool


def silence_curve(days: npt.ArrayLike, closed: npt.ArrayLike, still_open: npt.ArrayLike, *,
                  within: int, chance: float, also: Sequence[int] = ()) -> SilenceCurve:
    """Return the chance of coming back after q silent days, and the threshold it suggests.

    ``R(q) = 1 - S(q + within) / S(q)`` with ``S`` Kaplan and Meier's estimate of the share of gaps
    longer than q days (methods C1).

    Parameters
    ----------
    days : array_like of int, shape (gaps,)
        Lengths of gaps, in days, each once.
    closed : array_like of int, shape (gaps,)
        How many gaps of that length ended in another trade.
    still_open : array_like of int, shape (gaps,)
        How many had lasted that long when the data end.
    within : int
        The window in which coming back is counted, in days.
    chance : float
        The threshold is where the chance falls to this.
    also : sequence of int, optional
        Further silent days to report on, such as a threshold chosen by hand.

    Returns
    -------
    SilenceCurve
        Empty where no gap is as long as the window.
    """
    lengths = np.asarray(days, dtype=np.int64)
    longest = int(lengths.max(initial=-1))
    ended, gaps = np.zeros(longest + 1), np.zeros(longest + 1)
    np.add.at(ended, lengths, np.asarray(closed, dtype=float))
    np.add.at(gaps, lengths, np.asarray(closed, dtype=float) + np.asarray(still_open, dtype=float))
    at_risk = np.cumsum(gaps[::-1])[::-1]
    survival = np.cumprod(1.0 - np.divide(ended, at_risk, out=np.zeros_like(ended), where=at_risk > 0))

    reach = longest - within
    silent = np.union1d(np.arange(0, reach + 1, STEP_DAYS), np.asarray(also, dtype=np.int64)).astype(np.int64)
    silent = silent[silent <= reach]
    before, after = survival[silent], survival[silent + within]
    returning = np.where(before > 0, 1.0 - after / np.where(before > 0, before, 1.0), np.nan)
    supported = (silent >= SHORTEST_DAYS) & (at_risk[silent + within] >= FEWEST_GAPS)
    reaching = silent[supported & (returning <= chance)]
    candidates = reaching[:1] if len(reaching) else silent[supported][-1:]
    threshold = int(candidates[0]) if len(candidates) else None
    return SilenceCurve(silent, returning, at_risk[silent].astype(np.int64), threshold, len(reaching) > 0)
