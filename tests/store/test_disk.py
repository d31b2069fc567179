"""A full disk, a forbidden file, a broken parquet: each has its own error, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics.errors import StoreDamaged, StoreFull
from analytics.store import Store
from analytics.store.durable import write_durably
from analytics.store.faults import storage_faults
from analytics.warehouse import build
from tests.store.batches import add_batch, order

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 1, 1)
ORDERS = [order(str(number), f"C{number}", "2024-01-01", number) for number in range(300)]

LIMITED = """
import resource, sys
from datetime import date
from pathlib import Path
from analytics.errors import StoreFull
from analytics.store import Store
from analytics.warehouse import build
store = Store.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    build(store, today=date(2026, 1, 1))
except StoreFull as error:
    print(error.code, error.hint)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = sys.platform == "linux" and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True, check=False
    ).returncode == 0
    if not mounted:
        pytest.skip("mounting a small disk needs root on Linux")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_build_that_fills_the_disk_publishes_nothing_and_leaves_nothing(small_disk):
    store = Store.create(small_disk / "store", name="Small")
    add_batch(store, orders=ORDERS)
    with pytest.raises(StoreFull) as caught:
        build(store, today=TODAY)
    assert str(small_disk) in str(caught.value)
    assert store.current_build() is None
    assert list((store.path / "builds").iterdir()) == []
    assert len(store.batches()) == 1


def test_a_record_that_does_not_fit_leaves_the_old_one(small_disk):
    file = small_disk / "record.json"
    write_durably(file, "old")
    with pytest.raises(StoreFull):
        write_durably(file, "x" * 3_000_000)
    assert file.read_text() == "old"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file size limit")
def test_no_room_for_the_build_files(tmp_path):
    store = Store.create(tmp_path / "store", name="Limited")
    add_batch(store, orders=ORDERS)
    published = build(store, today=TODAY)
    child = subprocess.run([sys.executable, "-c", LIMITED, str(store.path)], cwd=ROOT,
                           capture_output=True, text=True, timeout=120, check=False)
    assert child.stdout.startswith("store_full Nothing was changed."), child.stderr[-2000:]
    assert store.current_build() == published
    assert store.reader().rows("select count(*) from customers_now") == [(300,)]


@pytest.mark.parametrize("content", [b"", b"PAR1" + b"x" * 500, b"not parquet at all"])
def test_a_broken_parquet_stops_the_build_and_says_so(tmp_path, content):
    store = Store.create(tmp_path / "store", name="Broken")
    published_batch = add_batch(store, orders=ORDERS)
    published = build(store, today=TODAY)
    store.raw_file("orders", published_batch.id).write_bytes(content)
    with pytest.raises(StoreDamaged) as caught:
        build(store, today=TODAY)
    assert published_batch.id in str(caught.value)
    assert store.current_build() == published
    assert store.reader().rows("select count(*) from customers_now") == [(300,)]


def test_a_parquet_that_vanished_stops_the_build(tmp_path):
    store = Store.create(tmp_path / "store", name="Vanished")
    batch = add_batch(store, orders=ORDERS)
    store.raw_file("orders", batch.id).unlink()
    with pytest.raises(StoreDamaged) as caught:
        build(store, today=TODAY)
    assert batch.id in str(caught.value)


def test_a_forbidden_file_is_named(tmp_path):
    # Root may read everything, so the system's refusal is raised here by hand.
    with pytest.raises(StoreDamaged) as caught, storage_faults(tmp_path):
        raise PermissionError(13, "Permission denied", str(tmp_path / "store.json"))
    assert caught.value.code == "store_forbidden"
    assert "store.json" in str(caught.value)


def test_a_folder_in_place_of_a_file_is_unreadable(tmp_path):
    (tmp_path / "store.json").mkdir()
    with pytest.raises(StoreDamaged) as caught:
        Store.open(tmp_path)
    assert caught.value.code == "store_unreadable"
