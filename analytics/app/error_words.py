"""What a reader is told of an error."""

from __future__ import annotations

from analytics.errors import HuitouError
from analytics.i18n import Translator


def error_words(error: HuitouError, words: Translator) -> str:
    """Return an error in the reader's language, else its own message."""
    key = f"errors.{error.code}"
    return words(key, **error.details) if words.has(key) else str(error)
