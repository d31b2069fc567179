"""Tasks: what somebody is to do for a customer, until when, and what came of it.

A task's days are days of the company, counted on the data's clock: the last day its records reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from analytics.errors import Conflict, WorkspaceError
from analytics.workspace.saving import save
from analytics.workspace.tables import TaskRow
from analytics.workspace.workspace import Workspace

#: What is saved and compared, beside the version.
CONTENT = ("customer_id", "title", "reason", "occasion", "owner", "due_on", "state", "snoozed_until",
           "done_on", "done_at", "detail", "outcome")
STATES = OPEN, DONE, DROPPED = "open", "done", "dropped"
LONGEST_TITLE, LONGEST_OWNER, LONGEST_TEXT = 200, 120, 4_000


@dataclass(frozen=True, slots=True)
class Task:
    """Something somebody is to do for a customer.

    Attributes
    ----------
    customer_id : str
        The company's own number.
    title : str
        What is to be done.
    reason : str
        Why: one of the contact list's reasons, ``"complaint"``, ``"campaign"`` or ``"other"``.
    occasion : str
        The reason with its day, by which a list knows what was done of it; empty: of no list. A customer has
        one task at most for an occasion.
    owner : str
        Who is to do it; empty: nobody yet.
    due_on : date or None
        The last day for it.
    state : str
        ``"open"``, ``"done"`` or ``"dropped"``.
    snoozed_until : date or None
        It need not be looked at before that day.
    done_on : date or None
        The company's day on which it was done or dropped.
    done_at : datetime or None
        The moment that was written down, in UTC.
    detail : str
        More about what is to be done.
    outcome : str
        What came of it, or why it was dropped.
    code : str
        Given at the first save.
    version : int
        How often it was saved; 0: not yet.
    created_at, saved_at : datetime or None
        Moments in UTC.
    saved_by : str
    """

    customer_id: str
    title: str
    reason: str = "other"
    occasion: str = ""
    owner: str = ""
    due_on: date | None = None
    state: str = OPEN
    snoozed_until: date | None = None
    done_on: date | None = None
    done_at: datetime | None = None
    detail: str = ""
    outcome: str = ""
    code: str = ""
    version: int = 0
    created_at: datetime | None = field(default=None, compare=False)
    saved_at: datetime | None = field(default=None, compare=False)
    saved_by: str = field(default="", compare=False)

    def late(self, today: date | None) -> bool:
        """Tell whether its last day has passed and it is still open."""
        return self.state == OPEN and None not in (today, self.due_on) and self.due_on < today  # type: ignore[operator]

    def asleep(self, today: date | None) -> bool:
        """Tell whether it is open and need not be looked at yet."""
        return self.state == OPEN and None not in (today, self.snoozed_until) and (
            today < self.snoozed_until)  # type: ignore[operator]


def tasks(workspace: Workspace, *, customer_id: str | None = None, owner: str | None = None,
          state: str | None = None, reason: str | None = None, listed: bool = False) -> tuple[Task, ...]:
    """Return tasks: those due first come first, those without a last day behind them.

    Parameters
    ----------
    workspace : Workspace
    customer_id, owner, state, reason : str, optional
        Only those of one customer, owner, state or reason.
    listed : bool
        Only those that stand for an occasion of a list.
    """
    wanted = {"customer_id": customer_id, "owner": owner, "state": state, "reason": reason}
    chosen = select(TaskRow).where(TaskRow.deleted_at.is_(None), *(
        getattr(TaskRow, name) == value for name, value in wanted.items() if value is not None))
    if listed:
        chosen = chosen.where(TaskRow.occasion != "")
    with workspace.reading() as session:
        return tuple(sorted((_task(row) for row in session.scalars(chosen)), key=_order))


def find_task(workspace: Workspace, code: str) -> Task | None:
    """Return the task of a code; None where there is none."""
    with workspace.reading() as session:
        row = session.get(TaskRow, code)
        return None if row is None or row.deleted_at is not None else _task(row)


def count_tasks(workspace: Workspace, today: date | None, owner: str | None = None) -> Mapping[str, int]:
    """Count open tasks and the late ones among them, everybody's or one owner's: ``open`` and ``late``."""
    chosen = select(func.count(), func.count().filter(TaskRow.due_on < today)).where(
        TaskRow.deleted_at.is_(None), TaskRow.state == OPEN)
    if owner is not None:
        chosen = chosen.where(TaskRow.owner == owner)
    with workspace.reading() as session:
        opened, late = session.execute(chosen).one()
    return {"open": opened, "late": late}


def save_task(workspace: Workspace, task: Task, by: str) -> Task:
    """Save a task: a new one, or a new version of the one it was read as.

    Parameters
    ----------
    workspace : Workspace
    task : Task
        With the version it was read at.
    by : str
        Who saves.

    Returns
    -------
    Task
        As it stands now.

    Raises
    ------
    WorkspaceError
        It has no title, or a text is too long.
    Conflict
        Somebody else saved it in between, or made another task for the same occasion of the customer.
    """
    task = replace(task, title=" ".join(task.title.split()), owner=task.owner.strip(),
                   detail=task.detail.strip(), outcome=task.outcome.strip())
    _refuse_what_does_not_fit(task)
    try:
        return _task(save(workspace, TaskRow, _told, code=task.code, version=task.version, by=by,
                          content={name: getattr(task, name) for name in CONTENT}))
    except WorkspaceError as error:
        if not isinstance(error.__cause__, IntegrityError):
            raise
        raise _taken(workspace, task) from None


def complete_task(workspace: Workspace, task: Task, outcome: str, by: str, *, on: date | None) -> Task:
    """Mark a task as done on a day of the company, with what came of it; see :func:`save_task`."""
    return _close(workspace, task, DONE, outcome, by, on)


def drop_task(workspace: Workspace, task: Task, outcome: str, by: str, *, on: date | None) -> Task:
    """Give a task up, with the reason why; see :func:`save_task`."""
    return _close(workspace, task, DROPPED, outcome, by, on)


def snooze_task(workspace: Workspace, task: Task, until: date, by: str) -> Task:
    """Put a task off to a day, and its last day with it where that came before; see :func:`save_task`."""
    due_on = max(task.due_on, until) if task.due_on else None
    return save_task(workspace, replace(task, state=OPEN, snoozed_until=until, due_on=due_on), by)


def assign_task(workspace: Workspace, task: Task, owner: str, by: str, *, due_on: date | None = None) -> Task:
    """Give a task to somebody, with a last day for it where one is named; see :func:`save_task`."""
    return save_task(workspace, replace(task, owner=owner, due_on=due_on or task.due_on), by)


def reopen_task(workspace: Workspace, task: Task, by: str) -> Task:
    """Open a task again that was done, dropped or put off; see :func:`save_task`."""
    return save_task(workspace, replace(task, state=OPEN, snoozed_until=None, done_on=None, done_at=None), by)


def _close(workspace: Workspace, task: Task, state: str, outcome: str, by: str, on: date | None) -> Task:
    return save_task(workspace, replace(task, state=state, outcome=outcome, done_on=on,
                                        done_at=datetime.now(UTC)), by)


def _refuse_what_does_not_fit(task: Task) -> None:
    if not 0 < len(task.title) <= LONGEST_TITLE:
        raise WorkspaceError(f"A task needs a title of at most {LONGEST_TITLE} signs.", code="task_title",
                             most=LONGEST_TITLE)
    if len(task.owner) > LONGEST_OWNER or max(len(task.detail), len(task.outcome)) > LONGEST_TEXT:
        raise WorkspaceError(f"A task's texts have at most {LONGEST_TEXT} signs, its owner {LONGEST_OWNER}.",
                             code="task_text", most=LONGEST_TEXT, owner=LONGEST_OWNER)


def _taken(workspace: Workspace, task: Task) -> Conflict:
    """Tell of the task that somebody made for the same occasion a moment earlier."""
    with workspace.reading() as session:
        row = session.scalars(select(TaskRow).where(TaskRow.customer_id == task.customer_id,
                                                    TaskRow.occasion == task.occasion)).one()
        return Conflict("task", row.title, row.saved_by, {
            **_told(row), "code": row.code, "version": row.version, "deleted": row.deleted_at is not None})


def _order(task: Task) -> tuple[bool, date, datetime, str]:
    return (task.due_on is None, task.due_on or date.min,
            task.created_at or datetime.min.replace(tzinfo=UTC), task.code)


def _told(row: TaskRow) -> dict[str, object]:
    content = {name: getattr(row, name) for name in CONTENT}
    return {"name": row.title, **{name: value.isoformat() if isinstance(value, date) else value
                                  for name, value in content.items()}}


def _task(row: TaskRow) -> Task:
    return Task(**{name: getattr(row, name) for name in CONTENT}, code=row.code, version=row.version,
                created_at=row.created_at, saved_at=row.saved_at, saved_by=row.saved_by)
