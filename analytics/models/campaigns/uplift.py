"""Whom an offer moves: what being treated adds to the chance to stay, customer by customer.

Definition
    Uplift is the chance to be kept when treated less the chance when not. Two learners estimate it from
    campaigns drawn by lot: the T-learner takes the difference of two models, one an arm; the DR-learner
    regresses the doubly robust score, whose mean is right as long as the draw was fair. Every customer is
    predicted by models that never saw it.
Test
    Qini: customers in the order of their predicted uplift; the customers kept by treating the first so
    many, less those kept by treating as many at random, on average over how many. Its interval resamples
    customers. Only an order whose interval lies above nought is used to choose whom to treat; otherwise
    risk x value is.
Grain
    One model over all campaigns with a verdict; one point of the curve a twentieth of the customers.
Edge cases
    Fewer than five hundred customers in an arm, or a hundred losses in all, are too few: differences
    between customers need many times the customers that a mean does.
Source
    Methods C6; Künzel et al. 2019 (T-learner); Kennedy 2023 (DR-learner); Radcliffe 2007 (Qini).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from analytics.models.churn.threads import one_thread
from analytics.statistics.estimate import Estimate

Floats = npt.NDArray[np.float64]
Learner = Literal["t", "dr"]

#: Customers of the smaller arm, and losses in both together, below which nothing is learnt.
FEWEST_IN_ARM, FEWEST_LOST = 500, 100
FOLDS, KNOTS, RESAMPLES, POINTS = 5, 4, 400, 20
#: Chances are kept so far from nought and one where they are divided by.
CLIP = 0.02


@dataclass(frozen=True, slots=True)
class Uplift:
    """How well the order by predicted uplift does.

    Attributes
    ----------
    learner : {"t", "dr"}
        The better of the two.
    customers, treated : int
        Learnt from.
    qini : Estimate or None
        Customers kept per hundred beyond a random choice, on average over how many are treated; None: too
        few to learn from.
    curve : tuple of (float, float, float)
        Share treated, customers kept per hundred customers in this order, and at random.
    predicted : ndarray of float
        Uplift of each customer, in the order given.
    """

    learner: Learner
    customers: int
    treated: int
    qini: Estimate | None
    curve: tuple[tuple[float, float, float], ...]
    predicted: Floats = field(compare=False, repr=False)

    @property
    def useful(self) -> bool:
        """Whether the order is better than chance."""
        return self.qini is not None and self.qini.low is not None and self.qini.low > 0

    def table(self) -> list[dict[str, object]]:
        """Return the curve as rows."""
        return [{"share": share, "kept": kept, "at_random": at_random}
                for share, kept, at_random in self.curve]


def learn_uplift(features: Floats, treated: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_],
                 seed: int = 0) -> Uplift:
    """Learn whom the offer moves, and test it on customers the models never saw.

    Parameters
    ----------
    features : ndarray, shape (customers, features)
        Known before the start; not a number where unknown.
    treated, kept : ndarray of bool, shape (customers,)
    seed : int
        Of folds and resamples.

    Returns
    -------
    Uplift
    """
    n, arm = len(kept), int(treated.sum())
    if min(arm, n - arm) < FEWEST_IN_ARM or int((~kept).sum()) < FEWEST_LOST:
        return Uplift("dr", n, arm, None, (), np.zeros(n))
    t_learner, dr_learner = out_of_fold(features, treated, kept, seed)
    scores: dict[Learner, Floats] = {"t": t_learner, "dr": dr_learner}
    # The steadier one leads; the other must beat it to be taken.
    learner: Learner = "t" if qini(t_learner, treated, kept) > qini(dr_learner, treated, kept) else "dr"
    predicted = scores[learner]
    return Uplift(learner, n, arm, _interval(predicted, treated, kept, seed), curve(predicted, treated, kept),
                  predicted)


def out_of_fold(features: Floats, treated: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_],
                seed: int) -> tuple[Floats, Floats]:
    """Predict the uplift of each customer by both learners from the other customers.

    Returns
    -------
    t_learner, dr_learner : ndarray, shape (customers,)
    """
    fold = np.random.default_rng(seed).permutation(len(kept)) % FOLDS
    with one_thread():
        return _out_of_fold(features, treated, kept, fold)


def _out_of_fold(features: Floats, treated: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_],
                 fold: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    with_offer, without = _crossed(features, treated, kept, fold)
    predicted = np.zeros(len(kept))
    for one in range(FOLDS):
        rest = fold != one
        # Halves of the rest score each other, so that nothing of this fold is in what predicts it.
        half = (fold[rest] - one) % FOLDS % 2
        predicted[~rest] = _final(features[rest], treated[rest], kept[rest], half).predict(features[~rest])
    return with_offer - without, predicted


def _crossed(features: Floats, treated: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_],
             fold: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Predict each customer's chance to stay with the offer and without, from the other folds."""
    with_offer, without = np.zeros(len(kept)), np.zeros(len(kept))
    for one in np.unique(fold):
        rest, here = fold != one, fold == one
        for chances, arm in ((with_offer, treated), (without, ~treated)):
            chances[here] = _stays(features, kept, rest & arm, features[here])
    return with_offer, without


