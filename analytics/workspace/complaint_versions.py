"""Versions of a case: its history, and two that arose at the same time, put together field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select

from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_form import FIELD, FIELDS
from analytics.workspace.tables import ChangeRow, ComplaintCaseRow
from analytics.workspace.workspace import Workspace

#: What can be edited beside the form.
EDITED = ("owner", "owner_level", "opened_on")
#: What walks the stages; whoever moved the case further keeps it there.
_WALKED = ("stage", "moments", "handovers", "reopened")

Side = Literal["mine", "theirs", "both"]


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One save of a case.

    Attributes
    ----------
    version : int
    saved_at : datetime
    saved_by : str
    dropped : bool
        Whether it was taken out of sight.
    changed : mapping of str to (before, after)
        What differs from the version before, by field, as JSON knows it; of the first, what it began with.
    """

    version: int
    saved_at: datetime
    saved_by: str
    dropped: bool
    changed: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two versions differ.

    Attributes
    ----------
    field : str
    mine, theirs : object
    suggested : {"mine", "theirs"} or None
        Whose it should be: of whoever changed it; None where both did.
    joinable : bool
        Whether both can stay: texts and checklists can.
    """

    field: str
    mine: Any
    theirs: Any
    suggested: Side | None
    joinable: bool


def history(workspace: Workspace, case: ComplaintCase) -> tuple[CaseChange, ...]:
    """Return every save of a case, newest first."""
    what = str(ComplaintCaseRow.__tablename__).removesuffix("s")
    with workspace.reading() as session:
        rows = list(session.scalars(select(ChangeRow).where(
            ChangeRow.what == what, ChangeRow.code == case.code).order_by(ChangeRow.number)))
        found: list[CaseChange] = []
        before: dict[str, Any] = {}
        for row in rows:
            after = _flat(row.content)
            found.append(CaseChange(row.version, row.saved_at, row.saved_by, bool(row.content["deleted"]), {
                name: (before.get(name), after.get(name)) for name in {**before, **after}
                if before.get(name) != after.get(name)}))
            before = after
    return tuple(reversed(found))


def differences(base: ComplaintCase, mine: ComplaintCase, theirs: ComplaintCase) -> tuple[Difference, ...]:
    """Return where two versions that came of the same one differ.

    Parameters
    ----------
    base : ComplaintCase
        The version both began from.
    mine, theirs : ComplaintCase

    Returns
    -------
    tuple of Difference
        In the order of the form.
    """
    found = []
    for name in (*EDITED, *(field.name for field in FIELDS)):
        was, my, their = (_get(one, name) for one in (base, mine, theirs))
        if my == their:
            continue
        suggested: Side | None = "theirs" if my == was else "mine" if their == was else None
        joinable = name in FIELD and FIELD[name].kind in ("text", "steps") and bool(my) and bool(their)
        found.append(Difference(name, my, their, suggested, joinable))
    return tuple(found)


def put_together(mine: ComplaintCase, theirs: ComplaintCase, chosen: Mapping[str, Side]) -> ComplaintCase:
    """Return their version with what is chosen of mine, ready to be saved upon theirs.

    Parameters
    ----------
    mine, theirs : ComplaintCase
    chosen : mapping of str to str
        Field to ``"mine"``, ``"theirs"`` or ``"both"``; theirs where it says nothing.
    """
    put, form = theirs, theirs.form
    for name, side in chosen.items():
        if side == "theirs":
            continue
        value = _get(mine, name)
        if side == "both":
            their = _get(theirs, name)
            value = (tuple(dict.fromkeys((*their, *value))) if isinstance(value, tuple)
                     else f"{their}\n\n{value}")
        if name in FIELD:
            form = replace(form, **{name: value})
        else:
            put = replace(put, **{name: value})
    return replace(put, form=form)


def _get(case: ComplaintCase, name: str) -> Any:
    return getattr(case.form if name in FIELD else case, name)


def _flat(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a save told of, fields of the form beside the others; empty ones are left out."""
    plain = {name: content.get(name) for name in (*EDITED, *_WALKED, "complaint_id", "customer_id")}
    return {name: value for name, value in {**plain, **content["form"]}.items()
            if value not in ("", None, [], {}, 0)}
