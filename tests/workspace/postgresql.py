"""A real PostgreSQL server of the tests' own, from whatever the machine has installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Debian keeps the programs of each version apart.
PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin"))


def programs() -> Path | None:
    """Return the folder of the server's programs; None where there is no server."""
    return next((place for place in PLACES if (place / "initdb").exists() and (place / "postgres").exists()), None)


def _user() -> str | None:
    """Return who runs the server where we are root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    return next((name for name in ("postgres", "nobody") if any(one.pw_name == name for one in pwd.getpwall())), None)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server in an empty folder and give the address of its database; it is reached by a socket only."""
    place, user = programs(), _user()
    assert place is not None
    as_user = ["runuser", "-u", user, "--"] if user else []
    folder.mkdir(parents=True)
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    subprocess.run([*as_user, place / "initdb", "-D", data, "-U", "huitou", "--auth=trust", "-E", "UTF8",
                    "--no-sync"], check=True, capture_output=True, cwd=folder)
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    subprocess.run([*as_user, place / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"],
                   check=True, capture_output=True, cwd=folder)
    try:
        yield f"postgresql+psycopg://huitou@/postgres?host={folder}"
    finally:
        subprocess.run([*as_user, place / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True,
                       capture_output=True, cwd=folder)
