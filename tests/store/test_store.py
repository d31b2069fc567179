"""Batches are taken in whole or not at all; builds are published, kept and brought back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from analytics.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing, StoreNewer, UnknownName
from analytics.store import Batch, Build, Step, Store, new_id
from analytics.store.records import read_record, to_json
from analytics.warehouse import build
from tests.store.batches import add_batch, order, write_parquet

TODAY = date(2026, 1, 1)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return Store.create(tmp_path / "store", name="大禹机械", currency="EUR", demo=True)


def test_a_store_remembers_whose_it_is(store):
    opened = Store.open(store.path)
    assert (opened.name, opened.currency, opened.demo) == ("大禹机械", "EUR", True)
    assert Store.exists(store.path)
    assert not Store.exists(store.path / "raw")
    assert opened.batches() == ()
    assert opened.builds() == ()
    assert opened.current_build() is None


def test_a_second_store_in_the_same_folder_is_refused(store):
    with pytest.raises(StoreError) as caught:
        Store.create(store.path, name="Other")
    assert caught.value.code == "store_exists"
    assert Store.open(store.path).name == "大禹机械"


def test_settings_come_from_the_store(store):
    assert store.settings.integer("keep_builds") == 5
    (store.path / "settings.toml").write_text("keep_builds = 2\n")
    assert store.settings.integer("keep_builds") == 2


def test_records_survive_json(tmp_path):
    batch = Batch(new_id(), NOW, ("文件.csv",), ("ab",), "[customers]", {"customers": 3}, {"customers": 1},
                  {"customers": 2}, {}, 0.5)
    made = Build(new_id(), NOW, 1.25, (batch.id,), date(2024, 6, 30),
                 (Step("staging", 0.1), Step("meta", 0.2, 1)), "1.0")
    for record, make in ((batch, Batch.from_data), (made, Build.from_data)):
        file = tmp_path / "record.json"
        file.write_text(to_json(record), "utf-8")
        assert read_record(file, make) == record
    assert made.rows == {"meta": 1}


def test_ids_sort_by_time_even_within_a_second():
    ids = [new_id() for _ in range(200)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_batches_come_oldest_first_with_their_files(store):
    first = add_batch(store, orders=[order("1", "A", "2024-01-01", 5)])
    second = add_batch(store, orders=[order("2", "A", "2024-01-02", 5)], customers=[{"customer_id": "A"}])
    assert [batch.id for batch in store.batches()] == [first.id, second.id]
    assert store.batches()[1] == second
    assert [file.stem for file in store.raw_files("orders")] == [first.id, second.id]
    assert [file.stem for file in store.raw_files("customers")] == [second.id]
    assert store.raw_files("surveys") == []


def test_undo_takes_a_batch_back_whole(store):
    batch = add_batch(store, orders=[order("1", "A", "2024-01-01", 5)])
    store.rejects_file(batch.id).write_bytes(b"refused")
    assert store.undo(batch.id) == batch
    assert store.batches() == ()
    assert list(store.path.glob("raw/*/*")) == []
    assert list(store.path.glob("rejects/*")) == []
    with pytest.raises(UnknownName):
        store.undo(batch.id)


def test_a_batch_whose_file_is_missing_is_not_committed(store):
    batch = Batch(new_id(), NOW, tables={"orders": 1})
    with store.writing(), pytest.raises(StoreDamaged):
        store.commit(batch)
    assert store.batches() == ()


def test_a_commit_needs_the_lock(store):
    with pytest.raises(RuntimeError):
        store.commit(Batch(new_id(), NOW))


def test_parquet_without_a_record_is_invisible_and_swept(store):
    kept = add_batch(store, orders=[order("1", "A", "2024-01-01", 5)])
    orphan = new_id()
    write_parquet(store, "orders", orphan, [order("2", "A", "2024-01-02", 5)])
    (store.path / "builds" / ".unfinished-x").mkdir()
    (store.path / "batches" / ".unfinished-y.json").write_text("{}")
    assert [file.stem for file in store.raw_files("orders")] == [kept.id]
    with store.writing():
        pass
    assert not store.raw_file("orders", orphan).exists()
    assert store.raw_file("orders", kept.id).exists()
    assert list(store.path.glob("*/.unfinished*")) == []


def test_builds_are_kept_pruned_and_restored(store):
    (store.path / "settings.toml").write_text("keep_builds = 2\n")
    add_batch(store, orders=[order("1", "A", "2024-01-01", 5)])
    first, second = build(store, today=TODAY), build(store, today=TODAY)
    assert [one.id for one in store.builds()] == [first.id, second.id]
    assert store.current_build() == second

    assert store.restore(first.id) == first
    assert store.current_build() == first
    assert store.reader().build_id == first.id
    with pytest.raises(UnknownName):
        store.restore("nothing")

    third = build(store, today=TODAY)
    assert [one.id for one in store.builds()] == [second.id, third.id]
    with pytest.raises(StoreMissing):
        store.reader("20200101-000000-000000")


def test_the_published_build_is_never_pruned(store):
    (store.path / "settings.toml").write_text("keep_builds = 1\n")
    add_batch(store, orders=[order("1", "A", "2024-01-01", 5)])
    build(store, today=TODAY)
    last = build(store, today=TODAY)
    assert store.builds() == (last,)
    assert store.current_build() == last


def test_a_new_build_appears_while_a_reader_goes_on_with_the_old_one(store):
    add_batch(store, orders=[order("1", "A", "2024-01-01", 5)])
    build(store, today=TODAY)
    old = store.reader()
    add_batch(store, orders=[order("2", "B", "2024-01-02", 7)])
    (store.path / "settings.toml").write_text("keep_builds = 1\n")
    new = build(store, today=TODAY)
    assert old.rows("select count(*) from customers_now") == [(1,)]
    assert store.current_build() == new
    assert store.reader().rows("select count(*) from customers_now") == [(2,)]


def test_no_store_no_build(tmp_path, store):
    with pytest.raises(StoreMissing) as caught:
        Store.open(tmp_path / "nowhere")
    assert "nowhere" in str(caught.value)
    assert caught.value.hint
    with pytest.raises(StoreMissing) as caught:
        store.reader()
    assert caught.value.code == "no_build"


def test_a_newer_store_and_a_newer_build_are_left_alone(store):
    add_batch(store, orders=[order("1", "A", "2024-01-01", 5)])
    made = build(store, today=TODAY)
    record = store.path / "builds" / made.id / "build.json"
    data = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({**data, "format": 99}), "utf-8")
    with pytest.raises(StoreNewer, match="format 99"):
        store.current_build()
    with pytest.raises(StoreNewer):
        store.reader()

    identity = store.path / "store.json"
    identity.write_text(json.dumps({**json.loads(identity.read_text("utf-8")), "format": 2}), "utf-8")
    with pytest.raises(StoreNewer):
        Store.open(store.path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": "x"}', "\x00\x01"])
def test_a_broken_record_is_damage(store, content):
    (store.path / "store.json").write_text(content)
    with pytest.raises(StoreDamaged) as caught:
        Store.open(store.path)
    assert str(store.path) in str(caught.value)


def test_an_old_build_that_broke_does_not_hide_the_others(store):
    first, second = build(store, today=TODAY), build(store, today=TODAY)
    (store.path / "builds" / first.id / "build.json").write_text("{")
    assert store.builds() == (second,)


def test_a_published_build_that_vanished_is_damage(store):
    made = build(store, today=TODAY)
    (store.path / "builds" / made.id).rename(store.path / "elsewhere")
    with pytest.raises(StoreDamaged) as caught:
        store.current_build()
    assert caught.value.code == "store_build_lost"


def test_one_writer_at_a_time(store):
    with store.writing():
        with pytest.raises(StoreBusy) as caught, Store.open(store.path).writing():
            pass
        assert caught.value.details["process"]
        with store.writing():  # The same thread may go on.
            pass
    with Store.open(store.path).writing():
        pass
