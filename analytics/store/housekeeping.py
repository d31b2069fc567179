"""Clearing away what an interrupted write left behind, and builds nobody keeps any more."""

from __future__ import annotations

from pathlib import Path

from analytics.store import durable

#: The folders of a store.
FOLDERS = ("raw", "batches", "rejects", "mappings", "builds", "models")


def sweep(store: Path) -> None:
    """Remove unfinished files and folders, and parquet without a committed batch.

    Only the holder of the store's lock may do so: what another process is writing looks the same.

    Parameters
    ----------
    store : Path
    """
    committed = {file.stem for file in (store / "batches").glob("[!.]*.json")}
    for folder in (*(store / "raw").glob("*"), store / "rejects"):
        for file in folder.glob("*"):
            if file.name.split(".")[0] not in committed:
                durable.remove_durably(file)
    for folder in (store, *(store / inner for inner in FOLDERS)):
        for leftover in folder.glob(durable.UNFINISHED + "*"):
            if leftover.is_dir():
                durable.remove_folder(leftover)
            else:
                durable.remove_durably(leftover)


def abandon(store: Path, *, folder_too: bool) -> None:
    """Remove a store that was just begun and into which nothing went.

    Parameters
    ----------
    store : Path
    folder_too : bool
        Whether the folder itself was made for the store; one that was there stays.
    """
    for inner in FOLDERS:
        durable.remove_folder(store / inner)
    for file in ("lock", "store.json"):
        durable.remove_durably(store / file)
    if folder_too and not any(store.iterdir()):
        store.rmdir()


def prune_builds(store: Path, keep: int) -> None:
    """Remove all but the newest builds; the published one always stays.

    Parameters
    ----------
    store : Path
    keep : int
        How many to keep, the published one among them.
    """
    published = (store / "CURRENT").read_text("utf-8").strip()
    others = [folder for folder in sorted((store / "builds").glob("[!.]*")) if folder.name != published]
    for folder in others[:max(0, len(others) - max(0, keep - 1))]:
        durable.remove_folder(folder)
