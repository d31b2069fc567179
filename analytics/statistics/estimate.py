"""A number a person may rely on: with its n, its interval and its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["enough", "thin", "suppressed"]

#: Below this many observations a figure is not shown at all.
SUPPRESSED_BELOW = 10
#: Below this many observations a figure is shown as thin: interval first.
THIN_BELOW = 30


def state_of(n: int) -> State:
    """Say whether n observations are enough to show a figure.

    Parameters
    ----------
    n : int
        Number of observations behind the figure.

    Returns
    -------
    {"enough", "thin", "suppressed"}
        Thirty and more, ten to twenty-nine, fewer than ten.
    """
    if n < SUPPRESSED_BELOW:
        return "suppressed"
    return "thin" if n < THIN_BELOW else "enough"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure with what is needed to judge it.

    Attributes
    ----------
    n : int
        Observations behind it.
    estimate : float or None
        The figure itself; None when it cannot be computed. Rates are fractions of one.
    low, high : float or None
        Ends of the 95 % interval; None when there is none.
    state : {"enough", "thin", "suppressed"}
        Whether it may be shown plainly, with a warning, or not at all.
    """

    n: int
    estimate: float | None
    low: float | None = None
    high: float | None = None
    state: State = "enough"
