"""Standards keep their history, and refuse what is no share."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import HuitouError, StoreDamaged
from analytics.store import Standard, read_standards, set_standard, standard_on

FIRST, LATER = date(2025, 1, 1), date(2026, 1, 1)


def test_a_new_standard_leaves_the_earlier_one_to_its_time(tmp_path):
    assert read_standards(tmp_path) == ()
    set_standard(tmp_path, "overall", 0.75, FIRST)
    found = set_standard(tmp_path, "overall", 0.8, LATER)
    assert read_standards(tmp_path) == found == (Standard("overall", FIRST, 0.75), Standard("overall", LATER, 0.8))
    assert standard_on(found, "overall", date(2025, 12, 31)).value == 0.75
    assert standard_on(found, "overall", LATER).value == 0.8
    assert standard_on(found, "overall", date(2024, 12, 31)) is None
    assert standard_on(found, "overall", None).value == 0.8
    assert standard_on(found, "speed", LATER) is None


def test_the_same_day_is_replaced_and_taken_back(tmp_path):
    set_standard(tmp_path, 'how "good"', 0.75, FIRST)
    assert set_standard(tmp_path, 'how "good"', 0.7, FIRST) == (Standard('how "good"', FIRST, 0.7),)
    assert set_standard(tmp_path, 'how "good"', None, FIRST) == ()
    assert read_standards(tmp_path) == ()


@pytest.mark.parametrize("value", [0.0, 1.0, 80.0, -0.1])
def test_what_is_no_share_is_refused(tmp_path, value):
    with pytest.raises(HuitouError) as refused:
        set_standard(tmp_path, "overall", value, FIRST)
    assert refused.value.code == "standard_value"
    assert read_standards(tmp_path) == ()


@pytest.mark.parametrize("text", ["[[standard]", '[[standard]]\nquestion = "overall"\n',
                                  '[[standard]]\nquestion = "overall"\nvalue = 80\nfrom = 2026-01-01\n',
                                  '[[standard]]\nquestion = "overall"\nvalue = 0.8\nfrom = "soon"\n'])
def test_a_file_that_is_not_ours_is_reported(tmp_path, text):
    (tmp_path / "standards.toml").write_text(text, "utf-8")
    with pytest.raises(StoreDamaged):
        read_standards(tmp_path)
