"""Saved segments: a condition under a name, everybody's or one person's, moving with the data or frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from analytics.errors import WorkspaceError
from analytics.filters import EVERYONE, Condition, Test
from analytics.filters.conditions import from_json
from analytics.workspace.saving import save
from analytics.workspace.tables import SegmentRow
from analytics.workspace.workspace import Workspace

#: What is saved and compared, beside the version.
CONTENT = ("name", "condition", "frozen", "shared", "owner", "note")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of customers.

    Attributes
    ----------
    name : str
    condition : Condition
        Of a frozen segment: its customers, by number.
    frozen : bool
        Whether it keeps the customers it had when it was saved.
    shared : bool
        Whether everybody sees it, or its owner alone.
    owner : str
        Who made it.
    note : str
    code : str
        What stands for it in links; given at the first save.
    version : int
        How often it was saved; 0: not yet.
    created_at, saved_at : datetime or None
        Moments in UTC.
    saved_by : str
    """

    name: str
    condition: Condition = EVERYONE
    frozen: bool = False
    shared: bool = True
    owner: str = ""
    note: str = ""
    code: str = ""
    version: int = 0
    created_at: datetime | None = field(default=None, compare=False)
    saved_at: datetime | None = field(default=None, compare=False)
    saved_by: str = field(default="", compare=False)

    @classmethod
    def of_customers(cls, name: str, numbers: Sequence[str], **fields: object) -> Segment:
        """Freeze customers, named by number, into a segment."""
        return cls(name, Test("customer_id", "one_of", tuple(numbers)), frozen=True, **fields)  # type: ignore[arg-type]

    def content(self) -> dict[str, object]:
        """Return what is saved, as JSON knows it."""
        return {**{name: getattr(self, name) for name in CONTENT}, "condition": self.condition.to_json()}


def segments(workspace: Workspace, reader: str = "") -> tuple[Segment, ...]:
    """List the segments somebody may see: everybody's and their own, by name."""
    with workspace.reading() as session:
        rows = session.scalars(select(SegmentRow).where(
            SegmentRow.deleted_at.is_(None), SegmentRow.shared | (SegmentRow.owner == reader)))
        return tuple(sorted((_segment(row) for row in rows), key=lambda one: (one.name.casefold(), one.code)))


def find_segment(workspace: Workspace, code: str) -> Segment | None:
    """Return the segment of a code; None where there is none, or none any more."""
    with workspace.reading() as session:
        row = session.get(SegmentRow, code)
        return None if row is None or row.deleted_at is not None else _segment(row)


def save_segment(workspace: Workspace, segment: Segment, by: str) -> Segment:
    """Save a segment: a new one, or a new version of the one it was read as.

    Parameters
    ----------
    workspace : Workspace
    segment : Segment
        With the version it was read at.
    by : str
        Who saves.

    Returns
    -------
    Segment
        As it stands now.

    Raises
    ------
    WorkspaceError
        It has no name, or one too long.
    Conflict
        Somebody else saved or deleted it in between.
    """
    name = " ".join(segment.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise WorkspaceError(f"A segment needs a name of at most {LONGEST_NAME} signs.", code="segment_name",
                             most=LONGEST_NAME)
    return _segment(save(workspace, SegmentRow, _told, code=segment.code, version=segment.version, by=by,
                         content={**segment.content(), "name": name}))


def delete_segment(workspace: Workspace, segment: Segment, by: str) -> None:
    """Take a segment out of sight; its history stays.

    Raises
    ------
    Conflict
        Somebody else saved or deleted it in between.
    """
    save(workspace, SegmentRow, _told, code=segment.code, version=segment.version, by=by, content={},
         deleted=True)


def _told(row: SegmentRow) -> dict[str, object]:
    return _segment(row).content()


def _segment(row: SegmentRow) -> Segment:
    return Segment(row.name, from_json(row.condition), row.frozen, row.shared, row.owner, row.note, row.code,
                   row.version, row.created_at, row.saved_at, row.saved_by)
