"""Another way to grade: who would stand in which grade under other thresholds, or by other criteria.

Definition
    Customers of the last grading day, graded anew by value (as the build does), by gross margin, by what
    the valuation expects them to bring still, or by a score: the weighted mean of the customers' percentile
    ranks in probability (the chance that somebody silent for as long trades again; one under a running
    contract), frequency (orders of the 365 days before) and quantity (value). By score as many customers
    stand in each grade as by value, so that what differs is who and not how many; by all others a grade ends
    at a cumulated share.
Grain
    One row per grade now and grade proposed.
Edge cases
    Everyone is graded against everyone: filters do not matter, the as-of day does. Customers that are not
    graded yet are left out. Of whom the valuation does not know, or who was lost, it expects nothing.
Source
    Methods A5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.grades import GRADES
from analytics.metrics.running import run_sql
from analytics.models.valuation.lifetime_value import lifetime_value_list
from analytics.statistics.abc_analysis import abc_classes, classes_of_sizes, percentile_ranks
from analytics.store.reader import Reader

RULES = ("value", "margin", "score", "forward")
#: What a score is made of, and the column that holds it.
CRITERIA: Mapping[str, str] = {"probability": "chance", "frequency": "orders", "quantity": "value"}
EQUAL = (1.0, 1.0, 1.0)

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ProposedGrade:
    """A grade now and as proposed; money in minor units, the value of twelve months."""

    grade: str
    customers_now: int
    customers: int
    value_now: int
    value: int


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """Customers whose grade would change, or stay, and their value in minor units."""

    before: str
    after: str
    customers: int
    value: int


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What doubling the weight of one criterion would change.

    Attributes
    ----------
    criterion : str
    changed : int
        Customers in another grade than under the weights chosen.
    top_kept : float or None
        Share of the customers in A under the weights chosen who stay there.
    """

    criterion: str
    changed: int
    top_kept: float | None


@dataclass(frozen=True, slots=True)
class GradeProposal:
    """A way to grade, and what it would change.

    Attributes
    ----------
    rule : {"value", "margin", "score", "forward"}
    shares : tuple of float
        Where A, B and C end.
    weights : tuple of float
        Of probability, frequency and quantity, adding up to one.
    graded_on : date or None
        The last grading day.
    customers : int
    grades : tuple of ProposedGrade
    moves : tuple of ProposedMove
        By grade now and proposed; those that occur.
    sensitivity : tuple of Sensitivity
        Of a score; else empty.
    """

    rule: str
    shares: tuple[float, float, float]
    weights: tuple[float, float, float]
    graded_on: date | None
    customers: int
    grades: tuple[ProposedGrade, ...]
    moves: tuple[ProposedMove, ...]
    sensitivity: tuple[Sensitivity, ...]

    @property
    def moved(self) -> int:
        """Customers who would stand in another grade."""
        return sum(one.customers for one in self.moves if one.before != one.after)

    def table(self) -> list[dict[str, object]]:
        """Return one row per grade now and proposed."""
        return [{"before": one.before, "after": one.after, "customers": one.customers, "value": one.value}
                for one in self.moves]


def grade_basis(reader: Reader, filters: Filters, *, values: str | None = None) -> pd.DataFrame:
    """Return every graded customer on the last grading day with what the criteria knew of them.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day counts.
    values : str, optional
        Path of the valuation's customers, empty for the one that serves; without it what customers will
        still bring is left out.

    Returns
    -------
    pandas.DataFrame
        Most value first; money in minor units. Empty where nothing has a date.

    Raises
    ------
    ModelError
        There is no valuation yet.
    """
    # A grade is given among all customers; part of them would be graded differently.
    everyone = replace(filters, clauses=())
    basis = run_sql(reader, "models/grade_basis", everyone)
    if values is None:
        return basis
    expected = lifetime_value_list(reader, everyone, values=values)
    return basis.assign(
        forward=basis["customer_key"].map(expected.set_index("customer_key")["lifetime_value"]))


def grade_proposal(reader: Reader, filters: Filters, *, rule: str = "value", a_share: float = 0.5,
                   b_share: float = 0.8, c_share: float = 0.95, probability: float = 1.0,
                   frequency: float = 1.0, quantity: float = 1.0, values: str = "") -> GradeProposal:
    """Grade the customers of the last grading day anew.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day counts.
    rule : {"value", "margin", "score", "forward"}
    a_share, b_share, c_share : float
        Cumulated share at which each grade ends.
    probability, frequency, quantity : float
        Weights of the score.
    values : str
        As for `grade_basis`, where a rule looks ahead.

    Returns
    -------
    GradeProposal
    """
    return proposal_of(_basis_for(reader, filters, rule, values), rule, (a_share, b_share, c_share),
                       (probability, frequency, quantity))


