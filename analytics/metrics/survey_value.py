"""Satisfaction as perceived value over expectation, and delivered value: benefits less costs.

Definition
    Where a question was asked with what the customer had expected: Σ perceived ÷ Σ expected over the
    customers (a ratio of sums, never a mean of ratios) and the mean of perceived less expected, both on five
    levels, each customer once with the latest answer of the period. Delivered value, where costs were asked:
    a customer's mean answer about benefits less the mean answer about costs in money, time, effort and
    worry, on the same five levels.
Grain
    One row per question, and one for delivered value.
Source
    Methods A4.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.metrics.survey_scores import in_order
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import mean_from_sums
from analytics.statistics.ratios import mean_of_sums, ratio_of_sums
from analytics.store.reader import Reader

#: Questions about what a customer gets, and about what it costs; 5 is much of either.
BENEFITS = ("product", "speed", "attitude", "skill", "accuracy", "consistency", "reliability")
COSTS = ("money_cost", "time_cost", "energy_cost", "psychic_cost")


@dataclass(frozen=True, slots=True)
class Value:
    """What was perceived against what was expected, or benefits against costs.

    Attributes
    ----------
    first, second : float
        Means of the two sides, on five levels.
    ratio : Estimate
        Sum of the first over sum of the second; one where they are even.
    difference : Estimate
        Mean of the first less the second, in levels.
    """

    first: float
    second: float
    ratio: Estimate
    difference: Estimate


@dataclass(frozen=True, slots=True)
class SurveyValue:
    """Value by question, overall satisfaction first.

    Attributes
    ----------
    questions : dict of str to Value
        Perceived against expected, where the expectation was asked.
    delivered : Value or None
        Benefits against costs; None where costs were not asked.
    parts : dict of str to Estimate
        Mean answer about every benefit and then every cost, of the customers who answered about both.
    """

    questions: dict[str, Value]
    delivered: Value | None
    parts: dict[str, Estimate] = field(default_factory=dict)

    def table(self) -> list[dict[str, object]]:
        """Return one row per question, and one for delivered value."""
        named = [*self.questions.items(), *([("delivered_value", self.delivered)] if self.delivered else [])]
        return [{"question": question, "n": one.ratio.n, "state": one.ratio.state,
                 **({} if one.ratio.state == "suppressed" else {
                     "perceived": one.first, "expected": one.second, "ratio": one.ratio.estimate,
                     "ratio_low": one.ratio.low, "ratio_high": one.ratio.high,
                     "difference": one.difference.estimate, "low": one.difference.low,
                     "high": one.difference.high})} for question, one in named]


def survey_value(reader: Reader, filters: Filters) -> SurveyValue:
    """Hold what customers perceived against what they expected, and benefits against costs.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    SurveyValue
    """
    frame = run_sql(reader, "survey_value", filters, benefits=list(BENEFITS), costs=list(COSTS))
    found: dict[str, Value] = {}
    delivered = None
    for _, row in frame.iterrows():
        if isinstance(row["question"], str):
            found[row["question"]] = _value(row)
        else:
            delivered = _value(row)
    parts = {} if delivered is None else _parts(reader, filters)
    return SurveyValue({question: found[question] for question in in_order(list(found))}, delivered, parts)


def _parts(reader: Reader, filters: Filters) -> dict[str, Estimate]:
    frame = run_sql(reader, "survey_delivered", filters, benefits=list(BENEFITS)).set_index("question")
    return {question: mean_from_sums(*(float(frame.loc[question, name])
                                       for name in ("customers", "total", "squares")))
            for question in (*BENEFITS, *COSTS) if question in frame.index}


def _value(row: pd.Series) -> Value:
    n, first, second = int(row["customers"]), float(row["first_sum"]), float(row["second_sum"])
    squares, others, products = (float(row[name]) for name in ("first_squares", "second_squares", "products"))
    return Value(first / n, second / n, ratio_of_sums(n, first, second, squares, others, products),
                 mean_of_sums(n, first - second, squares - 2 * products + others))
