"""What the serving model says about single customers.

Definition
    The estimated chance of loss within the model's window, risk times value, and the place among all
    scored customers by that product.
Grain
    One customer.
Edge cases
    Only customers living when the model scored have a risk. Scores are matched by the customer's
    number, which later builds keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class CustomerRisk:
    """One scored customer.

    Attributes
    ----------
    risk : float
        Chance of loss.
    expected_loss : int or None
        Risk times value, minor units; None where no value is known.
    reasons : str
        As `analytics.models.churn.reasons_from_text` reads them.
    model : str
        The model's id.
    as_of : date or None
        Last day the scores know of.
    place, scored : int
        Place by expected loss among all customers scored, 1 the largest, and how many those are.
    """

    risk: float
    expected_loss: int | None
    reasons: str
    model: str
    as_of: date | None
    place: int
    scored: int


def customer_risk(reader: Reader, filters: Filters, *, scores: str,
                  customers: tuple[str, ...]) -> dict[str, CustomerRisk]:
    """Return the risk of each of some customers that was scored, by number.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Not used: a customer's risk is the same under any.
    scores : str
        Path of the serving model's scores.
    customers : tuple of str
        The customers' numbers.
    """
    frame = run_sql(reader, "models/customer_risk", Filters(), scores=scores, customers=list(customers))
    return {
        str(row["customer_id"]): CustomerRisk(
            float(row["risk"]), None if row["expected_loss"] != row["expected_loss"]
            or row["expected_loss"] is None else int(row["expected_loss"]), str(row["reasons"]),
            str(row["model"]), row["as_of"].date() if row["as_of"] == row["as_of"] and row["as_of"] else None,
            int(row["place"]), int(row["scored"]))
        for row in frame.to_dict("records")}
