"""What is added to the company from random streams of its own, so that nothing else in it changes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kits:
    """Oil sampling kits, given away with an order.

    Attributes
    ----------
    with_oil, otherwise : float
        Chance that an order holds one: with filters or oil in it, and without.
    repeated : float
        Chance that the customer takes the kind of kit taken last, whatever the taste.
    """

    with_oil: float = 0.30
    otherwise: float = 0.04
    repeated: float = 0.5


@dataclass(frozen=True, slots=True)
class Training:
    """The operators' course.

    Attributes
    ----------
    invited : float
        Share of all customers who are invited once.
    odds_of_leaving : float
        What attending multiplies the odds of leaving within a year with.
    """

    invited: float = 0.25
    odds_of_leaving: float = 0.4


@dataclass(frozen=True, slots=True)
class Wallet:
    """What customers spend with the company, of all they spend on such things.

    Attributes
    ----------
    answered : float
        Share of the yearly forms on which the question is answered.
    middle, satisfaction : float
        Log odds of the share in the middle of the customers, and what one level of satisfaction adds.
    markets : tuple of float
        What the market adds, in the order of ``MARKETS``.
    spread : float
        Lasting spread between customers, in log odds.
    error : float
        Spread of what is said about the truth, as a share.
    """

    answered: float = 0.8
    middle: float = 0.3
    satisfaction: float = 0.7
    markets: tuple[float, float, float] = (-0.35, 0.0, 0.6)
    spread: float = 0.7
    error: float = 0.05


@dataclass(frozen=True, slots=True)
class Partners:
    """Firms that sell for the company.

    Attributes
    ----------
    customers : float
        Share of customers who buy through one; which, falls by lot, so that none keeps its customers better.
    weights : tuple of float
        Shares of these customers, in the order of the vocabulary.
    lines : float
        Share of their order lines that go through it.
    stopped_days : int
        Days before the last one on which the last firm stopped selling; its customers go on buying directly.
    """

    customers: float = 0.3
    weights: tuple[float, ...] = (0.45, 0.22, 0.15, 0.10, 0.08)
    lines: float = 0.85
    stopped_days: int = 500
