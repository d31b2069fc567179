"""Ratios of what customers brought before and since, from sums a query delivers for any number of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.statistics.estimate import Estimate
from analytics.statistics.ratios import ratio_of_sums

#: How much of what a customer brought before, and of what it brought since, goes into a sum.
Weights = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PairedSums:
    """What a group of customers brought before and since, with the sums an interval needs.

    Attributes
    ----------
    n : int
        Customers.
    before, since : float
        Sums over customers.
    before_squares, since_squares, products : float
        Sums over customers of the squares, and of the product of the two.
    """

    n: int
    before: float
    since: float
    before_squares: float
    since_squares: float
    products: float

    def weighted(self, weights: Weights) -> float:
        """Return the sum over customers of a combination of before and since."""
        return weights[0] * self.before + weights[1] * self.since

    def weighted_products(self, first: Weights, second: Weights) -> float:
        """Return the sum over customers of the product of two such combinations."""
        return (first[0] * second[0] * self.before_squares + first[1] * second[1] * self.since_squares
                + (first[0] * second[1] + first[1] * second[0]) * self.products)


def ratio_of_pairs(parts: Iterable[tuple[PairedSums, Weights, Weights]]) -> Estimate:
    """State a ratio of two sums that take different combinations from different groups of customers.

    Parameters
    ----------
    parts : iterable of (PairedSums, (float, float), (float, float))
        Groups that share no customer; how much of before and since goes into the numerator, and into the
        denominator.

    Returns
    -------
    Estimate
        With the interval of its linearisation; ``n`` counts the customers of all groups. No figure where
        the denominator is not above nought.
    """
    n, top, bottom, top_squares, bottom_squares, products = 0, 0.0, 0.0, 0.0, 0.0, 0.0
    for sums, above, below in parts:
        n += sums.n
        top += sums.weighted(above)
        bottom += sums.weighted(below)
        top_squares += sums.weighted_products(above, above)
        bottom_squares += sums.weighted_products(below, below)
        products += sums.weighted_products(above, below)
    return ratio_of_sums(n, top, bottom, top_squares, bottom_squares, products)
