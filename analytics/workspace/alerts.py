"""Alerts: what somebody wants to be told of, and what they were told already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from analytics.errors import WorkspaceError
from analytics.workspace.saving import save
from analytics.workspace.tables import AlertRow, DeliveryRow
from analytics.workspace.workspace import Workspace

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert.

    Attributes
    ----------
    name : str
    rule : {"threshold", "control_chart", "overdue"}
    metric : str
        Of a threshold: the figure.
    threshold : float or None
        Of a threshold: the share beyond which it is told.
    filters : mapping of str to list of str
        Whose customers it is about, as a link says it.
    recipient : str
        An e-mail address; empty: listed only.
    language : str
    active : bool
    code : str
        Given at the first save.
    version : int
        How often it was saved; 0: not yet.
    saved_at : datetime or None
        In UTC.
    saved_by : str
    """

    name: str
    rule: str
    metric: str = ""
    threshold: float | None = None
    filters: Mapping[str, list[str]] = field(default_factory=dict)
    recipient: str = ""
    language: str = "en"
    active: bool = True
    code: str = ""
    version: int = 0
    saved_at: datetime | None = field(default=None, compare=False)
    saved_by: str = field(default="", compare=False)


def alerts(workspace: Workspace) -> tuple[Alert, ...]:
    """Return all alerts, by name."""
    with workspace.reading() as session:
        rows = session.scalars(select(AlertRow).where(AlertRow.deleted_at.is_(None)))
        found = [_alert(row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.code)))


def save_alert(workspace: Workspace, alert: Alert, by: str) -> Alert:
    """Save an alert, or a new version of the one it was read as.

    Raises
    ------
    WorkspaceError
        It has no name, or its recipient is no address.
    Conflict
        Somebody else saved or deleted it in between.
    """
    name, recipient = " ".join(alert.name.split()), alert.recipient.strip()
    if not name or len(name) > LONGEST_NAME:
        raise WorkspaceError(f"An alert needs a name of at most {LONGEST_NAME} signs.", code="alert_name",
                             most=LONGEST_NAME)
    if recipient and not _is_address(recipient):
        raise WorkspaceError(f"{recipient!r} is no e-mail address.", code="alert_recipient",
                             recipient=recipient)
    return _alert(save(
        workspace, AlertRow, _told, code=alert.code, version=alert.version, by=by,
        content={"name": name, "rule": alert.rule, "metric": alert.metric, "threshold": alert.threshold,
                 "filters": {key: list(values) for key, values in alert.filters.items()},
                 "recipient": recipient, "language": alert.language, "owner": by, "active": alert.active}))


def delete_alert(workspace: Workspace, alert: Alert, by: str) -> None:
    """Take an alert out of sight; its history stays.

    Raises
    ------
    Conflict
        Somebody else saved or deleted it in between.
    """
    save(workspace, AlertRow, _told, code=alert.code, version=alert.version, by=by, content={}, deleted=True)


def was_delivered(workspace: Workspace, alert: Alert, occasion: str) -> bool:
    """Tell whether the recipient was told of an occasion already, by this alert."""
    with workspace.reading() as session:
        return session.scalar(select(DeliveryRow.number).where(
            DeliveryRow.alert == alert.code, DeliveryRow.occasion == occasion,
            DeliveryRow.recipient == alert.recipient).limit(1)) is not None


def count_deliveries(workspace: Workspace, recipient: str, days: int) -> int:
    """Return how many alerts a recipient was sent in so many days."""
    since = datetime.now(UTC) - timedelta(days=days)
    with workspace.reading() as session:
        return int(session.scalar(select(func.count()).select_from(DeliveryRow).where(
            DeliveryRow.recipient == recipient, DeliveryRow.sent_at >= since)) or 0)


def claim_delivery(workspace: Workspace, alert: Alert, occasion: str, content: Mapping[str, object]) -> bool:
    """Note that the recipient is told of an occasion; False where somebody did so before.

    Whoever claims it sends it: of two processes only one does.
    """
    with workspace.writing() as session:
        try:
            with session.begin_nested():
                session.add(DeliveryRow(alert=alert.code, occasion=occasion, recipient=alert.recipient,
                                        sent_at=datetime.now(UTC), content=dict(content)))
        except IntegrityError:
            return False
    return True


def release_delivery(workspace: Workspace, alert: Alert, occasion: str) -> None:
    """Take a claim back: the mail could not be sent, and is tried again next time."""
    with workspace.writing() as session:
        session.execute(delete(DeliveryRow).where(
            DeliveryRow.alert == alert.code, DeliveryRow.occasion == occasion,
            DeliveryRow.recipient == alert.recipient))


def _is_address(text: str) -> bool:
    name, address = parseaddr(text)
    local, _, domain = address.partition("@")
    plain = not any(sign.isspace() or sign in ",;<>" for sign in text)
    return plain and not name and bool(local) and "." in domain


def _told(row: AlertRow) -> dict[str, object]:
    return {"name": row.name, "rule": row.rule, "metric": row.metric, "threshold": row.threshold,
            "filters": row.filters, "recipient": row.recipient, "language": row.language,
            "active": row.active}


def _alert(row: AlertRow) -> Alert:
    return Alert(row.name, row.rule, row.metric, row.threshold, row.filters, row.recipient, row.language,
                 row.active, row.code, row.version, row.saved_at, row.saved_by)
