"""Ratios of two sums of amounts that come at irregular times, such as a customer's trade of two seasons."""

from __future__ import annotations

import math

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile, wilson


def compound_ratio(now: float, now_squares: float, now_count: int, before: float, before_squares: float,
                   before_count: int, *, spans: float = 1.0) -> Estimate:
    """State how large a sum is against the usual one, with an interval for luck in times and amounts.

    Where purchases come as a Poisson stream and their amounts vary freely, the sum of the squared amounts
    estimates the variance of the sum, too low where there are few: it is widened by (n + 2)/n, with which
    simulated 95 % intervals held 92 to 99 % from ten amounts on. The interval is that of the logarithm of the
    ratio. Where nothing came now, it is the interval of the ratio of the two numbers of purchases.

    Parameters
    ----------
    now, now_squares, now_count : float, float, int
        Sum, sum of squares and number of amounts now.
    before, before_squares, before_count : float, float, int
        The same of the spans it is held against, together.
    spans : float
        How many such spans those are.

    Returns
    -------
    Estimate
        Without a figure where there is nothing to hold it against, or one of the sums is below nothing.
        ``n`` counts the amounts of both.

    References
    ----------
    Variance of a compound Poisson sum: Ross 2014, Introduction to Probability Models, 5.4.2.
    """
    n = now_count + before_count
    if before_count <= 0 or before <= 0 or spans <= 0 or now < 0:
        return Estimate(n, None, state=state_of(n))
    if now_count == 0 or now == 0:
        _, share = wilson(0, n)
        return Estimate(n, 0.0, 0.0, float(spans * share / (1 - share)), state_of(n))
    ratio = spans * now / before
    spread = math.sqrt(_relative(now, now_squares, now_count)
                       + _relative(before, before_squares, before_count))
    reach = math.exp(normal_quantile() * spread)
    return Estimate(n, ratio, ratio / reach, ratio * reach, state_of(n))


def _relative(total: float, squares: float, count: int) -> float:
    """Return the variance of a sum against its square."""
    return squares / total ** 2 * (count + 2) / count
