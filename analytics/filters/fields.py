"""What a segment may ask of a customer: the fields, their kinds, and the operators of each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from analytics.errors import ConditionRefused, UnknownName

Kind = Literal["choice", "flag", "number", "share", "money", "date"]

_TRAIT = re.compile(r"trait_\w{1,80}")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a customer.

    Attributes
    ----------
    name : str
        Column of ``customers_now``, or ``risk``.
    kind : str
        What it holds, which decides how it may be compared.
    """

    name: str
    kind: Kind

    @property
    def sql(self) -> str:
        """The field in SQL over ``customers_now``; the risk is looked up in the serving model's scores."""
        if self.name == "risk":
            return ("(select scores.risk from read_parquet($scores) as scores "
                    "where scores.customer_key = customers_now.customer_key)")
        return f'cast("{self.name}" as varchar)' if self.kind == "choice" else f'"{self.name}"'

    def stored(self, value: Any) -> Any:
        """Return a value as the mart holds it: money in minor units."""
        return round(100 * value) if self.kind == "money" else value


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to compare.

    Attributes
    ----------
    name : str
    fewest, most : int or None
        How many values it takes; ``most`` None: as many as one likes, passed as one list.
    type : type
        Of its values.
    sql : callable
        Field and the names of parameters to SQL.
    """

    name: str
    fewest: int
    most: int | None
    type: type
    sql: Callable[[Field, Sequence[str]], str]

    def typed(self, value: object, field: str) -> str | float | date:
        """Return a value in the operator's type.

        Raises
        ------
        ConditionRefused
            It cannot be read as that.
        """
        try:
            if self.type is date:
                return value if isinstance(value, date) else date.fromisoformat(str(value))
            if self.type is float:
                number = float(value)  # type: ignore[arg-type]
                if number != number or abs(number) == float("inf"):
                    raise ValueError(value)
                return int(number) if number.is_integer() else number
        except (TypeError, ValueError):
            raise ConditionRefused(f"{value!r} is no {self.type.__name__} for {field}.",
                                   code="condition_value", field=field, value=value) from None
        return str(value)


def _operators(*operators: Operator) -> dict[str, Operator]:
    return {operator.name: operator for operator in operators}


_MISSING = Operator("missing", 0, 0, str, lambda one, _: f"{one.sql} is null")
_STATED = Operator("stated", 0, 0, str, lambda one, _: f"{one.sql} is not null")

_COMPARED = (
    Operator("at_least", 1, 1, float, lambda one, v: f"{one.sql} >= {v[0]}"),
    Operator("at_most", 1, 1, float, lambda one, v: f"{one.sql} <= {v[0]}"),
    Operator("between", 2, 2, float, lambda one, v: f"{one.sql} between {v[0]} and {v[1]}"),
    _MISSING, _STATED)

#: By kind of field: the operators it may be compared with. Days count from the day the data reach to.
OPERATORS: dict[str, dict[str, Operator]] = {
    "choice": _operators(
        # As a table: a frozen segment names thousands, and a list is gone through for every customer.
        Operator("one_of", 1, None, str, lambda one, v: f"{one.sql} in (select unnest({v[0]}))"),
        Operator("none_of", 1, None, str, lambda one, v:
                 f"not coalesce({one.sql} in (select unnest({v[0]})), false)"),
        _MISSING, _STATED),
    "flag": _operators(Operator("yes", 0, 0, str, lambda one, _: one.sql),
                       Operator("no", 0, 0, str, lambda one, _: f"not {one.sql}"), _MISSING, _STATED),
    "number": _operators(*_COMPARED),
    "share": _operators(*_COMPARED),
    "money": _operators(*_COMPARED),
    "date": _operators(
        Operator("on_or_after", 1, 1, date, lambda one, v: f"{one.sql} >= {v[0]}"),
        Operator("before", 1, 1, date, lambda one, v: f"{one.sql} < {v[0]}"),
        Operator("within_last_days", 1, 1, float, lambda one, v:
                 f"{one.sql} <= cast($as_of as date) "
                 f"and {one.sql} > cast($as_of as date) - cast({v[0]} as integer)"),
        Operator("longer_ago_than_days", 1, 1, float, lambda one, v:
                 f"{one.sql} <= cast($as_of as date) - cast({v[0]} as integer)"),
        Operator("within_next_days", 1, 1, float, lambda one, v:
                 f"{one.sql} > cast($as_of as date) "
                 f"and {one.sql} <= cast($as_of as date) + cast({v[0]} as integer)"),
        _MISSING, _STATED),
}

_NAMES: dict[Kind, tuple[str, ...]] = {
    "choice": ("size", "grade", "segment", "industry", "market", "region", "branch", "account_manager",
               "acquisition_channel", "status", "loss_basis", "customer_id"),
    "flag": ("acquired_on_promotion", "consent"),
    "number": ("tenure_months", "orders", "last_score", "open_complaints", "complaints_12m"),
    "share": ("risk",),
    "money": ("value", "revenue_total", "margin_12m"),
    "date": ("acquired_on", "first_order_on", "last_order_on", "last_contact_on", "last_answer_on",
             "contract_end", "lost_on"),
}

#: Every field there is, save the traits of a company.
FIELDS: dict[str, Field] = {name: Field(name, kind) for kind, names in _NAMES.items() for name in names}


def field_of(name: str) -> Field:
    """Return a field by its name.

    Raises
    ------
    UnknownName
        There is none of that name.
    """
    if name in FIELDS:
        return FIELDS[name]
    if _TRAIT.fullmatch(name):
        return Field(name, "choice")
    raise UnknownName("field", name, FIELDS)
