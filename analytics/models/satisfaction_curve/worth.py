"""What one point more of satisfaction goes with, in money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.models.satisfaction_curve.result import SatisfactionCurve
from analytics.statistics.estimate import Estimate


@dataclass(frozen=True, slots=True)
class StepWorth:
    """What the way from one level to the next goes with.

    Attributes
    ----------
    from_score, to_score : float
        The two levels.
    n : int
        Answers on the lower one.
    per_customer : Estimate
        Value kept per customer who takes the step, in the unit of the value given.
    """

    from_score: float
    to_score: float
    n: int
    per_customer: Estimate


def worth_of_steps(curve: SatisfactionCurve, values: float | Sequence[float]) -> tuple[StepWorth, ...]:
    """Value each step of the curve: difference in loyalty times what a loyal customer is worth.

    Parameters
    ----------
    curve : SatisfactionCurve
        With its steps.
    values : float or sequence of float
        What a customer is worth over the horizon; one figure, or one per step for the customers on
        its lower level.

    Returns
    -------
    tuple of StepWorth
        Empty where the verdict allows no such reading: flat, too clean, or too few data.

    Raises
    ------
    ValueError
        As many values as steps are needed.

    Notes
    -----
    An association: it is the most that raising satisfaction could bring, not a promise.
    """
    each = [float(values)] * len(curve.steps) if isinstance(values, int | float) else list(values)
    if len(each) != len(curve.steps):
        raise ValueError(f"{len(curve.steps)} steps need as many values, not {len(each)}")
    if curve.verdict not in ("curved", "straight", "reversed"):
        return ()
    return tuple(
        StepWorth(step.from_score, step.to_score, step.n, _times(step.difference, value))
        for step, value in zip(curve.steps, each, strict=True))


def _times(difference: Estimate, value: float) -> Estimate:
    def scaled(end: float | None) -> float | None:
        return None if end is None else end * value

    return Estimate(difference.n, scaled(difference.estimate), scaled(difference.low),
                    scaled(difference.high), difference.state)
