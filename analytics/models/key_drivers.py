"""Key drivers: what overall satisfaction, and staying, goes with most.

Definition
    Each driver's part in the explained variance of overall satisfaction (or of staying): its gain in R²
    averaged over all orders of entering (LMG), with Johnson's relative weights beside it. Performance is
    the share of answers of 4 and 5. Penalty and reward: how much lower overall satisfaction is where
    the driver scores 1–2, and how much higher where it scores 5, than where it scores 3–4, the other
    drivers and size held equal.
Grain
    One row per driver.
Edge cases
    Only forms that answer every driver count. Questions that are outcomes themselves (recommendation,
    memory of peak and end, costs) are no drivers. At most twelve drivers, those answered most.
    Staying counts all answers whose window is complete, whatever the period.
Source
    Lindeman, Merenda and Gold 1980; Grömping 2006; Johnson 2000; Anderson and Mittal 2000. Intervals by
    bootstrap of customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import rate
from analytics.statistics.relative_importance import MOST_DRIVERS, correlations, johnson_weights, lmg
from analytics.statistics.resampling import resample_sums
from analytics.store.reader import Reader

Array = NDArray[np.float64]

#: Questions that are outcomes or memories rather than drivers.
NO_DRIVERS = frozenset({"overall", "recommend", "no_problem", "expectation", "peak", "end", "money_cost",
                        "time_cost", "energy_cost", "psychic_cost", "share_of_wallet", "supplier_rank"})
#: Fewer complete forms than this carry no statement; nor do fewer losses among them, for staying.
FEWEST_FORMS, FEWEST_LOST = 100, 30
#: Draws of the bootstrap, and groups of customers that are drawn.
RESAMPLES, GROUPS = 400, 1_000

OUTCOMES = ("satisfaction", "stayed")
Quadrant = Literal["improve", "keep", "watch", "enough", "unclear"]


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver.

    Attributes
    ----------
    question : str
    performance : Estimate
        Share of answers of 4 and 5.
    mean : float
        Mean answer.
    importance : Estimate
        Share of the explained variance that is the driver's (LMG); all shares add up to one.
    johnson : Estimate
        The same by Johnson's weights.
    correlation : float
        With the outcome.
    stated : float or None
        How important customers call it, on the survey's own scale.
    penalty, reward : Estimate
        Points of overall satisfaction that go with a low and with a top score against the middle.
    asymmetry : Estimate
        (reward − |penalty|) / (reward + |penalty|): below zero it can only disappoint, above zero delight.
    quadrant : {"improve", "keep", "watch", "enough", "unclear"}
        Importance against the average share and performance against the average driver, where the
        intervals of both are clear of them.
    """

    question: str
    performance: Estimate
    mean: float
    importance: Estimate
    johnson: Estimate
    correlation: float
    stated: float | None
    penalty: Estimate
    reward: Estimate
    asymmetry: Estimate
    quadrant: Quadrant


