"""Drawing the arms of a campaign by lot, alike in grade, size and risk.

Rule
    Customers stand in the order of their stratum (grade, size, tenth of the risk), within it in an order
    drawn by lot. Going down that line, a place becomes treated whenever the planned share times the
    places so far passes a whole number, counted from a start drawn by lot.
Why
    Every customer then has exactly the same chance to be treated, also in a stratum of one; the number
    treated in a stratum is never further than one from its share, and so is the whole. Rounding each
    stratum to its largest remainder would give the same counts, but customers of small strata would
    always or never be treated.
Source
    Methods F5; systematic sampling, Madow 1949.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

#: Strata of the risk.
TENTHS = 10
UNKNOWN = "-"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is treated.

    Attributes
    ----------
    treated : ndarray of bool, shape (customers,)
    strata : tuple of str
        One a customer, in the same order: ``grade|size|tenth``.
    """

    treated: NDArray[np.bool_]
    strata: tuple[str, ...]


def strata_of(customers: pd.DataFrame) -> tuple[str, ...]:
    """Return the stratum of each customer.

    Parameters
    ----------
    customers : pandas.DataFrame
        ``grade``, ``size`` and ``risk``; null where unknown.

    Returns
    -------
    tuple of str
        The highest tenth of the risk is 9; ties fall into one tenth together.
    """
    risk = customers["risk"].astype(float)
    ranked = risk.rank(method="average", pct=True)
    tenth = np.minimum(np.floor((ranked - 1e-9) * TENTHS), TENTHS - 1)
    return tuple("|".join(parts) for parts in zip(
        customers["grade"].astype("object").fillna(UNKNOWN).astype(str),
        customers["size"].astype("object").fillna(UNKNOWN).astype(str),
        [UNKNOWN if one != one else str(int(one)) for one in tenth], strict=True))


def assign(strata: ArrayLike, share: float, seed: int) -> NDArray[np.bool_]:
    """Draw who is treated.

    Parameters
    ----------
    strata : array_like of str, shape (customers,)
    share : float
        Chance of every customer to be treated, between nought and one.
    seed : int
        The same seed draws the same customers.

    Returns
    -------
    ndarray of bool, shape (customers,)

    Raises
    ------
    ValueError
        The share leaves one arm empty.
    """
    if not 0 < share < 1:
        raise ValueError(f"the share of the treated must lie between 0 and 1, not {share}")
    names = np.asarray(strata, dtype=str)
    random = np.random.default_rng(seed)
    shuffled = random.permutation(len(names))
    line = shuffled[np.argsort(names[shuffled], kind="stable")]
    passed = np.floor(random.random() + share * np.arange(len(names) + 1))
    treated = np.zeros(len(names), bool)
    treated[line] = np.diff(passed) > 0
    return treated


def draw(customers: pd.DataFrame, share: float, seed: int) -> Assignment:
    """Draw the arms of some customers; see `strata_of` and `assign`."""
    strata = strata_of(customers)
    return Assignment(assign(strata, share, seed), strata)
