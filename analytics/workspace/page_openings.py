"""How often pages are opened, by day and role: whether the data is put to use, never who put it there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from analytics.workspace.tables import PageOpeningRow
from analytics.workspace.workspace import Workspace

#: What a reader may say they are here as; nothing until they say it.
ROLES = ("executive", "marketing", "service", "facilitator", "other")


@dataclass(frozen=True, slots=True)
class PageOpenings:
    """How often a role opened a page.

    Attributes
    ----------
    role : str
        One of `ROLES`; empty where it was not said.
    page : str
        The page's stem.
    count : int
    """

    role: str
    page: str
    count: int


def count_opening(workspace: Workspace, page: str, role: str, day: date) -> None:
    """Count a page's opening."""
    mine = (PageOpeningRow.day == day, PageOpeningRow.role == role, PageOpeningRow.page == page)
    for _attempt in range(2):
        try:
            with workspace.writing() as session:
                counted = session.execute(update(PageOpeningRow).where(*mine).values(
                    count=PageOpeningRow.count + 1).returning(PageOpeningRow.count)).first()
                if counted is None:
                    session.add(PageOpeningRow(day=day, role=role, page=page, count=1))
        except IntegrityError:
            # Somebody else opened it first on this day, in between.
            continue
        return


def page_openings(workspace: Workspace, since: date) -> tuple[PageOpenings, ...]:
    """Return the openings since a day, by role and page, most first."""
    counted = select(PageOpeningRow.role, PageOpeningRow.page, func.sum(PageOpeningRow.count)).where(
        PageOpeningRow.day >= since).group_by(PageOpeningRow.role, PageOpeningRow.page)
    with workspace.reading() as session:
        rows = [PageOpenings(role, page, int(count)) for role, page, count in session.execute(counted)]
    return tuple(sorted(rows, key=lambda one: (-one.count, one.role, one.page)))
