"""The complaint desk's cases: opened by whoever hears of them first, walked stage by stage, never lost."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from analytics.errors import WorkspaceError
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_form import DONE, STAGES, require_sound
from analytics.workspace.saving import save
from analytics.workspace.tables import ComplaintCaseRow
from analytics.workspace.workspace import Workspace

#: Where a case that is opened again may begin anew.
REOPEN_AT = ("assess", "negotiate", "act")
LONGEST_NUMBER, LONGEST_NAME = 200, 120


def open_case(workspace: Workspace, case: ComplaintCase, by: str) -> ComplaintCase:
    """Open a case; whoever opens it owns it unless somebody is named.

    Raises
    ------
    WorkspaceError
        No customer, or nobody to own it; a number that another case has; an answer that means nothing.
    """
    if not case.customer_id.strip():
        raise WorkspaceError("A complaint is somebody's.", code="case_customer")
    if not (case.owner.strip() or by.strip()):
        raise WorkspaceError("Whoever hears of a complaint first owns it: give a name.", code="case_owner")
    now = datetime.now().astimezone()
    return save_case(workspace, replace(
        case, complaint_id=case.complaint_id.strip() or _number(now.date()),
        opened_on=case.opened_on or now.date(), owner=case.owner.strip() or by, first_hearer=by,
        code="", version=0), by)


def save_case(workspace: Workspace, case: ComplaintCase, by: str) -> ComplaintCase:
    """Save a case as a new version of the one it was read as; another owner than stored is a handover.

    Raises
    ------
    WorkspaceError
        A number that another case has; a name too long; an answer that means nothing.
    Conflict
        Somebody else saved or dropped it in between; ``theirs`` is what :meth:`ComplaintCase.from_content`
        reads.
    """
    require_sound(case.form)
    if len(case.complaint_id) > LONGEST_NUMBER or max(len(case.owner), len(by)) > LONGEST_NAME:
        raise WorkspaceError("A number or a name is too long.", code="case_name", most=LONGEST_NAME)
    case = replace(case, owner=case.owner.strip())
    stored = find_case(workspace, case.code) if case.version else None
    if stored is not None and stored.owner != case.owner:
        case = replace(case, handovers=stored.handovers + 1)
    try:
        return _case(save(workspace, ComplaintCaseRow, _told, code=case.code, version=case.version, by=by,
                          content=_columns(case)))
    except WorkspaceError as error:
        if isinstance(error.__cause__, IntegrityError):
            raise WorkspaceError(f"The complaint {case.complaint_id!r} is at the desk already.",
                                 code="case_number", number=case.complaint_id) from error
        raise


def advance_case(workspace: Workspace, case: ComplaintCase, by: str, *, at: datetime | None = None
                 ) -> ComplaintCase:
    """Save a case whose stage is reached; from now on it stands in the next one.

    Parameters
    ----------
    workspace : Workspace
    case : ComplaintCase
        With the answers of the stage.
    by : str
    at : datetime, optional
        When the stage was reached; now when omitted.

    Raises
    ------
    WorkspaceError
        It cannot be closed so: that needs an outcome, and nothing follows the follow-up; the moment lies
        ahead, or before another one; and the errors of :func:`save_case`.
    """
    if case.stage == "close":
        return close_case(workspace, case, by, at=at)
    if case.stage not in STAGES:
        raise WorkspaceError("Nothing is left to do in this case.", code="case_done")
    return save_case(workspace, _reached(case, case.stage, at), by)


def close_case(workspace: Workspace, case: ComplaintCase, by: str, *, at: datetime | None = None
               ) -> ComplaintCase:
    """Close a case, at whatever stage it stands; what it passed over has no moment.

    Raises
    ------
    WorkspaceError
        It is closed already, or nobody says how it ended; and the errors of :func:`save_case`.
    """
    if case.closed:
        raise WorkspaceError("This case is closed.", code="case_closed")
    if not case.form.outcome:
        raise WorkspaceError("Say how the complaint ended before you close it.", code="case_outcome")
    return save_case(workspace, _reached(case, "close", at), by)


def reopen_case(workspace: Workspace, case: ComplaintCase, by: str, *, stage: str = REOPEN_AT[1]
                ) -> ComplaintCase:
    """Open a closed case again; the moments from the stage on are to be reached anew, the history keeps them.

    Raises
    ------
    WorkspaceError
        It is not closed, or there is no such stage to begin anew; and the errors of :func:`save_case`.
    """
    if not case.closed or stage not in REOPEN_AT:
        raise WorkspaceError("Only a closed case can be opened again.", code="case_open")
    left = STAGES[:STAGES.index(stage)]
    anew = replace(case.form, outcome="", satisfied=None, promise_kept=None)
    return save_case(workspace, replace(
        case, stage=stage, moments={one: moment for one, moment in case.moments.items() if one in left},
        reopened=case.reopened + 1, form=anew), by)


def drop_case(workspace: Workspace, case: ComplaintCase, by: str) -> None:
    """Take a case that was opened by mistake out of sight; its history stays.

    Raises
    ------
    Conflict
        Somebody else saved or dropped it in between.
    """
    # Its number is free again: the complaint may come back to the desk.
    save(workspace, ComplaintCaseRow, _told, code=case.code, version=case.version, by=by, deleted=True,
         content={"complaint_id": f"{case.complaint_id[:LONGEST_NUMBER - 20]} ({case.code})"})


def cases(workspace: Workspace, *, open_only: bool = False, customer_id: str | None = None
          ) -> tuple[ComplaintCase, ...]:
    """Return the cases, those received first in front.

    Parameters
    ----------
    workspace : Workspace
    open_only : bool
        Those in which something is left to do.
    customer_id : str, optional
        One customer's.
    """
    chosen = select(ComplaintCaseRow).where(ComplaintCaseRow.deleted_at.is_(None))
    if open_only:
        chosen = chosen.where(ComplaintCaseRow.stage != DONE)
    if customer_id is not None:
        chosen = chosen.where(ComplaintCaseRow.customer_id == customer_id)
    with workspace.reading() as session:
        found = [_case(row) for row in session.scalars(chosen)]
    return tuple(sorted(found, key=lambda one: (one.opened_on or date.min, one.complaint_id)))


def done_cases(workspace: Workspace, *, most: int) -> tuple[ComplaintCase, ...]:
    """Return the cases in which nothing is left to do, those saved last in front, at most so many."""
    chosen = select(ComplaintCaseRow).where(
        ComplaintCaseRow.deleted_at.is_(None), ComplaintCaseRow.stage == DONE).order_by(
        ComplaintCaseRow.saved_at.desc()).limit(most)
    with workspace.reading() as session:
        return tuple(_case(row) for row in session.scalars(chosen))


def count_saved_since(workspace: Workspace, moment: datetime) -> int:
    """Return how many cases were saved, or dropped, after a moment: what the next build takes in."""
    with workspace.reading() as session:
        return session.scalar(select(func.count()).select_from(ComplaintCaseRow).where(
            ComplaintCaseRow.saved_at > moment)) or 0


def find_case(workspace: Workspace, code: str) -> ComplaintCase | None:
    """Return the case of a code; None where there is none, or none any more."""
    with workspace.reading() as session:
        row = session.get(ComplaintCaseRow, code)
        return None if row is None or row.deleted_at is not None else _case(row)


def find_complaint(workspace: Workspace, complaint_id: str) -> ComplaintCase | None:
    """Return the case of a complaint's number; None where it is not at the desk."""
    with workspace.reading() as session:
        row = session.scalar(select(ComplaintCaseRow).where(ComplaintCaseRow.complaint_id == complaint_id,
                                                            ComplaintCaseRow.deleted_at.is_(None)))
        return None if row is None else _case(row)


