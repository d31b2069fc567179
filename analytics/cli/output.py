"""How commands write: tables for people, CSV and JSON for programs, progress on standard error."""

from __future__ import annotations

import csv
import dataclasses
import enum
import io
import json
import math
import os
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer

from analytics.errors import HuitouError
from analytics.i18n import Translator
from analytics.settings import load_settings


class Format(enum.StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"


def say(text: str = "") -> None:
    """Write a line to standard output."""
    typer.echo(text)


def terminal_words() -> Translator:
    """Return the words of the language that is set, else of the terminal's locale, else English."""
    language = load_settings().text("language")
    if language == "auto":
        named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        language = "zh-CN" if next(filter(None, named), "").lower().startswith("zh") else "en"
    return Translator(language)


def told(error: HuitouError) -> str:
    """Return what a person reads of an error."""
    words, key = terminal_words(), f"errors.{error.code}"
    # In English the error's own message is the fuller one: it ends with what to do.
    return str(error) if words.language == "en" or not words.has(key) else words(key, **error.details)


def plain(value: Any) -> Any:
    """Return a result as what JSON knows: dataclasses as objects, dates as ISO text, no NaN."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else ",".join(map(str, key)): plain(one)
                for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def write_json(value: Any) -> None:
    """Write one JSON object."""
    say(json.dumps(plain(value), ensure_ascii=False, indent=2, default=str))


def write_rows(rows: Sequence[Mapping[str, Any]], format: Format) -> None:
    """Write rows as an aligned table or as CSV."""
    if not rows:
        return
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    if format is Format.csv:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerows([columns, *cells])
        say(buffer.getvalue().rstrip())
        return
    widths = [max(len(line[place]) for line in [columns, *cells]) for place in range(len(columns))]
    for line in [columns, *cells]:
        say("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


#: Where the words of the steps stand that commands go through, by their codes.
_STEPS = ("import.step", "store.steps", "churn.step", "value.step")


class Progress:
    """A progress line on standard error: step, share, rate and remaining time.

    A person reads words in the language of the terminal. A program that started us is given codes:
    ``HUITOU_PROGRESS=lines`` writes ``progress``, step, done and total, set apart by tabs.
    """

    def __init__(self) -> None:
        self._words = terminal_words()
        self._started: dict[str, float] = {}
        self._shown = 0.0
        self._visible = sys.stderr.isatty()
        # A program that started us reads lines; a person sees one line that moves.
        self._lines = os.environ.get("HUITOU_PROGRESS") == "lines"

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show how far a step is, at most ten times a second."""
        now = time.monotonic()
        began = self._started.setdefault(step, now)
        if self._lines and (now - self._shown >= 0.2 or done >= total or began == now):
            self._shown = now
            sys.stderr.write(f"progress\t{step}\t{done}\t{total}\n")
            return
        if not self._visible or (now - self._shown < 0.1 and done < total):
            return
        self._shown = now
        sys.stderr.write(f"\r\033[K{self._line(step, done, total, now - began)}")
        if done >= total:
            sys.stderr.write("\r\033[K")
        sys.stderr.flush()

    def _line(self, step: str, done: int, total: int, spent: float) -> str:
        words = self._words
        named = next((words(key) for prefix in _STEPS if words.has(key := f"{prefix}.{step}")), step)
        told = [words("terminal.of", done=words.number(done), total=words.number(total)) if total
                else words.number(done)]
        if spent > 0.5 and done > 100:
            told.append(words("terminal.rate", rate=words.number(done / spent)))
        left = spent / done * (total - done) if done else 0.0
        if left > 2:
            told.append(words("terminal.left", seconds=words.number(left)))
        return words("terminal.progress", step=named, told=words("import.and").join(told))


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.2f}"
    return str(value)
