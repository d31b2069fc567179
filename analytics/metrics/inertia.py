"""Inertia by category: how much of choosing the same again is habit, and how much is taste (descriptive).

Definition
    The inertia index is the share of choices that are simply the choice before taken again; all others
    follow the customer's own taste, which also chooses the same product now and then.
Estimate
    The repeats seen less those in any order of the customer's own choices, which is what taste alone
    gives (the customer is compared with itself, as a fixed effect), corrected for the runs that habit
    leaves in short histories.
Grain
    One row per category with at least two products.
Edge cases
    A day's choice is the product of the category with most revenue. Customers with one choice tell
    nothing. Choices that changed for good, such as a product taken off the list, look like inertia.
Source
    Methods A20; Dubé, Hitsch & Rossi 2010 on state dependence. Descriptive: neither cause nor loyalty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile
from analytics.store.reader import Reader

Floats = NDArray[np.float64]

#: The index is sought between these: below nought change is sought, and choices that never change have no
#: taste to compare with.
LOWEST, HIGHEST = -0.9, 0.99
#: A smaller share of choices is no habit to speak of.
WORTH_TELLING = 0.05
_BISECTIONS = 40


@dataclass(frozen=True, slots=True)
class CategoryInertia:
    """One category.

    Attributes
    ----------
    category : str
    customers, choices : int
        With at least two choices, and their choices after the first.
    repeated : float
        Share of these that were the same product as before.
    by_taste : float
        The same share had the customers' choices come in any order.
    index : Estimate
        Share of choices taken again out of habit; ``n`` is the number of customers.
    """

    category: str
    customers: int
    choices: int
    repeated: float
    by_taste: float
    index: Estimate

    @property
    def found(self) -> bool:
        """Whether choices are taken again more often than taste explains, and often enough to matter."""
        return (self.index.low or 0.0) > 0 and (self.index.estimate or 0.0) >= WORTH_TELLING


@dataclass(frozen=True, slots=True)
class Inertia:
    """Every category with something to choose between, most inert first."""

    categories: tuple[CategoryInertia, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per category."""
        return [{"category": one.category, "customers": one.customers, "choices": one.choices,
                 "repeated": one.repeated, "by_taste": one.by_taste, "estimate": one.index.estimate,
                 "low": one.index.low, "high": one.index.high, "n": one.index.n, "state": one.index.state}
                for one in self.categories]


def inertia(reader: Reader, filters: Filters) -> Inertia:
    """Estimate the inertia index of every category.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.

    Returns
    -------
    Inertia
        Empty where order lines name no category and product.
    """
    frame = run_sql(reader, "inertia", filters)
    found = [_category(str(name), rows) for name, rows in frame.groupby("category")]
    return Inertia(tuple(sorted(found, key=lambda one: -(one.index.estimate or 0.0))))


def inertia_index(choices: Floats, customers: Floats, repeats: Floats, by_taste: Floats) -> float:
    """Return the share of choices taken again out of habit; below nought where change is sought.

    Parameters
    ----------
    choices, customers : ndarray, shape (rows,)
        Choices of a customer, and customers with so many.
    repeats, by_taste : ndarray, shape (rows,)
        Their repeats, and those expected in any order of their choices.
    """
    steps = (choices - 1) * customers
    free = steps - by_taste

    def excess(habit: float) -> float:
        runs = _runs(habit, choices)
        return float((repeats - by_taste - free * (habit - runs) / (1 - runs)).sum())

    if free.sum() <= 0:
        return 0.0
    low, high = LOWEST, HIGHEST
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def _runs(habit: float, choices: Floats) -> Floats:
    """Return how much of habit is left between any two of so many choices in a row."""
    if habit == 0.0:
        return np.zeros(len(choices))
    # The mean over all pairs of habit to the power of their distance.
    tail = (choices - (1 - habit**choices) / (1 - habit)) * habit / (1 - habit)
    return np.asarray(2 * tail / (choices * (choices - 1)))


def _category(name: str, rows: pd.DataFrame) -> CategoryInertia:
    choices, customers, repeats, by_taste = (
        rows[column].to_numpy(float) for column in ("choices", "customers", "repeats", "by_taste"))
    steps, people = float(((choices - 1) * customers).sum()), int(customers.sum())
    index = inertia_index(choices, customers, repeats, by_taste)
    folds = rows["fold"].to_numpy()
    # A jackknife over twentieths of the customers: no formula knows the correction's own uncertainty.
    without = np.array([inertia_index(choices[kept], customers[kept], repeats[kept], by_taste[kept])
                        for fold in np.unique(folds) if (kept := folds != fold).any()])
    parts = len(without)
    if parts < 2:
        return CategoryInertia(name, people, round(steps), repeats.sum() / steps, by_taste.sum() / steps,
                               Estimate(people, None, state="suppressed"))
    error = float(np.sqrt((parts - 1) / parts * ((without - without.mean()) ** 2).sum()))
    reach = normal_quantile() * max(error, 1.0 / steps)
    return CategoryInertia(
        name, people, round(steps), float(repeats.sum() / steps), float(by_taste.sum() / steps),
        Estimate(people, index, index - reach, min(index + reach, 1.0), state_of(people)))
