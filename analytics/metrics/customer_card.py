"""One customer: facts, purchases, answers, complaints, contacts and what happened when.

Definition
    What is known of one customer on the as-of day. The filters on groups of customers do not matter.
Usual gap
    The median number of days between two days of trade; needs three gaps.
Grain
    One customer; the timeline has one row per dated record.
Edge cases
    A customer who had not come by the as-of day is unknown then. A source without dates has facts only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import pandas as pd

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.customers import known_customers
from analytics.metrics.running import plain_value, run_sql
from analytics.store.reader import Reader

#: Fewer gaps than this say nothing about what is usual.
FEWEST_GAPS = 3

TRAIT = "trait_"


class UnknownCustomer(UnknownName):
    """Nobody has the number asked for.

    Parameters
    ----------
    asked : str
    nearest : sequence of (str, str or None)
        Numbers and names that come near it, nearest first.
    """

    code = "unknown_customer"

    def __init__(self, asked: str, nearest: Sequence[tuple[str, str | None]]):
        super().__init__("customer", asked, [number for number, _ in nearest])
        self.nearest = tuple(nearest)


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What is known of a customer; None: not known. Money in minor units.

    Attributes are the columns of mart ``customers_now`` and of the customers file, by their names.
    """

    customer_key: int
    customer_id: str
    name: str | None = None
    status: str = "active"
    size: str | None = None
    grade: str | None = None
    segment: str | None = None
    industry: str | None = None
    market: str | None = None
    region: str | None = None
    branch: str | None = None
    account_manager: str | None = None
    acquisition_channel: str | None = None
    acquired_on_promotion: bool | None = None
    referred_by: str | None = None
    purchase_reason: str | None = None
    acquired_on: date | None = None
    tenure_months: int | None = None
    contract_start: date | None = None
    contract_end: date | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    birthday: date | None = None
    consent: bool | None = None
    annual_value: int | None = None
    value: int | None = None
    margin_12m: int | None = None
    revenue_total: int | None = None
    orders: int | None = None
    first_order_on: date | None = None
    last_order_on: date | None = None
    lost_on: date | None = None
    loss_basis: str | None = None
    last_contact_on: date | None = None
    last_answer_on: date | None = None
    last_score: float | None = None
    open_complaints: int = 0
    complaints_12m: int = 0
    traits: tuple[tuple[str, object], ...] = field(default=())

    @property
    def title(self) -> str:
        """The name, or the number where there is none."""
        return self.name or self.customer_id


@dataclass(frozen=True, slots=True)
class MonthBought:
    """Trade of one month: revenue in minor units, returns deducted, and number of orders."""

    month: date
    revenue: int
    orders: int


