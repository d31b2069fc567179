"""The complaint iceberg: how many customers with a problem stand behind each complaint.

Definition
    Of the customers who answered the survey's question about problems in the period (each by the latest
    answer): those who had one, over the complaints they made in the time the question asks about. Beside
    it, where service jobs are judged: jobs of the period that went wrong over the complaints of the period.
Prior
    Without such a question the multiplier is a figure to be set (26, as in "one complaint stands for
    25 silent"), with a band as wide as the literature's, 5 to 100. It is not measured, and says so.
Revenue at risk
    Customers in each situation x (share loyal without a problem less share loyal in it) x margin of twelve
    months of a customer: silent ones below the waterline, complaints by outcome above it.
Edge cases
    Customers with a problem answer less often, so the measured multiplier is rather too low. A customer
    with several problems counts once, so that it is lower than problems per complaint.
Source
    Methods A7. Interval: bootstrap of customers (Efron & Tibshirani 1993).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.repurchase_by_outcome import RepurchaseByOutcome, repurchase_by_outcome
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile, rate
from analytics.statistics.resampling import RESAMPLES, interval, resample_sums
from analytics.store.reader import Reader

Array = NDArray[np.float64]

PRIOR, PRIOR_LOW, PRIOR_HIGH = 26.0, 5.0, 100.0

#: Fewer answers, or fewer complaints among those who answered, measure no multiplier.
LEAST_ANSWERS, LEAST_COMPLAINTS = 30, 10


@dataclass(frozen=True, slots=True)
class RiskPart:
    """What one situation puts at risk.

    Attributes
    ----------
    situation : str
        ``"silent"``, ``"unresolved"``, ``"resolved"`` or ``"quick"``.
    customers : Estimate
        Customers in it; complaints are counted, the silent estimated.
    difference : Estimate
        Share loyal without a problem less the share loyal in it.
    at_risk : Estimate
        Margin of twelve months, in minor units; without a figure where the difference has none.
    """

    situation: str
    customers: Estimate
    difference: Estimate
    at_risk: Estimate


@dataclass(frozen=True, slots=True)
class ComplaintIceberg:
    """What stands behind the complaints.

    Attributes
    ----------
    answers, with_problem, complaints_of_those : int
        Customers who answered, those with a problem, and the complaints of those who answered.
    measured : Estimate
        Customers with a problem per complaint; without a figure where too few answered or complained.
    jobs : Estimate
        Service jobs that went wrong per complaint; without a figure where jobs are not judged.
    voiced : Estimate
        Of the customers with a problem, the share that complained.
    multiplier : Estimate
        The measured one, or the prior with its band.
    prior : bool
        Whether the multiplier is the prior.
    complaints : int
        Complaints of the period.
    unhappy : Estimate
        Multiplier times complaints: customers with a problem.
    margin : float or None
        Mean margin of a customer over twelve months, in minor units.
    parts : tuple of RiskPart
        Silent first.
    """

    answers: int
    with_problem: int
    complaints_of_those: int
    measured: Estimate
    jobs: Estimate
    voiced: Estimate
    multiplier: Estimate
    prior: bool
    complaints: int
    unhappy: Estimate
    margin: float | None
    parts: tuple[RiskPart, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per figure."""
        figures = (("customers_with_a_problem_per_complaint", self.measured),
                   ("jobs_gone_wrong_per_complaint", self.jobs), ("voiced", self.voiced),
                   ("multiplier", self.multiplier), ("customers_with_a_problem", self.unhappy),
                   *((f"margin_at_risk_{part.situation}", part.at_risk) for part in self.parts))
        return [{"figure": name, "estimate": one.estimate, "low": one.low, "high": one.high, "n": one.n,
                 "state": one.state} for name, one in figures]

    def extra(self) -> dict[str, object]:
        """Return the counts behind it."""
        return {"answers": self.answers, "with_problem": self.with_problem, "prior": self.prior,
                "complaints_of_those": self.complaints_of_those, "complaints": self.complaints,
                "margin": self.margin}


def complaint_iceberg(reader: Reader, filters: Filters, *, prior: float = PRIOR, quick_days: int = 7
                      ) -> ComplaintIceberg:
    """Measure how many customers with a problem stand behind each complaint.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    prior : float
        The multiplier where it cannot be measured.
    quick_days : int
        Days within which a resolution counts as quick.

    Returns
    -------
    ComplaintIceberg
    """
    frame = run_sql(reader, "models/complaint_iceberg", filters)
    waterline = run_sql(reader, "models/complaint_waterline", filters, quick_days=quick_days)
    counts = waterline.to_dict("records")[0]
    customers = frame["customers"].to_numpy(dtype=float)
    problem, made = frame["had_problem"].to_numpy(dtype=float), frame["complaints"].to_numpy(dtype=float)
    answers, troubled = int(customers.sum()), int((customers * problem).sum())
    own = int((customers * made).sum())
    measured, draws = multiplier_of(problem, made, customers)
    known = measured.estimate is not None
    if not known:
        measured_or_prior = Estimate(0, prior, prior * PRIOR_LOW / PRIOR, prior * PRIOR_HIGH / PRIOR)
        draws = _around(measured_or_prior)
    else:
        measured_or_prior = measured
    complaints, margin = int(counts["complaints"]), counts["margin"]
    margin = None if margin is None or margin != margin else float(margin)
    repurchase = repurchase_by_outcome(reader, filters, quick_days=quick_days)
    return ComplaintIceberg(
        answers, troubled, own, measured, _jobs(counts),
        rate(int((customers * problem * (made > 0)).sum()), troubled),
        measured_or_prior, not known, complaints, _scaled(measured_or_prior, complaints), margin,
        _parts(repurchase, counts, measured_or_prior, draws, margin))


