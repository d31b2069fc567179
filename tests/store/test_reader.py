"""Readers are shared by threads, locked down, and say clearly what is wrong with a file."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import duckdb
import pytest

from analytics.errors import StoreDamaged, StoreError
from analytics.store import Reader, Store
from analytics.store import reader as reading
from analytics.warehouse import build
from tests.store.batches import add_batch, order

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = Store.create(tmp_path_factory.mktemp("reader") / "it's a store", name="Made")
    add_batch(store, orders=[order(str(number), f"C{number:03}", "2024-01-01", number) for number in range(200)])
    build(store, today=TODAY)
    return store


def test_one_reader_per_process_and_build(store):
    assert store.reader() is Store.open(store.path).reader()
    assert store.reader(store.current_build().id) is store.reader()


def test_threads_get_their_own_rows(store):
    reader = store.reader()

    def ask(number: int) -> bool:
        rows = reader.rows("select customer_id, $number as n from customers_now where customer_id = $id",
                           {"id": f"C{number:03}", "number": number})
        frame = reader.query("select count(*) as n from customers_now where customer_id < $id",
                             {"id": f"C{number:03}"})
        return rows == [(f"C{number:03}", number)] and frame["n"].tolist() == [number]

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(ask, range(200)))


def test_parameters_a_statement_does_not_name_are_left_out(store):
    assert store.reader().rows("select $a + 1", {"a": 1, "b": 2}) == [(2,)]
    assert store.reader().rows("select 1", {"b": 2}) == [(1,)]


def test_both_files_can_be_read(store):
    assert store.reader().rows("select count(*), cast(sum(revenue) as integer) from warehouse.orders") == [(200, 19900)]


@pytest.mark.parametrize("sql", [
    "select * from read_csv('/etc/hostname')", "create table t as select 1", "delete from customers_now",
    "set threads = 1", "copy (select 1) to '/tmp/leak.csv'", "attach '/tmp/other.duckdb'", "install excel",
    "set lock_configuration = false"])
def test_a_reader_can_neither_write_nor_look_elsewhere(store, sql):
    with pytest.raises((duckdb.Error, StoreError)):
        store.reader().rows(sql)


def test_a_query_that_never_ends_is_stopped(store, monkeypatch):
    monkeypatch.setattr(reading, "QUERY_SECONDS", 0.2)
    with pytest.raises(StoreError) as caught:
        store.reader().rows("select count(*) from range(1000000000) a, range(1000000000) b where a.range % 7 = b.range")
    assert caught.value.code == "query_too_slow"
    assert store.reader().rows("select 1") == [(1,)]


def test_one_thread_watches_all_queries_and_keeps_none(store):
    for _ in range(3):
        store.reader().rows("select 1")
    with pytest.raises(duckdb.Error):
        store.reader().rows("select nothing")
    assert [thread.name for thread in threading.enumerate()].count("query watch") == 1
    assert not reading._watch(os.getpid())._running


@pytest.mark.parametrize("content", [b"", b"x" * 5000])
def test_a_damaged_file_is_said_to_be_damaged(store, tmp_path, content):
    folder = tmp_path / "builds" / "one"
    folder.mkdir(parents=True)
    source = store.path / "builds" / store.current_build().id
    (folder / "serving.duckdb").write_bytes((source / "serving.duckdb").read_bytes())
    (folder / "warehouse.duckdb").write_bytes(content)
    with pytest.raises(StoreDamaged) as caught:
        Reader(folder, "one")
    assert str(folder) in str(caught.value)


def test_a_cut_off_file_is_said_to_be_damaged(store, tmp_path):
    folder = tmp_path / "builds" / "one"
    folder.mkdir(parents=True)
    source = store.path / "builds" / store.current_build().id
    for name in ("serving.duckdb", "warehouse.duckdb"):
        (folder / name).write_bytes((source / name).read_bytes())
    whole = (source / "serving.duckdb").read_bytes()
    (folder / "serving.duckdb").write_bytes(whole[:len(whole) // 2])
    with pytest.raises(StoreDamaged):
        Reader(folder, "one").rows("select * from customers_now")


def test_a_reader_in_use_that_gave_way_to_others_is_found_again(store, tmp_path):
    reader = store.reader()
    for number in range(reading._KEPT_READERS):
        other = Store.create(tmp_path / f"other-{number}", name="Other")
        add_batch(other, orders=[order("O1", "C1", "2024-01-01", 100)])
        build(other, today=TODAY)
        assert other.reader().rows("select count(*) from customers_now") == [(1,)]
    assert store.reader() is reader
    assert store.reader().rows("select count(*) from customers_now") == [(200,)]


def test_a_server_keeps_queries_of_small_builds_to_one_thread(store, monkeypatch):
    folder = store.path / "builds" / store.current_build().id
    usual = duckdb.connect().execute("select current_setting('threads')").fetchone()[0]

    def threads():
        # A process opens a file once: the one that is open must go first.
        reading._shared_reader.cache_clear()
        return Reader(folder, "this one").rows("select current_setting('threads')")[0][0]

    monkeypatch.setattr(reading, "_asked_at_once", False)
    assert threads() == usual
    reading.ask_at_once()
    assert threads() == 1
    monkeypatch.setattr(reading, "_SMALL", 0)
    assert threads() == usual
