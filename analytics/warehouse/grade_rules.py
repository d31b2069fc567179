"""What the build grades customers by: their value, their margin, or a score of three criteria."""

from __future__ import annotations

from analytics.errors import HuitouError, UnknownName
from analytics.settings import Settings

#: The column of `values_in_force` that each rule adds up; a score takes the sizes of its grades from value.
MERITS = {"value": "value", "margin": "margin", "score": "value"}
WEIGHTS = ("grade_weight_probability", "grade_weight_frequency", "grade_weight_quantity")


def gradings_sql(settings: Settings, sums: str, score: str) -> str:
    """Return the SQL of the gradings under the rule of the settings.

    Parameters
    ----------
    settings : Settings
    sums : str
        SQL that grades by a cumulated share, with ``{merit}``.
    score : str
        SQL that grades by score, with ``{by_value}``.

    Raises
    ------
    UnknownName
        A rule there is none of.
    HuitouError
        A weight is negative, or none is above nought.
    """
    rule = settings.text("grade_rule")
    if rule not in MERITS:
        raise UnknownName("rule", rule, MERITS)
    graded = sums.format(merit=MERITS[rule])
    if rule != "score":
        return graded
    weights = [settings.number(name) for name in WEIGHTS]
    if min(weights) < 0 or sum(weights) <= 0:
        raise HuitouError("Weights cannot be negative, and one must be above nought.", code="grade_weights",
                          hint="Such as 1, 1 and 1.")
    return score.format(by_value=graded)
