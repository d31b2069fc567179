"""Ratios of two sums over customers, from the sums a query can deliver for any number of rows."""

from __future__ import annotations

import math

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile, rate


def ratio_of_sums(n: int, top: float, bottom: float, top_squares: float, bottom_squares: float,
                  products: float) -> Estimate:
    """State a ratio of two sums with the interval of its linearisation.

    Parameters
    ----------
    n : int
        Customers.
    top, bottom : float
        The two sums.
    top_squares, bottom_squares, products : float
        Sums over customers of the squares of either part, and of their product.

    Returns
    -------
    Estimate

    References
    ----------
    Cochran 1977, Sampling Techniques, chapter 6.
    """
    if n <= 0 or bottom <= 0:
        return Estimate(max(n, 0), None, state=state_of(max(n, 0)))
    ratio = top / bottom
    half = normal_quantile() * math.sqrt(_variance(n, ratio, bottom, top_squares, bottom_squares, products))
    return Estimate(n, ratio, ratio - half, ratio + half, state_of(n))


def clustered_rate(n: int, hits: float, trials: float, hit_squares: float, trial_squares: float,
                   products: float) -> Estimate:
    """State a share of trials of which a customer has several, such as surveys answered of those sent.

    The variance between customers is turned into an effective size for a Wilson interval.

    Parameters
    ----------
    n : int
        Customers.
    hits, trials : float
        Sums over customers.
    hit_squares, trial_squares, products : float
        As for `ratio_of_sums`.

    Returns
    -------
    Estimate
        ``n`` counts trials.

    References
    ----------
    Korn & Graubard 1998, Survey Methodology 24:193.
    """
    if n <= 0 or trials <= 0:
        return Estimate(0, None, state=state_of(0))
    size = trials / design_effect(n, hits, trials, hit_squares, trial_squares, products)
    return rate(hits, int(trials), effective_n=size)


def design_effect(n: int, hits: float, trials: float, hit_squares: float, trial_squares: float,
                  products: float) -> float:
    """Return how many of a customer's trials say as much about a share as one independent trial does.

    Parameters
    ----------
    n, hits, trials, hit_squares, trial_squares, products
        As for `clustered_rate`.

    Returns
    -------
    float
        At least one. Where all trials had the same outcome each customer counts once.

    References
    ----------
    Kish 1965, Survey Sampling.
    """
    if n <= 0 or trials <= 0:
        return 1.0
    share = hits / trials
    variance = _variance(n, share, trials, hit_squares, trial_squares, products)
    return max(variance * trials / (share * (1 - share)) if variance > 0 else trials / n, 1.0)


def mean_of_sums(n: int, total: float, squares: float) -> Estimate:
    """State a mean with its Student t interval, from a sum and a sum of squares."""
    if n <= 0:
        return Estimate(0, None, state=state_of(0))
    centre = total / n
    if n == 1:
        return Estimate(1, centre, state=state_of(1))
    from scipy.special import stdtrit

    spread = math.sqrt(max(squares - n * centre * centre, 0.0) / (n - 1))
    half = float(stdtrit(n - 1, 0.975)) * spread / math.sqrt(n)
    return Estimate(n, centre, centre - half, centre + half, state_of(n))


def _variance(n: int, ratio: float, bottom: float, top_squares: float, bottom_squares: float,
              products: float) -> float:
    squares = top_squares - 2 * ratio * products + ratio * ratio * bottom_squares
    return max(squares, 0.0) / (bottom * bottom) * (n / (n - 1) if n > 1 else 1.0)
