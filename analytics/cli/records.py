"""Commands on records: import files, list what was imported, take a batch back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.company import FormatOption, StoreOption, open_store, store_folder
from analytics.cli.output import Format, Progress, plain, say, write_json, write_rows
from analytics.settings import load_settings
from analytics.store import Store


def import_records(
        files: Annotated[list[Path], typer.Argument(help="CSV, TSV, XLSX or Parquet; also .gz.")],
        table: Annotated[str | None, typer.Option(help="Canonical table, where it feeds only one.")] = None,
        mapping: Annotated[Path | None, typer.Option(help="Mapping file (TOML).")] = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; change nothing.")] = False,
        encoding: Annotated[str | None, typer.Option(help="Encoding, if not found rightly.")] = None,
        store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """Import files: good rows go in, refused rows are kept aside with reasons."""
    from analytics.cli.import_summary import summary_lines
    from analytics.importing import import_files, load_mapping

    folder = store_folder(store)
    if Store.exists(folder):
        opened = Store.open(folder)
    else:
        opened = Store.create(folder, name=folder.resolve().name, currency=load_settings().text("currency"))
    report = import_files(opened, files, mapping=load_mapping(mapping) if mapping else None, table=table,
                          encoding=encoding, dry_run=dry_run, progress=Progress())
    if format is Format.json:
        write_json(report)
    else:
        for line in summary_lines(report):
            say(line)
    if report.refused:
        raise typer.Exit(1)


def batches(store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """List what was imported, oldest first."""
    found = open_store(store).batches()
    if format is Format.json:
        write_json({"asked": "batches", "rows": found})
        return
    write_rows([{"batch": one.id, "files": ", ".join(Path(name).name for name in one.files),
                 **plain(one.tables)} for one in found], format)


def undo(batch: Annotated[str, typer.Argument(help="The batch, as `batches` lists it.")],
         store: StoreOption = None) -> None:
    """Take one import back; build afterwards."""
    taken = open_store(store).undo(batch)
    say(f"Batch {taken.id} was taken back. Run `python -m analytics build` to publish without it.")
