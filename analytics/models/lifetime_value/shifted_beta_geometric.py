"""sBG: how long contracts last when every customer has a renewal chance of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.errors import NotEnoughData
from analytics.models.lifetime_value.fitting import Fit, Objective, differences, maximise

Floats = NDArray[np.float64]

#: Fewer losses than this, and no curve is fitted.
LEAST_LOSSES = 30
#: Above this α + β customers' chances of leaving scatter by less than two points: a constant rate will do.
ALIKE_ABOVE = 1e3
STARTS = ((0.7, 3.0), (1.0, 1.0), (5.0, 50.0), (0.3, 0.5))


@dataclass(frozen=True, slots=True)
class ShiftedBetaGeometric:
    """sBG: a contract is given up at each renewal with chance θ ~ Beta(α, β).

    Attributes
    ----------
    alpha, beta : float
        Of the chance of giving up; α/(α + β) leave at the first renewal.

    Notes
    -----
    The renewal rate rises with age because those likely to leave have left, not because anyone grows
    more loyal.

    References
    ----------
    Fader & Hardie 2007, Journal of Interactive Marketing 21:76; 2010, Marketing Science 29:85.
    """

    alpha: float
    beta: float

    def survival(self, periods: ArrayLike) -> Floats:
        """Return the share still there after so many renewals, B(α, β + t)/B(α, β)."""
        return np.asarray(np.exp(self._log_survival(np.asarray(periods, float))))

    def losses(self, periods: ArrayLike) -> Floats:
        """Return the share lost at each renewal 1, 2, …, of those who began."""
        t = np.asarray(periods, float)
        return np.asarray(np.exp(self._log_survival(t - 1)) * self.alpha / (self.alpha + self.beta + t - 1))

    def renewal_rate(self, periods: ArrayLike) -> Floats:
        """Return the chance of renewing at renewal 1, 2, …, of those who got there."""
        t = np.asarray(periods, float)
        return np.asarray((self.beta + t - 1) / (self.alpha + self.beta + t - 1))

    def expected_residual(self, periods: ArrayLike, rate: float) -> Floats:
        """Return discounted expected residual periods of a customer about to decide on a renewal.

        Parameters
        ----------
        periods : array_like
            Period n that the customer is in, after n − 1 renewals.
        rate : float
            Discount rate per period; the period after the coming renewal is not discounted.

        Returns
        -------
        ndarray
            (β + n − 1)/(α + β + n − 1) · ₂F₁(1, β + n; α + β + n; 1/(1 + rate)).
        """
        from scipy.special import hyp2f1

        n = np.asarray(periods, float)
        return np.asarray(self.renewal_rate(n) * hyp2f1(1.0, self.beta + n, self.alpha + self.beta + n,
                                                        1 / (1 + rate)))

    def draw_lifetimes(self, customers: int, generator: np.random.Generator) -> Floats:
        """Draw at which renewal customers leave."""
        chance = np.clip(generator.beta(self.alpha, self.beta, customers), 1e-15, 1 - 1e-15)
        return np.asarray(np.ceil(np.log(generator.random(customers)) / np.log1p(-chance)))

    def _log_survival(self, t: Floats) -> Floats:
        from scipy.special import betaln

        return np.asarray(betaln(self.alpha, self.beta + t) - betaln(self.alpha, self.beta))


@dataclass(frozen=True, slots=True)
class ContractFit:
    """A fitted sBG and whether it may be used.

    Attributes
    ----------
    fit : Fit of ShiftedBetaGeometric
        The model.
    alike : bool
        Customers hardly differ (α + β above 1,000): read the curve as one constant rate.
    churn_rate : float
        That rate: losses per renewal decided, the maximum-likelihood estimate if all are alike.
    """

    fit: Fit[ShiftedBetaGeometric]
    alike: bool
    churn_rate: float


def fit_contracts(lost: ArrayLike, kept: ArrayLike, *, start: ShiftedBetaGeometric | None = None
                  ) -> ContractFit:
    """Fit the renewal of contracts; cohorts of different ages may be added up.

    Parameters
    ----------
    lost : array_like, shape (periods,)
        Customers lost at renewal 1, 2, ….
    kept : array_like, shape (periods,)
        Customers last seen renewing at that renewal, still there: for one cohort all zero but the end.
    start : ShiftedBetaGeometric, optional
        Start here alone, as for data drawn from this model; several starts when omitted.

    Returns
    -------
    ContractFit

    Raises
    ------
    NotEnoughData
        Fewer than 30 losses.
    """
    gone, still = np.asarray(lost, float), np.asarray(kept, float)
    if gone.sum() < LEAST_LOSSES:
        raise NotEnoughData("lost customers", int(gone.sum()), LEAST_LOSSES)
    t = np.arange(1, gone.size + 1, dtype=float)
    found = maximise(_objective(gone, still, t), STARTS if start is None else ((start.alpha, start.beta),))
    model = ShiftedBetaGeometric(*(float(value) for value in found.parameters))
    total = int(gone.sum() + still.sum())
    reached = float(_log_likelihood(model, gone, still, t))
    fitted = Fit(model, reached, total, int((gone > 0).sum() + (still > 0).sum()), found.converged,
                 tuple(("alpha", "beta")[place] for place in found.at_bound), found.gradient,
                 found.starts_agreeing, found.starts)
    decided = float((gone + still) @ t)
    return ContractFit(fitted, model.alpha + model.beta > ALIKE_ABOVE, float(gone.sum() / decided))


def cohort(survivors: ArrayLike) -> tuple[Floats, Floats]:
    """Turn the survivors of one cohort, at start and after each renewal, into losses and kept customers."""
    there = np.asarray(survivors, float)
    still = np.zeros(there.size - 1)
    still[-1] = there[-1]
    return -np.diff(there), still


def _log_likelihood(model: ShiftedBetaGeometric, gone: Floats, still: Floats, t: Floats) -> float:
    lost = np.log(model.alpha) - np.log(model.alpha + model.beta + t - 1) + model._log_survival(t - 1)
    return float(gone @ lost + still @ model._log_survival(t))


def _objective(gone: Floats, still: Floats, t: Floats) -> Objective:
    total = float(gone.sum() + still.sum())

    def value(theta: Floats) -> float:
        return _log_likelihood(ShiftedBetaGeometric(*np.exp(theta)), gone, still, t) / total
    return differences(value)
