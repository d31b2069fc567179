"""The lost customers page on a snapshot: what is not known is not said."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.importing import import_files, read_mapping
from analytics.store import Store
from analytics.warehouse import build
from tests.app.test_data_page import texts

ROOT = Path(__file__).parents[2]
MAPPING = '[customers]\ncustomer_id = "id"\nstatus = { column = "gone", values = { yes = "lost", no = "active" } }\n'


def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapping: str):
    from streamlit.testing.v1 import AppTest

    file = tmp_path / "customers.csv"
    file.write_text("id,gone,monthly\n" + "".join(f"C{i},{'yes' if i % 4 == 0 else 'no'},10\n" for i in range(100)))
    store = Store.create(tmp_path / "store", name="Snapshot", currency="USD")
    import_files(store, [file], mapping=read_mapping(mapping))
    build(store)
    monkeypatch.setenv("HUITOU_STORE", str(store.path))
    monkeypatch.setenv("HUITOU_LANGUAGE", "en")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.session_state["language"] = "en"
    app.session_state["ready"] = True
    app.switch_page("pages/lost_customers.py")
    app.run()
    assert not app.exception
    return app


def figures(app) -> dict[str, str]:
    return {one.label: one.value for one in app.metric}


def test_a_snapshot_without_values_names_no_money(tmp_path, monkeypatch):
    app = opened(tmp_path, monkeypatch, MAPPING)
    assert "25 of 100 customers are lost" in texts(app)
    shown = figures(app)
    assert (shown["Losses"], shown["Value lost"], shown["Regretted"]) == ("25", "–", "–")
    assert "Nothing is known of what customers are worth" in texts(app)


def test_a_snapshot_with_annual_values_does_not_speak_of_the_months_before_the_loss(tmp_path, monkeypatch):
    app = opened(tmp_path, monkeypatch, MAPPING + 'annual_value = { column = "monthly", multiply = 12 }\n')
    said = texts(app)
    assert r"Together they were worth \$3,000 a year." in said
    assert "in the 12 months before they left." not in said
    assert "Expected future value lost" not in said
    assert figures(app)["Value lost"] == "$3,000"
