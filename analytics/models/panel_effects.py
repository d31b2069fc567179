"""Whether being asked changes the answer, and who drops out: panel conditioning and attrition.

Same wave
    Mean answer of those who answer for the second, third or later time less that of those who answer for
    the first, in the same wave and of the same kind: size, segment and years as a customer (none, one, two
    or more). It holds selection as well: who answers again was perhaps more satisfied from the start.
Conditioning
    Change from a customer's first to the second answer, less the change, between the same two waves and of
    the same kind, of customers who had answered before: both chose to answer twice, and only
    for the former was one of the answers the first.
Attrition
    Of those who answered and were asked again, the share who answered again, by level; those satisfied
    (4 and 5) less the others, in the same wave and of the same kind.
Grain
    One row per figure.
Edge cases
    The whole history up to the as-of day counts, whatever the period. Who was not asked again is no
    drop-out; who left silently, was asked all the same and did not answer is one.
Source
    Das, Toepoel and van Soest 2011; Mantel and Haenszel 1959 for the weights of the strata. Intervals over
    customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.metrics.survey_response import ANSWER_DAYS
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.stratified import stratified_difference
from analytics.store.reader import Reader

#: From this number on answers are taken together.
MOST_TIMES = 4
LEVELS = (1, 2, 3, 4, 5)
SATISFIED_FROM = 4


@dataclass(frozen=True, slots=True)
class PanelEffects:
    """What answering repeatedly does, and who stops answering.

    Attributes
    ----------
    answers, customers : int
    times : dict of int to Estimate
        Mean of the second, third, and fourth or later answers less that of first answers in the same wave,
        in levels.
    conditioning : Estimate
        Change to the second answer less the change to a later one between the same waves, in levels;
        ``n`` counts the fewer of either.
    again : dict of int to Estimate
        Share who answered again when asked, by level.
    asked_again : int
        Answers after which the customer was asked again.
    attrition : Estimate
        Share answering again of the satisfied less that of the others.
    """

    answers: int
    customers: int
    times: dict[int, Estimate]
    conditioning: Estimate
    again: dict[int, Estimate]
    asked_again: int
    attrition: Estimate

    def table(self) -> list[dict[str, object]]:
        """Return one row per figure."""
        named = [*((f"answer_{times}", one) for times, one in self.times.items()),
                 ("conditioning", self.conditioning),
                 *((f"again_{level}", one) for level, one in self.again.items()),
                 ("attrition", self.attrition)]
        return [{"figure": name, "n": one.n, "state": one.state,
                 **({} if one.state == "suppressed" else
                    {"estimate": one.estimate, "low": one.low, "high": one.high})} for name, one in named]

    def extra(self) -> dict[str, object]:
        """Return what the figures rest on, and the verdicts."""
        return {"answers": self.answers, "customers": self.customers, "asked_again": self.asked_again,
                "conditioning": verdict(self.conditioning), "attrition": verdict(self.attrition)}


def verdict(one: Estimate) -> str:
    """Say on which side of zero an interval lies: ``above``, ``below``, ``alike``; or ``few``, too little."""
    if one.state == "suppressed" or one.low is None or one.high is None:
        return "few"
    return "above" if one.low > 0 else "below" if one.high < 0 else "alike"


def panel_effects(reader: Reader, filters: Filters) -> PanelEffects:
    """Check the answers for conditioning and attrition.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.

    Returns
    -------
    PanelEffects
    """
    return effects(run_sql(reader, "models/panel_effects", filters, answer_days=ANSWER_DAYS))


def effects(frame: pd.DataFrame) -> PanelEffects:
    """Compute the figures from one row per answer.

    Parameters
    ----------
    frame : pandas.DataFrame
        customer_key, wave, times (1 for the first answer), score, kind (size, segment and whole years as a
        customer), the same of the customer's previous answer as score_before, wave_before and kind_before,
        and again (whether the customer answered when asked next; missing where not asked).

    Returns
    -------
    PanelEffects
    """
    customers, score = frame["customer_key"].to_numpy(), frame["score"].to_numpy(float)
    times = np.minimum(frame["times"].to_numpy(int), MOST_TIMES)
    same_wave = _strata(frame, ["wave", "kind"])
    compared = {}
    for number in range(2, MOST_TIMES + 1):
        chosen = (times == 1) | (times == number)
        compared[number] = stratified_difference(score[chosen], times[chosen] == number, same_wave[chosen],
                                                 customers[chosen], wary=True)
    pairs = frame[frame["score_before"].notna()]
    conditioning = stratified_difference(
        pairs["score"].to_numpy(float) - pairs["score_before"].to_numpy(float),
        pairs["times"].to_numpy(int) == 2, _strata(pairs, ["wave_before", "wave", "kind_before"]),
        pairs["customer_key"].to_numpy(), wary=True)
    asked = frame[frame["again"].notna()]
    again, level = asked["again"].to_numpy(bool), np.floor(asked["score"].to_numpy(float) + 0.5)
    return PanelEffects(
        len(frame), int(frame["customer_key"].nunique()), compared, conditioning,
        {one: rate(int(again[level == one].sum()), int((level == one).sum())) for one in LEVELS}, len(asked),
        stratified_difference(again, level >= SATISFIED_FROM, _strata(asked, ["wave", "kind"]),
                              asked["customer_key"].to_numpy(), wary=True))


def _strata(frame: pd.DataFrame, columns: list[str]) -> NDArray[np.int64]:
    return np.asarray(frame.groupby(columns, sort=False, dropna=False).ngroup(), np.int64)
