"""What the satisfaction–loyalty curve found, in plain numbers and language-neutral codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.statistics.estimate import Estimate

Verdict = Literal["curved", "straight", "flat", "reversed", "too_clean", "not_enough_data"]
#: Why the verdict is what it is.
Reason = Literal[
    "convex",                # curved: each further point is worth more
    "concave",               # curved: each further point is worth less
    "stepped",               # curved: a jump somewhere that no single bend describes
    "line_fits",             # straight, and the data would have shown a marked bend
    "bend_not_excluded",     # straight as far as these few answers can tell
    "no_relation",           # flat: loyalty does not move with the score
    "uneven",                # flat: levels differ, but not in one direction
    "falls",                 # reversed: loyalty falls as the score rises
    "ends_certain",          # too clean: low scores never stay and high scores always do
    "separates_too_well",    # too clean: the score foretells the outcome better than people can
    "too_few_answers",
    "too_few_levels",
    "too_few_at_the_ends",
    "one_outcome",
]
Form = Literal["convex", "concave", "stepped", "straight", "flat", "none"]
ShapeName = Literal["flat", "line", "power", "levels"]
TestName = Literal["line_against_flat", "power_against_line", "levels_against_line", "levels_against_flat"]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of satisfaction; the lowest may be two levels merged.

    Attributes
    ----------
    scores : tuple of int
        The scores merged here.
    score : float
        Their mean, by answers.
    n, events : int
        Answers, and those followed by loyal behaviour.
    effective_n : float
        Independent answers these are worth, given that customers answer repeatedly.
    rate : Estimate
        Share loyal, with the Wilson interval at the effective size.
    isotonic : float
        Share loyal when levels are only required to rise (or, where they fall, to fall).
    """

    scores: tuple[int, ...]
    score: float
    n: int
    events: int
    effective_n: float
    rate: Estimate
    isotonic: float


@dataclass(frozen=True, slots=True)
class Fit:
    """The power curve p(u) = a + (b − a)·u^γ, u = (score − 1)/4.

    Attributes
    ----------
    form : {"convex", "concave", "stepped", "straight", "flat", "none"}
        Shape supported by the tests; ``"none"`` where no curve may be drawn.
    gamma : Estimate
        The bend with its profile-likelihood interval: 1 is a straight line, above 1 the top counts
        most. An open end is None; no figure where there is no relation to bend.
    at_lowest, at_highest : float or None
        a and b: loyalty at scores 1 and 5.
    line_at_lowest, line_at_highest : float or None
        The same of the straight line.
    """

    form: Form
    gamma: Estimate
    at_lowest: float | None
    at_highest: float | None
    line_at_lowest: float | None
    line_at_highest: float | None


@dataclass(frozen=True, slots=True)
class ShapeTest:
    """A likelihood-ratio test between two shapes.

    Attributes
    ----------
    name : str
        The richer shape against the simpler one.
    statistic : float
        Twice the gain in log-likelihood, divided by the design effect.
    degrees : int
        Degrees of freedom.
    p : float
        Chance of such a gain if the simpler shape is true.
    level : float
        The test counts as significant below this.
    significant : bool
        Whether it does.
    design_effect : float
        How much repeated answers of the same customers inflate the statistic (Rao–Scott).
    """

    name: TestName
    statistic: float
    degrees: int
    p: float
    level: float
    significant: bool
    design_effect: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A candidate shape and its Akaike criterion: secondary, the verdict rests on the tests."""

    name: ShapeName
    parameters: int
    log_likelihood: float
    aic: float


@dataclass(frozen=True, slots=True)
class BandPoint:
    """The fitted curve at one score, with its bands from resampled customers.

    Attributes
    ----------
    score : float
        Between 1 and 5.
    curve, line : float
        Power curve and straight line.
    low, high : float
        Band that holds the curve at this score in 95 % of samples.
    low_everywhere, high_everywhere : float
        Band that holds the whole curve at once in 95 % of samples.
    """

    score: float
    curve: float
    line: float
    low: float
    high: float
    low_everywhere: float
    high_everywhere: float


@dataclass(frozen=True, slots=True)
class Step:
    """What the way from one level to the next goes with.

    Attributes
    ----------
    from_score, to_score : float
        The two levels.
    n : int
        Answers on the lower one: those who could take the step.
    difference : Estimate
        Share loyal, upper less lower level.
    """

    from_score: float
    to_score: float
    n: int
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Cliff:
    """Whether the last step, from satisfied to very satisfied, is steeper than the one before.

    Attributes
    ----------
    excess : Estimate
        Last step less the one before: (p₅ − p₄) − (p₄ − p₃).
    ratio : Estimate
        p₅ / p₄.
    present : bool
        Whether the interval of the excess lies above zero.
    """

    excess: Estimate
    ratio: Estimate
    present: bool


@dataclass(frozen=True, slots=True)
class SatisfactionCurve:
    """Loyalty as a function of satisfaction, and what may be said about it.

    Attributes
    ----------
    n, customers : int
        Answers, and the customers who gave them.
    overall : Estimate
        Share loyal over all answers.
    verdict : str
        ``"curved"``, ``"straight"``, ``"flat"``, ``"reversed"``, ``"too_clean"`` or
        ``"not_enough_data"``.
    reason : str
        Why, as a code.
    separation : float or None
        Chance that a loyal answer bears a higher score than a disloyal one (area under the curve).
    levels : tuple of Level
        Always there, whatever the verdict.
    fit : Fit
        The power curve.
    tests : tuple of ShapeTest
        Empty where the verdict needs none.
    shapes : tuple of Shape
        Candidates by the Akaike criterion.
    bands : tuple of BandPoint
        The curve to draw; empty where none may be drawn.
    steps : tuple of Step
        What each further point goes with.
    cliff : Cliff or None
        Only where loyalty rises with the score and levels 3, 4 and 5 are all there.
    """

    n: int
    customers: int
    overall: Estimate
    verdict: Verdict
    reason: Reason
    separation: float | None
    levels: tuple[Level, ...]
    fit: Fit
    tests: tuple[ShapeTest, ...]
    shapes: tuple[Shape, ...]
    bands: tuple[BandPoint, ...]
    steps: tuple[Step, ...]
    cliff: Cliff | None
