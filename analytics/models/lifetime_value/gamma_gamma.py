"""Gamma–Gamma: what a purchase of a customer brings, when only a few purchases are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.errors import ModelError, NotEnoughData
from analytics.models.lifetime_value.fitting import Fit, Objective, maximise
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile

Floats = NDArray[np.float64]

#: Fewer customers who bought again than this, and no model of spending is fitted.
LEAST_REPEATERS = 30
#: The model takes spending to be unrelated to frequency; beyond this correlation a warning is due. Ours:
#: CDNOW has .11 and Online Retail .10, and pass.
LARGEST_CORRELATION = 0.3
#: Starts, where the usual purchase is one.
STARTS = ((6.0, 4.0, 0.5), (1.0, 2.0, 1.0), (2.0, 10.0, 5.0))


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """Spending per purchase: a customer's purchases scatter around a mean of the customer's own.

    A purchase is worth z ~ Gamma(p, ν), with ν ~ Gamma(q, v) differing between customers.

    Attributes
    ----------
    p, q : float
        Shapes of the scatter within and between customers.
    v : float
        A sum of money.

    References
    ----------
    Fader & Hardie 2013, The Gamma-Gamma model of monetary value; Colombo & Jiang 1999, Journal of
    Interactive Marketing 13:2.
    """

    p: float
    q: float
    v: float

    @property
    def mean(self) -> float | None:
        """Usual spending per purchase p·v/(q − 1); None where q ≤ 1 and no mean exists."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else None

    def log_likelihoods(self, frequency: ArrayLike, spend: ArrayLike) -> Floats:
        """Return each customer's log-likelihood, of frequency and mean spending both above zero."""
        from scipy.special import gammaln

        x, m = (np.asarray(values, float) for values in (frequency, spend))
        return np.asarray(
            gammaln(self.p * x + self.q) - gammaln(self.p * x) - gammaln(self.q) + self.q * np.log(self.v)
            + (self.p * x - 1) * np.log(m) + self.p * x * np.log(x)
            - (self.p * x + self.q) * np.log(x * m + self.v))

    def expected_spend(self, frequency: ArrayLike, spend: ArrayLike) -> Floats:
        """Return what each customer's purchases are expected to bring.

        Parameters
        ----------
        frequency : array_like, shape (customers,)
            Purchases that the mean is of; zero where none is known.
        spend : array_like, shape (customers,)
            Mean spending; does not matter where frequency is zero.

        Returns
        -------
        ndarray, shape (customers,)
            p(v + x·m)/(p·x + q − 1): between the customer's mean and everybody's, nearer to the former
            the more purchases are known.

        Raises
        ------
        ModelError
            The mean of the population does not exist (q ≤ 1).
        """
        if self.q <= 1:
            raise ModelError("Spending varies too much between customers for a mean to exist (q ≤ 1).",
                             hint="Use each customer's own mean spending.")
        x = np.asarray(frequency, float)
        paid = np.where(x > 0, x * np.nan_to_num(np.asarray(spend, float)), 0.0)
        return np.asarray(self.p * (self.v + paid) / (self.p * x + self.q - 1))

    def draw_spend(self, frequency: ArrayLike, spend: ArrayLike, purchases: ArrayLike,
                   generator: np.random.Generator) -> Floats:
        """Draw what so many further purchases of each customer bring together."""
        x, further = (np.asarray(values, float) for values in (frequency, purchases))
        paid = np.where(x > 0, x * np.nan_to_num(np.asarray(spend, float)), 0.0)
        pace = generator.gamma(self.p * x + self.q) / (self.v + paid)
        drawn = generator.gamma(np.maximum(self.p * further, 1e-300)) / pace
        return np.asarray(np.where(further > 0, drawn, 0.0))

    def draw_means(self, frequency: ArrayLike, generator: np.random.Generator) -> Floats:
        """Draw mean spending of new customers with so many purchases."""
        x = np.asarray(frequency, float)
        pace = generator.gamma(self.q, 1 / self.v, x.shape)
        return np.asarray(generator.gamma(self.p * x) / pace / x)


