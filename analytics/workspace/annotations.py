"""Annotations: what somebody wrote beside the charts over time, because it may explain them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from analytics.errors import WorkspaceError
from analytics.workspace.saving import save
from analytics.workspace.tables import AnnotationRow
from analytics.workspace.workspace import Workspace

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something that happened.

    Attributes
    ----------
    happened_on : date
    title : str
        In a few words.
    kind : str
        One of the kinds of the table ``events``, or a word of the company's own.
    branch : str
        The branch concerned; empty for the whole company.
    note : str
    code : str
        Given at the first save.
    version : int
        How often it was saved; 0: not yet.
    saved_at : datetime or None
        In UTC.
    saved_by : str
    """

    happened_on: date
    title: str
    kind: str = "other"
    branch: str = ""
    note: str = ""
    code: str = ""
    version: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""


def written_annotations(workspace: Workspace) -> tuple[Annotation, ...]:
    """Return all annotations, newest day first."""
    with workspace.reading() as session:
        rows = session.scalars(select(AnnotationRow).where(AnnotationRow.deleted_at.is_(None)))
        return tuple(sorted((_annotation(row) for row in rows), reverse=True,
                            key=lambda one: (one.happened_on, one.title, one.code)))


def save_annotation(workspace: Workspace, annotation: Annotation, by: str) -> Annotation:
    """Save an annotation, or a new version of the one it was read as.

    Raises
    ------
    WorkspaceError
        It has no title, or one too long.
    Conflict
        Somebody else saved or deleted it in between.
    """
    title = " ".join(annotation.title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise WorkspaceError(f"An event needs a title of at most {LONGEST_TITLE} signs.",
                             code="annotation_title", most=LONGEST_TITLE)
    return _annotation(save(
        workspace, AnnotationRow, _told, code=annotation.code, version=annotation.version, by=by,
        content={"happened_on": annotation.happened_on, "title": title, "kind": annotation.kind,
                 "branch": annotation.branch, "note": annotation.note.strip()}))


def delete_annotation(workspace: Workspace, annotation: Annotation, by: str) -> None:
    """Take an annotation out of sight; its history stays.

    Raises
    ------
    Conflict
        Somebody else saved or deleted it in between.
    """
    save(workspace, AnnotationRow, _told, code=annotation.code, version=annotation.version, by=by, content={},
         deleted=True)


def annotation_records(workspace: Workspace) -> list[dict[str, object]]:
    """Return the annotations as rows of the table ``events``."""
    return [{"happened_on": one.happened_on, "title": one.title, "kind": one.kind or None,
             "branch": one.branch or None, "note": one.note or None}
            for one in written_annotations(workspace)]


def _told(row: AnnotationRow) -> dict[str, object]:
    return {"name": row.title, "happened_on": row.happened_on.isoformat(), "title": row.title,
            "kind": row.kind, "branch": row.branch, "note": row.note}


def _annotation(row: AnnotationRow) -> Annotation:
    return Annotation(row.happened_on, row.title, row.kind, row.branch, row.note, row.code, row.version,
                      row.saved_at, row.saved_by)
