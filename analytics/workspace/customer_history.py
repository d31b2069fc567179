"""What people wrote or did about one customer, day by day: notes, tasks, cases at the desk, campaigns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.workspace.tables import CampaignMemberRow, CampaignRow, ComplaintCaseRow, NoteRow, TaskRow
from analytics.workspace.workspace import Workspace

Row = TypeVar("Row", NoteRow, TaskRow, ComplaintCaseRow)


@dataclass(frozen=True, slots=True)
class WrittenEvent:
    """Something people wrote or did about a customer.

    Attributes
    ----------
    happened_on : date
        The day in UTC; of a task that was closed, the company's day.
    kind : str
        ``note``, ``task``, ``task_closed``, ``case``, ``case_closed`` or ``campaign_drawn``.
    text : str
        The note, the task's title, the complaint's number or the campaign's name.
    detail : str
        Who wrote the note or is to do the task; what came of it; the case's stage; the arm.
    code : str
        Of the thing itself.
    """

    happened_on: date
    kind: str
    text: str
    detail: str
    code: str


def customer_history(workspace: Workspace, customer_id: str) -> tuple[WrittenEvent, ...]:
    """Return what people wrote or did about a customer, oldest first; what was deleted is left out.

    Parameters
    ----------
    workspace : Workspace
    customer_id : str
        The company's own number.
    """
    with workspace.reading() as session:
        found = [*_notes(session, customer_id), *_tasks(session, customer_id), *_cases(session, customer_id),
                 *_campaigns(session, customer_id)]
    return tuple(sorted(found, key=lambda one: (one.happened_on, one.kind, one.code)))


def _notes(session: Session, customer_id: str) -> Iterator[WrittenEvent]:
    for one in _of(session, NoteRow, customer_id):
        yield WrittenEvent(one.created_at.date(), "note", one.text, one.saved_by, one.code)


def _tasks(session: Session, customer_id: str) -> Iterator[WrittenEvent]:
    for one in _of(session, TaskRow, customer_id):
        yield WrittenEvent(one.created_at.date(), "task", one.title, one.owner, one.code)
        closed = one.done_on or (one.done_at.date() if one.done_at else None)
        if closed is not None and one.state != "open":
            yield WrittenEvent(closed, "task_closed", one.title, one.outcome, one.code)


def _cases(session: Session, customer_id: str) -> Iterator[WrittenEvent]:
    for one in _of(session, ComplaintCaseRow, customer_id):
        yield WrittenEvent(one.created_at.date(), "case", one.complaint_id, one.stage, one.code)
        if one.closed_at is not None:
            yield WrittenEvent(one.closed_at.date(), "case_closed", one.complaint_id, "", one.code)


def _campaigns(session: Session, customer_id: str) -> Iterator[WrittenEvent]:
    chosen = (select(CampaignRow, CampaignMemberRow.arm)
              .join(CampaignMemberRow, CampaignMemberRow.campaign == CampaignRow.code)
              .where(CampaignMemberRow.customer_id == customer_id, CampaignRow.deleted_at.is_(None)))
    for one, arm in session.execute(chosen):
        if one.assigned_at is not None:
            yield WrittenEvent(one.assigned_at.date(), "campaign_drawn", one.name, arm, one.code)


def _of(session: Session, table: type[Row], customer_id: str) -> Iterator[Row]:
    """Return a customer's rows of a table that are not deleted."""
    return iter(session.scalars(select(table).where(
        table.customer_id == customer_id, table.deleted_at.is_(None))))