@dataclass(frozen=True, slots=True)
class KeyDrivers:
    """The drivers of one outcome, most important first.

    Attributes
    ----------
    outcome : {"satisfaction", "stayed"}
    forms, customers : int
        Complete forms, and who gave them.
    explained : Estimate
        R² of all drivers together.
    drivers : tuple of Driver
        Empty where there are too few forms or fewer than two drivers.
    """

    outcome: str
    forms: int
    customers: int
    explained: Estimate
    drivers: tuple[Driver, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per driver."""
        return [{"question": one.question, "n": one.performance.n, "performance": one.performance.estimate,
                 "performance_low": one.performance.low, "performance_high": one.performance.high,
                 "mean": one.mean, "estimate": one.importance.estimate, "low": one.importance.low,
                 "high": one.importance.high, "state": one.importance.state,
                 "johnson": one.johnson.estimate, "johnson_low": one.johnson.low,
                 "johnson_high": one.johnson.high, "correlation": one.correlation, "stated": one.stated,
                 "penalty": one.penalty.estimate, "reward": one.reward.estimate,
                 "asymmetry": one.asymmetry.estimate, "asymmetry_low": one.asymmetry.low,
                 "asymmetry_high": one.asymmetry.high, "quadrant": one.quadrant} for one in self.drivers]

    def extra(self) -> dict[str, object]:
        """Return what all drivers explain together."""
        return {"forms": self.forms, "customers": self.customers, "explained": {
            "n": self.explained.n, "estimate": self.explained.estimate, "low": self.explained.low,
            "high": self.explained.high, "state": self.explained.state}}


def key_drivers(reader: Reader, filters: Filters, *, outcome: str = "satisfaction") -> KeyDrivers:
    """Weigh the drivers of overall satisfaction or of staying.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    outcome : {"satisfaction", "stayed"}

    Returns
    -------
    KeyDrivers
        Without drivers where there is too little.

    Raises
    ------
    UnknownName
        An outcome there is none of.
    """
    if outcome not in OUTCOMES:
        raise UnknownName("outcome", outcome, OUTCOMES)
    questions = run_sql(reader, "models/key_driver_questions", filters)
    names = [str(name) for name in questions["question"] if name not in NO_DRIVERS][:MOST_DRIVERS]
    if len(names) < 2:
        return _none(outcome, 0, 0)
    columns = [f"driver_{place}" for place in range(len(names))]
    condition = ", ".join(f"max(answers.score_five) filter (answers.question = $question_{place}) as {column}"
                          for place, column in enumerate(columns))
    frame = run_sql(reader, "models/key_drivers", filters, condition=condition,
                    **{f"question_{place}": name for place, name in enumerate(names)})
    frame = frame[frame["in_period"] if outcome == "satisfaction" else frame["stayed"].notna()]
    names, columns = _answered(frame, names, columns)
    frame = frame.dropna(subset=columns)
    y = frame["overall" if outcome == "satisfaction" else "stayed"].to_numpy(float)
    customers = frame["customer_key"].to_numpy()
    people = len(np.unique(customers))
    if len(names) < 2 or len(y) < FEWEST_FORMS or (outcome == "stayed" and (y == 0).sum() < FEWEST_LOST):
        return _none(outcome, len(y), people)
    stated = {str(row["question"]): float(row["importance"]) for row in questions.to_dict("records")
              if row["importance_n"]}
    return _weighed(outcome, names, y, frame[columns].to_numpy(float), frame["large"].to_numpy(float),
                    customers, stated)


def _answered(frame: pd.DataFrame, names: list[str], columns: list[str]) -> tuple[list[str], list[str]]:
    """Leave out drivers that few forms answer: each would cost the forms without it."""
    usual = max((int(frame[column].notna().sum()) for column in columns), default=0)
    kept = [(name, column) for name, column in zip(names, columns, strict=True)
            if frame[column].notna().sum() >= 0.5 * usual and frame[column].nunique() > 1]
    return [name for name, _ in kept], [column for _, column in kept]


def _weighed(outcome: str, names: list[str], y: Array, x: Array, large: Array, customers: NDArray[np.int64],
             stated: dict[str, float]) -> KeyDrivers:
    count, people = len(names), len(np.unique(customers))
    low, high = (x < 2.5).astype(float), (x >= 4.5).astype(float)
    linear = np.column_stack([np.ones(len(y)), y, x])
    dummies = np.column_stack([np.ones(len(y)), low, high, large, y])
    groups = _groups(customers)
    totals = [matrix.T @ matrix for matrix in (linear, dummies)]
    drawn = [resample_sums(_products(matrix, groups), RESAMPLES).reshape(-1, *total.shape)
             for matrix, total in zip((linear, dummies), totals, strict=True)]
    correlation, correlations_drawn = correlations(totals[0]), correlations(drawn[0])
    usable = np.isfinite(correlations_drawn).all(axis=(1, 2))
    shares, shares_drawn = lmg(correlation), lmg(correlations_drawn[usable])
    johnson, johnson_drawn = johnson_weights(correlation), johnson_weights(correlations_drawn[usable])
    slopes, slopes_drawn = _slopes(totals[1]), _slopes(drawn[1])
    explained = _estimate(len(y), float(shares.sum()), shares_drawn.sum(axis=1))
    performance = [rate(float((x[:, place] >= 3.5).sum()), len(y)) for place in range(count)]
    level = float(np.mean([one.estimate or 0.0 for one in performance]))
    drivers = []
    for place, name in enumerate(names):
        importance = _share(len(y), shares, shares_drawn, place)
        penalty = _estimate(len(y), float(slopes[1 + place]), slopes_drawn[:, 1 + place])
        reward = _estimate(len(y), float(slopes[1 + count + place]), slopes_drawn[:, 1 + count + place])
        drivers.append(Driver(
            name, performance[place], float(x[:, place].mean()), importance,
            _share(len(y), johnson, johnson_drawn, place), float(correlation[0, 1 + place]), stated.get(name),
            penalty, reward, _asymmetry(penalty, reward, slopes_drawn, place, count),
            _quadrant(importance, performance[place], 1 / count, level)))
    drivers.sort(key=lambda one: -(one.importance.estimate or 0.0))
    return KeyDrivers(outcome, len(y), people, explained, tuple(drivers))


def _groups(customers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put customers into so many random groups, or each into one of its own."""
    _, place = np.unique(customers, return_inverse=True)
    people = int(place.max()) + 1
    if people <= GROUPS:
        return np.asarray(place)
    return np.asarray(np.random.default_rng(0).permutation(people)[place] % GROUPS)


def _products(matrix: Array, groups: NDArray[np.int64]) -> Array:
    """Return the cross products of each group of customers, flat."""
    order = np.argsort(groups, kind="stable")
    edges = np.r_[0, np.flatnonzero(np.diff(groups[order])) + 1, len(order)]
    rows = matrix[order]
    return np.array([(rows[start:end].T @ rows[start:end]).ravel()
                     for start, end in pairwise(edges)])


def _slopes(products: Array) -> Array:
    """Return least-squares slopes of the last column on the others."""
    # A ridge too small to matter keeps a draw solvable in which a level does not occur.
    inner, right = products[..., :-1, :-1], products[..., :-1, -1]
    ridge = 1e-8 * np.eye(inner.shape[-1]) * products[..., :1, :1]
    return np.asarray(np.linalg.solve(inner + ridge, right[..., None])[..., 0])


def _estimate(n: int, value: float, drawn: Array) -> Estimate:
    told = drawn[np.isfinite(drawn)]
    if not len(told):
        return Estimate(n, value, state=state_of(n))
    low, high = np.quantile(told, [0.025, 0.975])
    return Estimate(n, value, float(low), float(high), state_of(n))


def _share(n: int, parts: Array, drawn: Array, place: int) -> Estimate:
    return _estimate(n, float(parts[place] / parts.sum()), drawn[:, place] / drawn.sum(axis=1))


def _asymmetry(penalty: Estimate, reward: Estimate, drawn: Array, place: int, count: int) -> Estimate:
    def index(down: Array, up: Array) -> Array:
        loss, gain = np.abs(np.minimum(down, 0.0)), np.maximum(up, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((gain - loss) / (gain + loss))

    value = float(index(np.array(penalty.estimate or 0.0), np.array(reward.estimate or 0.0)))
    if not np.isfinite(value):
        return Estimate(penalty.n, None, state=penalty.state)
    return _estimate(penalty.n, value, index(drawn[:, 1 + place], drawn[:, 1 + count + place]))


def _quadrant(importance: Estimate, performance: Estimate, usual: float, level: float) -> Quadrant:
    important = _side(importance, usual)
    good = _side(performance, level)
    if important is None or good is None:
        return "unclear"
    if important:
        return "keep" if good else "improve"
    return "enough" if good else "watch"


def _side(found: Estimate, mark: float) -> bool | None:
    if found.low is None or found.high is None or found.low <= mark <= found.high:
        return None
    return found.low > mark


def _none(outcome: str, forms: int, customers: int) -> KeyDrivers:
    return KeyDrivers(outcome, forms, customers, Estimate(forms, None, state="suppressed"), ())
