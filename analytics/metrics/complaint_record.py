"""One complaint as the company's records have it: what the desk begins from.

Definition
    Everything the table ``complaints`` tells of one complaint, as known on the newest day of the records.
Grain
    One complaint.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_rows
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class ComplaintRecord:
    """A complaint; None is not recorded.

    Attributes
    ----------
    complaint_id, customer_id : str
    opened_on : date
    category, cause, severity, channel, reaction : str or None
    amount_at_stake : int or None
        Minor units.
    owner, owner_level : str or None
    identified_at, assessed_at, negotiated_at, acted_at, closed_at, followed_up_at : datetime or None
        When each stage was reached, in the company's own time.
    outcome : str or None
    satisfied : bool or None
    compensation : int or None
        Minor units.
    promise_due : date or None
    promise_kept, reopened : bool or None
    handovers : int or None
    """

    complaint_id: str
    customer_id: str
    opened_on: date
    category: str | None
    cause: str | None
    severity: str | None
    channel: str | None
    reaction: str | None
    amount_at_stake: int | None
    owner: str | None
    owner_level: str | None
    identified_at: datetime | None
    assessed_at: datetime | None
    negotiated_at: datetime | None
    acted_at: datetime | None
    closed_at: datetime | None
    followed_up_at: datetime | None
    outcome: str | None
    satisfied: bool | None
    compensation: int | None
    promise_due: date | None
    promise_kept: bool | None
    reopened: bool | None
    handovers: int | None

    def table(self) -> list[dict[str, object]]:
        """Return the complaint as one row."""
        return [asdict(self)]


def complaint_record(reader: Reader, filters: Filters, *, complaint: str | None = None) -> ComplaintRecord:
    """Find a complaint by its number.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Do not matter: a number is a number.
    complaint : str

    Returns
    -------
    ComplaintRecord

    Raises
    ------
    HuitouError
        No number was given.
    UnknownName
        The records have no complaint of that number.
    """
    if complaint is None:
        raise HuitouError("No complaint was named.", code="complaint_number",
                          hint="Add --option complaint=NUMBER.")
    rows = run_rows(reader, "complaint_record", filters, complaint=complaint)
    if not rows:
        raise UnknownName("complaint", complaint, ())
    return ComplaintRecord(*rows[0])
