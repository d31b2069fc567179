"""Scenarios: what somebody assumed when they reckoned what keeping customers is worth, under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from analytics.errors import WorkspaceError
from analytics.workspace.saving import save
from analytics.workspace.tables import ScenarioRow
from analytics.workspace.workspace import Workspace

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Scenario:
    """Assumptions under a name.

    Attributes
    ----------
    name : str
    kind : str
        Which page they are for, such as ``economics``.
    assumptions : mapping of str to float
        Only what was chosen; the rest is the company's own, as it stands when the scenario is opened.
    note : str
    code : str
        Given at the first save.
    version : int
        How often it was saved; 0: not yet.
    saved_at : datetime or None
        In UTC.
    saved_by : str
    """

    name: str
    kind: str
    assumptions: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    code: str = ""
    version: int = 0
    saved_at: datetime | None = field(default=None, compare=False)
    saved_by: str = field(default="", compare=False)


def scenarios(workspace: Workspace, kind: str) -> tuple[Scenario, ...]:
    """List the scenarios of a calculation, by name."""
    with workspace.reading() as session:
        rows = session.scalars(select(ScenarioRow).where(
            ScenarioRow.deleted_at.is_(None), ScenarioRow.kind == kind))
        found = [_scenario(row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.code)))


def save_scenario(workspace: Workspace, scenario: Scenario, by: str) -> Scenario:
    """Save a scenario: a new one, or a new version of the one it was read as.

    Raises
    ------
    WorkspaceError
        It has no name, or one too long.
    Conflict
        Somebody else saved or deleted it in between.
    """
    name = " ".join(scenario.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise WorkspaceError(f"A scenario needs a name of at most {LONGEST_NAME} signs.",
                             code="scenario_name", most=LONGEST_NAME)
    return _scenario(save(
        workspace, ScenarioRow, _told, code=scenario.code, version=scenario.version, by=by,
        content={"name": name, "kind": scenario.kind, "assumptions": dict(scenario.assumptions),
                 "note": scenario.note.strip()}))


def delete_scenario(workspace: Workspace, scenario: Scenario, by: str) -> None:
    """Take a scenario out of sight; its history stays.

    Raises
    ------
    Conflict
        Somebody else saved or deleted it in between.
    """
    save(workspace, ScenarioRow, _told, code=scenario.code, version=scenario.version, by=by, content={},
         deleted=True)


def _told(row: ScenarioRow) -> dict[str, object]:
    return {"name": row.name, "kind": row.kind, "assumptions": row.assumptions, "note": row.note}


def _scenario(row: ScenarioRow) -> Scenario:
    return Scenario(row.name, row.kind, row.assumptions, row.note, row.code,
                    row.version, row.saved_at, row.saved_by)
