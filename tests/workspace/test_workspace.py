"""The workspace opens, has the form its tables say, survives a crash, and refuses what it cannot read."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from analytics.errors import WorkspaceError
from analytics.workspace import Segment, Workspace, save_segment, segments
from analytics.workspace.tables import Base
from analytics.workspace.workspace import prepare

#: Saves segments for ever, and says so after each.
SAVES = """
import sys
from analytics.workspace import Segment, Workspace, save_segment
workspace = Workspace(sys.argv[1])
for number in range(100_000):
    save_segment(workspace, Segment(f"segment {number}"), "Li")
    print(number, flush=True)
"""


def test_migrations_make_the_tables_the_program_knows(workspace):
    with workspace.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_a_store_has_its_workspace_beside_it(tmp_path):
    assert Workspace.open(tmp_path) is Workspace.open(tmp_path)
    assert (tmp_path / "workspace.sqlite").exists()


def test_processes_that_open_it_first_at_the_same_time_take_turns(tmp_path):
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(lambda _: Workspace(url), range(6)))
    save_segment(opened[0], Segment("One"), "Li")
    assert [one.name for one in segments(opened[-1])] == ["One"]


def test_many_first_connections_at_once_wait_for_each_other(tmp_path):
    for attempt in range(25):
        together = Barrier(6)

        def connect(path=tmp_path / str(attempt), together=together):
            connection = create_engine(f"sqlite:///{path}").raw_connection()
            together.wait()
            prepare(connection, None)
            return connection.cursor().execute("pragma journal_mode").fetchone()

        with ThreadPoolExecutor(6) as pool:
            assert [one.result() for one in [pool.submit(connect) for _ in range(6)]] == [("wal",)] * 6


def test_a_workspace_of_a_newer_version_is_left_alone(tmp_path):
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    Workspace(url).close()
    with sqlite3.connect(tmp_path / "workspace.sqlite") as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(WorkspaceError) as refused:
        Workspace(url)
    assert refused.value.code == "workspace_newer"


def test_what_cannot_be_reached_is_told_without_the_password(tmp_path):
    with pytest.raises(WorkspaceError) as refused:
        Workspace(f"sqlite:///{tmp_path}/nowhere/workspace.sqlite")
    assert refused.value.code == "workspace_unreachable"
    with pytest.raises(WorkspaceError) as refused:
        Workspace("postgresql+psycopg://huitou:secret@127.0.0.1:1/none")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("after", [1, 7, 30])
def test_killed_while_saving_everything_said_to_be_saved_is_there(tmp_path, after):
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    Workspace(url).close()
    with subprocess.Popen([sys.executable, "-c", SAVES, url], stdout=subprocess.PIPE, text=True) as child:
        told = [int(child.stdout.readline()) for _ in range(after)]
        time.sleep(0.003)
        os.kill(child.pid, signal.SIGKILL)
        told += [int(line) for line in child.stdout]
    kept = {one.name for one in segments(Workspace(url))}
    assert kept >= {f"segment {number}" for number in told}
    # At most the one that was under way when it was killed.
    assert len(kept) <= len(told) + 1
