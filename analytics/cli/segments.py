"""Commands on saved segments: what there is, and the customers of one as a file or for a CRM."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.company import FormatOption, StoreOption, open_store
from analytics.cli.output import Format, say, terminal_words, write_json, write_rows
from analytics.errors import UnknownName
from analytics.filters import Filters, condition_sentence
from analytics.metrics.segment_list import COLUMNS, segment_list
from analytics.models.segment_filter import segment_filter
from analytics.reports.segment_delivery import deliver_call, deliver_file
from analytics.reports.tables import csv_bytes, xlsx_bytes
from analytics.settings import load_settings
from analytics.store import Store
from analytics.warehouse.outdated import require_current
from analytics.workspace import Segment, has_workspace, open_workspace
from analytics.workspace import segments as saved_segments


def segments(store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """List the saved segments with how many customers each has now."""
    opened = open_store(store)
    require_current(opened)
    reader, words = opened.reader(), terminal_words()
    rows = [{"segment": one.name, "code": one.code,
             "means": condition_sentence(one.condition, words, opened.currency),
             "customers": len(segment_list(reader, Filters(), segment=segment_filter(opened, one),
                                           columns=("customer_id",))),
             "frozen": one.frozen, "saved_by": one.saved_by, "version": one.version,
             "saved_on": one.saved_at.date() if one.saved_at else None}
            for one in _known(opened)]
    if format is Format.json:
        write_json({"asked": "segments", "as_of": reader.meta.as_of, "build": reader.build_id, "rows": rows})
    else:
        write_rows(rows, format)


def segment(name: Annotated[str, typer.Argument(help="Name or code of the segment.")],
            out: Annotated[Path | None, typer.Option(help="CSV or XLSX file to write.")] = None,
            columns: Annotated[str | None, typer.Option(help="Columns, separated by commas.")] = None,
            deliver: Annotated[bool, typer.Option(
                help="Hand it to the folder and the address of the settings.")] = False,
            store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """List the customers of a saved segment, write them to a file, or hand them to a CRM."""
    opened = open_store(store)
    require_current(opened)
    reader = opened.reader()
    found = find(opened, name)
    named = tuple(one.strip() for one in columns.split(",")) if columns else COLUMNS[1:]
    customers = segment_list(reader, Filters(), segment=segment_filter(opened, found), columns=named)
    for column in {"value", "revenue_total", "value_12m", "margin_12m", "annual_value"} & set(customers):
        customers[column] = customers[column] / 100
    if out is not None:
        out.write_bytes(xlsx_bytes(customers) if out.suffix == ".xlsx" else csv_bytes(customers))
        say(f"{len(customers):,} customers written to {out}.")
    if deliver:
        settings = load_settings()
        if folder := settings.text("segment_folder"):
            file = deliver_file(Path(folder), found.name, customers)
            say(f"{len(customers):,} customers written to {file}.")
        if url := settings.text("segment_address"):
            status = deliver_call(url, found.name, reader.meta.as_of, customers)
            say(f"{len(customers):,} customers sent to {url}; it answered {status}.")
    if out is None and not deliver:
        rows = customers.to_dict("records")
        if format is Format.json:
            write_json({"asked": {"segment": found.name}, "as_of": reader.meta.as_of, "rows": rows})
        else:
            write_rows(rows[:25] if format is Format.table else rows, format)


def find(store: Store, name: str) -> Segment:
    """Find a saved segment by its code or its name.

    Raises
    ------
    UnknownName
        There is none.
    """
    known = _known(store)
    for one in known:
        if name in (one.code, one.name):
            return one
    raise UnknownName("segment", name, [one.name for one in known])


def _known(store: Store) -> tuple[Segment, ...]:
    return saved_segments(open_workspace(store)) if has_workspace(store) else ()
