"""What stands on the desk: the cases with their customers, how late each is, and the rank it should have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import streamlit as st

from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.complaints.choosing import targets
from analytics.errors import HuitouError
from analytics.filters import Filters, SavedSegment, Test
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import cases
from analytics.workspace.complaint_level import Standing, SuggestedLevel, standing, suggest_level

#: What the address names a case by; and what a new one begins from: a customer's number, or the number of a
#: complaint in the records.
CASE, CUSTOMER, COMPLAINT = "case", "customer", "complaint"


@dataclass(frozen=True, slots=True)
class Customer:
    """Whose complaint it is; money in minor units, None where it is not known."""

    number: str
    name: str | None = None
    value: int | None = None
    margin: int | None = None

    @property
    def title(self) -> str:
        """The name, else the number."""
        return self.name or self.number


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A case with what is known around it."""

    case: ComplaintCase
    customer: Customer
    standing: Standing
    level: SuggestedLevel


def go_to(code: str | None) -> None:
    """Put a case into the address, or none: the board; what a new one began from leaves it."""
    for name in (CUSTOMER, COMPLAINT, CASE):
        st.query_params.pop(name, None)
    if code is not None:
        st.query_params[CASE] = code


def everyone(context: Context) -> Context:
    """Return the context without filters: the desk has every complaint."""
    return replace(context, filters=Filters())


def on_desk(context: Context) -> tuple[OnDesk, ...]:
    """Return the cases in which something is left to do; none, with a warning, while they cannot be read."""
    try:
        found = cases(open_workspace(context.store), open_only=True) if has_workspace(context.store) else ()
    except HuitouError as error:
        st.warning(error_words(error, context.words))
        return ()
    return around(context, found)


def around(context: Context, found: Iterable[ComplaintCase]) -> tuple[OnDesk, ...]:
    """Return cases with their customers and how they stand now."""
    found, now = tuple(found), datetime.now(UTC)
    known = customers(context, [one.customer_id for one in found])
    settings, hours = context.store.settings, {
        stage: float(limit) for stage, limit in targets(context).items()}
    rows = []
    for case in found:
        customer = known.get(case.customer_id, Customer(case.customer_id))
        stands = standing(case, hours, now)
        rows.append(OnDesk(case, customer, stands, suggest_level(
            case, value=customer.value, days_open=stands.days_open,
            value_from=100 * settings.integer("complaint_level_value"),
            days_each=settings.integer("complaint_level_days"))))
    return tuple(rows)


def customers(context: Context, numbers: Iterable[str]) -> dict[str, Customer]:
    """Look customers up by number."""
    wanted = members(numbers)
    if wanted is None:
        return {}
    frame = everyone(context).metric("segment_list", segment=wanted,
                                     columns=("customer_id", "name", "value", "margin_12m"))
    rows = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return {row["customer_id"]: Customer(row["customer_id"], row["name"], _whole(row["value"]),
                                         _whole(row["margin_12m"])) for row in rows}


def members(numbers: Iterable[str]) -> SavedSegment | None:
    """Return customers, named by number, as a filter; None where there are none."""
    named = tuple(sorted(set(numbers)))
    return SavedSegment("desk", "", Test("customer_id", "one_of", named)) if named else None


def _whole(amount: float | None) -> int | None:
    return None if amount is None else round(amount)
