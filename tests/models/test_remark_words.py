"""Words of remarks in both languages, and what is hidden in a quotation."""

from __future__ import annotations

import pytest

from analytics.demo.vocabulary import vocabulary
from analytics.models.remark_topics import keys, words_by_topic
from analytics.models.remark_words import masked, singular, terms


@pytest.mark.parametrize(("word", "one"), [
    ("parts", "part"), ("deliveries", "delivery"), ("boxes", "box"), ("branches", "branch"), ("losses", "loss"),
    ("glass", "glass"), ("bus", "bus"), ("this", "this"), ("company's", "company"), ("dies", "die")])
def test_plurals_join_their_singular(word, one):
    assert singular(word) == one


def test_chinese_is_cut_into_words_and_english_stays_whole():
    assert terms("配件总是缺货，价格又贵。") == {"配件", "总是", "缺货", "价格", "贵"}
    assert terms("The parts were never in stock!") == {"part", "never", "stock"}
    assert terms("等 delivery 太久") == {"delivery", "太久"}
    assert terms("…… 123") == frozenset()


@pytest.mark.parametrize(("text", "shown"), [
    ("请打 13812345678 找我", "请打 ••• 找我"),
    ("call +86 22 5550-0101 please", "call ••• please"),
    ("write to li.na@example.com.cn now", "write to ••• now"),
    ("微信号：lina_2024 联系", "••• 联系"),
    ("身份证 11010519491231002X 已给", "身份证 ••• 已给"),
    ("Waited since 2024-05, paid 12,500 for DY215", "Waited since 2024-05, paid 12,500 for DY215"),
])
def test_what_leads_to_a_person_is_hidden(text, shown):
    assert masked(text) == shown


def test_a_remark_may_be_about_several_topics_or_none():
    assert words_by_topic("技师态度一般，价格又贵") == {"price": ("价格", "又贵"), "staff": ("态度", "技师")}
    assert words_by_topic("Prices went up and nobody answered our complaints") == {
        "price": ("price",), "complaints": ("complaint",)}
    assert words_by_topic("合作多年，非常满意。") == {}


def test_every_phrase_of_the_demo_company_is_told_by_its_own_topic():
    for topic in vocabulary().topics:
        for by_language in topic.phrases.values():
            for phrase in (phrase for offered in by_language.values() for phrase in offered):
                assert list(words_by_topic(phrase)) == ([] if topic.key == "general" else [topic.key]), phrase
    assert [topic.key for topic in vocabulary().topics] == [*keys(), "general"]
