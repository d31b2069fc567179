"""Long work in a child process, so that no page waits for it and no reader's run is blocked.

A job is one command of the command line on this store. What it says goes to a file beside the store,
which any session can read; a page polls it in a fragment.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.store import Store


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a job is.

    Attributes
    ----------
    running : bool
    step : str
        The step it is at, a code.
    done, total : int
        Of that step.
    seconds : float
        Since it began.
    failed : bool
        Whether it ended badly.
    message : str
        The last thing it said.
    """

    running: bool
    step: str
    done: int
    total: int
    seconds: float
    failed: bool
    message: str


@cache
def _processes() -> dict[tuple[str, str], tuple[subprocess.Popen[bytes], float]]:
    # The server's own children, for as long as it lives; keyed by store and command.
    return {}


def start(store: Store, command: str, *arguments: str) -> None:
    """Begin a job unless the same one is running."""
    if (state := job_state(store, command)) is not None and state.running:
        return
    log = _log(store, command)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "analytics", command, "--store", str(store.path), *arguments],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, "HUITOU_PROGRESS": "lines", "PYTHONUNBUFFERED": "1"})
    _processes()[str(store.path), command] = (process, time.monotonic())


def job_state(store: Store, command: str) -> JobState | None:
    """Return how far a job is; None where none was started by this server."""
    found = _processes().get((str(store.path), command))
    if found is None:
        return None
    process, began = found
    code = process.poll()
    step, done, total, message = _last(_log(store, command))
    return JobState(code is None, step, done, total, time.monotonic() - began, code not in (None, 0, 1),
                    message)


def forget(store: Store, command: str) -> None:
    """Forget a finished job, so that its result is no longer shown."""
    _processes().pop((str(store.path), command), None)


def _log(store: Store, command: str) -> Path:
    return store.path / "jobs" / f"{command}.log"


def _last(log: Path) -> tuple[str, int, int, str]:
    step, done, total, message = "", 0, 0, ""
    if not log.exists():
        return step, done, total, message
    for line in log.read_text("utf-8", errors="replace").splitlines():
        parts = line.split("\t")
        if len(parts) == 4 and parts[0] == "progress":
            step, done, total = parts[1], int(parts[2]), int(parts[3])
        elif line.strip():
            message = line.strip()
    return step, done, total, message
