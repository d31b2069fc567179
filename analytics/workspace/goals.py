"""Goals: what a figure is meant to reach, for the whole company or one branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from analytics.errors import WorkspaceError
from analytics.workspace.saving import save
from analytics.workspace.tables import GoalRow
from analytics.workspace.workspace import Workspace

LONGEST_NOTE = 400


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal.

    Attributes
    ----------
    metric : str
        The figure it is for.
    target : float
        As a share.
    branch : str
        Empty for the whole company.
    note : str
    code : str
        Given at the first save.
    version : int
        How often it was saved; 0: not yet.
    saved_at : datetime or None
        In UTC.
    saved_by : str
    """

    metric: str
    target: float
    branch: str = ""
    note: str = ""
    code: str = ""
    version: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""


def goals(workspace: Workspace) -> tuple[Goal, ...]:
    """Return all goals, by figure, the whole company's first."""
    with workspace.reading() as session:
        rows = session.scalars(select(GoalRow).where(GoalRow.deleted_at.is_(None)))
        return tuple(sorted((_goal(row) for row in rows), key=lambda one: (one.metric, one.branch, one.code)))


def save_goal(workspace: Workspace, goal: Goal, by: str) -> Goal:
    """Save a goal, or a new version of the one it was read as.

    Raises
    ------
    WorkspaceError
        It is no share between 0 and 3, or its note is too long.
    Conflict
        Somebody else saved or deleted it in between.
    """
    # Revenue of kept customers may have grown: a goal above one is no mistake.
    if not 0 < goal.target <= 3 or len(goal.note) > LONGEST_NOTE:
        raise WorkspaceError("A goal is a share above nought, with a short note.", code="goal_target",
                             most=LONGEST_NOTE)
    return _goal(save(
        workspace, GoalRow, _told, code=goal.code, version=goal.version, by=by,
        content={"metric": goal.metric, "branch": goal.branch, "target": goal.target,
                 "note": goal.note.strip()}))


def delete_goal(workspace: Workspace, goal: Goal, by: str) -> None:
    """Take a goal out of sight; its history stays.

    Raises
    ------
    Conflict
        Somebody else saved or deleted it in between.
    """
    save(workspace, GoalRow, _told, code=goal.code, version=goal.version, by=by, content={}, deleted=True)


def _told(row: GoalRow) -> dict[str, object]:
    return {"name": row.metric, "metric": row.metric, "branch": row.branch, "target": row.target,
            "note": row.note}


def _goal(row: GoalRow) -> Goal:
    return Goal(row.metric, row.target, row.branch, row.note, row.code, row.version, row.saved_at,
                row.saved_by)
