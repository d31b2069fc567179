"""Changes to several tasks at once: each is saved by itself; what somebody else changed first is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analytics.errors import Conflict
from analytics.workspace.tasks import Task


@dataclass(frozen=True, slots=True)
class TaskChanges:
    """What became of a change to several tasks.

    Attributes
    ----------
    saved : tuple of Task
        As they stand now.
    conflicts : tuple of (Task, Conflict)
        Those that somebody else had saved in between; nothing of theirs was overwritten.
    """

    saved: tuple[Task, ...]
    conflicts: tuple[tuple[Task, Conflict], ...]


def change_tasks(chosen: Sequence[Task], change: Callable[[Task], Task]) -> TaskChanges:
    """Change tasks one by one.

    Parameters
    ----------
    chosen : sequence of Task
        As they were read; new ones have version 0.
    change : callable
        Saves a task and returns it as it stands, such as a call of `complete_task`.

    Raises
    ------
    WorkspaceError
        The workspace cannot be reached, or a text does not fit; what was saved before stays.
    """
    saved: list[Task] = []
    conflicts: list[tuple[Task, Conflict]] = []
    for task in chosen:
        try:
            saved.append(change(task))
        except Conflict as conflict:
            conflicts.append((task, conflict))
    return TaskChanges(tuple(saved), tuple(conflicts))
