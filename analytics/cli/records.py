"""Commands on records: import files, list what was imported, take a batch back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.company import FormatOption, StoreOption, open_store, store_folder
from analytics.cli.output import Format, Progress, plain, say, terminal_words, told, write_json, write_rows
from analytics.errors import HuitouError, UnknownName
from analytics.settings import command_line, load_settings
from analytics.store import Store
from analytics.store.housekeeping import abandon


def import_records(
        files: Annotated[list[Path], typer.Argument(help="CSV, TSV, XLSX or Parquet; also .gz.")],
        table: Annotated[str | None, typer.Option(help="Canonical table, where it feeds only one.")] = None,
        mapping: Annotated[Path | None, typer.Option(help="Mapping file (TOML).")] = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; change nothing.")] = False,
        encoding: Annotated[str | None, typer.Option(help="Encoding, if not found rightly.")] = None,
        store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """Import files: good rows go in, refused rows are kept aside with reasons.

    Without --mapping the columns' meaning is found out. Where that is not certain, nothing is imported and
    the mapping to edit is printed: send it to a file, edit it, and import again with --mapping.
    """
    from analytics.importing import import_files, load_mapping
    from analytics.importing.suggested_file import suggestion_text
    from analytics.importing.wording import summary_lines

    try:
        with _begun(store_folder(store), dry_run) as opened:
            report = import_files(opened, files, mapping=load_mapping(mapping) if mapping else None,
                                  table=table, encoding=encoding, dry_run=dry_run, progress=Progress())
    except HuitouError as error:
        suggestion = suggestion_text(error, terminal_words())
        if format is Format.json:
            write_json({"asked": "import", "error": error.code, "message": told(error),
                        "suggestion": suggestion})
            raise typer.Exit(2) from error
        if suggestion:
            say(suggestion)
        raise
    if format is Format.json:
        write_json({"asked": "import", "accepted": report.accepted, "refused": report.refused,
                    **plain(report)})
    else:
        for line in summary_lines(report, terminal_words(), store=store_folder(store)):
            say(line)
    if report.refused:
        raise typer.Exit(1)


@contextmanager
def _begun(folder: Path, dry_run: bool) -> Iterator[Store]:
    """Yield the store, begun where there is none; one into which nothing went is gone again."""
    if Store.exists(folder):
        yield Store.open(folder)
        return
    with tempfile.TemporaryDirectory(prefix="huitou-trial-") as temporary:
        there = folder.is_dir()
        store = Store.create(temporary if dry_run else folder, name=folder.resolve().name,
                             currency=load_settings().text("currency"))
        try:
            yield store
        finally:
            if not dry_run and not store.batches():
                abandon(store.path, folder_too=not there)


def batches(store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """List what was imported, oldest first."""
    found = open_store(store).batches()
    if format is Format.json:
        write_json({"asked": "batches", "rows": found})
        return
    write_rows([{"batch": one.id, "files": one.source or ", ".join(Path(name).name for name in one.files),
                 **one.tables, "refused": sum(one.refused.values()),
                 "superseded": sum(one.superseded.values())} for one in found], format)


def refused(batch: Annotated[str, typer.Argument(help="The batch, as `batches` lists it.")],
            out: Annotated[Path | None, typer.Option(
                help="Folder to write to; refused-BATCH when not said.", show_default=False)] = None,
            everything: Annotated[bool, typer.Option(
                "--all", help="Also the rows that later imports have taken in, marked as such.")] = False,
            store: StoreOption = None) -> None:
    """Write the refused rows of an import as CSV files, to mend and to import again.

    Each file has the company's own columns, and beside them the number of the row in its file, the rules
    it broke and the reasons in words. Rows that a later import has taken in, mended in such a file or
    corrected and exported anew, are left out and counted.
    """
    from analytics.importing import write_refused
    from analytics.importing.settled_rows import settled_rows
    from analytics.importing.wording import refused_folder

    opened, words = open_store(store), terminal_words()
    known = {one.id: one for one in opened.batches()}
    if batch not in known:
        raise UnknownName("batch", batch, known)
    rows = sum(known[batch].refused.values())
    if not rows:
        say(words("import.refused_none", batch=batch))
        return
    settled = settled_rows(opened, batch)
    left = rows if everything else rows - len(settled)
    mended = sum(how == "mended" for how in settled.values())
    if settled:
        say(words("import.refused_settled", mended=words.number(mended),
                  corrected=words.number(len(settled) - mended),
                  command=command_line(opened.path, "refused", batch, "--all")))
    if not left:
        return
    written = write_refused(
        opened, batch, out or refused_folder(batch), words, without=() if everything else settled,
        since={place: words(f"import.since.{how}") for place, how in settled.items()})
    say(words("import.refused_written", rows=words.number(left)))
    for file in written:
        say(f"  {file}")
    say(words("import.refused_next"))


def undo(batch: Annotated[str, typer.Argument(help="The batch, as `batches` lists it.")],
         store: StoreOption = None) -> None:
    """Take one import back; build afterwards."""
    opened = open_store(store)
    taken = opened.undo(batch)
    say(terminal_words()("import.undone", batch=taken.id, command=command_line(opened.path, "build")))
