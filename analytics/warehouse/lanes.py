"""Running the steps of a build side by side: each begins when all it reads is made."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from typing import Generic, TypeVar

from analytics.warehouse.engines.duckdb import DuckdbEngine

#: Steps at a time. DuckDB shares its threads among them, so a second lane fills what one step leaves idle:
#: few rows, one row group, a sort at its end. More lanes only ask for more memory at once.
LANES = 2

Made = TypeVar("Made")

_WORD = re.compile(r"[a-z_]+")


def reads(sql: str, among: Sequence[str]) -> set[str]:
    """Return which of some relations a query may read: those its text names, as a relation or otherwise."""
    return set(_WORD.findall(sql)) & set(among)


class Lanes(Generic[Made]):
    """Work that is run side by side, in an order that respects what waits for what.

    Parameters
    ----------
    engine : DuckdbEngine
        Each lane works on a connection of its own to the same unfinished build.
    work : callable
        Given a name and the lane's engine, does the work and returns what it made.
    """

    def __init__(self, engine: DuckdbEngine, work: Callable[[str, DuckdbEngine], Made]):
        self._engines = [engine.beside() for _ in range(LANES)]
        self._free: SimpleQueue[DuckdbEngine] = SimpleQueue()
        for one in self._engines:
            self._free.put(one)
        self._work = work

    def run(self, waits_for: Mapping[str, set[str]],
            begins: Callable[[str, int], None] = lambda name, done: None) -> dict[str, tuple[Made, float]]:
        """Do everything; the first failure stops the rest and is raised.

        Parameters
        ----------
        waits_for : mapping of str to set of str
            Every piece of work, in the order preferred, with those that must be done before.
        begins : callable, optional
            Told each piece as it begins, and how many are done.

        Returns
        -------
        dict of str to (object, float)
            In the order preferred, what each made and the seconds it took.
        """
        made: dict[str, tuple[Made, float]] = {}
        waiting, running = list(waits_for), dict[Future[tuple[Made, float]], str]()
        with ThreadPoolExecutor(LANES, thread_name_prefix="build") as pool:
            try:
                while waiting or running:
                    for name in [one for one in waiting if waits_for[one] <= made.keys()]:
                        if len(running) == LANES:
                            break
                        waiting.remove(name)
                        begins(name, len(made))
                        running[pool.submit(self._one, name)] = name
                    finished, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        made[running.pop(future)] = future.result()
            except BaseException:
                for engine in self._engines:
                    engine.interrupt()
                raise
            finally:
                wait(running)
                for engine in self._engines:
                    engine.close()
        return {name: made[name] for name in waits_for}

    def _one(self, name: str) -> tuple[Made, float]:
        engine = self._free.get()
        began = time.perf_counter()
        try:
            return self._work(name, engine), time.perf_counter() - began
        finally:
            self._free.put(engine)
