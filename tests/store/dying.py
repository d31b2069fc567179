"""A child process that is killed in the middle of writing, and another that looks at what is left.

Run as ``python -m tests.store.dying STORE SCENARIO POINT …``. For every point the pristine store is
copied, a forked child performs the scenario and kills itself (SIGKILL) just before its POINT-th
operation on the file system or step of the build, and a second fork opens what is left, checks it, and
repeats the scenario. This process itself never touches DuckDB, so that forking is safe.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

from analytics.store import Batch, Store
from analytics.warehouse import build, check
from tests.store.batches import add_batch, order

TODAY = date(2026, 1, 1)
#: What changes the file system for good or makes it durable.
CALLS = ("replace", "fsync", "unlink", "mkdir", "rmdir")


class Countdown:
    """Kills the process just before the chosen operation; counts them all."""

    def __init__(self, point: int):
        self.left = point

    def tick(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        for name in CALLS:
            setattr(os, name, self._counted(getattr(os, name)))

    def _counted(self, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **named: object) -> object:
            self.tick()
            return call(*args, **named)
        return counted


def new_orders() -> list[dict[str, object]]:
    return [order("2", "B", "2024-02-01", 20), order("1", "A", "2024-01-02", 11)]


def do_import(store: Store, countdown: Countdown) -> None:
    add_batch(store, orders=new_orders(), customers=[{"customer_id": "B"}])


def do_build(store: Store, countdown: Countdown) -> None:
    # Every eighth step is a point of its own; publication is covered call by call.
    build(store, today=TODAY, progress=lambda step, done, total: countdown.tick() if done % 8 == 0 else None)


def do_undo(store: Store, countdown: Countdown) -> None:
    for batch in store.batches()[1:]:
        store.undo(batch.id)


SCENARIOS = {"import": do_import, "build": do_build, "undo": do_undo}


def prepare(path: Path, scenario: str) -> None:
    """Make the pristine store: one batch, built; for building and undoing, a second batch."""
    store = Store.create(path, name="Dying")
    add_batch(store, orders=[order("1", "A", "2024-01-01", 10)])
    build(store, today=TODAY)
    if scenario != "import":
        do_import(store, Countdown(0))


def inspect(path: Path, scenario: str, before: str) -> None:
    """Assert that the store opens with a published state, and that the scenario can be repeated."""
    store = Store.open(path)
    batches = store.batches()
    assert_whole(store, batches)
    published = store.current_build()
    assert published is not None
    orders = store.reader().rows("select sum(revenue) from warehouse.customer_days")
    assert orders == ([(1000,)] if published.id == before else [(3100,)]), orders
    assert len(batches) in (1, 2)
    if scenario != "import" and scenario != "undo":
        assert len(batches) == 2

    SCENARIOS[scenario](store, Countdown(0)) if scenario != "import" or len(batches) == 1 else None
    assert_whole(store, store.batches())
    assert len(store.batches()) == (1 if scenario == "undo" else 2)
    assert list(path.glob("**/.unfinished*")) == []
    if scenario == "build":
        assert store.reader().rows("select sum(revenue) from warehouse.customer_days") == [(3100,)]
        assert all(result.passed for result in check(store))


def assert_whole(store: Store, batches: tuple[Batch, ...]) -> None:
    for batch in batches:
        for table in batch.tables:
            assert store.raw_file(table, batch.id).stat().st_size > 0


def forked(action: Callable[[], None]) -> int:
    """Run an action in a fork and return how it ended: 0 done, 1 failed, -9 killed."""
    process = os.fork()
    if process == 0:
        try:
            action()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


def main(folder: Path, scenario: str) -> int:
    pristine = folder / "pristine"
    if forked(lambda: prepare(pristine, scenario)) != 0:
        return 1
    before = (pristine / "CURRENT").read_text().strip()
    point = 0
    while True:
        point += 1
        path = folder / f"{scenario}-{point}"
        shutil.copytree(pristine, path)
        countdown = Countdown(point)

        def die(path: Path = path, countdown: Countdown = countdown) -> None:
            store = Store.open(path)
            countdown.watch()
            SCENARIOS[scenario](store, countdown)

        ended = forked(die)
        if ended not in (0, -signal.SIGKILL):
            return 1
        if forked(lambda path=path: inspect(path, scenario, before)) != 0:  # type: ignore[misc]
            print(f"after point {point} of {scenario}", file=sys.stderr)
            return 1
        shutil.rmtree(path)
        if ended == 0:
            print(point - 1)
            return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
