"""Companies' own words for a loss find their standard class, in both languages."""

from __future__ import annotations

import tomllib

import pytest

from analytics.warehouse.causes import CAUSE_CLASSES, FILE, cause_class


@pytest.mark.parametrize(("cause", "expected"), [
    ("Competitor", "competition"), ("Competitor made better offer", "competition"),
    ("Attitude of support person", "service_encounter_failure"), ("Attitude", "service_encounter_failure"),
    ("Price", "pricing"), ("Price too high", "pricing"), ("PRICE  TOO\tHIGH", "pricing"),
    ("Dissatisfaction", "core_service_failure"), ("Network reliability", "core_service_failure"),
    ("Moved", "involuntary"), ("Deceased", "involuntary"), ("Other", "other"), ("Don't know", "not_stated"),
    ("complaint ignored by the branch", "response_to_failure"), ("too far away", "inconvenience"),
    ("they cheated us", "ethics"), ("removed", "other"), ("pricing", "pricing"),
    ("service_encounter_failure", "service_encounter_failure"),
    ("价格太贵", "pricing"), ("服务态度差", "service_encounter_failure"), ("距离太远", "inconvenience"),
    ("配件质量问题", "core_service_failure"), ("投诉无人处理", "response_to_failure"), ("竞争对手挖走", "competition"),
    ("公司破产", "involuntary"), ("缺乏诚信", "ethics"), ("其他", "other"), ("未知", "not_stated"),
    ("xyz", "other"), ("", "not_stated"), (None, "not_stated"),
])
def test_classes(cause, expected):
    assert cause_class(cause) == expected


def test_the_lists_name_only_known_classes_and_no_word_twice():
    data = tomllib.loads(FILE.read_text("utf-8"))
    for lists in data.values():
        assert set(lists) <= set(CAUSE_CLASSES)
        words = [word for words in lists.values() for word in words]
        assert sorted(words) == sorted(set(words))
        assert all(word == word.casefold() for word in words)
