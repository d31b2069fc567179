"""The simulated companies the tests of this folder share."""

from __future__ import annotations

import pytest

from analytics.demo import Company, Scenario, simulate, write_demo
from analytics.store import Store

SEED = 11


@pytest.fixture(scope="session")
def company() -> Company:
    """A company of the usual size and truth."""
    return simulate(seed=SEED)


@pytest.fixture(scope="session")
def quiet_company() -> Company:
    """A company in which nothing curves and nothing happens."""
    return simulate(seed=SEED, scenario=Scenario.silent())


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A small company in a store; not built."""
    return write_demo(tmp_path_factory.mktemp("demo") / "store", customers=600, seed=SEED)
