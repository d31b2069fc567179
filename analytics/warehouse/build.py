"""The build: staged tables, marts, checks, and publication, in that order and never by halves."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb

from analytics.errors import BuildFailed
from analytics.store import Build, Step, Store, durable, new_id
from analytics.warehouse.checks import CheckResult, run_checks
from analytics.warehouse.engines.duckdb import SPILL, DuckdbEngine
from analytics.warehouse.lanes import Lanes
from analytics.warehouse.outdated import marts_signature, require_current
from analytics.warehouse.plan import STEP_NAMES, Context, make_step, waits_for

#: Called as ``progress(step, done, total)`` before each step and once after the last.
Progress = Callable[[str, int, int], None]


def build(store: Store, *, progress: Progress | None = None, today: date | None = None) -> Build:
    """Build every mart from the committed batches, check them, and publish them in one step.

    Pages that read the earlier build go on reading it.

    Parameters
    ----------
    store : Store
    progress : callable, optional
        Called as ``progress(step, done, total)``.
    today : date, optional
        The day up to which dates count as past; the store's own `clock` when omitted.

    Returns
    -------
    Build

    Raises
    ------
    StoreBusy
        Another import or build is writing.
    StoreFull, StoreDamaged
        The disk is full; a batch cannot be read.
    BuildFailed, ChecksFailed
        A step failed; a mart breaks its own checks. In every case nothing was published.
    """
    with store.writing():
        building = _Building(store, progress or (lambda step, done, total: None), today or clock(store))
        folder = store.begin_build(building.id)
        try:
            record = building.run(folder)
            building.enter("publishing", len(STEP_NAMES) - 1)
            store.publish(record)
        except BaseException:
            durable.remove_folder(folder)
            raise
        building.enter(None, len(STEP_NAMES))
        return record


def clock(store: Store) -> date:
    """Return the day up to which a store's dates count as past: today, or as far as a demo went on."""
    truth = store.path / "truth.json"
    if not store.demo or not truth.exists():
        return date.today()
    until = json.loads(truth.read_text("utf-8")).get("continued", {}).get("until")
    return max(date.today(), date.fromisoformat(until)) if until else date.today()


def check(store: Store) -> list[CheckResult]:
    """Run the checks of the published build's marts.

    Returns
    -------
    list of CheckResult

    Raises
    ------
    StoreMissing
        Nothing has been built yet.
    StoreOutdated
        The build was made by an earlier version of this program.
    """
    require_current(store)
    return run_checks(store.reader().rows)


class _Building:
    def __init__(self, store: Store, progress: Progress, today: date):
        self.id = new_id()
        self._store = store
        self._progress = progress
        self._today = today
        self._began = time.perf_counter()

    def run(self, folder: Path) -> Build:
        batches = tuple(batch.id for batch in self._store.batches())
        context = Context(self._store, self.id, self._today)
        with DuckdbEngine(folder, self._store.settings) as engine:
            made = Lanes(engine, partial(_make, context)).run(waits_for(), self.enter)
            as_of = engine.rows("select as_of from parameters")[0][0]
        durable.remove_folder(folder / SPILL)
        return Build(
            id=self.id, created=datetime.now(UTC), seconds=round(time.perf_counter() - self._began, 3),
            batches=batches, as_of=as_of if isinstance(as_of, date) else None,
            steps=tuple(Step(name, round(seconds, 3), rows) for name, (rows, seconds) in made.items()),
            version=_program_version(), marts=marts_signature())

    def enter(self, name: str | None, done: int) -> None:
        """Say that a step begins, and how many are made; None: all are."""
        self._progress(name or STEP_NAMES[-1], done, len(STEP_NAMES))


def _make(context: Context, name: str, engine: DuckdbEngine) -> int | None:
    try:
        return make_step(name, engine, context)
    except duckdb.Error as error:
        raise BuildFailed(
            f"Step {name} of the build failed: {error}", step=name, reason=str(error),
            hint="The published build is untouched. Please report this with the message.",
        ) from error


def _program_version() -> str:
    try:
        return version("huitou")
    except PackageNotFoundError:
        return "0"
