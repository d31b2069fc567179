"""Why a ratio changed: its numerator or its denominator, split without remainder."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RatioChange:
    """A change of a ratio and its two parts, which add up to it exactly.

    Attributes
    ----------
    change : float
        Ratio after less ratio before.
    numerator, denominator : float
        What comes from either: a growing denominator takes away.
    """

    change: float
    numerator: float
    denominator: float


def log_mean_effects(numerator_before: float, denominator_before: float, numerator_after: float,
                     denominator_after: float) -> RatioChange | None:
    """Split the change of a ratio by the logarithmic mean.

    With L = (r₂ − r₁)/ln(r₂/r₁), the logarithmic mean of the two ratios, the parts are L ln(n₂/n₁) and
    −L ln(d₂/d₁).

    Parameters
    ----------
    numerator_before, denominator_before, numerator_after, denominator_after : float

    Returns
    -------
    RatioChange or None
        None where any of the four is not above nothing.

    References
    ----------
    Ang 2004, Energy Policy 32:1131 (logarithmic mean Divisia index).
    """
    if min(numerator_before, denominator_before, numerator_after, denominator_after) <= 0:
        return None
    before, after = numerator_before / denominator_before, numerator_after / denominator_after
    mean = before
    if not math.isclose(before, after, rel_tol=1e-9):
        mean = (after - before) / math.log(after / before)
    return RatioChange(after - before, mean * math.log(numerator_after / numerator_before),
                       -mean * math.log(denominator_after / denominator_before))
