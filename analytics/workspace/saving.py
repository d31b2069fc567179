"""Saving what may be edited: as a new version, never over somebody else's, with its history beside it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from analytics.errors import Conflict, UnknownName
from analytics.workspace.tables import ChangeRow, Versioned
from analytics.workspace.workspace import Workspace

Row = TypeVar("Row", bound=Versioned)
Content = Mapping[str, Any]


def save(workspace: Workspace, table: type[Row], told: Callable[[Row], Content], *, code: str, version: int,
         content: Content, by: str, deleted: bool = False,
         along: Callable[[Session, Row], None] | None = None) -> Row:
    """Save a thing.

    Parameters
    ----------
    workspace : Workspace
    table : type
        Where things of its kind are kept.
    told : callable
        Row to what its history and a conflict tell of it; its ``name`` is what people call it.
    code : str
        Empty for a new thing.
    version : int
        That it was read at; 0 for a new thing.
    content : mapping
        Columns to their new values.
    by : str
        Who saves.
    deleted : bool
        Whether it is to be out of sight from now on.
    along : callable, optional
        Writes what belongs to it in the same transaction: both are kept, or neither.

    Returns
    -------
    Row
        As it stands now, apart from the database.

    Raises
    ------
    UnknownName
        There never was a thing of that code.
    Conflict
        Somebody else saved or deleted it in between.
    """
    now = datetime.now(UTC)
    with _nobody_quicker(workspace, table, code, told) as session:
        if version:
            row = _current(session, table, code, version, told)
        else:
            row = table(code=secrets.token_hex(4), created_at=now)
            session.add(row)
        for column, value in {**content, "saved_at": now, "saved_by": by}.items():
            setattr(row, column, value)
        row.deleted_at = now if deleted else None
        session.flush()
        if along is not None:
            along(session, row)
        session.add(ChangeRow(what=_kind(table), code=row.code, version=row.version, saved_at=now,
                              saved_by=by, content={**told(row), "deleted": deleted}))
        session.flush()
        session.expunge(row)
    return row


@contextmanager
def _nobody_quicker(workspace: Workspace, table: type[Row], code: str,
                    told: Callable[[Row], Content]) -> Iterator[Session]:
    """Give a session to save with; whoever was quicker is told of, not overwritten."""
    try:
        with workspace.writing() as session:
            yield session
    except StaleDataError:
        with workspace.reading() as session:
            raise _conflict(session.get_one(table, code), told) from None


def _current(session: Session, table: type[Row], code: str, version: int,
             told: Callable[[Row], Content]) -> Row:
    row = session.get(table, code)
    if row is None:
        raise UnknownName(_kind(table), code, ())
    if row.version != version or row.deleted_at is not None:
        raise _conflict(row, told)
    return row


def _conflict(row: Row, told: Callable[[Row], Content]) -> Conflict:
    content = told(row)
    return Conflict(_kind(type(row)), str(content["name"]), row.saved_by, {
        **content, "version": row.version, "deleted": row.deleted_at is not None})


def _kind(table: type[Versioned]) -> str:
    return str(table.__tablename__).removesuffix("s")
