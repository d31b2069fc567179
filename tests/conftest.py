"""Fixtures shared by all tests: the public data sets where present, and one small demo company a run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]


class _OneBrowser(LoadScopeScheduling):
    """Keeps the browser's tests on one process, as two browsers at once on two cores run into their patience.

    Simulations of many companies stay together too, to simulate them once. Marks of groups are no help:
    pytest-xdist 3.8 writes them into what pytest 9.2 no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/browser/"):
            return "browser"
        return nodeid.partition("::")[0] if nodeid.startswith("tests/demo/test_simulated_") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return _OneBrowser(config, log)


@pytest.fixture(scope="session")
def datasets() -> Path:
    """Folder of the public data sets; skips where this machine has none."""
    folder = Path(os.environ.get("HUITOU_DATASETS", ROOT.parent / "shared" / "datasets"))
    if not folder.is_dir():
        pytest.skip("public data sets are not on this machine (set HUITOU_DATASETS to their folder)")
    return folder


@pytest.fixture(scope="session")
def demo_store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the demo company, simulated, built and trained once for the whole run."""
    from tests.demo_company import shared_demo_store

    return shared_demo_store(tmp_path_factory)


@pytest.fixture(scope="session")
def demo_store(demo_store_path: Path):
    """The demo company's store, opened; tests must not write to it."""
    from analytics.store import Store

    return Store.open(demo_store_path)


@pytest.fixture(scope="session")
def demo_reader(demo_store):
    """A reader on the demo company's published build."""
    return demo_store.reader()