@dataclass(frozen=True, slots=True)
class SpendFit:
    """A fitted model of spending and what it rests on.

    Attributes
    ----------
    fit : Fit of GammaGamma
        The model.
    correlation : Estimate
        Of frequency and mean spending, which the model takes to be nought (Fisher's interval).
    left_out : int
        Customers who bought again but whose mean spending is not above zero, as after returns.
    independent : bool
        Whether the correlation is small enough.
    mean_repeat : float
        Mean revenue of all repeat purchases.
    usable : bool
        Whether expected spending may be taken from the model; else from each customer's own mean.
    """

    fit: Fit[GammaGamma]
    correlation: Estimate
    left_out: int
    independent: bool
    mean_repeat: float
    usable: bool

    def expected_spend(self, frequency: ArrayLike, spend: ArrayLike) -> Floats:
        """Return what purchases are expected to bring: by the model, or where it is not usable by own means.

        Without the model, whoever has not bought again is given the mean of a repeat purchase.
        """
        if self.usable:
            return self.fit.model.expected_spend(frequency, spend)
        x, m = (np.asarray(values, float) for values in (frequency, spend))
        own = (x > 0) & (np.nan_to_num(m) > 0)
        return np.asarray(np.where(own, m, self.mean_repeat))


def fit_spend(frequency: ArrayLike, spend: ArrayLike, *, start: GammaGamma | None = None) -> SpendFit:
    """Fit spending per purchase to customers who bought again.

    Parameters
    ----------
    frequency : array_like, shape (customers,)
        Repeat purchases.
    spend : array_like, shape (customers,)
        Their mean revenue, in any unit of money; NaN where there is none.
    start : GammaGamma, optional
        Start here alone, as for data drawn from this model; several starts when omitted.

    Returns
    -------
    SpendFit

    Raises
    ------
    NotEnoughData
        Fewer than 30 customers who bought again and paid something.
    """
    counts, means = (np.asarray(values, float) for values in (frequency, spend))
    again = counts > 0
    kept = again & (np.nan_to_num(means) > 0)
    x, m = counts[kept], means[kept]
    if x.size < LEAST_REPEATERS:
        raise NotEnoughData("customers who bought again", x.size, LEAST_REPEATERS)
    unit = float(np.exp(np.mean(np.log(m))))
    starts = STARTS if start is None else ((start.p, start.q, start.v / unit),)
    found = maximise(_objective(x, m / unit), starts)
    p, q, v = found.parameters
    model = GammaGamma(float(p), float(q), float(v * unit))
    names = ("p", "q", "v")
    fitted = Fit(model, float(model.log_likelihoods(x, m).sum()), x.size, x.size, found.converged,
                 tuple(names[place] for place in found.at_bound), found.gradient, found.starts_agreeing,
                 found.starts)
    correlation = _correlation(x, m)
    independent = abs(correlation.estimate or 0.0) <= LARGEST_CORRELATION
    return SpendFit(fitted, correlation, int(again.sum() - x.size), independent,
                    float(x @ m / x.sum()), fitted.converged and model.q > 1 and independent)


def _objective(x: Floats, m: Floats) -> Objective:
    from scipy.special import gammaln, psi

    counts, place = np.unique(x, return_inverse=True)
    share = np.bincount(place) / x.size
    log_paid, paid = np.log(x * m), x * m
    fixed = float(np.mean(np.log(m)))
    mean_log = np.bincount(place, log_paid, counts.size) / x.size

    def value(theta: Floats) -> tuple[float, Floats]:
        p, q, v = np.exp(theta)
        wider = np.log(paid + v)
        mean_wider = np.bincount(place, wider, counts.size) / x.size
        narrowed = np.bincount(place, 1 / (paid + v), counts.size) / x.size
        shape = p * counts + q
        reached = (share @ (gammaln(shape) - gammaln(p * counts)) - gammaln(q) + q * np.log(v) - fixed
                   + p * (counts @ mean_log) - shape @ mean_wider)
        slopes = np.array([
            share @ (counts * (psi(shape) - psi(p * counts))) + counts @ (mean_log - mean_wider),
            share @ psi(shape) - psi(q) + np.log(v) - mean_wider.sum(),
            q / v - shape @ narrowed])
        return float(reached), slopes * np.exp(theta)
    return value


def _correlation(x: Floats, m: Floats) -> Estimate:
    n = x.size
    if np.ptp(x) == 0 or np.ptp(m) == 0:
        return Estimate(n, None, state=state_of(n))
    r = float(np.corrcoef(x, m)[0, 1])
    middle, half = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12)), normal_quantile() / np.sqrt(n - 3)
    return Estimate(n, r, float(np.tanh(middle - half)), float(np.tanh(middle + half)), state_of(n))