def proposal_of(basis: pd.DataFrame, rule: str, shares: tuple[float, float, float],
                weights: tuple[float, float, float] = EQUAL) -> GradeProposal:
    """Compare a way to grade with the grades in force; see `grade_proposal`."""
    weights = checked_weights(weights)
    proposed = proposed_codes(basis, rule, shares, weights)
    now = basis["grade"].map(GRADES.index).to_numpy(np.int64) if len(basis) else np.zeros(0, np.int64)
    value = basis["value"].to_numpy(np.int64)
    cell = now * len(GRADES) + proposed
    count = np.bincount(cell, minlength=len(GRADES) ** 2).reshape(len(GRADES), -1)
    worth = np.bincount(cell, value, minlength=len(GRADES) ** 2).reshape(len(GRADES), -1)
    return GradeProposal(
        rule, shares, weights, basis["graded_on"].iloc[0].date() if len(basis) else None, len(basis),
        tuple(ProposedGrade(grade, int(count[place].sum()), int(count[:, place].sum()),
                            round(worth[place].sum()), round(worth[:, place].sum()))
              for place, grade in enumerate(GRADES)),
        tuple(ProposedMove(before, after, int(count[i, j]), round(worth[i, j]))
              for i, before in enumerate(GRADES) for j, after in enumerate(GRADES) if count[i, j]),
        _sensitivity(basis, shares, weights, proposed) if rule == "score" and len(basis) else ())


def proposed_codes(basis: pd.DataFrame, rule: str, shares: tuple[float, float, float],
                   weights: tuple[float, float, float] = EQUAL) -> Codes:
    """Return the place in `GRADES` that a way to grade gives each customer of a basis.

    Raises
    ------
    UnknownName
        A rule there is none of.
    HuitouError
        The thresholds do not ascend between nought and one.
    """
    if rule not in RULES:
        raise UnknownName("rule", rule, RULES)
    if not 0 < shares[0] < shares[1] < shares[2] < 1:
        raise HuitouError("The thresholds of grades must ascend between 0 and 1.", code="grade_shares",
                          hint="Such as 0.5, 0.8 and 0.95.")
    by_value = abc_classes(basis["value"], shares)
    if rule == "value":
        return by_value
    if rule in ("margin", "forward"):
        return abc_classes(basis[rule].fillna(0), shares)
    sizes = np.bincount(by_value, minlength=len(GRADES))
    return classes_of_sizes(_score(basis, checked_weights(weights)), sizes.tolist())


def grade_proposal_list(reader: Reader, filters: Filters, *, rule: str = "value", a_share: float = 0.5,
                        b_share: float = 0.8, c_share: float = 0.95, probability: float = 1.0,
                        frequency: float = 1.0, quantity: float = 1.0, values: str = "",
                        before: str | None = None, after: str | None = None) -> pd.DataFrame:
    """List the customers whom another way to grade would move.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    rule, a_share, b_share, c_share, probability, frequency, quantity, values
        As for `grade_proposal`.
    before, after : str, optional
        Grade now and as proposed; everyone who would move where neither is named.

    Returns
    -------
    pandas.DataFrame
        Most value first; money in minor units.
    """
    basis = _basis_for(reader, filters, rule, values)
    proposed = proposed_codes(basis, rule, (a_share, b_share, c_share), (probability, frequency, quantity))
    frame = basis.assign(grade_proposed=np.array(GRADES)[proposed])
    moved = frame["grade"] != frame["grade_proposed"]
    chosen = moved if before is None and after is None else pd.Series(True, index=frame.index)
    for column, grade in (("grade", before), ("grade_proposed", after)):
        if grade is not None:
            chosen &= frame[column] == grade
    columns = ["customer_key", "customer_id", "name", "branch", "grade", "grade_proposed", "value_12m",
               "margin_12m", "orders_12m", "chance_to_order"]
    return frame.rename(columns={"value": "value_12m", "margin": "margin_12m", "orders": "orders_12m",
                                 "chance": "chance_to_order"}).loc[chosen, columns].reset_index(drop=True)


def checked_weights(weights: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return weights that add up to one; refuse negative ones and none at all."""
    total = sum(weights)
    if min(weights) < 0 or total <= 0:
        raise HuitouError("Weights cannot be negative, and one must be above nought.", code="grade_weights",
                          hint="Such as 1, 1 and 1.")
    first, second, third = (one / total for one in weights)
    return first, second, third


def _basis_for(reader: Reader, filters: Filters, rule: str, values: str) -> pd.DataFrame:
    return grade_basis(reader, filters, values=values if rule == "forward" else None)


def _score(basis: pd.DataFrame, weights: tuple[float, ...]) -> NDArray[np.float64]:
    return np.asarray(sum(weight * percentile_ranks(basis[column])
                          for weight, column in zip(weights, CRITERIA.values(), strict=True)))


def _sensitivity(basis: pd.DataFrame, shares: tuple[float, float, float],
                 weights: tuple[float, float, float], proposed: Codes) -> tuple[Sensitivity, ...]:
    sizes = np.bincount(abc_classes(basis["value"], shares), minlength=len(GRADES)).tolist()
    found, top = [], proposed == 0
    for place, name in enumerate(CRITERIA):
        doubled = tuple(one * (2.0 if i == place else 1.0) for i, one in enumerate(weights))
        other = classes_of_sizes(_score(basis, doubled), sizes)
        found.append(Sensitivity(name, int((other != proposed).sum()),
                                 float((other[top] == 0).mean()) if top.any() else None))
    return tuple(found)