def _stays(features: Floats, kept: npt.NDArray[np.bool_], learnt: npt.NDArray[np.bool_],
           others: Floats) -> Floats:
    return np.asarray(_classifier().fit(features[learnt], kept[learnt]).predict_proba(others)[:, 1])


def _final(features: Floats, treated: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_],
           fold: npt.NDArray[np.int64]) -> Any:
    """Return the regression of the doubly robust score."""
    with_offer, without = _crossed(features, treated, kept, fold)
    return _regression().fit(features, doubly_robust(with_offer, without, treated, kept))


def predict_uplift(learner: Learner, features: Floats, treated: npt.NDArray[np.bool_],
                   kept: npt.NDArray[np.bool_], others: Floats) -> Floats:
    """Predict the uplift of other customers.

    Parameters
    ----------
    learner : {"t", "dr"}
    features, treated, kept
        What is learnt from, as in `learn_uplift`.
    others : ndarray, shape (others, features)

    Returns
    -------
    ndarray, shape (others,)
    """
    with one_thread():
        if learner == "t":
            return _stays(features, kept, treated, others) - _stays(features, kept, ~treated, others)
        half = np.arange(len(kept)) % 2
        return np.asarray(_final(features, treated, kept, half).predict(others))


def doubly_robust(with_offer: Floats, without: Floats, treated: npt.NDArray[np.bool_],
                  kept: npt.NDArray[np.bool_]) -> Floats:
    """Return a score of each customer whose mean over any group is that group's uplift.

    Parameters
    ----------
    with_offer, without : ndarray
        Predicted chances to stay.
    treated, kept : ndarray of bool
    """
    share = float(np.clip(treated.mean(), CLIP, 1 - CLIP))
    return np.asarray(with_offer - without + treated * (kept - with_offer) / share
                      - ~treated * (kept - without) / (1 - share))


def curve(predicted: Floats, treated: npt.NDArray[np.bool_],
          kept: npt.NDArray[np.bool_]) -> tuple[tuple[float, float, float], ...]:
    """Return customers kept per hundred by treating the first so many, and by treating as many at random."""
    order = np.argsort(-predicted, kind="stable")
    arm, stay = treated[order], kept[order]
    ends = np.rint(np.linspace(0, len(order), POINTS + 1)).astype(int)
    share, gained = ends / len(order), 100 * _gained(arm, stay)[ends]
    return tuple((float(x), float(y), float(x * gained[-1])) for x, y in zip(share, gained, strict=True))


def qini(predicted: Floats, treated: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_]) -> float:
    """Return the mean distance of the curve from the random choice, in customers kept per hundred."""
    order = np.argsort(-predicted, kind="stable")
    return _area(treated[order], kept[order])


def _gained(arm: npt.NDArray[np.bool_], stay: npt.NDArray[np.bool_]) -> Floats:
    """Return, after each customer, the share of all customers kept by treating those so far."""
    n = np.arange(1, len(arm) + 1)
    in_arm, in_rest = np.cumsum(arm), np.cumsum(~arm)
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = np.cumsum(arm & stay) / in_arm - np.cumsum(~arm & stay) / in_rest
    # Before both arms have somebody nothing can be compared.
    difference[(in_arm == 0) | (in_rest == 0)] = 0.0
    return np.concatenate([[0.0], difference * n / len(arm)])


def _area(arm: npt.NDArray[np.bool_], stay: npt.NDArray[np.bool_]) -> float:
    gained = _gained(arm, stay)
    return 100 * float((gained - np.linspace(0, 1, len(gained)) * gained[-1]).mean())


def _interval(predicted: Floats, treated: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_],
              seed: int) -> Estimate:
    order = np.argsort(-predicted, kind="stable")
    arm, stay = treated[order], kept[order]
    random, n = np.random.default_rng([seed, 1]), len(order)
    drawn = [_area(arm[at], stay[at]) for at in (np.sort(random.integers(0, n, n)) for _ in range(RESAMPLES))]
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Estimate(n, _area(arm, stay), float(low), float(high))


def _prepared() -> list[Any]:
    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import SplineTransformer, StandardScaler

    return [SimpleImputer(strategy="median", add_indicator=True),
            SplineTransformer(KNOTS, knots="quantile", extrapolation="constant"), StandardScaler()]


def _classifier() -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(*_prepared(), LogisticRegression(C=0.05, solver="newton-cholesky"))


def _regression() -> Any:
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline

    # The doubly robust score scatters far more than the uplift it is about.
    return make_pipeline(*_prepared(), Ridge(alpha=500.0))
