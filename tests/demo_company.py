"""One demo company for all test processes of a run: the first makes it, the others wait."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest


def shared_demo_store(factory: pytest.TempPathFactory) -> Path:
    """Make the demo company once, whichever worker comes first, and return its folder.

    Under pytest-xdist every worker has its own base folder inside one common parent.
    """
    base = factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, done, lock = shared / "demo-store", shared / "demo-store.done", shared / "demo-store.lock"
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        deadline = time.monotonic() + 300
        while not done.exists():
            if time.monotonic() > deadline:
                raise TimeoutError("the demo company was not finished by the other test process") from None
            time.sleep(0.2)
        if text := done.read_text():
            raise RuntimeError(f"the demo company could not be made: {text}") from None
        return folder
    os.close(handle)
    try:
        _make(folder)
    except BaseException as error:
        done.write_text(repr(error))
        raise
    done.write_text("")
    return folder


def _make(folder: Path) -> None:
    from analytics.demo import write_demo
    from analytics.models.churn import train
    from analytics.models.valuation import value_customers
    from analytics.warehouse import build

    store = write_demo(folder)
    build(store)
    train(store)
    value_customers(store)
