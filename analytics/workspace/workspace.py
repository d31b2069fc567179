"""Opening the workspace: its database, brought to the newest form, and sessions on it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from analytics.errors import WorkspaceError

MIGRATIONS = Path(__file__).parent / "migrations"

#: Beside the store's own files.
FILE = "workspace.sqlite"
#: Seconds a writer waits for another one.
PATIENCE = 10.0
#: Seconds in which a server must answer at first: every page asks it.
CONNECTING = 3
#: Held in PostgreSQL while the form of the tables is changed: any number that nobody else uses.
_MIGRATING = 7_214_105


class Workspace:
    """The database of what people write.

    Parameters
    ----------
    url : str
        A database as SQLAlchemy names it.

    Raises
    ------
    WorkspaceError
        It cannot be reached, or a newer version of this program wrote it.
    """

    def __init__(self, url: str):
        self.url = url
        self._engine = _engine(url)

    @classmethod
    def open(cls, store: Path, url: str = "") -> Workspace:
        """Open the workspace of a store: the database named, else a SQLite file in the store's folder."""
        return _opened(url or f"sqlite:///{store.resolve() / FILE}")

    @staticmethod
    def begun(store: Path, url: str = "") -> bool:
        """Tell whether there may be anything written, without opening it."""
        return bool(url) or (store / FILE).exists()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session to read with."""
        with _told(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are kept when the block ends well, all or none."""
        with _told(), Session(self._engine) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


@lru_cache(maxsize=8)
def _opened(url: str) -> Workspace:
    return Workspace(url)


def _engine(url: str) -> Engine:
    with _told():
        engine = create_engine(url, connect_args={"timeout": PATIENCE} if _is_file(url)
                               else {"connect_timeout": CONNECTING})
        if _is_file(url):
            event.listen(engine, "connect", prepare)
        with engine.connect() as connection:
            _bring_up_to_date(connection)
    return engine


def _is_file(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def prepare(connection: object, _record: object) -> None:
    """Let a connection to a file read while another one writes; what is committed has reached the disk."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    _write_ahead(cursor)
    for pragma in ("synchronous = full", "foreign_keys = on"):
        cursor.execute(f"pragma {pragma}")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    # SQLite refuses this change at once, without the patience it has elsewhere, while another one makes it.
    until = time.monotonic() + PATIENCE
    while True:
        try:
            cursor.execute("pragma journal_mode = wal")
            return
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _bring_up_to_date(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    # Two processes that start together take turns.
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("begin immediate")
    else:
        connection.execute(text("select pg_advisory_xact_lock(:number)"), {"number": _MIGRATING})
    present = None
    if inspect(connection).has_table("alembic_version"):
        present = connection.execute(text("select version_num from alembic_version")).scalar()
    if present is not None and present not in {one.revision for one in script.walk_revisions()}:
        raise WorkspaceError(
            "The workspace was written by a newer version of this program; nothing was changed.",
            code="workspace_newer", hint="Upgrade, then open it again.")
    if present != script.get_current_head():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    connection.commit()


@contextmanager
def _told() -> Iterator[None]:
    """Say what went wrong with the database in words, without its password."""
    try:
        yield
    except StaleDataError:
        raise
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise WorkspaceError(
            f"The workspace cannot be reached or saved: {reason}", code="workspace_unreachable",
            hint="Look at the setting workspace_url and at the disk.", reason=reason) from error
    except SQLAlchemyError as error:
        raise WorkspaceError(f"The workspace cannot be used: {error}", code="workspace_unreachable",
                             reason=str(error)) from error
