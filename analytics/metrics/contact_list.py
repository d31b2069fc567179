"""The contact list: whom to contact now, and why; the largest chance alive × value × days waited first.

Definition
    An occasion is a reason with its day. ``senior_visit``: the last visit of a manager or executive is longer
    ago than is asked for the grade. ``overdue``: the last contact of any kind is. ``promise``: a promise on
    an open complaint is due. ``quiet``: silent for more than half of the days after which a customer of the
    segment counts as lost. ``contract_end``: the contract ends within ninety days. ``birthday``,
    ``anniversary``: within the days looked ahead. Days waited count from the day on which the occasion first
    stood on the list; what calls for a contact from today counts as one day.
Grain
    One row per customer and occasion. Whoever waits for a senior visit is not listed for the contact, too.
Edge cases
    What is done, dropped or put off is not listed; what is done counts as a contact on its day, even before
    the records have it. Who was never contacted waits since the records of contacts began, or since coming.
    Without a valuation, and looking back, the chance to be alive is left out of the order.
Source
    Methods A18, A16, C1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.attention import COMPLAINT_DAYS, CONTRACT_DAYS
from analytics.metrics.running import period_of, run_rows, run_sql
from analytics.settings import Settings
from analytics.store.reader import Reader
from analytics.workspace import Task
from analytics.workspace.complaint_case import ComplaintCase

#: Reasons to contact a customer, what cannot wait first.
CONTACT_REASONS = ("promise", "senior_visit", "overdue", "quiet", "contract_end", "birthday", "anniversary")
#: Those that ask for a contact by a standard of the grade.
STANDARD_REASONS = ("senior_visit", "overdue")

_FOR_GOOD = date(9999, 12, 31)
_NOT_VALUED = "(select null::varchar as customer_id, null::double as chance_alive where false)"


@dataclass(frozen=True, slots=True)
class Handled:
    """What was written down about an occasion.

    Attributes
    ----------
    customer_id, occasion : str
    until : date or None
        Not to be listed before that day; None: somebody took it up, and it is still to be done.
    done_on : date or None
        The company's day on which it was done.
    """

    customer_id: str
    occasion: str
    until: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """What the complaint desk has promised.

    Attributes
    ----------
    customer_id, complaint_id : str
    opened_on : date or None
    due_on : date or None
        None: nothing is promised, or it was carried out; what the records say of the complaint is then old.
    """

    customer_id: str
    complaint_id: str
    opened_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ContactCount:
    """Occasions of one kind.

    Attributes
    ----------
    reason : str
    account_manager : str or None
        None: nobody's, and in a count of everybody's.
    occasions, customers : int
    value : int
        What these customers are worth, in minor units.
    """

    reason: str
    account_manager: str | None
    occasions: int
    customers: int
    value: int


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """How many wait to be contacted, and why.

    Attributes
    ----------
    occasions, customers : int
        In all; a customer may have several occasions.
    graded : int
        Customers of the day whose grade asks for contacts.
    reasons : tuple of ContactCount
        In the order of `CONTACT_REASONS`.
    managers : tuple of ContactCount
        By account manager and reason.
    """

    occasions: int
    customers: int
    graded: int
    reasons: tuple[ContactCount, ...]
    managers: tuple[ContactCount, ...]

    def of(self, *reasons: str) -> ContactCount:
        """Return several reasons added up; a customer is overdue by one standard only, and counted once."""
        found = [one for one in self.reasons if one.reason in reasons]
        return ContactCount(reasons[0], None, sum(one.occasions for one in found),
                            sum(one.customers for one in found), sum(one.value for one in found))

    def table(self) -> list[dict[str, object]]:
        """Return one row per reason, and one per account manager and reason."""
        return [{"reason": one.reason, "account_manager": one.account_manager, "occasions": one.occasions,
                 "customers": one.customers, "value": one.value / 100}
                for one in (*self.reasons, *self.managers)]


def contact_standards(settings: Settings) -> dict[str, Any]:
    """Return what the settings ask for, as options of the contact list."""
    return {**{f"days_{grade}": settings.integer(f"contact_days_{grade}") for grade in "abcd"},
            "senior_days": settings.integer("senior_visit_days"),
            "senior_grades": settings.text("senior_visit_grades").upper(),
            "ahead_days": settings.integer("contact_ahead_days")}


def handled_in(tasks: Iterable[Task]) -> tuple[Handled, ...]:
    """Return what tasks say of the occasions they stand for."""
    return tuple(Handled(one.customer_id, one.occasion,
                         one.snoozed_until if one.state == "open" else _FOR_GOOD,
                         one.done_on if one.state == "done" else None)
                 for one in tasks if one.occasion)


def promised_in(cases: Iterable[ComplaintCase]) -> tuple[Promised, ...]:
    """Return what cases at the complaint desk say of promises."""
    return tuple(Promised(one.customer_id, one.complaint_id, one.opened_on,
                          one.form.promise_due if one.promise_open else None) for one in cases)


def contact_list(reader: Reader, filters: Filters, *, reason: str | None = None, manager: str | None = None,
                 most: int = 10, values: str | None = None, days_a: int = 30, days_b: int = 60,
                 days_c: int = 90, days_d: int = 180, senior_days: int = 90, senior_grades: str = "A",
                 ahead_days: int = 14, handled: tuple[Handled, ...] = (),
                 promised: tuple[Promised, ...] = ()) -> pd.DataFrame:
    """List the occasions to contact a customer, the largest chance alive × value × days waited first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.
    reason : str, optional
        One of `CONTACT_REASONS`, or several with commas between; all where omitted.
    manager : str, optional
        Customers of one account manager.
    most : int
        At most so many of each account manager in seven days, beside promises and what somebody took up;
        0: all.
    values : str, optional
        Path of the serving valuation's customers.
    days_a, days_b, days_c, days_d : int
        Most days between contacts, by grade.
    senior_days : int
        Most days between visits of a manager or executive; 0: none are asked for.
    senior_grades : str
        Letters of the grades that they are asked for.
    ahead_days : int
        So many days ahead are promises, birthdays and anniversaries listed.
    handled : tuple of Handled
        What was written down about occasions.
    promised : tuple of Promised
        What the complaint desk promised; for its complaints it takes the place of the records.

    Returns
    -------
    pandas.DataFrame
        One row per occasion: ``day`` is the day of the promise, contract end, birthday or anniversary;
        ``last_on`` the last contact, last order, opening of the complaint, birth or first day;
        ``days_allowed`` the standard of the grade or the silence threshold; money in minor units.

    Raises
    ------
    UnknownName
        A reason there is none of.
    """
    for one in reason.split(",") if reason else ():
        if one not in CONTACT_REASONS:
            raise UnknownName("reason", one, CONTACT_REASONS)
    return run_sql(
        reader, "contact_list", filters, condition="true", reason=reason, manager=manager,
        most=most, values=values,
        dimension="read_parquet($values)" if values and _today(reader, filters) else _NOT_VALUED,
        **_asked(reader, filters, handled, promised, days_a, days_b, days_c, days_d, senior_days,
                 senior_grades, ahead_days))


def contact_counts(reader: Reader, filters: Filters, *, days_a: int = 30, days_b: int = 60,
                   days_c: int = 90, days_d: int = 180, senior_days: int = 90, senior_grades: str = "A",
                   ahead_days: int = 14, handled: tuple[Handled, ...] = (),
                   promised: tuple[Promised, ...] = ()) -> ContactCounts:
    """Count the occasions to contact a customer; see `contact_list`."""
    rows = run_rows(reader, "contact_counts", filters, **_asked(
        reader, filters, handled, promised, days_a, days_b, days_c, days_d, senior_days, senior_grades,
        ahead_days))
    counts = [(level, ContactCount(reason, manager, occasions, customers, value))
              for reason, manager, level, occasions, customers, value, _ in rows if level < 2]
    counts.sort(key=lambda one: (CONTACT_REASONS.index(one[1].reason), one[1].account_manager or ""))
    _, _, _, occasions, customers, _, graded = next(row for row in rows if row[2] == 2)
    return ContactCounts(occasions, customers, graded or 0, tuple(one for level, one in counts if level == 1),
                         tuple(one for level, one in counts if level == 0))


def _today(reader: Reader, filters: Filters) -> bool:
    return period_of(reader, filters).as_of == reader.meta.as_of


def _asked(reader: Reader, filters: Filters, handled: tuple[Handled, ...], promised: tuple[Promised, ...],
           days_a: int, days_b: int, days_c: int, days_d: int, senior_days: int, senior_grades: str,
           ahead_days: int) -> dict[str, Any]:
    as_of = period_of(reader, filters).as_of
    # Looking back, what was done since had not been done.
    known = [one for one in handled if one.done_on is None or as_of is None or one.done_on <= as_of]
    made = [one for one in known if one.done_on is not None]
    # The desk knows of now alone.
    desk = promised if _today(reader, filters) else ()
    return {
        "days_a": days_a, "days_b": days_b, "days_c": days_c, "days_d": days_d, "senior_days": senior_days,
        "senior_grades": senior_grades, "ahead_days": ahead_days, "complaint_days": COMPLAINT_DAYS,
        "contract_days": CONTRACT_DAYS, "looking_back": not _today(reader, filters),
        "task_customers": [one.customer_id for one in known],
        "task_occasions": [one.occasion for one in known], "task_until": [one.until for one in known],
        "made_customers": [one.customer_id for one in made], "made_days": [one.done_on for one in made],
        "desk_customers": [one.customer_id for one in desk], "desk_due": [one.due_on for one in desk],
        "desk_complaints": [one.complaint_id for one in desk], "desk_opened": [one.opened_on for one in desk],
        "made_senior": [one.occasion.startswith("senior_visit") for one in made]}
