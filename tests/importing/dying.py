"""A child process that is killed in the middle of an import, and another that looks at what is left.

Run as ``python -m tests.importing.dying FOLDER``. Forked children import a file and kill themselves
(SIGKILL) just before a chosen query, file-system call or step; after each, another fork opens the store,
finds the earlier batch only or the whole new one, and repeats the import. This process itself never
touches DuckDB, so that forking is safe.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from analytics.importing import import_files, importer, read_mapping
from analytics.store import Store
from tests.importing.conftest import TODAY
from tests.importing.records import LINES

CALLS = ("replace", "fsync", "mkdir", "unlink")
POINTS = 14


class Countdown:
    """Kills the process just before the chosen operation."""

    def __init__(self, left: int):
        self.left, self.seen = left, 0

    def tick(self, *_: object) -> None:
        self.seen += 1
        if self.seen == self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(self, call: Callable[..., object]) -> Callable[..., object]:
        def then(*args: object, **named: object) -> object:
            self.tick()
            return call(*args, **named)
        return then

    def watch(self) -> None:
        for name in CALLS:
            setattr(os, name, self.counted(getattr(os, name)))
        connect = importer.connect

        class Watched:
            def __init__(inner, **options: object):
                inner.connection = connect(**options)  # type: ignore[arg-type]
                inner.execute = self.counted(inner.connection.execute)

            def __enter__(inner) -> Watched:
                return inner

            def __exit__(inner, *_: object) -> None:
                inner.connection.close()

        importer.connect = Watched  # type: ignore[assignment]


def bring(folder: Path, name: str, countdown: Countdown | None = None) -> None:
    if countdown is not None:
        countdown.watch()
    import_files(Store.open(folder / "store"), [folder / name], mapping=read_mapping(LINES), today=TODAY)


def look(folder: Path) -> None:
    store = Store.open(folder / "store")
    for _ in range(2):
        batches = store.batches()
        assert [batch.tables for batch in batches] in ([{"orders": 2}], [{"orders": 2}, {"orders": 3}]), batches
        assert all(file.exists() for file in store.raw_files("orders"))
        if len(batches) == 2:
            assert store.rejects_file(batches[1].id).exists()
        bring(folder, "second.csv")
    assert len(store.batches()) == 2
    assert len(list((folder / "store" / "raw" / "orders").iterdir())) == 2
    assert not list((folder / "store").glob(".unfinished*"))


def in_child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def main(folder: Path) -> None:
    (folder / "first.csv").write_text("order,customer,day,amount\nA1,C1,2026-01-05,1\nA2,C1,2026-01-05,2\n")
    (folder / "second.csv").write_text(
        "order,customer,day,amount\nA2,C1,2026-01-05,5\nA3,C1,2026-01-05,6\n,C1,2026-01-05,6\nA3,C2,2026-01-05,7\n")

    def prepare() -> None:
        Store.create(folder / "pristine", name="Dying")
        shutil.copytree(folder / "pristine", folder / "store")
        bring(folder, "first.csv")
        shutil.rmtree(folder / "pristine")
        (folder / "store").rename(folder / "pristine")

    def count() -> None:
        countdown = Countdown(0)
        bring(folder, "second.csv", countdown)
        (folder / "seen").write_text(str(countdown.seen))

    assert in_child(prepare) == 0
    shutil.copytree(folder / "pristine", folder / "store")
    assert in_child(count) == 0
    seen = int((folder / "seen").read_text())
    # The last calls make the import part of the store: each of them is a point; of the others, some are.
    points = sorted({*range(seen - POINTS // 2, seen + 1), *range(1, seen, max(1, 2 * seen // POINTS))})
    for point in points:
        shutil.rmtree(folder / "store")
        shutil.copytree(folder / "pristine", folder / "store")
        killed = in_child(lambda point=point: bring(folder, "second.csv", Countdown(point)))  # type: ignore[misc]
        assert os.WIFSIGNALED(killed), point
        assert in_child(lambda: look(folder)) == 0, point
    print(len(points))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
