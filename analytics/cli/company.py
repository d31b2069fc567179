"""Commands on the store as a whole: the demo company, build, check."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.output import Format, Progress, plain, say, told, write_json, write_rows
from analytics.errors import WorkspaceError
from analytics.settings import load_settings
from analytics.store import Store

StoreOption = Annotated[Path | None, typer.Option("--store", help="Folder of the store.", show_default=False)]
FormatOption = Annotated[Format, typer.Option("--format", help="How the result is written.")]


def store_folder(store: Path | None) -> Path:
    """Return the store named on the command line, else the one of the settings."""
    return store or Path(load_settings().text("store"))


def open_store(store: Path | None) -> Store:
    """Open the store named on the command line, else the one of the settings."""
    return Store.open(store_folder(store))


def demo(store: StoreOption = None,
         customers: Annotated[int, typer.Option(min=200, max=200_000, help="How many customers.")] = 4000,
         seed: Annotated[int, typer.Option(help="The same seed makes the same company.")] = 20260630,
         train: Annotated[bool, typer.Option(
             help="Train the churn classifier and value customers too.")] = True,
         months: Annotated[int | None, typer.Option(
             "--continue", help="Let so many months pass in the demo company there is, campaigns included.",
             show_default=False)] = None) -> None:
    """Make the demo company Dayu Machinery, build it and train its model; or let time pass in it."""
    if months is not None:
        from analytics.cli.campaigns import let_time_pass

        let_time_pass(store, months)
        return
    from analytics.demo import write_demo
    from analytics.warehouse import build

    began, progress = time.monotonic(), Progress()
    folder = store_folder(store)
    with _whole_or_not_at_all(folder) as making:
        made = write_demo(making, customers=customers, seed=seed)
        built = build(made, progress=progress)
        if train:
            from analytics.models import churn, valuation

            churn.train(made, progress=progress)
            valuation.value_customers(made, progress=progress)
    say(f"{made.name}: {customers:,} customers in {folder}, build {built.id}, "
        f"{time.monotonic() - began:.1f} s.")


@contextmanager
def _whole_or_not_at_all(folder: Path) -> Iterator[Path]:
    """Make a new store beside its place and move it there when it is finished.

    A demo company broken off half way would otherwise be taken for a whole one by the next start.
    """
    if Store.exists(folder) or (folder.exists() and any(folder.iterdir())):
        # A store is refused by whoever makes one; what else lies in the folder stays where it is.
        yield folder
        return
    making = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(making, ignore_errors=True)
    yield making
    if folder.exists():
        folder.rmdir()
    making.rename(folder)


def build_store(store: StoreOption = None, format: FormatOption = Format.table,
                if_needed: Annotated[bool, typer.Option(
                    "--if-needed", help="Only where nothing, or an earlier version, has built.")] = False,
                ) -> None:
    """Build the marts from what was imported and publish them, whole or not at all."""
    from analytics.warehouse import build
    from analytics.warehouse.outdated import is_outdated

    if if_needed and not Store.exists(store_folder(store)):
        return
    opened = open_store(store)
    current = opened.current_build()
    needed = bool(opened.batches()) if current is None else is_outdated(current)
    if if_needed and not needed:
        return
    hand_over_written(opened)
    built = build(opened, progress=Progress())
    if format is Format.json:
        write_json(built)
        return
    say(f"Build {built.id} published.")


def hand_over_written(store: Store) -> None:
    """Give the build the complaint desk's cases and the events people wrote; nothing where nobody wrote.

    While the workspace cannot be read, what was handed over last stays: numbers must not wait for it.
    """
    from analytics.importing.handing_over import hand_over
    from analytics.workspace import annotation_records, has_workspace, open_workspace
    from analytics.workspace.complaint_records import DESCRIBING, SOURCE, complaint_records

    try:
        workspace = open_workspace(store) if has_workspace(store) else None
        written = None if workspace is None else (complaint_records(workspace), annotation_records(workspace))
    except WorkspaceError as error:
        typer.echo(told(error), err=True)
        return
    if written is not None:
        complaints, events = written
        hand_over(store, SOURCE, "complaints", complaints, describing=DESCRIBING)
        hand_over(store, "annotations", "events", events)


def check_store(store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """Run the marts' own checks on the published build."""
    from analytics.warehouse import check

    results = check(open_store(store))
    rows = [plain(result) for result in results]
    failed = [result for result in results if not result.passed]
    if format is Format.json:
        write_json({"asked": "check", "passed": not failed, "rows": rows})
    else:
        write_rows(rows, format)
        say(f"{len(results) - len(failed)} of {len(results)} checks passed.")
    if failed:
        raise typer.Exit(1)
