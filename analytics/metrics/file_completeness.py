"""How complete the customers file is: the fields asked for that are filled, weighted by their use.

Definition
    Weights of the filled fields over weights of all fields asked for. Of the company: the same of all
    customers there under the filters, added up over customers.
Grain
    One row per field asked for.
Edge cases
    The end of the contract is asked for only where a contract is on record. A field of weight nought is not
    asked for. Filled says nothing about right or up to date.
Source
    Methods A18. Every customer is counted and nothing estimated, so there is no interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_rows, run_sql
from analytics.store.reader import Reader

#: Fields of the file and how much the work with customers rests on them: 3 where nothing goes without it.
WEIGHTS: dict[str, float] = {
    "name": 3, "phone": 3, "account_manager": 3, "consent": 3, "size": 2, "segment": 2, "acquired_on": 2,
    "purchase_reason": 2, "contract_end": 2, "email": 1, "address": 1, "birthday": 1, "industry": 1,
    "branch": 1, "acquisition_channel": 1}

_CONTRACTED = "coalesce(recorded.contract_start, customers.contract_end) is not null"


@dataclass(frozen=True, slots=True)
class FileField:
    """One field that is asked for.

    Attributes
    ----------
    field : str
    weight : float
    filled : bool or None
        Whether this customer's file holds it; None where it is not asked of the customer, or none was named.
    customers, customers_filled : int
        Of whom it is asked, and whose files hold it.
    """

    field: str
    weight: float
    filled: bool | None
    customers: int
    customers_filled: int

    @property
    def share(self) -> float | None:
        """Share of the customers whose files hold it."""
        return self.customers_filled / self.customers if self.customers else None


@dataclass(frozen=True, slots=True)
class FileCompleteness:
    """How complete a customer's file is, and those of all customers.

    Attributes
    ----------
    fields : tuple of FileField
        Largest weight first.
    own, company : float or None
        Weighted share of the fields filled: of the customer named, and of all customers there.
    customers : int
    """

    fields: tuple[FileField, ...]
    own: float | None
    company: float | None
    customers: int

    @property
    def missing(self) -> tuple[FileField, ...]:
        """The fields to ask this customer for: largest weight first, then those that most files hold."""
        gaps = [one for one in self.fields if one.filled is False]
        return tuple(sorted(gaps, key=lambda one: (-one.weight, -(one.share or 0))))

    def table(self) -> list[dict[str, object]]:
        """Return one row per field."""
        return [{"field": one.field, "weight": one.weight, "filled": one.filled, "customers": one.customers,
                 "customers_filled": one.customers_filled, "share": one.share} for one in self.fields]

    def extra(self) -> dict[str, object]:
        """Return the weighted shares."""
        return {"own": self.own, "company": self.company, "customers": self.customers}


def file_weights(text: str) -> dict[str, float]:
    """Read the setting ``file_weights``: field=weight, separated by commas; others keep the usual weight.

    Raises
    ------
    HuitouError
        A part that is not field=number.
    UnknownName
        A field there is none of.
    """
    weights = dict(WEIGHTS)
    for part in filter(None, (one.strip() for one in text.replace("，", ",").split(","))):
        name, _, weight = (one.strip() for one in part.partition("="))
        if name not in WEIGHTS:
            raise UnknownName("field", name, WEIGHTS)
        try:
            weights[name] = max(float(weight), 0.0)
        except ValueError as error:
            raise HuitouError(f"Setting 'file_weights' must be field=weight, not {part!r}.",
                              code="setting_value", name="file_weights", value=part) from error
    return weights


def file_completeness(reader: Reader, filters: Filters, *, customer: str = "",
                      weights: str = "") -> FileCompleteness:
    """Measure how complete the file is.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Who is counted as all customers; the file is as it stands now, whatever the day.
    customer : str
        One customer's number; without it only all are told.
    weights : str
        As `file_weights` reads them.

    Returns
    -------
    FileCompleteness
    """
    wanted = {name: weight for name, weight in file_weights(weights).items() if weight > 0}
    rows = run_rows(reader, "file_completeness", filters, customer=customer)
    found = {(own, field): (filled, asked) for own, field, filled, asked in rows}
    fields = tuple(FileField(
        name, weight, _filled(found.get((True, name))), *reversed(found.get((False, name), (0, 0))))
        for name, weight in sorted(wanted.items(), key=lambda one: -one[1]))
    known = [one for one in fields if one.filled is not None]
    return FileCompleteness(
        fields, _share(sum(one.weight for one in known if one.filled), sum(one.weight for one in known)),
        _share(sum(one.weight * one.customers_filled for one in fields),
               sum(one.weight * one.customers for one in fields)),
        found.get((False, "name"), (0, 0))[1])


def file_gap_list(reader: Reader, filters: Filters, *, field: str = "phone") -> pd.DataFrame:
    """List the customers whose file does not hold a field; most value first, money in minor units.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    field : str
        One of `WEIGHTS`.

    Raises
    ------
    UnknownName
        A field there is none of.
    """
    if field not in WEIGHTS:
        raise UnknownName("field", field, WEIGHTS)
    condition = f"customers.contract_end is null and {_CONTRACTED}" if field == "contract_end" \
        else f"recorded.{field} is null"
    return run_sql(reader, "file_gap_list", filters, condition=condition)


def _filled(found: tuple[int, int] | None) -> bool | None:
    return None if found is None or not found[1] else found[0] > 0


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
