"""The first sentence of a page is one that a chief executive can repeat; what qualifies it stands below."""

from __future__ import annotations

import pytest

from tests.app.test_overview_and_retention import opened

#: What a page's answer must not hold more of: intervals, and characters in English and in Chinese.
INTERVALS, LONGEST = 2, {"en": 230, "zh-CN": 110}


def _answer(app) -> str:
    """Return the answer: the first text of the page under its title."""
    said = [str(one.value) for one in app.main.markdown]
    return next(one for one in said if not one.startswith(":")).replace("\\", "")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("page", ["value", "grades", "growth", "patterns"])
def test_an_answer_is_short_enough_to_repeat(demo_store_path, monkeypatch, page, language):
    said = _answer(opened(demo_store_path, page, monkeypatch, language))
    assert 30 <= len(said) <= LONGEST[language], said
    assert said.count("95%") + said.count("34.4") <= INTERVALS, said
