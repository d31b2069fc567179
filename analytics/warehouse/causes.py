"""The company's own words for a loss, sorted into the eight standard classes of causes."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "cause_classes.toml"

#: Keaveney's eight classes (1995), and what does not fall into them.
CAUSE_CLASSES = (
    "pricing", "inconvenience", "core_service_failure", "service_encounter_failure", "response_to_failure",
    "competition", "ethics", "involuntary", "other", "not_stated",
)


def cause_class(cause: str | None) -> str:
    """Return the standard class of a cause as a company wrote it, in English or Chinese.

    Parameters
    ----------
    cause : str or None
        The company's words.

    Returns
    -------
    str
        One of ``CAUSE_CLASSES``: the class whose list holds the whole text, else the one with the
        longest phrase found in it, ``other`` where none is, ``not_stated`` where there are no words.
    """
    text = " ".join((cause or "").casefold().replace("_", " ").split())
    if not text:
        return "not_stated"
    exact, phrases = _lists()
    if text in exact:
        return exact[text]
    if text.replace(" ", "_") in CAUSE_CLASSES:
        return text.replace(" ", "_")
    for phrase, name, pattern in phrases:
        if pattern.search(text) if pattern is not None else phrase in text:
            return name
    return "other"


@cache
def _lists() -> tuple[dict[str, str], list[tuple[str, str, re.Pattern[str] | None]]]:
    data = tomllib.loads(FILE.read_text("utf-8"))
    exact = {word: name for name, words in data["exact"].items() for word in words}
    phrases = [(phrase, name) for name, words in data["words"].items() for phrase in words]
    # Longest first, so that "complaint ignored" is seen before "ignored". Chinese has no word boundaries.
    phrases.sort(key=lambda item: -len(item[0]))
    return exact, [(phrase, name, re.compile(rf"\b{re.escape(phrase)}\b") if phrase.isascii() else None)
                   for phrase, name in phrases]
