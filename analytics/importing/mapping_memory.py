"""Mappings confirmed before, found again when the same columns come again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from analytics.importing.mapping import Mapping, load_mapping
from analytics.importing.mapping_parts import plain


def signature(*headers: Sequence[str]) -> str:
    """Return what identifies files by their column names.

    Parameters
    ----------
    *headers : sequence of str
        Column names of each file.

    Returns
    -------
    str
        Sixteen hexadecimal digits; the order of columns and files, case and blanks do not matter.
    """
    files = sorted("\n".join(sorted(plain(column) for column in header)) for header in headers)
    return hashlib.sha256("\n\n".join(files).encode()).hexdigest()[:16]


def remember(folder: Path, mapping: Mapping, *headers: Sequence[str]) -> Path:
    """Keep a confirmed mapping for the next file with the same columns.

    Parameters
    ----------
    folder : Path
        Folder of remembered mappings; made when missing.
    mapping : Mapping
        What was confirmed.
    *headers : sequence of str
        Column names of each file.

    Returns
    -------
    Path
        The file written; an earlier one for the same columns is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{signature(*headers)}.toml"
    waiting = path.with_suffix(f".{os.getpid()}.new")
    waiting.write_text(mapping.to_toml(), "utf-8")
    waiting.replace(path)
    return path


def remembered(folder: Path, *headers: Sequence[str]) -> Mapping | None:
    """Return the mapping confirmed for files with these columns, or None."""
    path = folder / f"{signature(*headers)}.toml"
    return load_mapping(path) if path.exists() else None
