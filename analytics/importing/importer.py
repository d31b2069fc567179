"""Import files: read, map, check, and commit what is good, in one step that leaves no halves."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from analytics.importing import decoding, refusing
from analytics.importing.carrying import carry
from analytics.importing.comparing import compare, know
from analytics.importing.foreign_signs import foreign_signs
from analytics.importing.mapping import Mapping
from analytics.importing.mapping_memory import remember
from analytics.importing.opened import Opened
from analytics.importing.parts import Part, Staged
from analytics.importing.reading import connect, open_file
from analytics.importing.report import FileFinding, ImportReport, RuleSummary, TableReport
from analytics.importing.resolving import Unit, resolve
from analytics.importing.settling import Settled, settle
from analytics.importing.staging import Irregular, stage
from analytics.importing.watching import Tell
from analytics.importing.workspace import make_workspace
from analytics.schema.table import TABLE_NAMES, tables
from analytics.store import Batch, Store, new_id
from analytics.store.faults import storage_faults

Progress = Callable[[str, int, int], None]


def import_files(store: Store, paths: Sequence[Path | str], *, mapping: Mapping | None = None,
                 table: str | None = None, encoding: str | None = None, dry_run: bool = False,
                 progress: Progress | None = None, today: date | None = None) -> ImportReport:
    """Import files into a store: good rows go in, refused rows are kept aside with every reason.

    Parameters
    ----------
    store : Store
    paths : sequence of Path or str
        CSV, TSV, text, XLSX or Parquet, each also gzip-compressed.
    mapping : Mapping, optional
        What the columns mean. Without one, the mapping confirmed for these columns before, else a
        suggestion, if it is sure.
    table : str, optional
        The canonical table, where no mapping is given and it is known.
    encoding : str, optional
        Encoding of text files; found out when omitted.
    dry_run : bool, default False
        Report only; change nothing.
    progress : callable, optional
        Called with a step, how much of it is done and how much there is: files while ``reading``, rows of
        one table while ``checking`` (of a text about as many as there are) and ``writing``, all rows when
        ``done``. Long steps call several times a second.
    today : date, optional
        The day of the import; the day of the call when omitted.

    Returns
    -------
    ImportReport

    Raises
    ------
    FileRefused
        A file cannot be read at all; nothing is taken in.
    MappingRefused
        The mapping does not fit, or there is none that is sure.
    StoreBusy, StoreFull
        The store cannot be written.
    """
    started = time.perf_counter()
    batch_id = new_id()
    files = tuple(Path(path) for path in paths)
    with make_workspace(store, batch_id, dry_run=dry_run) as workspace, storage_faults(store.path):
        units = resolve(files, mapping=mapping, table=table, encoding=encoding,
                        memory=store.path / "mappings", customers_known=bool(store.raw_files("customers")))
        settings = store.settings
        with connect(threads=settings.integer("threads"), memory_limit=settings.text("memory_limit"),
                     temporary=workspace) as connection:
            return _Import(store, connection, units, workspace, batch_id, encoding=encoding, dry_run=dry_run,
                           progress=progress or _silent, today=today or date.today(), started=started).run()


def _silent(step: str, done: int, total: int) -> None:
    """Progress nobody watches."""


class _Import:
    def __init__(self, store: Store, connection: duckdb.DuckDBPyConnection, units: Sequence[Unit],
                 workspace: Path, batch_id: str, *, encoding: str | None, dry_run: bool, progress: Progress,
                 today: date, started: float):
        self.store, self.connection, self.units, self.workspace = store, connection, units, workspace
        self.batch_id, self.encoding, self.dry_run = batch_id, encoding, dry_run
        self.progress, self.today, self.started = progress, today, started
        self.paths = tuple(dict.fromkeys(path for unit in units for path in unit.paths))
        self.names = _distinct_names(self.paths)
        self.mapping = "\n".join(dict.fromkeys(unit.mapping.to_toml() for unit in units))
        self.wanted = [name for name in TABLE_NAMES
                       if any(filled.table == name for unit in units
                              for filled in unit.mapping.filled_from(tuple(unit.files)))]
        self.irregular: set[Path] = set()
        self.opened: dict[tuple[int, str, Path], Opened] = {}
        self.carried: dict[str, int] = {}
        self.findings: dict[str, FileFinding] = {}
        self.used: dict[str, set[str]] = {}
        self.notes: list[RuleSummary] = []

    def run(self) -> ImportReport:
        hashes = self._open_all()
        earlier = self._same(hashes)
        if earlier is not None and not any(earlier.refused.values()):
            report = self._unchanged(earlier)
            self._done(report)
            return report
        refusing.begin(self.connection)
        settled: dict[str, Settled] = {}
        reports = []
        for name in self.wanted:
            known = self._known_customers(settled.get("customers"), name)
            one = self._table(name, known)
            refusing.explain(self.connection, one, known)
            self.notes += refusing.notes(self.connection, one)
            settled[name] = one
            reports.append(self._report(one))
        repeats = earlier is not None and all(report.accepted == report.unchanged for report in reports)
        taken = not self.dry_run and not repeats and any(report.read for report in reports)
        report = ImportReport(
            batch=self.batch_id if taken else None, repeated=earlier.id if repeats and earlier else None,
            dry_run=self.dry_run, tables=tuple(reports), problems=refusing.summaries(self.connection),
            notes=tuple(self.notes), files=self._findings(), mapping=self.mapping,
            seconds=time.perf_counter() - self.started, suggested=tuple(
                (unit.paths[0].name, unit.suggestion) for unit in self.units if unit.suggestion is not None),
            copies=tuple(copies for one in settled.values() for copies in one.copies),
            foreign=tuple(dict.fromkeys(sign for one in settled.values() for staged in one.staged
                                        for sign in foreign_signs(staged, self.store.currency))))
        if taken:
            self._commit(settled, report, hashes)
        self._done(report)
        return report

    def _done(self, report: ImportReport) -> None:
        rows = sum(table.read for table in report.tables)
        self.progress("done", rows, rows)

    def _open_all(self) -> tuple[str, ...]:
        """Open every file and return their hashes, which are computed beside."""
        with ThreadPoolExecutor(1) as beside:
            hashes = [beside.submit(decoding.sha256, path) for path in self.paths]
            for number, unit in enumerate(self.units):
                for alias, path in ((alias, path) for alias, paths in unit.files.items() for path in paths):
                    self.progress("reading", self.paths.index(path), len(self.paths))
                    self._open(number, unit, alias, path)
            return tuple(future.result() for future in hashes)

    def _same(self, hashes: tuple[str, ...]) -> Batch | None:
        return next((batch for batch in reversed(self.store.batches())
                     if sorted(batch.sha256) == sorted(hashes) and batch.mapping == self.mapping), None)

    def _unchanged(self, batch: Batch) -> ImportReport:
        reports = tuple(
            TableReport(name, read=rows + batch.duplicates.get(name, 0), accepted=rows,
                        duplicates=batch.duplicates.get(name, 0), unchanged=rows)
            for name, rows in batch.tables.items())
        return ImportReport(None, batch.id, self.dry_run, reports, (), (), (), self.mapping,
                            time.perf_counter() - self.started)

    def _table(self, name: str, known: str | None) -> Settled:
        wanted = [(number, unit, filled.source, path) for number, unit in enumerate(self.units)
                  for filled in unit.mapping.filled_from(tuple(unit.files)) if filled.table == name
                  for path in unit.files[filled.source]]
        rows = [self._open(*one).rows_about(self.connection) for one in wanted]
        self.progress("checking", 0, sum(rows))
        staged: list[Staged] = []
        for i, (number, unit, _, path) in enumerate(wanted):
            tell = self._telling("checking", sum(rows[:i]), rows[i], sum(rows))
            staged.append(self._stage(name, number, unit, path, i, tell))
            self._found(staged[-1])
        read = sum(one.read for one in staged)
        self.progress("writing", 0, read)
        target = self.workspace / f"{name}.parquet"
        return settle(self.connection, tables()[name], staged, target, known=known,
                      tell=self._telling("writing", 0, read, read))

    def _telling(self, step: str, before: int, rows: int, total: int) -> Tell:
        return lambda share: self.progress(step, before + round(share * rows), total)

    def _stage(self, name: str, number: int, unit: Unit, path: Path, position: int, tell: Tell) -> Staged:
        filled = unit.mapping.table(name)
        target = self.workspace / f"staged-{name}-{position}.parquet"
        while True:
            opened = {filled.source: self._open(number, unit, filled.source, path)}
            opened |= {join.source: self._open(number, unit, join.source, unit.files[join.source][0])
                       for join in filled.joins}
            part = Part(unit.mapping, tables()[name], opened, self.today)
            try:
                return stage(self.connection, part, target, tell)
            except Irregular:
                # Only these are opened anew: what other tables were read from stays as it is.
                anew = {path, *(unit.files[join.source][0] for join in filled.joins)}
                self.irregular |= anew
                for key in [key for key in self.opened if key[2] in anew]:
                    del self.opened[key]

    def _open(self, number: int, unit: Unit, alias: str, path: Path) -> Opened:
        if (number, alias, path) not in self.opened:
            source = unit.mapping.source(alias)
            if self.encoding:
                source = replace(source, encoding=self.encoding)
            opened = open_file(self.connection, path, self.workspace, source,
                               row_by_row=path in self.irregular)
            self.opened[number, alias, path] = replace(opened, name=self.names[path])
        return self.opened[number, alias, path]

    def _found(self, staged: Staged) -> None:
        own = staged.part.own
        for alias, columns in staged.part.used_columns.items():
            self.used.setdefault(staged.part.opened[alias].name, set()).update(columns)
        before = self.findings.get(own.name)
        formats = {found.column: found for found in (before.formats if before else ())}
        formats |= {found.column: found for found in staged.findings}
        self.findings[own.name] = FileFinding(own.name, own.encoding, own.delimiter, own.sheet, own.sheets,
                                              tuple(formats.values()), own.warnings)

    def _findings(self) -> tuple[FileFinding, ...]:
        columns = {opened.name: opened.columns for opened in self.opened.values()}
        return tuple(replace(found, unused=tuple(one for one in columns[name] if one not in self.used[name]))
                     for name, found in self.findings.items())

    def _known_customers(self, arriving: Settled | None, name: str) -> str | None:
        """Relation of the customers in the store and in this import; None where there is no file of them."""
        if not tables()[name].references or name == "customers":
            return None
        new = [arriving.path] if arriving is not None and arriving.path is not None else []
        return know(self.connection, [*self.store.raw_files("customers"), *new])

    def _report(self, settled: Settled) -> TableReport:
        superseded = unchanged = carried = 0
        if settled.path is not None:
            carried = self._carry(settled)
            counted = [name for one in settled.staged for name in one.part.filling.generated
                       if settled.table.column(name).numbered]
            superseded, unchanged = compare(self.connection, settled.table, settled.path,
                                            self.store.raw_files(settled.table.name), ignore=counted)
        return TableReport(
            settled.table.name, settled.read, settled.accepted, settled.refused, settled.duplicates,
            settled.left_out, settled.copies_kept, superseded, unchanged - carried)

    def _commit(self, settled: dict[str, Settled], report: ImportReport, hashes: tuple[str, ...]) -> None:
        for name, one in settled.items():
            if one.path is not None:
                one.path.replace(self.store.raw_file(name, self.batch_id))
        refused = self.workspace / "refused.parquet"
        if refusing.write(self.connection, refused):
            refused.replace(self.store.rejects_file(self.batch_id))
        rows = {one.table: one.accepted + self.carried[one.table] for one in report.tables if one.accepted}
        self.store.commit(Batch(
            id=self.batch_id, created=datetime.now(UTC), files=tuple(self.names[path] for path in self.paths),
            sha256=hashes, mapping=self.mapping, tables=rows,
            refused={one.table: one.refused for one in report.tables if one.refused},
            duplicates={one.table: one.duplicates for one in report.tables if one.duplicates},
            superseded={one.table: one.superseded for one in report.tables if one.superseded},
            seconds=report.seconds, mends={one.name: one.mends for one in self.opened.values() if one.mends}))
        for number, unit in enumerate(self.units):
            headers = [opened.columns for (owner, _, _), opened in self.opened.items() if owner == number]
            remember(self.store.path / "mappings", unit.mapping, *headers)

    def _carry(self, settled: Settled) -> int:
        added = 0
        if settled.path is not None and all(one.part.own.mended for one in settled.staged):
            numbered = any(settled.table.column(name).numbered
                           for one in settled.staged for name in one.part.filling.generated)
            added = carry(self.connection, settled.table, settled.path,
                          self.store.raw_files(settled.table.name), numbered=numbered)
        self.carried[settled.table.name] = added
        return added


def _distinct_names(paths: Sequence[Path]) -> dict[Path, str]:
    names = [path.name for path in paths]
    return {path: path.name if names.count(path.name) == 1 else f"{path.parent.name}/{path.name}"
            for path in paths}
