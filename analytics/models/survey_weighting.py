"""Answers weighted to the mix of all customers, and what no weighting can cure.

Definition
    Each customer of the period counts once, with the latest answer. Raking weights give those who answered
    the sizes, branches and markets of everybody who was a customer within the period; weights above five
    times the median are cut. The effective number of answers is (Σw)² ÷ Σw² (Kish).
Bounds
    Weighting only mends who answers by size, branch and market. Had those who did not answer a share of
    satisfied k points lower than those who did, everybody's share would be r·p + (1 − r)·(p − k), r being
    the part that answered; whatever they think, it lies between r·p and r·p + (1 − r).
Grain
    One row per figure.
Source
    Methods G3 and B, selection.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate, State, state_of
from analytics.statistics.intervals import normal_quantile, rate
from analytics.statistics.raking import Weights, rake
from analytics.statistics.ratios import mean_of_sums
from analytics.store.reader import Reader

SHARES = ("top_box", "top_two", "bottom_two")
MARGINS = ("size", "branch", "market")


@dataclass(frozen=True, slots=True)
class Weighted:
    """One figure as answered, and weighted to the mix of all customers."""

    raw: Estimate
    weighted: Estimate


@dataclass(frozen=True, slots=True)
class SurveyWeighting:
    """Raw and weighted figures.

    Attributes
    ----------
    question : str
    customers, answers : int
        Customers of the period, and those among them who answered.
    figures : dict of str to Weighted
        ``top_box``, ``top_two``, ``bottom_two`` and ``mean``; empty without answers.
    weights : Weights or None
        None without answers.
    margins : tuple of str
        Dimensions with more than one value, which the weights go by; without any every weight is one.
    """

    question: str
    customers: int
    answers: int
    figures: dict[str, Weighted]
    weights: Weights | None
    margins: tuple[str, ...] = ()

    @property
    def answered_share(self) -> float:
        """Part of the customers who answered at least once."""
        return self.answers / self.customers if self.customers else float("nan")

    @property
    def state(self) -> State:
        """Whether there are enough answers."""
        return state_of(self.answers)

    def everybody(self, points_lower: float) -> float | None:
        """Return everybody's top two, had the silent a share so many points (of one) lower."""
        if "top_two" not in self.figures or self.figures["top_two"].weighted.estimate is None:
            return None
        share = self.figures["top_two"].weighted.estimate
        silent = min(max(share - points_lower, 0.0), 1.0)
        return self.answered_share * share + (1 - self.answered_share) * silent

    @property
    def extremes(self) -> tuple[float, float] | None:
        """Everybody's top two if none of the silent were satisfied, and if all were."""
        lowest = self.everybody(1.0)
        return None if lowest is None else (lowest, lowest + 1 - self.answered_share)

    def points_to(self, share: float) -> float | None:
        """Return how many points (of one) lower the silent must be for everybody's share to be this one."""
        seen = self.everybody(0.0)
        if seen is None or self.answered_share >= 1:
            return None
        lower = (seen - share) / (1 - self.answered_share)
        return lower if 0 <= lower <= seen else None

    def table(self) -> list[dict[str, object]]:
        """Return one row per figure."""
        if self.state == "suppressed":
            return [{"figure": name, "n": self.answers, "state": self.state} for name in self.figures]
        return [{"figure": name, "n": self.answers, "raw": one.raw.estimate, "raw_low": one.raw.low,
                 "raw_high": one.raw.high, "weighted": one.weighted.estimate, "low": one.weighted.low,
                 "high": one.weighted.high, "state": one.raw.state} for name, one in self.figures.items()]

    def extra(self) -> dict[str, object]:
        """Return the response, the weights' price and the bounds."""
        return {"customers": self.customers, "answered_share": self.answered_share,
                "effective_n": self.weights.effective_n if self.weights else None,
                "trimmed": self.weights.trimmed if self.weights else None, "extremes": self.extremes}


def survey_weighting(reader: Reader, filters: Filters, *, question: str = "overall") -> SurveyWeighting:
    """Weight the answers to a question to the mix of all customers of the period.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    question : str

    Returns
    -------
    SurveyWeighting
    """
    frame = run_sql(reader, "models/survey_weighting", filters, question=question)
    customers, n = int(frame["customers"].sum()), int(frame["answers"].sum())
    if n == 0:
        return SurveyWeighting(question, customers, 0, {}, None)
    levels = np.column_stack([frame[name].astype("object").fillna("").astype("category").cat.codes
                              for name in MARGINS])
    answers = frame["answers"].to_numpy(float)
    weights = rake(levels, answers, frame["customers"].to_numpy(float))
    figures = {}
    for name in SHARES:
        hits = frame[name].to_numpy(float)
        share = float((weights.weights * hits).sum() / (weights.weights * answers).sum())
        figures[name] = Weighted(rate(float(hits.sum()), n),
                                 rate(share * n, n, effective_n=weights.effective_n))
    total, squares = frame["total"].to_numpy(float), frame["squares"].to_numpy(float)
    figures["mean"] = Weighted(mean_of_sums(n, float(total.sum()), float(squares.sum())),
                               _weighted_mean(weights, answers, total, squares, n))
    used = tuple(name for name in MARGINS if frame[name].nunique(dropna=False) > 1)
    return SurveyWeighting(question, customers, n, figures, weights, used)


def _weighted_mean(weights: Weights, answers: np.ndarray, total: np.ndarray, squares: np.ndarray,
                   n: int) -> Estimate:
    w = weights.weights
    centre = float((w * total).sum() / (w * answers).sum())
    variance = float((w * squares).sum() / (w * answers).sum()) - centre ** 2
    half = normal_quantile() * float(np.sqrt(max(variance, 0.0) / weights.effective_n))
    return Estimate(n, centre, centre - half, centre + half, state_of(n))
