"""The tiny company of the warehouse tests, for metrics worked out by hand."""

from __future__ import annotations

from pathlib import Path

from analytics.store import Reader
from analytics.warehouse import build
from tests.warehouse.conftest import TODAY, tiny_company


def tiny_reader(folder: Path) -> Reader:
    """Build the company and return a reader on it.

    Nine customers; the newest event is of 30 June 2024. Lost: C4 on 15 March (recorded), C3 on 14 April
    (silent, back on 10 June), C5 on 30 April (contract, known on 30 May), C2 on 20 May and C8 on 18 June
    (silent).
    """
    store = tiny_company(folder / "store")
    build(store, today=TODAY)
    return store.reader()
