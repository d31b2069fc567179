"""The store: a folder of immutable batches and of builds that are published whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from analytics.errors import StoreDamaged, StoreError, StoreMissing, UnknownName
from analytics.settings import Settings, load_settings
from analytics.store import durable, housekeeping
from analytics.store.faults import storage_faults
from analytics.store.lock import WriterLock
from analytics.store.reader import Reader, shared_reader
from analytics.store.records import FORMAT, Batch, Build, Identity, read_build, read_record, to_json


class Store:
    """A company's records and what was built of them, in one folder.

    Make one with :meth:`create` or :meth:`open`. Reading needs no lock and never waits; whatever
    changes the store happens inside :meth:`writing`.

    Attributes
    ----------
    path : Path
        The folder.
    name : str
        The company.
    currency : str
        ISO 4217 code of the money columns.
    demo : bool
        Whether it holds the demo company.
    """

    def __init__(self, path: Path, identity: Identity):
        self.path = path
        self.name, self.currency, self.demo = identity.name, identity.currency, identity.demo
        self._lock = WriterLock(path / "lock")

    @classmethod
    def exists(cls, path: str | Path) -> bool:
        """Say whether a folder holds a store, readable or not."""
        return (Path(path) / "store.json").exists()

    @classmethod
    def open(cls, path: str | Path) -> Store:
        """Open the store in a folder.

        Raises
        ------
        StoreMissing
            There is none.
        StoreDamaged, StoreNewer
            Its record cannot be read, or was written by a newer version of this program.
        """
        folder = Path(path).resolve()
        if not cls.exists(folder):
            raise StoreMissing(f"There is no store in {folder}.", path=str(folder),
                               hint="Make the demo company, or import your own files, to begin one.")
        return cls(folder, read_record(folder / "store.json", Identity.from_data))

    @classmethod
    def create(cls, path: str | Path, *, name: str, currency: str = "CNY", demo: bool = False) -> Store:
        """Begin an empty store in a folder, which is made where it is not there.

        Parameters
        ----------
        path : str or Path
        name : str
            The company.
        currency : str, default "CNY"
            ISO 4217 code of its money.
        demo : bool, default False
            Whether it will hold the demo company.

        Raises
        ------
        StoreError
            There is a store already.
        StoreFull, StoreDamaged
            The folder cannot be written.
        """
        folder = Path(path).resolve()
        if cls.exists(folder):
            raise StoreError(f"There is a store in {folder} already.", code="store_exists", path=str(folder),
                             hint="Open it, or choose another folder.")
        with storage_faults(folder):
            for inner in housekeeping.FOLDERS:
                (folder / inner).mkdir(parents=True, exist_ok=True)
        record = {"format": FORMAT, "name": name, "currency": currency, "demo": demo,
                  "created": datetime.now(UTC).isoformat(timespec="seconds")}
        durable.write_durably(folder / "store.json", json.dumps(record, ensure_ascii=False, indent=2) + "\n")
        return cls.open(folder)

    @property
    def settings(self) -> Settings:
        """The settings in force: defaults, the store's ``settings.toml``, environment."""
        return load_settings(self.path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for changes; what an interrupted write left behind is swept first.

        Raises
        ------
        StoreBusy
            Another process or thread is writing.
        """
        with self._lock.held() as first:
            if first:
                housekeeping.sweep(self.path)
            yield

    # Batches

    def batches(self) -> tuple[Batch, ...]:
        """Return the committed imports, oldest first."""
        return tuple(read_record(file, Batch.from_data)
                     for file in sorted((self.path / "batches").glob("[!.]*.json")))

    def raw_file(self, table: str, batch_id: str) -> Path:
        """Return where a batch keeps the accepted rows of a table; its folder exists."""
        folder = self.path / "raw" / table
        with storage_faults(folder):
            folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{batch_id}.parquet"

    def raw_files(self, table: str) -> list[Path]:
        """Return the parquet files of a table's committed batches, oldest first."""
        return [self.raw_file(table, batch.id) for batch in self.batches() if table in batch.tables]

    def rejects_file(self, batch_id: str) -> Path:
        """Return where a batch keeps the refused rows."""
        return self.path / "rejects" / f"{batch_id}.parquet"

    def commit(self, batch: Batch) -> None:
        """Make an import part of the store; its parquet files are in place already.

        Call inside :meth:`writing`, the same block in which the files were written.

        Raises
        ------
        StoreDamaged
            A file the batch speaks of is missing.
        StoreFull
            The disk is full; the batch is not part of the store.
        """
        self._require_lock()
        files = [self.raw_file(table, batch.id) for table in batch.tables]
        if self.rejects_file(batch.id).exists():
            files.append(self.rejects_file(batch.id))
        for file in files:
            if not file.exists():
                raise StoreDamaged(f"Batch {batch.id} lacks {file}.", path=str(file))
            durable.sync_file(file)
            durable.sync_folder(file.parent)
        durable.write_durably(self.path / "batches" / f"{batch.id}.json", to_json(batch))

    def undo(self, batch_id: str) -> Batch:
        """Take an import back; rows it had superseded count again at the next build.

        Returns
        -------
        Batch
            What was taken back.

        Raises
        ------
        UnknownName
            There is no such batch.
        StoreBusy
            Another process is writing.
        """
        with self.writing():
            known = {batch.id: batch for batch in self.batches()}
            if batch_id not in known:
                raise UnknownName("batch", batch_id, known)
            # The record goes first: without it the parquet is invisible, and swept if we die here.
            durable.remove_durably(self.path / "batches" / f"{batch_id}.json")
            for table in known[batch_id].tables:
                durable.remove_durably(self.raw_file(table, batch_id))
            durable.remove_durably(self.rejects_file(batch_id))
            return known[batch_id]

    # Builds

    def builds(self) -> tuple[Build, ...]:
        """Return the builds that can be read, oldest first."""
        found = []
        for file in sorted((self.path / "builds").glob("[!.]*/build.json")):
            try:
                found.append(read_build(file))
            except (StoreDamaged, StoreMissing):
                continue  # An old build that broke must not keep the others from being listed.
        return tuple(found)

    def current_build(self) -> Build | None:
        """Return the published build, or None before the first.

        Raises
        ------
        StoreDamaged, StoreNewer
            The published build cannot be read, or was made by a newer version of this program.
        """
        pointer = self.path / "CURRENT"
        with storage_faults(pointer):
            if not pointer.exists():
                return None
            build_id = pointer.read_text("utf-8", errors="replace").strip()
        record = self._build_folder(build_id) / "build.json"
        if not record.exists():
            raise StoreDamaged(f"The published build {build_id!r} is not in {self.path / 'builds'}.",
                               code="store_build_lost", path=str(record), build=build_id,
                               hint="Build again, or bring back an earlier build.")
        return read_build(record)

    def begin_build(self, build_id: str) -> Path:
        """Return a new, unfinished folder to build in; :meth:`publish` finishes it."""
        self._require_lock()
        folder = self.path / "builds" / (durable.UNFINISHED + build_id)
        with storage_faults(folder):
            folder.mkdir(parents=True)
        return folder

    def publish(self, build: Build) -> None:
        """Make an unfinished build the one that everybody reads, in one step.

        Raises
        ------
        StoreFull
            The disk is full; the earlier build stays published.
        """
        self._require_lock()
        unfinished = self.path / "builds" / (durable.UNFINISHED + build.id)
        for file in unfinished.iterdir():
            durable.sync_file(file)
        durable.write_durably(unfinished / "build.json", to_json(build))
        with storage_faults(unfinished):
            os.replace(unfinished, self._build_folder(build.id))
            durable.sync_folder(self.path / "builds")
        durable.write_durably(self.path / "CURRENT", build.id + "\n")
        housekeeping.prune_builds(self.path, self.settings.integer("keep_builds"))

    def restore(self, build_id: str) -> Build:
        """Publish a build that was kept, again.

        Returns
        -------
        Build

        Raises
        ------
        UnknownName
            No such build is kept.
        """
        with self.writing():
            known = {build.id: build for build in self.builds()}
            if build_id not in known:
                raise UnknownName("build", build_id, known)
            durable.write_durably(self.path / "CURRENT", build_id + "\n")
            return known[build_id]

    def reader(self, build_id: str | None = None) -> Reader:
        """Return what reads a build: one per process and build.

        Parameters
        ----------
        build_id : str, optional
            A build that is kept; the published one when omitted.

        Raises
        ------
        StoreMissing
            Nothing was built yet, or the build is not kept any more.
        StoreDamaged
            Its files cannot be read.
        """
        if build_id is None:
            build = self.current_build()
            if build is None:
                raise StoreMissing(f"Nothing has been built in {self.path} yet.", code="no_build",
                                   path=str(self.path), hint="Import files, then build.")
            build_id = build.id
        folder = self._build_folder(build_id)
        if not (folder / "build.json").exists():
            raise StoreMissing(f"Build {build_id} is not kept in {self.path}.", code="no_build",
                               path=str(folder), hint="Use the published build, or build again.")
        return shared_reader(folder, build_id)

    def _build_folder(self, build_id: str) -> Path:
        return self.path / "builds" / build_id

    def _require_lock(self) -> None:
        if not self._lock.is_mine:
            raise RuntimeError("this belongs inside `with store.writing():`")
