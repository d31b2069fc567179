"""A segment being put together: blocks of tests, as a page edits them, and the condition they make."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from analytics.errors import ConditionRefused
from analytics.filters import EVERYONE, Condition, Group, Test
from analytics.filters.conditions import Match
from analytics.filters.fields import OPERATORS, field_of
from analytics.workspace import Segment

#: None stands for a value not yet given.
Value = str | float | date | None


@dataclass(slots=True)
class Row:
    """One test as it stands on the page; without enough values it does not count yet."""

    number: int
    field: str
    operator: str
    values: tuple[Value, ...] = ()

    def test(self) -> Test | None:
        """Return the test; None while something is missing or the values mean nothing."""
        try:
            return Test(self.field, self.operator, self.values)  # type: ignore[arg-type]
        except ConditionRefused:
            return None

    def choose(self, name: str) -> None:
        """Look at another field: operator and values begin anew where the kind differs."""
        if field_of(name).kind != field_of(self.field).kind:
            self.operator = next(iter(OPERATORS[field_of(name).kind]))
        if name != self.field:
            self.field, self.values = name, ()

    def compare(self, operator: str) -> None:
        """Compare in another way; values of another type are given up."""
        before, after = (OPERATORS[field_of(self.field).kind][one] for one in (self.operator, operator))
        if (before.type, before.most) != (after.type, after.most):
            self.values = ()
        self.operator = operator


@dataclass(slots=True)
class Block:
    """Tests of which all hold, or any, or not."""

    rows: list[Row] = field(default_factory=list)
    match: Match = "all"
    negated: bool = False


@dataclass(slots=True)
class Draft:
    """What the page edits.

    Attributes
    ----------
    blocks : list of Block
    match : {"all", "any"}
        How the blocks are joined.
    segment : Segment
        What it was opened from: name, note, code and version.
    """

    blocks: list[Block] = field(default_factory=list)
    match: Match = "all"
    segment: Segment = field(default_factory=lambda: Segment(""))
    counter: int = 0

    def add(self, block: Block, name: str) -> Row:
        """Add a row that looks at a field."""
        self.counter += 1
        row = Row(self.counter, name, next(iter(OPERATORS[field_of(name).kind])))
        block.rows.append(row)
        return row

    def remove(self, block: Block, row: Row) -> None:
        """Take a row away, and its block with the last one."""
        block.rows.remove(row)
        if not block.rows and len(self.blocks) > 1:
            self.blocks.remove(block)

    def condition(self) -> Condition:
        """Return the condition of the rows that are complete."""
        groups = []
        for block in self.blocks:
            tests = tuple(test for row in block.rows if (test := row.test()) is not None)
            if tests:
                groups.append(Group(tests, block.match, block.negated))
        if not groups:
            return EVERYONE
        return groups[0] if len(groups) == 1 else Group(tuple(groups), self.match)

    @property
    def unfinished(self) -> int:
        """How many rows do not count yet."""
        return sum(row.test() is None for block in self.blocks for row in block.rows)

    def saved(self) -> Segment:
        """Return the segment to be saved."""
        return replace(self.segment, condition=self.condition())

    @classmethod
    def of(cls, segment: Segment) -> Draft | None:
        """Open a segment for editing; None where it has groups within groups, which the page cannot show."""
        draft = cls(segment=segment)
        top = segment.condition if isinstance(segment.condition, Group) else Group((segment.condition,))
        nested = [part for part in top.parts if isinstance(part, Group)]
        if not nested:
            parts: tuple[Group, ...] = (top,)
        elif top.negated or any(isinstance(part, Group) for group in nested for part in group.parts):
            return None
        else:
            draft.match = top.match
            parts = tuple(part if isinstance(part, Group) else Group((part,)) for part in top.parts)
        for group in parts:
            block = Block([], group.match, group.negated)
            for test in group.parts:
                if isinstance(test, Test):
                    draft.counter += 1
                    block.rows.append(Row(draft.counter, test.field, test.operator, test.values))
            draft.blocks.append(block)
        return draft
