"""The demo company is made whole or not at all, and never over a store of one's own."""

from __future__ import annotations

from typer.testing import CliRunner

from analytics.cli import app
from analytics.errors import StoreError
from analytics.store import Store

SMALL = ("--customers", "200", "--no-train", "--store")


def test_a_demo_company_broken_off_leaves_no_store(tmp_path, monkeypatch):
    from analytics import warehouse

    def broken(*_, **__):
        raise KeyboardInterrupt

    folder = tmp_path / "store"
    with monkeypatch.context() as patched:
        patched.setattr(warehouse, "build", broken)
        assert CliRunner().invoke(app, ["demo", *SMALL, str(folder)]).exit_code != 0
    assert not Store.exists(folder)
    told = CliRunner().invoke(app, ["demo", *SMALL, str(folder)])
    assert told.exit_code == 0, told.output
    assert Store.open(folder).current_build() is not None
    assert [one.name for one in tmp_path.iterdir()] == ["store"], "nothing unfinished is left"


def test_a_store_of_ones_own_is_refused(tmp_path):
    store = Store.create(tmp_path / "mine", name="Mine")
    told = CliRunner().invoke(app, ["demo", *SMALL, str(store.path)])
    assert isinstance(told.exception, StoreError)
    assert Store.open(store.path).name == "Mine"
