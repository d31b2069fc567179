"""A store's own settings: changed line by line, refused whole, and never half written."""

from __future__ import annotations

import pytest

from analytics.errors import HuitouError, UnknownName
from analytics.settings import load_settings
from analytics.store.own_settings import FILE, set_settings


def test_a_changed_setting_counts_and_other_lines_stay(tmp_path):
    (tmp_path / FILE).write_text('# set by hand\nsilence_days = 90\nmemory_limit = "4GB"\n', "utf-8")
    found = set_settings(tmp_path, {"silence_days": 120, "grade_a_share": 0.4})
    assert (found.integer("silence_days"), found.number("grade_a_share")) == (120, 0.4)
    assert (tmp_path / FILE).read_text("utf-8") == (
        '# set by hand\nmemory_limit = "4GB"\nsilence_days = 120\ngrade_a_share = 0.4\n')


def test_taken_back_the_default_counts_again(tmp_path):
    set_settings(tmp_path, {"silence_days": 120})
    assert set_settings(tmp_path, {"silence_days": None}).integer("silence_days") == 0
    assert (tmp_path / FILE).read_text("utf-8") == ""


@pytest.mark.parametrize(("changes", "refused"), [
    ({"silence_days": 60, "silense_days": 1}, UnknownName), ({"silense_days": None}, UnknownName),
    ({"silence_days": "soon"}, HuitouError)])
def test_what_is_no_setting_changes_nothing(tmp_path, changes, refused):
    set_settings(tmp_path, {"silence_days": 120})
    with pytest.raises(refused):
        set_settings(tmp_path, changes)
    assert load_settings(tmp_path).integer("silence_days") == 120


def test_text_with_quotes_is_read_back(tmp_path):
    assert set_settings(tmp_path, {"memory_limit": '8"GB\\'}).text("memory_limit") == '8"GB\\'
