"""What the records say of one customer's state, and what they said a year before.

Definition
    Buying: revenue and days of trade of the 183 days that end with the as-of day, and of the same 183 days of
    up to three years before, as far as they lie wholly after the first trade. Everything else: the last 365
    days against the 365 before.
Grain
    One customer.
Edge cases
    A complaint is open until the day it was closed, also on an earlier as-of day. A job counts when anything
    is written down by which it can be judged.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from analytics.filters import Filters
from analytics.metrics.customer_card import UnknownCustomer, asked_for
from analytics.metrics.customers import known_customers
from analytics.metrics.running import plain_value, run_rows, run_sql
from analytics.store.reader import Reader

#: Days of trade that are held against the same days of earlier years.
SEASON_DAYS = 183

#: A contract without an end.
FOREVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class CustomerSignals:
    """Counts and days about one customer; ``_before`` is the year before. Money in minor units.

    Attributes
    ----------
    recorded : tuple of str
        Of "complaints", "contacts", "contracts" and "surveys", those the company has any records of.
    as_of : date or None
    status, grade : str or None
    contract_end : date or None
        As the customers file has it, or the contracts.
    silence_limit : int or None
        Days of silence after which a customer of the segment counts as lost.
    season_revenue, season_squares, season_days : float, float, int
        Revenue of the last 183 days, the squares of its days' amounts added up, and days with an order.
    usual_revenue, usual_squares, usual_days, usual_years : float, float, int, int
        The same of all earlier seasons together, and how many there are.
    before_revenue, before_squares, before_days : float, float, int
        The same of the season one year before.
    last_contact_on, last_senior_on : date or None
        Last contact of any kind; last visit of a manager or executive.
    levels_known : bool
        Whether any contact of the company says of what rank the member of staff was.
    contacts, inbound : int
        Contacts of the last year; those the customer began.
    invited, answered : int
        Surveys sent to the customer in the last year; those answered.
    last_answer_on, last_score : date or None, float or None
        The last overall answer on five levels.
    score, answers : float or None, int
        Mean and number of the overall answers of the last year.
    open_complaints, oldest_open_on, overdue_since : int, date or None, date or None
        Complaints not closed, the oldest, and the oldest promise among them that passed.
    overdue_complaint, oldest_open : str or None
        The numbers of those two.
    complaints, unresolved, last_unresolved_on : int, int, date or None
        Opened within the last year; closed unresolved within it, and when the last ever was.
    jobs, jobs_kept, last_failed_on : int, int, date or None
        Service jobs of the last year that can be judged; those without a fault; the last one with a fault.
    company_jobs, company_jobs_kept : int
        The same of all customers.
    contracts, contracts_running : int
        Contracts ever, and those that run.
    contract_until : date or None
        When the last of them ends; `FOREVER` where it has no end.
    ended_because : str or None
        Why the last that ended did.
    monthly_value : float or None
        Of the contracts that run.
    """

    recorded: tuple[str, ...] = ()
    as_of: date | None = None
    status: str = "active"
    grade: str | None = None
    contract_end: date | None = None
    silence_limit: int | None = None
    season_revenue: float = 0
    season_squares: float = 0
    season_days: int = 0
    usual_revenue: float = 0
    usual_squares: float = 0
    usual_days: int = 0
    usual_years: int = 0
    before_revenue: float = 0
    before_squares: float = 0
    before_days: int = 0
    last_contact_on: date | None = None
    last_senior_on: date | None = None
    levels_known: bool = False
    contacts: int = 0
    contacts_before: int = 0
    inbound: int = 0
    inbound_before: int = 0
    invited: int = 0
    answered: int = 0
    invited_before: int = 0
    answered_before: int = 0
    last_answer_on: date | None = None
    last_score: float | None = None
    score: float | None = None
    answers: int = 0
    score_before: float | None = None
    answers_before: int = 0
    open_complaints: int = 0
    oldest_open_on: date | None = None
    overdue_since: date | None = None
    overdue_complaint: str | None = None
    oldest_open: str | None = None
    complaints: int = 0
    complaints_before: int = 0
    unresolved: int = 0
    last_unresolved_on: date | None = None
    jobs: int = 0
    jobs_kept: int = 0
    jobs_before: int = 0
    jobs_kept_before: int = 0
    last_failed_on: date | None = None
    company_jobs: int = 0
    company_jobs_kept: int = 0
    contracts: int = 0
    contracts_running: int = 0
    contract_until: date | None = None
    ended_because: str | None = None
    monthly_value: float | None = None
    monthly_value_before: float | None = None

    def days_since(self, day: date | None) -> int | None:
        """Return how many days ago a day was on the as-of day; None where either is not known."""
        return None if day is None or self.as_of is None else (self.as_of - day).days

    def days_until(self, day: date | None) -> int | None:
        """Return in how many days a day comes; None where either is not known."""
        since = self.days_since(day)
        return None if since is None else -since


def customer_signals(reader: Reader, filters: Filters, *, customer: str | None = None) -> CustomerSignals:
    """Gather what the records say of one customer's state.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day matters, and the number where it is given here.
    customer : str, optional
        The customer's number; the one the filters name when omitted.

    Returns
    -------
    CustomerSignals

    Raises
    ------
    UnknownCustomer
        Nobody has that number on that day.
    HuitouError
        No number was given.
    """
    customer = asked_for(filters, customer)
    frame = run_sql(reader, "customer_signals", Filters(as_of=filters.as_of), customer=customer,
                    dimension=known_customers(reader, filters), season_days=SEASON_DAYS)
    known = {str(column): plain_value(value) for column, value in frame.iloc[0].items()} if len(frame) else {}
    if known.get("customer_key") is None:
        raise UnknownCustomer(customer, ())
    company = _company(reader, reader.build_id, filters.as_of)
    limits = _limits(reader, reader.build_id)
    recorded = tuple(name for name in ("complaints", "contacts", "contracts", "surveys")
                     if getattr(reader.meta, f"has_{name}"))
    limit = limits.get(known.get("segment") or "all", limits.get("all"))
    return CustomerSignals(recorded=recorded, silence_limit=limit, **company, **{
        name: _typed(value, _KINDS[name]) for name, value in known.items()
        if name in _KINDS and value is not None})


# The same for every customer of a build.
@lru_cache(maxsize=64)
def _company(reader: Reader, build: str, as_of: date | None) -> dict[str, Any]:
    jobs, kept, levels_known = run_rows(reader, "company_signals", Filters(as_of=as_of))[0]
    return {"company_jobs": jobs, "company_jobs_kept": kept, "levels_known": levels_known}


@lru_cache(maxsize=64)
def _limits(reader: Reader, build: str) -> dict[str, int]:
    return dict(run_rows(reader, "silence_limits", Filters()))


_KINDS = {one.name: one.type for one in fields(CustomerSignals)}


def _typed(value: Any, kind: object) -> Any:
    return int(value) if kind == "int" else float(value) if str(kind).startswith("float") else value
