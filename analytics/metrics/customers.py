"""Who the customers are: how many, what they are worth, how few of them bring most of it.

Definition
    An active customer is one who is not lost on the as-of day. The value of a customer is the revenue
    of the trailing 12 months where there are orders, else the annual value recorded.
Top share
    Value of the fifth of the active customers with most value, over the value of all active customers.
Grain
    One row for everyone, and one per tenth of the active customers, most value first.
Edge cases
    A fifth is rounded down to whole customers; below ten active customers no share is given. Where
    returns outweigh purchases a customer's value is negative and counts as such. A source without
    dates has no comparison with a year ago, nor has one whose records began too late to tell who was lost.
Source
    Concentration by cumulated share: Lorenz (1905); the share of a fifth is measured, never assumed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.observed import observed
from analytics.metrics.running import period_of, run_sql
from analytics.store.reader import Reader

Status = Literal["active", "lost", "all"]
STATUSES: tuple[Status, ...] = ("active", "lost", "all")

#: Columns the list may be sorted by, each with the direction people want first.
SORTS: dict[str, Literal["asc", "desc"]] = {
    "value": "desc", "revenue_total": "desc", "orders": "desc", "last_order_on": "desc", "last_score": "asc",
    "open_complaints": "desc", "last_contact_on": "desc", "acquired_on": "desc",
    "contract_end": "asc", "lost_on": "desc", "name": "asc", "customer_id": "asc", "size": "asc",
    "grade": "asc", "segment": "asc",
    "region": "asc", "branch": "asc", "account_manager": "asc",
}
DEFAULT_SORT = "value"

#: Fewer active customers than this, and a share of the top fifth says nothing.
FEWEST_FOR_SHARE = 10
#: Words of a search beyond this many are not looked for.
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of the active customers by value.

    Attributes
    ----------
    tenth : int
        1: the tenth with most value.
    customers : int
    value : int
        Minor units.
    share : float or None
        Of the value of all active customers; None where that is not positive.
    """

    tenth: int
    customers: int
    value: int
    share: float | None


@dataclass(frozen=True, slots=True)
class CustomerSummary:
    """The customers under the filters on the as-of day.

    Attributes
    ----------
    customers, active, lost : int
        Everyone ever won; those still there; those lost.
    active_year_ago : int or None
        Active customers 12 months before; None where the records do not tell.
    value : int
        Of the active customers, minor units.
    top_share : float or None
        Share of that value brought by the fifth with most; None where it cannot be said.
    top_customers : int
        How many customers that fifth is.
    with_open_complaints : int
        Active customers with a complaint still open.
    tenths : tuple of Tenth
        Most value first; with fewer than ten customers some are missing.
    """

    customers: int
    active: int
    lost: int
    active_year_ago: int | None
    value: int
    top_share: float | None
    top_customers: int
    with_open_complaints: int
    tenths: tuple[Tenth, ...]

    def table(self) -> list[dict[str, object]]:
        """Return everyone, then each tenth, as rows; value in major units."""
        rows: list[dict[str, object]] = [{
            "tenth": None, "customers": self.customers, "active": self.active, "lost": self.lost,
            "active_year_ago": self.active_year_ago, "value": self.value / 100, "share": self.top_share}]
        rows += [{"tenth": one.tenth, "active": one.customers, "value": one.value / 100, "share": one.share}
                 for one in self.tenths]
        return rows

    def extra(self) -> dict[str, object]:
        """Return what a top share rests on."""
        return {"top_share": self.top_share, "top_customers": self.top_customers,
                "with_open_complaints": self.with_open_complaints}


def known_customers(reader: Reader, filters: Filters) -> str:
    """Return the relation that holds the customers as known on the as-of day."""
    as_of = reader.meta.as_of
    earlier = as_of is not None and filters.as_of is not None and filters.as_of < as_of
    return "customers_as_of" if earlier else "customers_now"


