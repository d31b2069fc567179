"""The command line as a person meets it: what it prints, and its exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from analytics.cli import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left on the terminal."""

    status: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """Run one command on a store of the test's own, in English unless told otherwise."""
    monkeypatch.setenv("HUITOU_STORE", str(tmp_path / "store"))
    for name in ("HUITOU_LANGUAGE", "HUITOU_PROGRESS", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def _command(*arguments: str | Path, language: str = "") -> Outcome:
        if language:
            monkeypatch.setenv("HUITOU_LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["analytics", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), written.out, written.err)
    return _command
