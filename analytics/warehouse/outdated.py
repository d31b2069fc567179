"""Whether a build has the marts this version of the program reads: after an upgrade it may not."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from analytics.errors import StoreOutdated
from analytics.schema.table import tables
from analytics.settings import command_line
from analytics.store import Build, Store
from analytics.warehouse.marts import marts

FOLDER = Path(__file__).parent


def meaning_of(sql: str) -> str:
    """Return SQL without what has no meaning: its comments, and how its lines are broken."""
    return " ".join(re.sub(r"--[^\n]*", "", sql).split())


@cache
def marts_signature() -> str:
    """Return a short hash of every mart's name, columns and SQL, and of every table staged beside them.

    The SQL counts because a mart whose meaning changed is another mart; its comments and line breaks do not.
    """
    read = {name: tuple(mart.columns) for name, mart in marts().items()}
    read |= {f"warehouse.{table.name}": tuple(column.name for column in table.columns)
             for table in tables().values()}
    text = ";".join(f"{name}:{','.join(columns)}" for name, columns in sorted(read.items()))
    text += ";".join(meaning_of(file.read_text("utf-8")) for file in sorted(FOLDER.rglob("*.sql")))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def is_outdated(build: Build) -> bool:
    """Say whether a build was made by a version with other marts."""
    return build.marts != marts_signature()


def require_current(store: Store, build_id: str | None = None) -> None:
    """Make sure that a build can be read.

    Parameters
    ----------
    store : Store
    build_id : str, optional
        The published one when omitted.

    Raises
    ------
    StoreOutdated
        It was made by a version of this program with other marts. The raw batches are all there:
        building again is all it takes.
    """
    builds = store.builds() if build_id else (store.current_build(),)
    build = next((one for one in builds if one is not None and build_id in (None, one.id)), None)
    if build is not None and is_outdated(build):
        command = command_line(store.path, "build")
        raise StoreOutdated(
            f"Build {build.id} in {store.path} was made by an earlier version of this program.",
            build=build.id, path=str(store.path), command=command,
            hint=f"Nothing is lost: run `{command}`, or build on the Data page.")
