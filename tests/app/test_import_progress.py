"""The line of the import's bar, by a clock of the test's own."""

from __future__ import annotations

import pytest

from analytics.app.jobs import JobState
from analytics.app.views.data.builds import progress_line
from analytics.app.views.data.progress import Pace
from analytics.i18n import Translator
from analytics.warehouse import STEP_NAMES


@pytest.mark.parametrize(("language", "reading", "begun", "running", "done"), [
    ("en", "Reading file 1 of 2", "Checking: 0 of about 5,000,000 rows",
     "Checking: 1,000,000 of about 5,000,000 rows, 500,000 rows per second, about 8 s left",
     "Done: 5,000,000 of 5,000,000 rows"),
    ("zh-CN", "正在读取第 1 个文件，共 2 个", "正在校验：0 行，共约 5,000,000 行",
     "正在校验：1,000,000 行，共约 5,000,000 行，每秒 500,000 行，还需约 8 秒",
     "完成：5,000,000 行，共 5,000,000 行")])
def test_count_rate_and_remaining_time(language, reading, begun, running, done):
    now = [100.0]
    pace = Pace(Translator(language), lambda: now[0])
    assert pace.line("reading", 0, 2) == reading
    now[0] = 103.0
    assert pace.line("checking", 0, 5_000_000) == begun
    now[0] = 105.0
    assert pace.line("checking", 1_000_000, 5_000_000) == running
    now[0] = 111.0
    assert pace.line("done", 5_000_000, 5_000_000) == done


def test_no_rate_before_it_says_anything():
    now = [0.0]
    pace = Pace(Translator("en"), lambda: now[0])
    pace.line("checking", 0, 900)
    now[0] = 0.1
    assert pace.line("checking", 300, 900) == "Checking: 300 of about 900 rows"


@pytest.mark.parametrize(("done", "line"), [
    (0, "Reading the imports (step 1 of {of}), 2 s"),
    (10, "Reading the imports (step 11 of {of}), 2 s, about {left} s left")])
def test_a_build_says_what_is_left_once_it_can_tell(done, line):
    state = JobState(True, "staging", done, len(STEP_NAMES), 2.0, False, "")
    left = round(2.0 / done * (len(STEP_NAMES) - done)) if done else ""
    assert progress_line(Translator("en"), state, done) == line.format(of=len(STEP_NAMES), left=left)
