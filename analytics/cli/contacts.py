"""The contact list on the command line: on the screen, as a table to take away, or for a calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.company import FormatOption, StoreOption, open_store
from analytics.cli.output import Format, say, terminal_words, write_json, write_rows
from analytics.filters import Clause, Filters
from analytics.metrics.contact_list import contact_list, contact_standards, handled_in, promised_in
from analytics.models.valuation import serving_valuation
from analytics.reports.contact_plan import contact_calendar, what, why
from analytics.reports.tables import csv_bytes, xlsx_bytes
from analytics.warehouse.outdated import require_current
from analytics.workspace import has_workspace, open_workspace, tasks
from analytics.workspace.complaint_cases import cases


def contacts(manager: Annotated[str | None, typer.Option(help="Customers of one account manager.")] = None,
             reason: Annotated[str | None, typer.Option(
                 help="promise, senior_visit, overdue, quiet, contract_end, birthday, anniversary.")] = None,
             most: Annotated[int | None, typer.Option(
                 help="So many of each account manager in a week; 0: all.")] = None,
             ics: Annotated[Path | None, typer.Option(help="Calendar file to write.")] = None,
             out: Annotated[Path | None, typer.Option(help="CSV or XLSX file to write.")] = None,
             store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """List whom to contact now and why, less what was done, dropped or put off; or write it to a file."""
    opened = open_store(store)
    require_current(opened)
    reader, words = opened.reader(), terminal_words()
    begun = has_workspace(opened)
    kept = tasks(open_workspace(opened), listed=True) if begun else ()
    at_desk = cases(open_workspace(opened)) if begun else ()
    valued = serving_valuation(opened.path)
    size = opened.settings.integer("contact_list_size")
    found = contact_list(
        reader, Filters(clauses=(Clause("account_manager", (manager,)),) if manager else ()), reason=reason,
        most=size if most is None else most, values=None if valued is None else valued.values,
        handled=handled_in(kept), promised=promised_in(at_desk), **contact_standards(opened.settings))
    if ics is not None:
        today = reader.meta.as_of or datetime.now(UTC).date()
        ics.write_bytes(contact_calendar(
            found, {(one.customer_id, one.occasion): one for one in kept}, today=today, words=words,
            written=datetime.now(UTC)))
        say(f"{len(found):,} contacts written to {ics}.")
    rows = found.to_dict("records")
    told = found.assign(value=found["value"] / 100, what=[what(row, words) for row in rows],
                        why=[why(row, words) for row in rows]).drop(columns=["customer_key", "occasion"])
    if out is not None:
        out.write_bytes(xlsx_bytes(told) if out.suffix == ".xlsx" else csv_bytes(told))
        say(f"{len(found):,} contacts written to {out}.")
    if ics is not None or out is not None:
        return
    shown = told[["customer_id", "name", "account_manager", "what", "why", "days_waiting", "value"]]
    if format is Format.json:
        write_json({"asked": "contacts", "as_of": reader.meta.as_of, "build": reader.build_id,
                    "rows": told.to_dict("records")})
    else:
        write_rows((shown.head(25) if format is Format.table else shown).to_dict("records"), format)