@dataclass(frozen=True, slots=True)
class CustomerLoss:
    """One time the customer was lost; columns of mart ``losses``."""

    lost_on: date | None
    basis: str
    cause: str | None
    cause_class: str
    cause_note: str | None
    lost_to: str | None
    precursor: str | None
    precursor_on: date | None
    value_lost: int | None
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One dated record.

    Attributes
    ----------
    happened_on : date
    kind : str
        ``order``, ``return``, ``survey``, ``complaint``, ``complaint_closed``, ``contact``,
        ``service_job``, ``contract_start``, ``contract_end``, ``membership_joined``,
        ``membership_left``, ``campaign``, ``grade``, ``won``, ``won_back`` or ``lost``.
    code : str or None
        Severity, outcome, kind of contact, basis of the loss, new grade, wave, arm.
    number : float or None
        Orders of the day, score on the five levels, days a complaint was open.
    amount : int or None
        Minor units.
    text : str or None
        The company's own words: category, purpose, comment, cause, offer; for ``grade`` the one before.
    reference : str or None
        Number of the complaint, the job or the campaign.
    """

    happened_on: date
    kind: str
    code: str | None
    number: float | None
    amount: int | None
    text: str | None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """One customer.

    Attributes
    ----------
    facts : CustomerFacts
    months : tuple of MonthBought
        Months with trade, oldest first.
    value_before : int or None
        Revenue of the 12 months before the last 12; None where nothing is known of them.
    usual_gap : int or None
        Days usually between two days of trade.
    losses : tuple of CustomerLoss
        Oldest first.
    timeline : tuple of Happening
        Everything dated, oldest first.
    """

    facts: CustomerFacts
    months: tuple[MonthBought, ...]
    value_before: int | None
    usual_gap: int | None
    losses: tuple[CustomerLoss, ...]
    timeline: tuple[Happening, ...]

    def of_kind(self, *kinds: str) -> tuple[Happening, ...]:
        """Return what happened of some kinds, oldest first."""
        return tuple(one for one in self.timeline if one.kind in kinds)

    def table(self) -> list[dict[str, object]]:
        """Return the timeline as rows; amounts in major units."""
        return [{"happened_on": one.happened_on, "kind": one.kind, "code": one.code, "number": one.number,
                 "amount": None if one.amount is None else one.amount / 100, "text": one.text,
                 "reference": one.reference}
                for one in self.timeline]

    def extra(self) -> dict[str, object]:
        """Return the facts and the losses."""
        return {"facts": self.facts, "losses": self.losses, "usual_gap": self.usual_gap}


def customer_card(reader: Reader, filters: Filters, *, customer: str | None = None) -> CustomerCard:
    """Gather what is known of one customer on the as-of day.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day matters, and the number where it is given here.
    customer : str, optional
        The customer's number; the one the filters name when omitted.

    Returns
    -------
    CustomerCard

    Raises
    ------
    UnknownCustomer
        Nobody has that number; it knows the nearest.
    HuitouError
        No number was given.
    """
    customer = asked_for(filters, customer)
    moment = Filters(as_of=filters.as_of)
    known = run_sql(reader, "customer_facts", moment, customer=customer,
                    dimension=known_customers(reader, filters))
    if known.empty:
        nearest = run_sql(reader, "customer_nearest", moment, asked=customer.lower())
        raise UnknownCustomer(customer, [(number, plain_value(name)) for number, name in
                                         zip(nearest["customer_id"], nearest["name"], strict=True)])
    facts = _facts({str(column): plain_value(value) for column, value in known.iloc[0].items()})
    about: dict[str, Any] = {"customer": facts.customer_id, "customer_key": facts.customer_key}
    bought = run_sql(reader, "customer_purchases", moment, **about).to_dict("records")
    losses = run_sql(reader, "customer_losses", moment, **about).to_dict("records")
    timeline = run_sql(reader, "customer_timeline", moment, **about)
    return CustomerCard(
        facts=facts,
        months=tuple(MonthBought(row["month"].date(), int(row["revenue"]), int(row["orders"]))
                     for row in bought),
        value_before=_value_before(reader, filters, bought),
        usual_gap=round(bought[0]["usual_gap"]) if bought and bought[0]["gaps"] >= FEWEST_GAPS else None,
        losses=tuple(CustomerLoss(**{key: plain_value(value) for key, value in row.items()})
                     for row in losses),
        timeline=tuple(_happenings(timeline)))


def asked_for(filters: Filters, customer: str | None) -> str:
    """Return the number given, or the one the filters name."""
    named = filters.values("customer_id") if customer is None else (customer,)
    if len(named) != 1:
        raise HuitouError("No customer was named.", code="customer_number",
                          hint="Add --filter customer_id=NUMBER.")
    return named[0]


_FACTS = frozenset(one.name for one in fields(CustomerFacts))


def _facts(row: dict[str, Any]) -> CustomerFacts:
    traits = tuple((column.removeprefix(TRAIT), value) for column, value in row.items()
                   if column.startswith(TRAIT) and value is not None)
    known = {column: value for column, value in row.items() if column in _FACTS}
    return CustomerFacts(**known, traits=traits)


def _value_before(reader: Reader, filters: Filters, bought: list[dict[str, Any]]) -> int | None:
    as_of, first = filters.resolve(reader.meta.as_of, None).as_of, reader.meta.first_event
    # A year of which the records begin only halfway is no year to compare with.
    if not bought or as_of is None or first is None or (as_of - first).days < 730:
        return None
    return sum(int(row["year_before"]) for row in bought)


def _happenings(frame: pd.DataFrame) -> list[Happening]:
    return [Happening(row.happened_on.date(), row.kind, plain_value(row.code), plain_value(row.number),
                      plain_value(row.amount), plain_value(row.text), plain_value(row.reference))
            for row in frame.itertuples(index=False)]
