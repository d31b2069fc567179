"""After an upgrade of the program an older build says so everywhere, and building again mends it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from analytics.cli import app
from analytics.errors import StoreOutdated
from analytics.i18n import Translator
from analytics.models import churn
from analytics.schema.table import tables
from analytics.settings import command_line
from analytics.store import Store
from analytics.warehouse import build, check
from analytics.warehouse.outdated import is_outdated, marts_signature, meaning_of, require_current
from tests.warehouse.conftest import TODAY, tiny_company

ROOT = Path(__file__).parents[2]


@pytest.fixture
def older(tmp_path: Path) -> Store:
    """A store whose build was made before builds said which marts they have."""
    store = tiny_company(tmp_path / "store")
    record = store.path / "builds" / build(store, today=TODAY).id / "build.json"
    told = json.loads(record.read_text("utf-8"))
    assert told.pop("marts") == marts_signature()
    record.write_text(json.dumps(told), "utf-8")
    return Store.open(store.path)


def test_reading_it_says_what_to_do(older):
    assert is_outdated(older.current_build())
    for reading in (require_current, check, churn.train):
        with pytest.raises(StoreOutdated, match=r"run `.*python.* -m analytics build"):
            reading(older)


def test_the_command_line_refuses_and_builds_only_where_needed(older):
    told = CliRunner().invoke(app, ["metric", "customers", "--store", str(older.path)])
    assert isinstance(told.exception, StoreOutdated), "which the command line turns into exit status 2"
    before = older.current_build().id
    assert CliRunner().invoke(app, ["build", "--if-needed", "--store", str(older.path)]).exit_code == 0
    after = older.current_build()
    assert after.id != before
    assert not is_outdated(after)
    assert CliRunner().invoke(app, ["build", "--if-needed", "--store", str(older.path)]).exit_code == 0
    assert older.current_build().id == after.id, "nothing to do"


def test_what_was_imported_and_never_built_is_built_where_needed(tmp_path):
    store = tiny_company(tmp_path / "store")
    assert store.current_build() is None
    assert CliRunner().invoke(app, ["build", "--if-needed", "--store", str(store.path)]).exit_code == 0
    assert Store.open(store.path).current_build() is not None
    empty = Store.create(tmp_path / "empty", name="Empty")
    assert CliRunner().invoke(app, ["build", "--if-needed", "--store", str(empty.path)]).exit_code == 0
    assert Store.open(empty.path).current_build() is None, "there is nothing to build"
    nowhere = tmp_path / "nowhere"
    assert CliRunner().invoke(app, ["build", "--if-needed", "--store", str(nowhere)]).exit_code == 0
    assert not Store.exists(nowhere)


@pytest.mark.parametrize("begun", [True, False])
def test_make_run_never_puts_the_demo_company_into_a_store_of_ones_own(tmp_path, begun):
    place = tiny_company(tmp_path / "mine").path if begun else tmp_path / "mine"
    told = dry_run(f"STORE={place}")
    assert "analytics demo" not in told
    assert f"analytics build --if-needed --store {place}" in told
    assert "analytics demo" in dry_run(f"DEMO_STORE={tmp_path / 'none'}"), "whoever names no store sees it full"


def dry_run(*variables: str) -> str:
    return subprocess.run(["make", "--dry-run", "run", *variables], cwd=ROOT, capture_output=True, text=True,
                          check=True).stdout


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_pages_say_it_in_the_readers_language_and_the_data_page_offers_to_build(older, monkeypatch, language):
    monkeypatch.setenv("HUITOU_STORE", str(older.path))
    monkeypatch.setenv("HUITOU_LANGUAGE", language)
    words = Translator(language)
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    assert not page.exception
    assert any(words("errors.store_outdated", command=command_line(older.path, "build")) in one.value for one in page.markdown)
    data = page.switch_page("pages/data.py").run()
    assert not data.exception
    assert any(words("errors.store_outdated", command=command_line(older.path, "build")) in one.value for one in data.markdown)
    assert words("data.build.button") in [one.label for one in data.button]


def test_a_column_more_of_a_staged_table_makes_a_build_outdated(monkeypatch):
    # Metrics read contacts as they are staged: a build from before `note` cannot answer them.
    before = marts_signature.__wrapped__()
    known = tables()
    contacts = replace(known["contacts"], columns=known["contacts"].columns[:-1])
    monkeypatch.setattr("analytics.warehouse.outdated.tables", lambda: {**known, "contacts": contacts})
    assert marts_signature.__wrapped__() != before


def test_a_mart_whose_meaning_changed_is_another_mart(tmp_path, monkeypatch):
    from analytics.warehouse import outdated

    mart = tmp_path / "mart.sql"
    monkeypatch.setattr(outdated, "FOLDER", tmp_path)
    signatures = []
    for sql in ("select 1 -- one", "-- the first\nselect\n    1", "select 2"):
        mart.write_text(sql, "utf-8")
        signatures.append(marts_signature.__wrapped__())
    assert signatures[0] == signatures[1], "a comment changes nothing"
    assert signatures[2] != signatures[0]
    assert meaning_of("select a, -- why\n  b") == "select a, b"
