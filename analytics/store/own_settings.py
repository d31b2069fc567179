"""Settings a store has of its own: the lines of its ``settings.toml``, changed from a page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from analytics.settings import Settings, Value, load_settings
from analytics.store.durable import write_durably
from analytics.store.faults import storage_faults

FILE = "settings.toml"


def set_settings(folder: Path, changes: Mapping[str, Value | None]) -> Settings:
    """Change settings of a store; its other lines, comments among them, stay as they are.

    What goes into marts takes effect with the next build.

    Parameters
    ----------
    folder : Path
        The store's folder.
    changes : mapping of str to (str, int, float, bool or None)
        New values by name; None takes the store's own value back, so that the default counts.

    Returns
    -------
    Settings
        Those now in force; one set in the environment still wins.

    Raises
    ------
    UnknownName
        A name that is no setting.
    HuitouError
        A value that is not of the setting's type.
    """
    typed = Settings({name: value for name, value in changes.items() if value is not None})
    for name in changes:
        typed[name]  # A name that is no setting is refused even where it is only taken back.
    path = folder / FILE
    with storage_faults(path):
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
    # A plain `name = value` a line: the file has no tables, and so nothing may follow the last line.
    kept = [line for line in lines if _name(line) not in changes]
    told = [f"{name} = {json.dumps(typed[name], ensure_ascii=False)}"
            for name, value in changes.items() if value is not None]
    write_durably(path, "".join(f"{line}\n" for line in [*kept, *told]))
    return load_settings(folder)


def _name(line: str) -> str | None:
    found = re.match(r'\s*"?(\w+)"?\s*=', line)
    return found.group(1) if found else None
