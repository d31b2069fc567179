"""A share against a standard fixed beforehand: above it, below it, or too uncertain to say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import rate
from analytics.statistics.multiple import benjamini_hochberg
from analytics.statistics.ordinal import two_sided

Light = Literal["above", "uncertain", "below", "suppressed"]

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Judged:
    """A share held against a standard.

    Attributes
    ----------
    share : Estimate
        With its Wilson interval.
    standard : float
    p : float or None
        Of the score test that the share is the standard, two-sided; None under ten observations.
    light : {"above", "uncertain", "below", "suppressed"}
        Where the test finds a difference, its direction.
    """

    share: Estimate
    standard: float
    p: float | None
    light: Light


def against_standard(events: float, n: int, standard: float) -> Judged:
    """Hold one share against a standard by the score test, whose inversion is the Wilson interval.

    Parameters
    ----------
    events : float
    n : int
    standard : float
        Between nought and one.

    Returns
    -------
    Judged
    """
    return against_standard_many([events], [n], standard)[0]


def against_standard_many(events: Sequence[float], n: Sequence[int], standard: float) -> tuple[Judged, ...]:
    """Hold many shares against one standard; lights follow p values adjusted for their number.

    Parameters
    ----------
    events, n : sequence
        One per branch.
    standard : float

    Returns
    -------
    tuple of Judged
        ``p`` is adjusted after Benjamini and Hochberg over the shares that are shown.
    """
    spread = standard * (1 - standard)
    shown = [place for place, size in enumerate(n) if state_of(size) != "suppressed"]
    raw = [two_sided((events[place] / n[place] - standard) / math.sqrt(spread / n[place])) for place in shown]
    adjusted = dict(zip(shown, benjamini_hochberg(raw).tolist() if raw else [], strict=True))
    found = []
    for place, (hits, size) in enumerate(zip(events, n, strict=True)):
        share, p = rate(hits, size), adjusted.get(place)
        light: Light = "suppressed" if p is None else "uncertain"
        if p is not None and p < LEVEL and share.estimate is not None:
            light = "above" if share.estimate > standard else "below"
        found.append(Judged(share, standard, p, light))
    return tuple(found)
