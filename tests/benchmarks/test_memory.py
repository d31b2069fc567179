"""The memory of an import is that of the process that imports, not of the one that asks."""

from __future__ import annotations

from analytics.benchmarks.company import make_company
from analytics.benchmarks.memory import peak, peak_of_import
from analytics.store import Store

MEGABYTE = 1 << 20


def test_a_child_imports_and_tells_its_own_peak(tmp_path):
    files = make_company(tmp_path / "files", 1_000, 10_000)
    store = Store.create(tmp_path / "store", name="Bench")
    held = bytearray(700 * MEGABYTE)
    held[::4096] = b"x" * len(held[::4096])
    assert peak() > 700 * MEGABYTE
    measured = peak_of_import(store.path, files)
    assert len(held) > measured > 50 * MEGABYTE
    assert store.batches()[0].tables["customers"] == 1_000
