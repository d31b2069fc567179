"""A build publishes checked marts or nothing, and says what it does."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import BuildFailed, ChecksFailed, StoreBusy, StoreMissing
from analytics.schema.table import tables
from analytics.store import Store
from analytics.store.records import read_record
from analytics.warehouse import MART_NAMES, STEP_NAMES, build, check, marts
from analytics.warehouse.checks import run_checks
from analytics.warehouse.marts import FOLDER, mart
from analytics.warehouse.plan import BY_SCORE, STEPS
from tests.store.batches import add_batch, order

TODAY = date(2026, 1, 1)


@pytest.fixture
def store(tmp_path):
    store = Store.create(tmp_path / "store", name="Made")
    add_batch(store, orders=[order("1", "A", "2024-01-01", 10)])
    return store


def test_progress_names_every_step_once_and_ends_complete(store):
    heard = []
    build(store, today=TODAY, progress=lambda *step: heard.append(step))
    total = len(STEP_NAMES)
    assert sorted(name for name, _, _ in heard[:-1]) == sorted(STEP_NAMES)
    done = [count for _, count, _ in heard]
    assert done == sorted(done)
    assert done[0] == 0
    assert heard[-2:] == [(STEP_NAMES[-1], total - 1, total), (STEP_NAMES[-1], total, total)]
    assert {of for _, _, of in heard} == {total}


def test_the_record_of_a_build(store):
    made = build(store, today=TODAY)
    assert made.as_of == date(2024, 1, 1)
    assert made.batches == tuple(batch.id for batch in store.batches())
    assert [step.name for step in made.steps] == list(STEP_NAMES[:-1])
    assert made.rows["customers_now"] == 1
    assert made.rows["freshness"] == len(tables())
    assert set(made.rows) == set(MART_NAMES)
    assert made == read_record(store.path / "builds" / made.id / "build.json", type(made).from_data)


def test_a_mart_that_breaks_its_grain_is_not_published(store):
    published = build(store, today=TODAY)
    add_batch(store, customers=[{"customer_id": "A", "name": "one"}, {"customer_id": "A", "name": "two"}])
    with pytest.raises(ChecksFailed) as caught:
        build(store, today=TODAY)
    assert "customers_now: unique customer_id (" in str(caught.value)
    assert store.current_build() == published
    assert [folder.name for folder in (store.path / "builds").iterdir()] == [published.id]


def test_a_step_that_fails_is_named(store, monkeypatch):
    published = build(store, today=TODAY)
    monkeypatch.setenv("HUITOU_GRADE_EVERY_MONTHS", "-9999999999")
    with pytest.raises(BuildFailed) as caught:
        build(store, today=TODAY)
    assert caught.value.details["step"] == "parameters"
    assert store.current_build() == published


def test_a_build_waits_for_nobody(store):
    with store.writing(), pytest.raises(StoreBusy):
        build(Store.open(store.path), today=TODAY)
    with store.writing():
        build(store, today=TODAY)  # An import may build in the same breath.
    assert store.current_build() is not None


def test_checks_before_the_first_build(store):
    with pytest.raises(StoreMissing):
        check(store)


def test_a_broken_mart_is_found_out(tiny):
    reader = tiny.reader()

    def tampered(sql: str) -> list[tuple[object, ...]]:
        return reader.rows(sql.replace("from serving.main.losses", "from (select * from losses limit 4) as losses"))

    failed = {(result.mart, result.subject): result.figure for result in run_checks(tampered)
              if not result.passed}
    assert failed == {("losses", "dated_as_spells"): 1, ("month_cube", "losses_as_listed"): 1,
                      ("customers_now", "lost_have_losses"): 1}


@pytest.mark.parametrize("name", MART_NAMES)
def test_marts_say_what_they_hold(name, tiny):
    described = mart(name)
    place = "warehouse." if described.place == "warehouse" else ""
    columns = tiny.reader().query(f"select * from {place}{name} limit 0").columns
    assert set(described.columns) == {column for column in columns if not column.startswith("trait_")}
    assert all(set(meaning) == {"en", "zh-CN"} and all(meaning.values())
               for meaning in (described.grain, *described.columns.values()))
    checked = {*described.not_null, *described.accepted, *(one.column for one in described.ranges),
               *(column for columns in described.unique for column in columns)}
    assert checked <= set(described.columns)


def test_every_sql_file_is_a_step_and_every_step_has_words():
    from analytics.i18n import LANGUAGES, catalogue

    files = {path.stem for folder in (FOLDER, STEPS) for path in folder.glob("*.sql")}
    # A step may be made in another way, by a rule that is set.
    assert files - {BY_SCORE} <= set(STEP_NAMES)
    identities = {name for one in marts().values() for name in one.identities}
    for language in LANGUAGES:
        words = catalogue(language)
        assert not [name for name in STEP_NAMES if f"store.steps.{name}" not in words]
        assert not [name for name in identities if f"store.identities.{name}" not in words]


def test_every_result_has_words(tiny):
    from analytics.i18n import catalogue

    assert {result.key for result in check(tiny)} <= catalogue("en").keys()