def customers(reader: Reader, filters: Filters) -> CustomerSummary:
    """Count the customers, value them, and measure how concentrated the value is.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    CustomerSummary
    """
    frame = run_sql(reader, "customer_summary", filters, dimension=known_customers(reader, filters))
    rows = {int(row["tenth"]): row for row in frame.to_dict("records")}
    living = [row for tenth, row in rows.items() if tenth > 0]
    active = sum(int(row["customers"]) for row in living)
    value = sum(int(row["value"]) for row in living)
    tenths = tuple(Tenth(int(row["tenth"]), int(row["customers"]), int(row["value"]),
                         int(row["value"]) / value if value > 0 else None) for row in living)
    top = [one for one in tenths if one.tenth <= 2]
    can_say = active >= FEWEST_FOR_SHARE and value > 0
    return CustomerSummary(
        customers=int(rows[0]["customers"]), active=active, lost=int(rows[0]["customers"]) - active,
        active_year_ago=int(rows[-1]["customers"]) if _knows_a_year_ago(reader, filters) else None,
        value=value, top_share=sum(one.value for one in top) / value if can_say else None,
        top_customers=sum(one.customers for one in top),
        with_open_complaints=sum(int(row["with_open_complaints"]) for row in living), tenths=tenths)


def customer_matches(reader: Reader, filters: Filters, *, search: str = "") -> dict[str, int]:
    """Count the customers that match a search, by status.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    search : str
        Words, all of which must occur in number, name, phone, mail or address.

    Returns
    -------
    dict of str to int
        For each of `STATUSES`.
    """
    condition, parameters = _matching(search)
    frame = run_sql(reader, "customer_matches", filters, dimension=known_customers(reader, filters),
                    condition=condition, **parameters)
    found = dict(zip(frame["status"], frame["customers"].astype(int), strict=True))
    return {"active": found.get("active", 0), "lost": found.get("lost", 0), "all": sum(found.values())}


def customer_list(reader: Reader, filters: Filters, *, search: str = "", status: Status = "all",
                  tenth: tuple[int, ...] = (), complaining: bool = False, sort: str = DEFAULT_SORT,
                  descending: bool | None = None, rows: int | None = None, skipped: int = 0) -> pd.DataFrame:
    """List customers under the filters.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    search : str
        Words, all of which must occur in number, name, phone, mail or address; case does not matter.
    status : {"active", "lost", "all"}
    tenth : tuple of int
        Only these tenths of the active customers by value, 1 the one with most; empty: everyone.
    complaining : bool
        Only those with a complaint still open.
    sort : str
        One of `SORTS`.
    descending : bool, optional
        The column's own direction when omitted. Missing values come last either way.
    rows : int, optional
        At most so many; all when omitted.
    skipped : int
        Leave out so many at the beginning.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.

    Raises
    ------
    UnknownName
        A column that cannot be sorted by, or a status there is none of.
    """
    if sort not in SORTS:
        raise UnknownName("column", sort, SORTS)
    if status not in STATUSES:
        raise UnknownName("status", status, STATUSES)
    condition, parameters = _matching(search)
    conditions = [condition]
    if status != "all":
        conditions.append("status = $status")
    if tenth:
        conditions.append("status = 'active' and list_contains($tenths, tenth)")
    if complaining:
        conditions.append("open_complaints > 0")
    downwards = SORTS[sort] == "desc" if descending is None else descending
    return run_sql(
        reader, "customer_list", filters, dimension=known_customers(reader, filters),
        condition=" and ".join(conditions), order=f"{sort} {'desc' if downwards else 'asc'} nulls last",
        status=status, tenths=list(tenth), rows=rows, skipped=skipped, **parameters)


def _knows_a_year_ago(reader: Reader, filters: Filters) -> bool:
    # Where the records begin later, few are there yet and nobody can have fallen silent.
    as_of, since = period_of(reader, filters).as_of, observed(reader).observed_on
    return as_of is not None and since is not None and since <= add_months(as_of, -12)


def _matching(search: str) -> tuple[str, dict[str, Any]]:
    # Input methods write digits and letters full width; the data seldom does.
    words = unicodedata.normalize("NFKC", search).lower().split()[:MOST_WORDS]
    tests = [f"contains(searched, $word_{number})" for number in range(len(words))]
    return " and ".join(tests) or "true", {f"word_{number}": word for number, word in enumerate(words)}
