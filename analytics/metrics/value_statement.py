"""What a customer gained from the company within twelve months: only what the records prove.

Definition
    Counts of the twelve months that end with the as-of day. Jobs by the promised day, and right the first
    time, of those where it is written down. Enquiries: contacts the customer began whose time to an answer is
    on record.
    Below list price: list price times pieces less what was paid, on the lines that carry a list price.
    Complaints: closed within the twelve months, and resolved; promises kept of those given.
Grain
    One customer; a line for each thing that happened at least once.
Edge cases
    What went wrong is counted in the whole: 23 of 25 jobs. A list price below what was paid takes away; where
    the sum is not above nought the line is left out. Nothing is estimated, so there is no interval.
Source
    Methods A8, A9; "value communication" (methods A0, 37).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.filters import Filters
from analytics.metrics.customer_card import UnknownCustomer, asked_for
from analytics.metrics.running import plain_value, run_sql
from analytics.store.reader import Reader

#: An answer within this many minutes is a quick one.
QUICK_MINUTES = 120

#: Between names in one value: no name holds it.
_BETWEEN = "\x1f"

#: Lines of a statement in their order, and the count without which there is none.
LINES: dict[str, str] = {
    "jobs": "jobs", "enquiries": "enquiries", "saved": "saved", "complaints": "complaints_closed",
    "visits": "visits", "trainings": "trainings", "offers": "offers_used", "programmes": "programmes"}


@dataclass(frozen=True, slots=True)
class ValueStatement:
    """What was done for a customer in twelve months; money in minor units.

    Attributes
    ----------
    customer_id, name, account_manager : str, str or None
    starts_on, ends_on : date
        First and last day.
    jobs, jobs_promised, jobs_on_time, jobs_judged, jobs_right : int
        Service jobs; those with a promised day and done by it; those judged and right the first time.
    enquiries, answer_minutes, answered_quickly : int, float or None, int
        Enquiries with a time to the answer; its median; those answered within `QUICK_MINUTES`.
    lines, list_total, saved : int, int, int
        Order lines with a list price, their value at it, and how much less was paid.
    complaints_closed, complaints_resolved, resolved_days : int, int, float or None
        And the median of the days to a resolution.
    promises, promises_kept, compensation : int
        On those complaints.
    visits, trainings, offers_used : int
    programmes : tuple of str
        Programmes the customer is a member of.
    """

    customer_id: str
    name: str | None
    account_manager: str | None
    starts_on: date
    ends_on: date
    jobs: int = 0
    jobs_promised: int = 0
    jobs_on_time: int = 0
    jobs_judged: int = 0
    jobs_right: int = 0
    enquiries: int = 0
    answer_minutes: float | None = None
    answered_quickly: int = 0
    lines: int = 0
    list_total: int = 0
    saved: int = 0
    complaints_closed: int = 0
    complaints_resolved: int = 0
    resolved_days: float | None = None
    promises: int = 0
    promises_kept: int = 0
    compensation: int = 0
    visits: int = 0
    trainings: int = 0
    offers_used: int = 0
    programmes: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """The lines that the records bear out, in their order."""
        return tuple(line for line, count in LINES.items()
                     if (len(self.programmes) if line == "programmes" else getattr(self, count)) > 0)

    def table(self) -> list[dict[str, object]]:
        """Return one row per line with the counts behind it."""
        behind = {"jobs": ("jobs_promised", "jobs_on_time", "jobs_judged", "jobs_right"),
                  "enquiries": ("answer_minutes", "answered_quickly"), "saved": ("lines", "list_total"),
                  "complaints": ("complaints_resolved", "resolved_days", "promises", "promises_kept",
                                 "compensation")}
        return [{"line": line, "figure": ", ".join(self.programmes) if line == "programmes"
                 else getattr(self, LINES[line]),
                 "behind": ", ".join(f"{name} {getattr(self, name)}" for name in behind.get(line, ()))}
                for line in self.shown]


def value_statement(reader: Reader, filters: Filters, *,
                    customer: str | None = None) -> ValueStatement | None:
    """Count what was done for a customer.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day matters, and the number where it is given here.
    customer : str, optional
        The customer's number; the one the filters name when omitted.

    Returns
    -------
    ValueStatement or None
        None where nothing has a date.

    Raises
    ------
    UnknownCustomer
        Nobody has that number.
    HuitouError
        No number was given.
    """
    customer = asked_for(filters, customer)
    if reader.meta.as_of is None:
        return None
    frame = run_sql(reader, "value_statement", Filters(as_of=filters.as_of), customer=customer,
                    quick_minutes=QUICK_MINUTES)
    row = {str(column): plain_value(value) for column, value in frame.iloc[0].items()}
    if row["customer_id"] is None:
        raise UnknownCustomer(customer, ())
    row["programmes"] = tuple(row["programmes"].split(_BETWEEN)) if row["programmes"] else ()
    texts = ("customer_id", "name", "account_manager", "starts_on", "ends_on", "programmes", "answer_minutes",
             "resolved_days")
    known: dict[str, Any] = {name: value if name in texts else int(value or 0) for name, value in row.items()
                             if name in ValueStatement.__dataclass_fields__}
    return ValueStatement(**known)
