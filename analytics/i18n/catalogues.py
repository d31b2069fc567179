"""Catalogues of words: one TOML file per subject and language, flattened to dotted keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from analytics.errors import UnknownName

FOLDER = Path(__file__).parent / "catalogue"

#: Language code to its own name. The code of a locale is the code with ``_``.
LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "zh-CN": "简体中文"})


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Read every word of a language.

    Parameters
    ----------
    language : str
        ``"en"`` or ``"zh-CN"``.

    Returns
    -------
    mapping of str to str
        Dotted key, the first part being the file's stem, to text with ``{placeholders}``.

    Raises
    ------
    UnknownName
        A language there is no catalogue for.
    """
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    words: dict[str, str] = {}
    for file in sorted((FOLDER / language.replace("-", "_")).glob("*.toml")):
        words.update(_flatten(file.stem, tomllib.loads(file.read_text("utf-8"))))
    return MappingProxyType(words)


def _flatten(prefix: str, node: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in node.items():
        if isinstance(value, Mapping):
            yield from _flatten(f"{prefix}.{key}", value)
        else:
            yield f"{prefix}.{key}", str(value)
