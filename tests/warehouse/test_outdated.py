"""After an upgrade of the program an older build says so everywhere, and building again mends it."""

from __future__ import annotations

import json
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
from analytics.store import Store
from analytics.warehouse import build, check
from analytics.warehouse.outdated import is_outdated, marts_signature, require_current
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
        with pytest.raises(StoreOutdated, match="run `python -m analytics build`"):
            reading(older)


def test_the_command_line_refuses_and_builds_only_where_needed(older):
    told = CliRunner().invoke(app, ["metric", "customers", "--store", str(older.path)])
    assert isinstance(told.exception, StoreOutdated), "which the command line turns into exit status 2"
    before = older.current_build().id
    assert CliRunner().invoke(app, ["build", "--if-outdated", "--store", str(older.path)]).exit_code == 0
    after = older.current_build()
    assert after.id != before
    assert not is_outdated(after)
    assert CliRunner().invoke(app, ["build", "--if-outdated", "--store", str(older.path)]).exit_code == 0
    assert older.current_build().id == after.id, "nothing to do"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_pages_say_it_in_the_readers_language_and_the_data_page_offers_to_build(older, monkeypatch, language):
    monkeypatch.setenv("HUITOU_STORE", str(older.path))
    monkeypatch.setenv("HUITOU_LANGUAGE", language)
    words = Translator(language)
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    assert not page.exception
    assert any(words("errors.store_outdated") in one.value for one in page.markdown)
    data = page.switch_page("pages/data.py").run()
    assert not data.exception
    assert any(words("errors.store_outdated") in one.value for one in data.markdown)
    assert words("data.build.button") in [one.label for one in data.button]


def test_a_column_more_of_a_staged_table_makes_a_build_outdated(monkeypatch):
    # Metrics read contacts as they are staged: a build from before `note` cannot answer them.
    before = marts_signature.__wrapped__()
    known = tables()
    contacts = replace(known["contacts"], columns=known["contacts"].columns[:-1])
    monkeypatch.setattr("analytics.warehouse.outdated.tables", lambda: {**known, "contacts": contacts})
    assert marts_signature.__wrapped__() != before
