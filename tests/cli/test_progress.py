"""The line that moves while a command works: words for people, codes for programs."""

from __future__ import annotations

import io
import sys
import time

import pytest

from analytics.cli.output import Progress
from analytics.i18n import Translator
from analytics.models.churn import STEPS
from analytics.warehouse import STEP_NAMES

IMPORT_STEPS = ("reading", "checking", "writing", "done")


class Terminal(io.StringIO):
    """A standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch):
    """Return what a terminal of a language shows of one call, a second after the step began."""
    def _shown(language: str, step: str, done: int, total: int) -> str:
        monkeypatch.setenv("HUITOU_LANGUAGE", language)
        monkeypatch.delenv("HUITOU_PROGRESS", raising=False)
        now = [100.0]
        monkeypatch.setattr(time, "monotonic", lambda: now[0])
        monkeypatch.setattr(sys, "stderr", Terminal())
        progress = Progress()
        progress(step, 0, total)
        now[0] = 101.0
        progress(step, done, total)
        return sys.stderr.getvalue().rsplit("\033[K", 1)[-1]
    return _shown


@pytest.mark.parametrize(("language", "line"), [
    ("en", "Checking: 1,000 of 5,000, 1,000 per second, about 4 s left"),
    ("zh-CN", "校验：1,000 / 5,000，每秒 1,000，约剩 4 秒")])
def test_step_share_rate_and_remaining_time(shown, language, line):
    assert shown(language, "checking", 1_000, 5_000) == line


def test_a_chinese_terminal_reads_chinese_steps(shown):
    assert shown("zh-CN", "losses", 30, 41).startswith(Translator("zh-CN")("store.steps.losses") + "：30 / 41")
    assert shown("zh-CN", "validation", 1, 5).startswith("用模型没见过的客户检验：1 / 5")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_step_of_every_command_has_words(shown, language):
    named = {step: shown(language, step, 1, 9) for step in (*IMPORT_STEPS, *STEP_NAMES, *STEPS)}
    assert not [step for step, line in named.items() if line.startswith(step)]


def test_a_program_is_given_codes(monkeypatch, capsys):
    monkeypatch.setenv("HUITOU_LANGUAGE", "zh-CN")
    monkeypatch.setenv("HUITOU_PROGRESS", "lines")
    Progress()("checking", 3, 3)
    assert capsys.readouterr().err == "progress\tchecking\t3\t3\n"
