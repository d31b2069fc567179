"""The bar of a running import: how much is done, how fast, and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from analytics.i18n import Translator

#: Seconds a step has to run before its rate says anything.
_SETTLED = 0.5


class Pace:
    """What a step's bar says, from when each step began.

    Parameters
    ----------
    words : Translator
    clock : callable
        Seconds, never going back.
    """

    def __init__(self, words: Translator, clock: Callable[[], float] = time.monotonic):
        self._words, self._clock = words, clock
        self._began: dict[str, float] = {}

    def line(self, step: str, done: int, total: int) -> str:
        """Return step, count, rows a second and remaining seconds as far as they can be told."""
        now = self._clock()
        spent = now - self._began.setdefault(step, now)
        words = self._words
        # Files are counted from the one being read, rows when they are done.
        number = min(done + 1, total) if step == "reading" else done
        said = words(f"data.step.{step}", n=words.number(number), of=words.number(total))
        if step == "reading" or step == "done" or not done or spent < _SETTLED:
            return said
        rate = done / spent
        return words("import.and").join(
            [said, words("data.step.pace", rate=words.number(round(rate)),
                         left=words.number(max(round((total - done) / rate), 0)))])
