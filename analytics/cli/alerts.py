"""Commands on alerts: which stand now, and telling their recipients, once each."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from analytics.cli.company import FormatOption, StoreOption, open_store
from analytics.cli.output import Format, say, terminal_words, write_json, write_rows
from analytics.errors import DeliveryFailed, UnknownName
from analytics.filters import SavedSegment
from analytics.i18n import Translator
from analytics.models.alerting import Standing, asking, standing
from analytics.models.segment_filter import segment_filter
from analytics.reports.alert_mail import alert_mail, alert_sentence, send_mail
from analytics.store import Store
from analytics.warehouse.outdated import require_current
from analytics.workspace import Workspace, find_segment, has_workspace, open_workspace
from analytics.workspace.alerts import (
    Alert,
    claim_delivery,
    count_deliveries,
    release_delivery,
    was_delivered,
)
from analytics.workspace.alerts import alerts as known_alerts

#: More than so many mails in a week nobody acts on.
MOST_A_WEEK = 5


def alerts(send: Annotated[bool, typer.Option(help="Tell the recipients by e-mail, once each.")] = False,
           store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """List the alerts that stand now, and tell their recipients."""
    opened = open_store(store)
    require_current(opened)
    rows, failed = [], None
    # Looking begins no workspace.
    if has_workspace(opened):
        workspace = open_workspace(opened)
        for alert in known_alerts(workspace):
            row, failure = _row(opened, workspace, alert, send)
            rows.append(row)
            failed = failed or failure
    if format is Format.json:
        write_json({"asked": "alerts", "as_of": opened.reader().meta.as_of, "rows": rows})
    else:
        write_rows(rows, format)
    if send:
        say(f"{sum(row['state'] == 'sent' for row in rows)} mails sent.")
    if failed is not None:
        raise failed


def _row(store: Store, workspace: Workspace, alert: Alert, send: bool
         ) -> tuple[dict[str, Any], DeliveryFailed | None]:
    """Check an alert, send it where that is asked and due, and say what became of it."""
    row = {"alert": alert.name, "rule": alert.rule, "recipient": alert.recipient, "told": ""}
    if not alert.active:
        return {**row, "state": "paused"}, None
    reader = store.reader()
    try:
        found = standing(asking(reader), reader, store.settings, alert, lambda code: _segment(store, code))
    except UnknownName as error:
        return {**row, "state": "cannot be checked", "told": str(error)}, None
    row["told"] = alert_sentence(found, terminal_words())
    if not found.occasion:
        return {**row, "state": "all is well"}, None
    if not alert.recipient:
        return {**row, "state": "stands"}, None
    if was_delivered(workspace, alert, found.occasion):
        return {**row, "state": "told before"}, None
    if not send:
        return {**row, "state": "to be sent"}, None
    if count_deliveries(workspace, alert.recipient, 7) >= MOST_A_WEEK:
        return {**row, "state": "waits: five this week"}, None
    try:
        sent = _send(store, workspace, found)
    except DeliveryFailed as error:
        return {**row, "state": "not sent"}, error
    return {**row, "state": "sent" if sent else "told before"}, None


def _send(store: Store, workspace: Workspace, found: Standing) -> bool:
    """Send an alert, unless another process just did."""
    settings, alert = store.settings, found.alert
    mail = alert_mail(found, Translator(alert.language), company=store.name,
                      sender=settings.text("smtp_sender"), address=settings.text("dashboard_address"))
    content = {"subject": mail["Subject"], "text": mail.get_content()}
    if not claim_delivery(workspace, alert, found.occasion, content):
        return False
    try:
        send_mail(settings, mail)
    except DeliveryFailed:
        release_delivery(workspace, alert, found.occasion)
        raise
    return True


def _segment(store: Store, code: str) -> SavedSegment | None:
    found = find_segment(open_workspace(store), code)
    return None if found is None else segment_filter(store, found)
