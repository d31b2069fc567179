"""Which customers belong to a segment: tests of single fields, joined by and, or and not.

A condition is a frozen value: it composes into SQL over ``customers_now``, is stored as JSON, and reads as
a sentence. It looks at customers as they stand today, whatever period a page shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from analytics.errors import ConditionRefused, UnknownName
from analytics.filters.fields import OPERATORS, Field, Operator, field_of

Match = Literal["all", "any"]

#: Groups within groups beyond this many nobody can read any more.
DEEPEST = 4
#: A frozen segment names its customers one by one; so many at most.
MOST_VALUES = 200_000


@dataclass(frozen=True, slots=True)
class Test:
    """One field of a customer, compared.

    Attributes
    ----------
    field : str
        A field of :mod:`analytics.filters.fields`, or a trait of this company.
    operator : str
        One of the operators of the field's kind.
    values : tuple
        Texts, numbers (money in whole units) or dates; as many as the operator takes.

    Raises
    ------
    UnknownName
        No such field, or none of the operators of its kind.
    ConditionRefused
        Values of another type or number than the operator takes.
    """

    # pytest would take the name for a class of tests.
    __test__ = False

    field: str
    operator: str
    values: tuple[str | float | date, ...] = ()

    def __post_init__(self) -> None:
        _, operator = self.described
        object.__setattr__(self, "values", tuple(operator.typed(value, self.field) for value in self.values))
        if not operator.fewest <= len(self.values) <= (operator.most or MOST_VALUES):
            raise ConditionRefused(
                f"{self.field} {self.operator} takes {operator.fewest} values, not {len(self.values)}.",
                code="condition_values", field=self.field, operator=self.operator, n=len(self.values))
        if operator.name == "between" and self.values[0] > self.values[1]:  # type: ignore[operator]
            raise ConditionRefused(
                f"{self.field} lies between {self.values[0]} and {self.values[1]}: nothing does.",
                code="condition_order", field=self.field, low=self.values[0], high=self.values[1])

    @property
    def described(self) -> tuple[Field, Operator]:
        """The field and the operator, looked up."""
        kind = field_of(self.field)
        if self.operator not in OPERATORS[kind.kind]:
            raise UnknownName("operator", self.operator, OPERATORS[kind.kind])
        return kind, OPERATORS[kind.kind][self.operator]

    def fields(self) -> frozenset[str]:
        """Return the fields looked at."""
        return frozenset({self.field})

    def where(self, names: Names) -> str:
        """Return the SQL of the test; its values become parameters of ``names``."""
        kind, operator = self.described
        return f"({operator.sql(kind, [names.add(kind.stored(value)) for value in self._sent(operator)])})"

    def to_json(self) -> dict[str, Any]:
        """Return the test as what JSON knows."""
        written = [value.isoformat() if isinstance(value, date) else value for value in self.values]
        return {"field": self.field, "is": self.operator, **({"values": written} if written else {})}

    def _sent(self, operator: Operator) -> tuple[Any, ...]:
        return (list(self.values),) if operator.most is None else self.values


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of which all hold, or any; or the other way round.

    Attributes
    ----------
    parts : tuple of Test or Group
        An empty group holds for everyone.
    match : {"all", "any"}
    negated : bool
        Whether those are meant for whom it does not hold, those included of whom it is not known.
    """

    parts: tuple[Condition, ...] = ()
    match: Match = "all"
    negated: bool = False

    def __post_init__(self) -> None:
        if self.match not in ("all", "any"):
            raise UnknownName("match", self.match, ("all", "any"))
        if self.depth > DEEPEST:
            raise ConditionRefused(f"Groups lie {self.depth} deep; at most {DEEPEST}.",
                                   code="condition_depth", depth=self.depth, most=DEEPEST)

    @property
    def depth(self) -> int:
        """How many groups lie within each other."""
        return 1 + max((part.depth for part in self.parts if isinstance(part, Group)), default=0)

    def fields(self) -> frozenset[str]:
        """Return the fields looked at."""
        return frozenset().union(*(part.fields() for part in self.parts))

    def where(self, names: Names) -> str:
        """Return the SQL of the group; values become parameters of ``names``."""
        if not self.parts:
            return "false" if self.negated else "true"
        joined = (" and " if self.match == "all" else " or ").join(part.where(names) for part in self.parts)
        # Whoever has no value neither passes a test nor fails it: not to pass is then to be outside.
        return f"(not coalesce({joined}, false))" if self.negated else f"({joined})"

    def to_json(self) -> dict[str, Any]:
        """Return the group as what JSON knows."""
        inner: dict[str, Any] = {self.match: [part.to_json() for part in self.parts]}
        return {"not": inner} if self.negated else inner


Condition = Test | Group

EVERYONE = Group()


@dataclass(slots=True)
class Names:
    """Parameters of a condition, named as they are added."""

    prefix: str
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, value: Any) -> str:
        """Take a value in and return its name in SQL."""
        name = f"{self.prefix}_{len(self.values)}"
        self.values[name] = value
        return f"${name}"


def from_json(given: object) -> Condition:
    """Read a condition back.

    Raises
    ------
    ConditionRefused
        What was given is no condition.
    """
    if not isinstance(given, Mapping):
        raise ConditionRefused(f"{given!r} is no condition.", code="condition_form", given=given)
    if "field" in given:
        values = given.get("values", ())
        if not isinstance(values, Sequence) or isinstance(values, str):
            raise ConditionRefused(f"{values!r} is no list of values.", code="condition_form", given=values)
        return Test(str(given["field"]), str(given.get("is")), tuple(values))
    if "not" in given:
        inner = from_json(given["not"])
        if isinstance(inner, Test):
            return Group((inner,), negated=True)
        return Group(inner.parts, inner.match, not inner.negated)
    match: Match | None = "all" if "all" in given else "any" if "any" in given else None
    if match is None or not isinstance(given[match], Sequence):
        raise ConditionRefused(f"{dict(given)!r} is no condition.", code="condition_form", given=dict(given))
    return Group(tuple(from_json(part) for part in given[match]), match)
