"""The one sentence: which verdict the answers allow, and why."""

from __future__ import annotations

import numpy as np

from analytics.models.satisfaction_curve.answers import Answers
from analytics.models.satisfaction_curve.result import Form, Reason, Verdict
from analytics.models.satisfaction_curve.shape import Shapes
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import newcombe_difference

#: Below these, no curve is shown.
LEAST_ANSWERS = 200
LEAST_EVENTS_AT_ENDS = 10
LEAST_OF_EACH_OUTCOME = 10
LEAST_LEVELS = 3
#: Levels at one end that must be entirely disloyal, and at the other entirely loyal, in answers.
CERTAIN_ANSWERS = 100
#: The same with room for a few wrong records: ends so near certainty, and so good a separation, are
#: beyond what a survey can foretell.
NEARLY_CERTAIN = 0.02
HIGHEST_SEPARATION = 0.95
#: With too few events for a curve, no relation may still be stated when the ends differ by no more.
NEGLIGIBLE_DIFFERENCE = 0.05
#: A line may be called the better description when the bend's interval stays within these.
NEARLY_STRAIGHT = (0.5, 2.0)


def separation(answers: Answers) -> float | None:
    """Return the chance that a loyal answer bears a higher score than a disloyal one, ties half.

    None when all answers had the same outcome.
    """
    loyal, lost = answers.events, answers.n - answers.events
    if loyal.sum() <= 0 or lost.sum() <= 0:
        return None
    below = np.concatenate(([0.0], np.cumsum(lost)[:-1]))
    return float(loyal @ (below + lost / 2) / (loyal.sum() * lost.sum()))


def too_clean(answers: Answers) -> Reason | None:
    """Say why the outcome looks like a function of the score, if it does.

    A survey foretells; it does not know. Where the lowest scores never stay and the highest always
    do, the score was most likely written down after the outcome.
    """
    auc = separation(answers)
    if auc is None:
        return None
    falling = auc < 0.5
    order = slice(None, None, -1) if falling else slice(None)
    n, rates = answers.n[order], answers.rates[order]
    at_bottom = n[: int(np.argmax(rates > 0))].sum()
    at_top = n[::-1][: int(np.argmax(rates[::-1] < 1))].sum()
    if min(at_bottom, at_top) >= CERTAIN_ANSWERS:
        return "ends_certain"
    ends_sure = rates[0] <= NEARLY_CERTAIN and rates[-1] >= 1 - NEARLY_CERTAIN
    enough = min(n[0], n[-1]) >= CERTAIN_ANSWERS
    if ends_sure and enough and max(auc, 1 - auc) >= HIGHEST_SEPARATION:
        return "separates_too_well"
    return None


def too_few(answers: Answers) -> Reason | None:
    """Say what is missing for a curve, if anything is."""
    if answers.n.sum() < LEAST_ANSWERS:
        return "too_few_answers"
    if min(answers.events.sum(), (answers.n - answers.events).sum()) < LEAST_OF_EACH_OUTCOME:
        return "one_outcome"
    if len(answers.n) < LEAST_LEVELS:
        return "too_few_levels"
    if min(answers.events[0], answers.events[-1]) < LEAST_EVENTS_AT_ENDS:
        return "too_few_at_the_ends"
    return None


def ends_alike(answers: Answers) -> bool:
    """Say whether the lowest and the highest level are known to differ by next to nothing."""
    size = answers.effective_n()[[0, -1]]
    if size.min() < CERTAIN_ANSWERS:
        return False
    hits = answers.rates[[0, -1]] * size
    low, high = newcombe_difference(hits[1], size[1], hits[0], size[0])
    return bool(max(-low, high) < NEGLIGIBLE_DIFFERENCE)


def judge(answers: Answers, shapes: Shapes, gamma: Estimate) -> tuple[Verdict, Reason, Form]:
    """Apply the decision rule to answers that suffice and are not too clean.

    First whether loyalty moves with the score at all, then in which direction, then whether the bend
    is more than chance: power curve against line, or levels against line, at half the level each.

    Returns
    -------
    verdict : str
        ``"curved"``, ``"straight"``, ``"flat"`` or ``"reversed"``.
    reason, form : str
        Why, and the shape supported.
    """
    slope = float(shapes.line.b[0] - shapes.line.a[0])
    ends = float(answers.rates[-1] - answers.rates[0])
    related = shapes.test("line_against_flat").significant and slope * ends > 0
    if not related:
        return "flat", "uneven" if shapes.test("levels_against_flat").significant else "no_relation", "flat"
    form = _form(shapes, gamma)
    if slope < 0:
        return "reversed", "falls", form
    if form == "convex":
        return "curved", "convex", form
    if form == "concave":
        return "curved", "concave", form
    if form == "stepped":
        return "curved", "stepped", form
    narrow = (gamma.low is not None and gamma.high is not None
              and gamma.low > NEARLY_STRAIGHT[0] and gamma.high < NEARLY_STRAIGHT[1])
    return "straight", "line_fits" if narrow else "bend_not_excluded", "straight"


def _form(shapes: Shapes, gamma: Estimate) -> Form:
    if shapes.test("power_against_line").significant and gamma.estimate is not None:
        return "convex" if gamma.estimate > 1 else "concave"
    return "stepped" if shapes.test("levels_against_line").significant else "straight"