def multiplier_of(problem: Array, complaints: Array, customers: Array) -> tuple[Estimate, Array]:
    """Return customers with a problem per complaint, and its bootstrap draws.

    Parameters
    ----------
    problem, complaints, customers : ndarray, shape (kinds,)
        For each kind of customer: had a problem (0 or 1), complaints each made, how many there are.

    Returns
    -------
    measured : Estimate
        Without a figure, and without draws, where too few answered or complained.
    draws : ndarray
    """
    n, made = int(customers.sum()), float((customers * complaints).sum())
    if n < LEAST_ANSWERS or made < LEAST_COMPLAINTS:
        return Estimate(n, None, state=state_of(min(n, int(made)))), np.empty(0)
    rows = np.repeat(np.column_stack((problem, complaints)), customers.astype(int), axis=0)
    sums = resample_sums(rows, RESAMPLES)
    draws = sums[:, 0] / np.maximum(sums[:, 1], 1)
    return interval(float((customers * problem).sum()) / made, draws, n), draws


def _jobs(counts: dict[Any, Any]) -> Estimate:
    """Return jobs gone wrong per complaint; every complaint is one of them, so the interval is a share's."""
    wrong, complaints = int(counts["wrong"]), int(counts["complaints"])
    if not counts["judged"] or complaints < LEAST_COMPLAINTS or wrong < complaints:
        return Estimate(wrong, None, state=state_of(min(wrong, complaints)))
    share = rate(complaints, wrong)
    return Estimate(wrong, wrong / complaints, 1 / (share.high or 1), 1 / (share.low or 1), state_of(wrong))


def _around(prior: Estimate) -> Array:
    """Draw around a prior: each side of its band is half a log-normal of its own."""
    centre, low, high = prior.estimate or 1.0, prior.low or 1.0, prior.high or 1.0
    normal = np.random.default_rng(0).normal(size=RESAMPLES)
    spread = np.where(normal < 0, math.log(centre / low), math.log(high / centre)) / normal_quantile()
    return np.asarray(centre * np.exp(normal * spread))


def _scaled(one: Estimate, factor: float) -> Estimate:
    return Estimate(one.n, (one.estimate or 0) * factor, (one.low or 0) * factor, (one.high or 0) * factor,
                    one.state)


def _parts(repurchase: RepurchaseByOutcome, counts: dict[Any, Any], multiplier: Estimate, draws: Array,
           margin: float | None) -> tuple[RiskPart, ...]:
    complaints = int(counts["complaints"])
    silent_draws = np.maximum(draws - 1, 0) * complaints
    silent = interval(max((multiplier.estimate or 0) - 1, 0) * complaints, silent_draws, multiplier.n)
    parts = [_part("silent", repurchase, silent, silent_draws, margin)]
    for situation in ("unresolved", "resolved", "quick"):
        number = int(counts[situation])
        parts.append(_part(situation, repurchase, Estimate(number, float(number)), np.full(RESAMPLES, number),
                           margin))
    return tuple(parts)


def _part(situation: str, repurchase: RepurchaseByOutcome, customers: Estimate, draws: Array,
          margin: float | None) -> RiskPart:
    usual, mine = repurchase.cell("no_problem"), repurchase.cell(situation)
    n = min(usual.share.n, mine.share.n)
    none = Estimate(n, None, state=state_of(n))
    if usual.share.estimate is None or mine.share.estimate is None or state_of(n) == "suppressed":
        return RiskPart(situation, customers, none, none)
    difference = usual.share.estimate - mine.share.estimate
    error = math.sqrt(sum(one.share.estimate * (1 - one.share.estimate) / max(one.customers, 1)
                          for one in (usual, mine) if one.share.estimate is not None))
    half = normal_quantile() * error
    found = Estimate(n, difference, difference - half, difference + half, state_of(n))
    if margin is None:
        return RiskPart(situation, customers, found, none)
    differences = np.random.default_rng(1).normal(difference, error, len(draws))
    return RiskPart(situation, customers, found, interval(
        (customers.estimate or 0) * difference * margin, draws * differences * margin, n))
