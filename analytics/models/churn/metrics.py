"""How good predicted risks are: ranking, chances and money, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.models.churn.calibration import (
    SMALLEST_CHANCE,
    CalibrationLine,
    calibration_line,
    chance_of,
    log_odds,
)
from analytics.models.churn.profit import STANDARD_ECONOMICS, CampaignEconomics, expected_maximum_profit
from analytics.statistics.estimate import Estimate, state_of

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: The figures of a validation, in the order in which they are reported.
METRIC_NAMES = (
    "roc_auc", "average_precision", "brier", "log_loss", "calibration_error", "calibration_slope",
    "calibration_shift", "lift_at_10", "recall_at_capacity", "empc",
)
#: Where each figure can lie; its interval is cut there.
RANGES: dict[str, tuple[float, float]] = {
    "roc_auc": (0, 1), "average_precision": (0, 1), "brier": (0, 1), "log_loss": (0, np.inf),
    "calibration_error": (0, 1), "calibration_slope": (-np.inf, np.inf),
    "calibration_shift": (-np.inf, np.inf),
    "lift_at_10": (0, 10), "recall_at_capacity": (0, 1), "empc": (0, np.inf),
}
#: Equal-count bins of the expected calibration error.
CALIBRATION_BINS = 10
#: Share of customers a team can contact, for ``recall_at_capacity``.
CAPACITY_SHARE = 0.05
#: Most bootstrap draws; fewer on long tables, whose intervals need them less.
DRAWS = 300
#: Rows times draws are kept below this, so that a million customers take seconds and not hours.
DRAWN_ROWS = 6_000_000


class RankedRisk:
    """Outcomes sorted by predicted risk, once, so that weighted figures are cheap.

    Parameters
    ----------
    lost : array of bool, shape (n,)
        Outcomes.
    risk : array of float, shape (n,)
        Predicted chances; ties are treated as ties everywhere.
    economics : CampaignEconomics
        Values and costs of ``empc``.
    """

    def __init__(self, lost: Bools, risk: Floats, economics: CampaignEconomics = STANDARD_ECONOMICS):
        self._order = np.argsort(-risk, kind="stable")
        self._lost, self._risk = lost[self._order], risk[self._order]
        self._first = np.flatnonzero(np.concatenate(([True], np.diff(self._risk) != 0)))
        self._tie = np.repeat(np.arange(len(self._first)), np.diff(np.append(self._first, len(risk))))
        self._gap = self._lost - self._risk
        inside = np.clip(self._risk, SMALLEST_CHANCE, 1 - SMALLEST_CHANCE)
        surprise = -np.log(np.where(self._lost, inside, 1 - inside))
        self._line = calibration_line(self._lost, self._risk)
        terms = _newton_terms(self._lost, self._risk, self._line)
        self._sums = np.column_stack((self._gap**2, surprise, *terms))
        self._economics = economics

    def figures(self, weights: Floats | None = None) -> Floats:
        """Return every figure of :data:`METRIC_NAMES`.

        Parameters
        ----------
        weights : array of float, shape (n,), optional
            How often each row counts, in the order in which rows were given.

        Returns
        -------
        array of float, shape (len(METRIC_NAMES),)
            NaN where a figure is not defined, such as everything about ranking when nobody was lost.
        """
        weight = np.ones(len(self._lost)) if weights is None else weights[self._order]
        everyone, leavers = float(weight.sum()), float(weight @ self._lost)
        if leavers <= 0 or leavers >= everyone:
            return np.full(len(METRIC_NAMES), np.nan)
        tied = np.add.reduceat(weight, self._first)
        tied_lost = np.add.reduceat(weight * self._lost, self._first)
        seen, seen_lost = np.cumsum(tied), np.cumsum(tied_lost)
        stayers = everyone - leavers
        ordered_pairs = (tied - tied_lost) @ (seen_lost - tied_lost / 2)
        precision = np.divide(seen_lost, seen, out=np.zeros_like(seen), where=seen > 0)
        contacted = np.concatenate(([0.0], seen / everyone))
        found = np.concatenate(([0.0], seen_lost / leavers))
        disturbed = np.concatenate(([0.0], (seen - seen_lost) / stayers))
        squared, surprise, *terms = weight @ self._sums
        slope, shift = _one_step(self._line, terms)
        return np.array([
            ordered_pairs / (leavers * stayers),
            (tied_lost / leavers) @ precision,
            squared / everyone,
            surprise / everyone,
            self._calibration_error(weight, seen - tied / 2),
            slope,
            shift,
            np.interp(0.10, contacted, found) / 0.10,
            np.interp(CAPACITY_SHARE, contacted, found),
            expected_maximum_profit(found, disturbed, leavers / everyone, self._economics),
        ])

    def _calibration_error(self, weight: Floats, middle: Floats) -> float:
        share = middle / weight.sum()
        # Ties go into one bin together: a split among equals would depend on the order of the file.
        chosen = np.minimum((share * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)[self._tie]
        gaps = np.bincount(chosen, weight * self._gap, CALIBRATION_BINS)
        return float(np.abs(gaps).sum() / weight.sum())


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every figure of one set of predictions, and what the bootstrap drew.

    Attributes
    ----------
    estimates : dict of str to Estimate
        By the names of :data:`METRIC_NAMES`; ``n`` counts predictions.
    draws : array of float, shape (draws, figures)
        The same customers are drawn for every set of predictions, so differences may be paired.
    """

    estimates: dict[str, Estimate]
    draws: Floats


