"""Notes about a customer: who wrote what and when, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from analytics.errors import WorkspaceError
from analytics.workspace.saving import save
from analytics.workspace.tables import NoteRow
from analytics.workspace.workspace import Workspace

LONGEST = 4_000
#: So much of a note stands for it where it needs a name.
NAMED = 60


@dataclass(frozen=True, slots=True)
class Note:
    """A note.

    Attributes
    ----------
    customer_id : str
        The company's own number.
    text : str
    code : str
        Given at the first save.
    version : int
        How often it was saved; 0: not yet.
    created_at, saved_at : datetime or None
        Moments in UTC.
    saved_by : str
    """

    customer_id: str
    text: str
    code: str = ""
    version: int = 0
    created_at: datetime | None = None
    saved_at: datetime | None = None
    saved_by: str = ""


def notes(workspace: Workspace, customer_id: str) -> tuple[Note, ...]:
    """Return the notes about a customer, newest first."""
    with workspace.reading() as session:
        rows = session.scalars(select(NoteRow).where(NoteRow.customer_id == customer_id,
                                                     NoteRow.deleted_at.is_(None)))
        return tuple(sorted((_note(row) for row in rows), reverse=True,
                            key=lambda one: (one.created_at or datetime.min, one.code)))


def save_note(workspace: Workspace, note: Note, by: str) -> Note:
    """Save a note, or a new version of the one it was read as.

    Raises
    ------
    WorkspaceError
        It is empty, or too long.
    Conflict
        Somebody else saved or deleted it in between.
    """
    text = note.text.strip()
    if not text or len(text) > LONGEST:
        raise WorkspaceError(f"A note has between 1 and {LONGEST} signs.", code="note_text", most=LONGEST)
    return _note(save(workspace, NoteRow, _told, code=note.code, version=note.version, by=by,
                      content={"customer_id": note.customer_id, "text": text}))


def delete_note(workspace: Workspace, note: Note, by: str) -> None:
    """Take a note out of sight; its history stays.

    Raises
    ------
    Conflict
        Somebody else saved or deleted it in between.
    """
    save(workspace, NoteRow, _told, code=note.code, version=note.version, by=by, content={}, deleted=True)


def _told(row: NoteRow) -> dict[str, object]:
    return {"name": row.text[:NAMED], "customer_id": row.customer_id, "text": row.text}


def _note(row: NoteRow) -> Note:
    return Note(row.customer_id, row.text, row.code, row.version, row.created_at, row.saved_at, row.saved_by)
