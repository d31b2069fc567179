"""Timings as a few figures a reader can compare."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long something took, over several runs.

    Attributes
    ----------
    seconds : tuple of float
        Every run, in order.
    """

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The 95th percentile, in seconds; the largest where there are fewer than twenty runs."""
        ordered = sorted(self.seconds)
        return ordered[min(round(0.95 * len(ordered)), len(ordered) - 1)]


def timed(action: Callable[[], Result]) -> tuple[float, Result]:
    """Run once; return the seconds it took and its result."""
    began = time.perf_counter()
    result = action()
    return time.perf_counter() - began, result


def repeated(action: Callable[[], object], times: int) -> Timing:
    """Run several times and keep every duration."""
    return Timing(tuple(timed(action)[0] for _ in range(times)))


def milliseconds(seconds: float) -> str:
    """Return a duration for a table."""
    return f"{1000 * seconds:,.0f} ms"


def markdown(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
