"""What remarks are about, by the words they use: a list per topic that anybody may read and correct."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.models.remark_words import english_words

FILE = Path(__file__).with_name("remark_topics.toml")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and the words that tell of it.

    Attributes
    ----------
    key : str
    chinese : tuple of str
        Parts of a text.
    english : frozenset of str
        Whole words, in the singular.
    """

    key: str
    chinese: tuple[str, ...]
    english: frozenset[str]


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics in the order of their file."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(Topic(key, tuple(words["zh"]), frozenset(words["en"])) for key, words in data.items())


def words_by_topic(text: str) -> dict[str, tuple[str, ...]]:
    """Return the topics a remark is about, each with the words that told it.

    Parameters
    ----------
    text : str
        In Chinese, English or both.

    Returns
    -------
    dict of str to tuple of str
        Empty where no topic's word occurs.
    """
    english = english_words(text)
    found = {one.key: (*(word for word in one.chinese if word in text), *sorted(one.english & english))
             for one in topics()}
    return {key: words for key, words in found.items() if words}


def keys() -> Sequence[str]:
    """Return the names of the topics."""
    return [one.key for one in topics()]
