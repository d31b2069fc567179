"""One frozen description of what is looked at: composes into SQL, travels in links, reads as a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from analytics.errors import UnknownName
from analytics.filters.conditions import Condition, Names
from analytics.filters.periods import Period, resolve_period
from analytics.i18n import Translator

#: Dimensions of a customer that are always there; traits (``trait_*``) come from the company's file.
DIMENSIONS = ("size", "grade", "segment", "industry", "market", "region", "branch",
              "account_manager", "acquisition_channel")

#: Stands for a missing value in a link and in a clause.
NOT_STATED = "-"

DEFAULT_PERIOD = "12m"

#: Names the saved segments in a link.
SAVED = "saved"

_COLUMN = re.compile(r"(?:" + "|".join(DIMENSIONS) + r"|status|customer_id|trait_\w{1,80})")


@dataclass(frozen=True, slots=True, order=True)
class Clause:
    """Customers whose column has one of these values.

    Attributes
    ----------
    column : str
        A dimension, ``status``, ``customer_id`` or a trait.
    values : tuple of str
        The values asked for, as text; `NOT_STATED` asks for the missing ones.
    """

    column: str
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        if not _COLUMN.fullmatch(self.column):
            raise UnknownName("filter", self.column, DIMENSIONS)


@dataclass(frozen=True, slots=True)
class SavedSegment:
    """A segment somebody saved, as a filter.

    Attributes
    ----------
    code : str
        What stands for it in a link.
    name : str
        What people call it.
    condition : Condition
        Who belongs to it.
    scores : str or None
        Path of the serving model's scores, where the condition asks for the risk.
    """

    code: str
    name: str
    condition: Condition
    scores: str | None = None

    def where(self, prefix: str) -> tuple[str, dict[str, Any]]:
        """Return the SQL condition over ``customers_now``, and its parameters, named with a prefix."""
        names = Names(prefix)
        if "risk" in self.condition.fields():
            if self.scores is None:
                # Nobody has a risk where there is no model to tell it.
                return "false", {}
            names.values["scores"] = self.scores
        return self.condition.where(names), names.values


@dataclass(frozen=True, slots=True)
class Filters:
    """The period, the as-of date and the conditions on customers.

    Attributes
    ----------
    period : str
        A period's code.
    as_of : date or None
        Look at the data as it was known on this day; None: as known now.
    clauses : tuple of Clause
        Conditions, all of which hold; sorted by column so that equal filters are equal.
    saved : tuple of SavedSegment
        Segments people saved; a customer looked at belongs to every one of them.
    """

    period: str = DEFAULT_PERIOD
    as_of: date | None = None
    clauses: tuple[Clause, ...] = field(default=())
    saved: tuple[SavedSegment, ...] = ()

    def __post_init__(self) -> None:
        merged: dict[str, tuple[str, ...]] = {}
        for clause in self.clauses:
            merged[clause.column] = tuple(sorted({*merged.get(clause.column, ()), *clause.values}))
        object.__setattr__(self, "clauses", tuple(sorted(Clause(c, v) for c, v in merged.items() if v)))
        object.__setattr__(self, "saved", tuple(sorted(self.saved, key=lambda one: one.code)))

    @classmethod
    def of(cls, period: str = DEFAULT_PERIOD, as_of: date | None = None,
           **columns: str | Iterable[str]) -> Filters:
        """Build filters from keyword arguments: ``Filters.of(size="large", region=("West", "East"))``."""
        clauses = tuple(Clause(column, (values,) if isinstance(values, str) else tuple(values))
                        for column, values in columns.items())
        return cls(period, as_of, clauses)

    def values(self, column: str) -> tuple[str, ...]:
        """Return what a column is restricted to; empty: not restricted."""
        return next((clause.values for clause in self.clauses if clause.column == column), ())

    def with_values(self, column: str, values: Iterable[str]) -> Filters:
        """Return the same filters with another restriction of one column; no values lift it."""
        kept = tuple(clause for clause in self.clauses if clause.column != column)
        chosen = tuple(values)
        return replace(self, clauses=(*kept, Clause(column, chosen)) if chosen else kept)

    @property
    def active(self) -> int:
        """Number of conditions that differ from looking at everyone."""
        return len(self.clauses) + len(self.saved) + (self.as_of is not None)

    def where(self) -> tuple[str, dict[str, Any]]:
        """Return a SQL condition over ``customers_now`` and its parameters.

        Returns
        -------
        condition : str
            ``true`` when nothing is restricted.
        parameters : dict
            Named ``filter_<n>``, each a text or a list of text.
        """
        conditions: list[str] = []
        parameters: dict[str, Any] = {}
        for number, clause in enumerate(self.clauses):
            name = f"filter_{number}"
            stated = [value for value in clause.values if value != NOT_STATED]
            tests = []
            if len(stated) == 1:
                # The scan itself compares the column with one value; a list is looked through row by row.
                tests.append(f'"{clause.column}" = ${name}')
                parameters[name] = stated[0]
            elif stated:
                tests.append(f'list_contains(${name}, cast("{clause.column}" as varchar))')
                parameters[name] = stated
            if NOT_STATED in clause.values:
                tests.append(f'"{clause.column}" is null')
            conditions.append(f"({' or '.join(tests)})" if len(tests) > 1 else tests[0])
        for number, segment in enumerate(self.saved):
            condition, values = segment.where(f"saved_{number}")
            conditions.append(condition)
            parameters.update(values)
        return " and ".join(conditions) or "true", parameters

    def resolve(self, as_of: date | None, first: date | None) -> Period:
        """Return the period's dates for a store whose events run from first to as_of."""
        known = min(self.as_of, as_of) if self.as_of is not None and as_of is not None else as_of
        return resolve_period(self.period, known, first)

    def to_query(self) -> dict[str, str | list[str]]:
        """Return what differs from the default, for a link: codes only, the same in every language."""
        query: dict[str, str | list[str]] = {}
        if self.period != DEFAULT_PERIOD:
            query["period"] = self.period
        if self.as_of is not None:
            query["as_of"] = self.as_of.isoformat()
        query.update({clause.column: list(clause.values) for clause in self.clauses})
        if self.saved:
            query[SAVED] = [segment.code for segment in self.saved]
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, Iterable[str]],
                   saved: Callable[[str], SavedSegment | None] = lambda code: None) -> Filters:
        """Read filters from a link; whatever is not a filter, or not valid, is left out.

        Parameters
        ----------
        query : mapping of str to iterable of str
        saved : callable
            Finds a saved segment by its code; None where there is none any more.
        """
        period, as_of, clauses, segments = DEFAULT_PERIOD, None, [], []
        for key, raw in query.items():
            values = [raw] if isinstance(raw, str) else list(raw)
            if not values:
                continue
            if key == "period":
                try:
                    resolve_period(values[-1], date(2000, 1, 1), None)
                    period = values[-1]
                except Exception:  # a link may say anything; the default period is then shown
                    continue
            elif key == "as_of":
                try:
                    as_of = date.fromisoformat(values[-1])
                except ValueError:
                    continue
            elif key == SAVED:
                segments += [found for code in dict.fromkeys(values[:20]) if (found := saved(code))]
            elif _COLUMN.fullmatch(key):
                clauses.append(Clause(key, tuple(value[:200] for value in values[:200])))
        return cls(period, as_of, tuple(clauses), tuple(segments))

    def sentence(self, words: Translator) -> str:
        """Say in words which customers are looked at, without the period."""
        if not self.clauses and not self.saved:
            return words("filters.everyone")
        told = [words("filters.saved", name=segment.name) for segment in self.saved]
        told += [words("filters.clause", column=column_label(clause.column, words),
                       values=words("filters.or").join(
                           words.value(clause.column, None if value == NOT_STATED else value)
                           for value in clause.values))
                 for clause in self.clauses]
        return words("filters.joiner").join(told)


def column_label(column: str, words: Translator) -> str:
    """Return a dimension's name for people; a trait keeps the company's own name."""
    if column.startswith("trait_"):
        return column.removeprefix("trait_").replace("_", " ")
    return words(f"filters.column.{column}")
