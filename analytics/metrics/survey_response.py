"""Who answers: the share of surveys sent that came back, by group; and what those who answer are worth.

Definition
    Surveys sent within the period, answered by the as-of day, over those sent; what was sent in the last 30
    days is left out, because it may still be answered. A customer asked several times counts as often, and
    the interval allows for that. Without any unanswered survey on record the rate is not known.
Grain
    One row per value of the dimension.
Source
    Methods G3 and G4.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.ratios import clustered_rate, mean_of_sums
from analytics.statistics.suppression import hidden_cells
from analytics.store.reader import Reader

#: A survey may come back for so many days before it counts as unanswered.
ANSWER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """A group of customers who were asked.

    Attributes
    ----------
    group : str or None
        Value of the dimension; None where it is not known, and for everybody.
    customers : int
        Customers asked.
    rate : Estimate
        Surveys answered over surveys sent; ``n`` counts surveys.
    hidden : bool
        Whether it must not be shown: under ten customers, or the one that would give such a cell away.
    """

    group: str | None
    customers: int
    rate: Estimate
    hidden: bool


@dataclass(frozen=True, slots=True)
class SurveyResponse:
    """Response rates.

    Attributes
    ----------
    dimension : str or None
    everyone : Cell or None
        None where nobody was asked in the period.
    cells : tuple of Cell
    responders, others : Estimate
        Mean value of customers who answered at least once and of those who never did, in minor units;
        ``n`` counts customers.
    """

    dimension: str | None
    everyone: Cell | None
    cells: tuple[Cell, ...]
    responders: Estimate
    others: Estimate

    @property
    def known(self) -> bool:
        """Whether unanswered surveys are on record, without which there is no rate."""
        rate = self.everyone.rate.estimate if self.everyone is not None else None
        return rate is not None and rate < 1

    def table(self) -> list[dict[str, object]]:
        """Return one row per group, everybody first."""
        rows = [self.everyone, *self.cells] if self.everyone is not None else []
        return [{self.dimension or "group": one.group, "customers": None if one.hidden else one.customers,
                 "n": None if one.hidden else one.rate.n,
                 "response_rate": None if one.hidden else one.rate.estimate,
                 "low": None if one.hidden else one.rate.low, "high": None if one.hidden else one.rate.high,
                 "state": "suppressed" if one.hidden else one.rate.state} for one in rows]


def survey_response(reader: Reader, filters: Filters, *, by: str = "") -> SurveyResponse:
    """Count surveys sent and answered in the period.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : str
        A dimension of the customers; empty: everybody together.

    Returns
    -------
    SurveyResponse

    Raises
    ------
    UnknownName
        A dimension there is none of.
    """
    if by and by not in DIMENSIONS:
        raise UnknownName("dimension", by, DIMENSIONS)
    dimension = f"cast(customers_now.{by} as varchar)" if by else "cast(null as varchar)"
    frame = run_sql(reader, "survey_response", filters, dimension=dimension, condition="true",
                    answer_days=ANSWER_DAYS)
    if frame.empty:
        nobody = mean_of_sums(0, 0.0, 0.0)
        return SurveyResponse(by or None, None, (), nobody, nobody)
    total = frame.drop(columns="grouped_by").astype(float).sum()
    hidden = hidden_cells([int(one) for one in frame["customers"]])
    cells = tuple(_cell(row, row["grouped_by"], secret)
                  for (_, row), secret in zip(frame.iterrows(), hidden, strict=True))
    others = int(total["customers"] - total["responders"])
    return SurveyResponse(
        by or None, _cell(total, None, total["customers"] < 10), cells if by else (),
        mean_of_sums(int(total["responders"]), total["responders_value"], total["responders_squares"]),
        mean_of_sums(others, total["others_value"], total["others_squares"]))


def _cell(row: pd.Series, group: object, hidden: bool) -> Cell:
    customers = int(row["customers"])
    rate = clustered_rate(customers, float(row["answered"]), float(row["asked"]),
                          float(row["answered_squares"]), float(row["asked_squares"]), float(row["products"]))
    return Cell(group if isinstance(group, str) else None, customers, rate, bool(hidden))