def evaluate(
    lost: Bools, risk: Floats, customer: npt.NDArray[np.int64], *,
    economics: CampaignEconomics = STANDARD_ECONOMICS, seed: int = 0, draws: int = DRAWS,
) -> Evaluation:
    """Measure predictions, with 95 % intervals from resampling customers.

    Parameters
    ----------
    lost : array of bool, shape (n,)
        Outcomes.
    risk : array of float, shape (n,) or (n, repeats)
        Predicted chances; figures of repeats are averaged.
    customer : array of int, shape (n,)
        Whose row it is: a customer's rows are drawn together.
    economics : CampaignEconomics
        Values and costs of ``empc``.
    seed : int
        Of the bootstrap.
    draws : int
        Most bootstrap draws.

    Returns
    -------
    Evaluation

    Notes
    -----
    Intervals are percentile intervals, moved so that the mean draw meets the estimate: resampling
    biases the calibration error upwards, and a plain percentile interval could miss the estimate.
    """
    columns = risk[:, None] if risk.ndim == 1 else risk
    ranked = [RankedRisk(lost, columns[:, repeat], economics) for repeat in range(columns.shape[1])]
    figures = np.mean([one.figures() for one in ranked], axis=0)
    _, code = np.unique(customer, return_inverse=True)
    clusters = int(code.max()) + 1
    rounds = int(np.clip(DRAWN_ROWS / columns.size, 100, draws))
    generator = np.random.default_rng(seed)
    drawn = np.empty((rounds, len(METRIC_NAMES)))
    for index in range(rounds):
        times = np.bincount(generator.integers(clusters, size=clusters), minlength=clusters)
        weights = times[code].astype(np.float64)
        drawn[index] = np.mean([one.figures(weights) for one in ranked], axis=0)
    fewer = int(min(lost.sum(), (~lost).sum()))
    estimates = {
        name: _within(RANGES[name], centred_interval(figures[column], drawn[:, column], len(lost), fewer))
        for column, name in enumerate(METRIC_NAMES)
    }
    return Evaluation(estimates, drawn)


def difference(first: Evaluation, second: Evaluation, name: str) -> Estimate:
    """Return one figure of two evaluations of the same customers, first less second, paired."""
    column = METRIC_NAMES.index(name)
    one, other = first.estimates[name], second.estimates[name]
    if one.estimate is None or other.estimate is None:
        return Estimate(one.n, None, state=one.state)
    gap = centred_interval(one.estimate - other.estimate, first.draws[:, column] - second.draws[:, column],
                           one.n, one.n)
    return Estimate(gap.n, gap.estimate, gap.low, gap.high, one.state)


def centred_interval(estimate: float, draws: Floats, n: int, fewer: int) -> Estimate:
    """State a figure with the percentile interval of its draws, centred on the figure."""
    finite = draws[np.isfinite(draws)]
    if not np.isfinite(estimate) or not finite.size:
        return Estimate(n, None, state=state_of(fewer))
    low, high = np.quantile(finite, (0.025, 0.975)) - finite.mean()
    return Estimate(n, float(estimate), float(estimate + low), float(estimate + high), state_of(fewer))


def _newton_terms(lost: Bools, risk: Floats, line: CalibrationLine) -> tuple[Floats, ...]:
    """Return per row what a Newton step of the calibration line adds up: scores and information."""
    odds = log_odds(risk)
    on_line = chance_of(line.intercept + line.slope * odds) if np.isfinite(line.slope) else risk
    shifted = chance_of(line.shift + odds)
    spread = on_line * (1 - on_line)
    return (lost - on_line, (lost - on_line) * odds, spread, spread * odds, spread * odds**2,
            lost - shifted, shifted * (1 - shifted))


def _one_step(line: CalibrationLine, terms: list[float]) -> tuple[float, float]:
    """Move the fitted line by one Newton step for other weights: as good as a refit, at no cost."""
    level, tilt, flat, cross, steep, shifted, spread = terms
    determinant = flat * steep - cross**2
    slope = line.slope + (flat * tilt - cross * level) / determinant if determinant > 1e-9 else np.nan
    return slope, line.shift + shifted / spread if spread > 0 else np.nan


def _within(bounds: tuple[float, float], one: Estimate) -> Estimate:
    if one.low is None or one.high is None:
        return one
    return Estimate(one.n, one.estimate, max(one.low, bounds[0]), min(one.high, bounds[1]), one.state)
