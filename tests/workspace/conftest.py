"""A workspace in a file, and one on a real PostgreSQL server where the machine has one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from analytics.workspace import Workspace
from analytics.workspace.tables import Base
from tests.workspace import postgresql


@pytest.fixture(scope="session")
def postgresql_url():
    if postgresql.programs() is None:
        pytest.skip("no PostgreSQL server on this machine")
    # The server runs as a user of its own, who cannot see into pytest's folders.
    with tempfile.TemporaryDirectory(prefix="huitou-pg-") as place:
        Path(place).chmod(0o755)
        with postgresql.server(Path(place) / "server") as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def workspace(request, tmp_path):
    if request.param == "sqlite":
        opened = Workspace(f"sqlite:///{tmp_path}/workspace.sqlite")
    else:
        opened = Workspace(request.getfixturevalue("postgresql_url"))
    yield opened
    if request.param == "postgresql":
        with opened.writing() as session:
            for table in Base.metadata.sorted_tables:
                session.execute(table.delete())
    opened.close()
