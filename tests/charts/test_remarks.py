"""Charts of what is said: every topic once, telling words coloured by their side, staff beside customers."""

from __future__ import annotations

import pytest

from analytics.charts.remarks import heard, months, telling, topics
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.models.remark_topics import keys
from analytics.models.remarks import remarks
from analytics.models.telling_words import Word

WORDS = Translator("zh-CN")


@pytest.fixture(scope="module")
def found(demo_reader):
    return remarks(demo_reader, Filters())


def test_every_topic_has_a_name_and_stands_once(found):
    said = found.of("comment")
    placed = {point[0]: x for trace in topics(said, WORDS).data for point, x in zip(trace.customdata, trace.x, strict=True)}
    assert placed == {one.topic: 100 * one.rate.estimate for one in said}
    assert all(WORDS.has(f"remarks.topic.{key}") for key in keys())


def test_months_of_few_contacts_are_left_out(found):
    one = found.of("report")[0]
    (line,) = months(one, WORDS).data
    assert list(line.y) == pytest.approx(
        [100 * mentions / contacts for _, mentions, contacts in one.months if contacts >= 30])


def test_words_that_may_be_chance_are_grey():
    words = (Word("慢", 30, 5, 1.5, 1.0, 2.0, 0.001), Word("好", 5, 60, -1.2, -1.8, -0.6, 0.002),
             Word("件", 10, 12, 0.1, -0.6, 0.8, 0.9))
    sides = {trace.name: list(trace.y) for trace in telling(words, WORDS).data}
    assert sides == {"不满意者用得更多": ["慢"], "满意者用得更多": ["好"], "看不出差别": ["件"]}


def test_staff_stand_beside_customers(found):
    customers, staff = heard(found.agreement, WORDS).data
    rows = sorted(found.agreement, key=lambda one: one.customers.estimate)
    assert list(customers.x) == [one.customers.estimate for one in rows]
    assert list(staff.x) == [one.staff.estimate for one in rows]