def complaint_numbers(workspace: Workspace) -> frozenset[str]:
    """Return the numbers of all complaints at the desk, done or not."""
    with workspace.reading() as session:
        return frozenset(session.scalars(select(ComplaintCaseRow.complaint_id).where(
            ComplaintCaseRow.deleted_at.is_(None))))


def promises_due(workspace: Workspace, by: date) -> tuple[ComplaintCase, ...]:
    """Return the cases whose promise is due by a day and not carried out yet, the most overdue first."""
    chosen = select(ComplaintCaseRow).where(
        ComplaintCaseRow.deleted_at.is_(None), ComplaintCaseRow.stage.in_(STAGES[:STAGES.index("close")]),
        ComplaintCaseRow.promise_due <= by)
    with workspace.reading() as session:
        found = [_case(row) for row in session.scalars(chosen)]
    return tuple(sorted((one for one in found if one.promise_open),
                        key=lambda one: (one.form.promise_due or by, one.complaint_id)))


def _reached(case: ComplaintCase, stage: str, at: datetime | None) -> ComplaintCase:
    after = (*STAGES, DONE)[STAGES.index(stage) + 1]
    now = datetime.now(UTC)
    moment = (at or now).astimezone(UTC)
    before = max(case.moments.values(), default=None)
    if moment > now or (before is not None and moment < before) or (
            case.opened_on is not None and moment.astimezone().date() < case.opened_on):
        raise WorkspaceError("A stage is reached after the one before it, and not in days to come.",
                             code="case_moment")
    return replace(case, stage=after, moments={**case.moments, stage: moment})


def _number(day: date) -> str:
    return f"D{day:%Y%m%d}-{secrets.token_hex(3)}"


def _columns(case: ComplaintCase) -> dict[str, Any]:
    return {"complaint_id": case.complaint_id, "customer_id": case.customer_id, "stage": case.stage,
            "owner": case.owner, "owner_level": case.owner_level, "promise_due": case.form.promise_due,
            "closed_at": case.moments.get("close"), "form": case.content()}


def _told(row: ComplaintCaseRow) -> dict[str, object]:
    return {"name": row.form["complaint_id"], **row.form}


def _case(row: ComplaintCaseRow) -> ComplaintCase:
    return ComplaintCase.from_content(row.form, code=row.code, version=row.version, created_at=row.created_at,
                                      saved_at=row.saved_at, saved_by=row.saved_by)
