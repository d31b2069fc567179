"""What is said: a tiny company by hand, the demo company's hidden topics, and silence where nothing is behind it."""

from __future__ import annotations

import json
import sys
from datetime import date

import numpy as np
import pytest

from analytics.demo.vocabulary import vocabulary
from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.remark_agreement import agreements, heard
from analytics.models.remark_list import remark_list
from analytics.models.remark_topics import keys, words_by_topic
from analytics.models.remark_words import terms
from analytics.models.remarks import changes, remarks
from analytics.models.telling_words import telling_words
from analytics.store import Store
from analytics.warehouse import build
from tests.demo.test_remarks import topic_of
from tests.metrics.surveyed import answer
from tests.store.batches import add_batch, order


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Twelve customers: twelve answered surveys this year and four before; contacts of both directions."""
    store = Store.create(tmp_path_factory.mktemp("said") / "store", name="Said")
    comments = {1: ("价格太贵，请打 13812345678", 2), 2: ("The price is high", 1), 3: ("等了很久", 2), 4: ("很好", 5)}
    contact = {"contacted_on": "2024-09-01", "kind": "call", "direction": "outbound"}
    add_batch(
        store, customers=[{"customer_id": f"C{number}", "acquired_on": "2022-01-01"} for number in range(1, 13)],
        orders=[order("O1", "C1", "2022-02-01", 50), order("O2", "C1", "2024-12-31", 50)],
        surveys=[
            *({**answer(number, comments.get(number, ("", 4))[1], "2024-06-01", "2024-06-03", "2024"),
               "comment": comments.get(number, (None, 4))[0]} for number in range(1, 13)),
            # A second question of the same form: not another contact.
            {**answer(2, 3, "2024-06-01", "2024-06-03", "2024", "price"), "comment": "又涨价了"},
            *({**answer(number, 3, "2023-06-01", "2023-06-03", "2023"), "comment": "太慢" if number < 3 else None}
              for number in range(1, 5))],
        contacts=[
            {**contact, "customer_id": "C1", "note": "客户嫌价格高"},
            {**contact, "customer_id": "C2", "note": "客户嫌路远"},
            {**contact, "customer_id": "C3", "note": "  "},
            {**contact, "customer_id": "C5", "note": None},
            {**contact, "customer_id": "C4", "direction": "inbound", "note": "Please deliver faster, we wait too long"},
            {**contact, "customer_id": "C4", "contacted_on": "2020-01-01", "note": "价格"}])
    build(store, today=date(2025, 1, 1))
    return store.reader()


def test_counts_per_contact_by_hand(reader):
    found = remarks(reader, Filters("12m"))
    assert [(one.stream, one.contacts, one.remarks, one.matched) for one in found.streams] == [
        ("comment", 12, 4, 3), ("suggestion", 1, 1, 1), ("report", 4, 2, 2)]
    comments = {one.topic: one for one in found.of("comment")}
    assert [(one.topic, one.mentions, one.rate.n) for one in found.of("comment")] == [("price", 2, 12), ("waiting", 1, 12)]
    assert comments["price"].rate.estimate == pytest.approx(2 / 12)
    # Before: nobody of four spoke of the price, two of the wait.
    assert comments["price"].change.estimate == pytest.approx(2 / 12)
    assert comments["waiting"].change.estimate == pytest.approx(1 / 12 - 2 / 4)
    assert comments["waiting"].months == ((date(2023, 6, 1), 2, 4), (date(2024, 6, 1), 1, 12))
    assert dict(comments["price"].words) == {"太贵": 1, "价格": 1, "price": 1, "涨价": 1}
    assert [(one.topic, one.mentions) for one in found.of("report")] == [("price", 1), ("convenience", 1)]
    assert [(one.topic, one.mentions) for one in found.of("suggestion")] == [("waiting", 1)]
    assert (found.unhappy, found.happy, found.sampled) == (3, 1, 1.0)


def test_quotes_hide_telephone_numbers_and_tell_day_and_score(reader):
    quotes = {one.topic: one.quotes for one in remarks(reader, Filters("12m")).of("comment")}
    first = next(one for one in quotes["price"] if "请打" in one.text)
    assert (first.text, first.said_on, first.score) == ("价格太贵，请打 •••", date(2024, 6, 3), 2.0)
    listed = remark_list(reader, Filters("12m"))
    assert sorted(listed["customer_id"]) == ["C1", "C2"]
    assert not listed["remark"].str.contains("138").any()
    with pytest.raises(UnknownName):
        remark_list(reader, Filters("12m"), topic="weather")
    with pytest.raises(UnknownName):
        remark_list(reader, Filters("12m"), stream="rumour")


def test_staff_and_customers_of_the_same_customers_by_hand(reader):
    found = remarks(reader, Filters("12m"))
    # C1 said price and staff report price; C2 said price and staff report the distance.
    assert (found.both, found.heard.estimate, found.heard.n) == (2, 0.5, 2)
    # Dealt out the other way round: C1 has the distance, C2 the price.
    assert found.heard_by_chance == pytest.approx(0.5)
    assert {one.topic: (one.customers.estimate, one.staff.estimate) for one in found.agreement} == {
        "price": (1.0, 0.5), "convenience": (0.0, 0.5)}


def test_a_sample_is_of_customers_with_all_they_say(demo_reader, monkeypatch):
    everything = remarks(demo_reader, Filters("all"))
    # The package's name for it is the function, which hides the module.
    monkeypatch.setattr(sys.modules[remarks.__module__], "MOST_REMARKS", 1_500)
    sampled = remarks(demo_reader, Filters("all"))
    assert sum(one.remarks for one in sampled.streams) == pytest.approx(1_500, rel=0.15)
    for one, whole in zip(sampled.streams, everything.streams, strict=True):
        assert one.contacts / whole.contacts == pytest.approx(sampled.sampled, rel=0.15)
    rates = {(one.topic, one.stream): one.rate for one in everything.said}
    kept = [one.rate.low <= rates[one.topic, one.stream].estimate <= one.rate.high for one in sampled.said]
    assert sum(kept) / len(kept) >= 0.85


def test_the_demo_company_s_hidden_topics_are_counted_one_by_one(demo_reader):
    frame = run_sql(demo_reader, "models/remarks", Filters("all"), most=1_000_000)
    hidden = topic_of()
    # A day on which two things were noted holds both.
    true = [{hidden[part] for part in text.split(" / ")} - {"general"} for text in frame["text"]]
    assert [set(words_by_topic(text)) for text in frame["text"]] == true
    found = remarks(demo_reader, Filters("all"))
    for stream in found.streams:
        mentions = {one.topic: one.mentions for one in found.of(stream.stream)}
        own = [one for one, name in zip(true, frame["stream"], strict=True) if name == stream.stream]
        assert mentions == {topic: sum(topic in one for one in own) for topic in keys()}


def test_staff_hear_customers_as_often_as_the_truth_lets_them(demo_reader, demo_store):
    truth = json.loads((demo_store.path / "truth.json").read_text("utf-8"))
    assert truth["heard"] == 0.5
    found = remarks(demo_reader, Filters("all"))
    assert found.heard.low > found.heard_by_chance + 0.2
    assert all(one.agreement.kappa.low > 0 for one in found.agreement if one.named >= 100)
    # Staff have price on their minds.
    price = next(one for one in found.agreement if one.topic == "price")
    assert price.staff.low > price.customers.high


def test_words_of_the_unhappy_and_the_happy_of_the_demo_company(demo_reader):
    found = {one.word: one for one in remarks(demo_reader, Filters("all")).words}
    said = {mood: {word for topic in vocabulary().topics for offered in topic.phrases[mood].values()
                   for phrase in offered for word in terms(phrase)} for mood in ("unhappy", "happy")}
    told = {word for word, one in found.items() if one.told}
    assert {word for word in told if found[word].log_odds > 0} >= {"停机", "响应"}
    # Whatever only one mood has phrases for is told of that mood, if it is told.
    assert all(found[word].log_odds > 0 for word in told & (said["unhappy"] - said["happy"]))
    assert all(found[word].log_odds < 0 for word in told & (said["happy"] - said["unhappy"]))
    assert len(told) >= 12


def test_a_planted_word_is_told_and_the_others_are_not():
    random = np.random.default_rng(4)
    common = [f"word{chr(97 + place)}" for place in range(20)]
    sides = [[(number, " ".join([*random.choice(common, 4), *(["broken"] if random.random() < share else [])]))
              for number in range(300)] for share in (0.4, 0.1)]
    told = [one for one in telling_words(*sides) if one.told]
    assert [one.word for one in told] == ["broken"]
    assert told[0].low > 0


def quiet_words(seed: int) -> bool:
    random = np.random.default_rng(seed)
    common = [f"word{chr(97 + place)}" for place in range(25)]
    sides = [[(number, " ".join(random.choice(common, 4))) for number in range(count)] for count in (80, 250)]
    return not any(one.told for one in telling_words(*sides))


def quiet_changes(seed: int) -> bool:
    random = np.random.default_rng(seed)
    rates = np.array([0.05, 0.04, 0.03, 0.03, 0.02, 0.02, 0.01, 0.01])
    now, before = random.binomial(1_500, rates), random.binomial(1_400, rates)
    found = changes([*zip(now.tolist(), before.tolist(), strict=True)], 1_500, 1_400)
    return all(told == "alike" for _, told in found)


def quiet_hearing(seed: int) -> bool:
    random = np.random.default_rng(seed)
    pairs = [(frozenset([keys()[random.integers(8)]]), frozenset([keys()[random.integers(8)]])) for _ in range(300)]
    share, chance = heard(pairs)
    return share.low <= chance <= share.high


@pytest.mark.parametrize("quiet", [quiet_words, quiet_changes, quiet_hearing])
def test_where_nothing_is_behind_it_nothing_is_told(quiet):
    assert sum(not quiet(seed) for seed in range(300)) / 300 <= 0.07


def test_kappas_of_unrelated_topics_lie_around_zero():
    random = np.random.default_rng(9)
    pairs = [(frozenset([keys()[random.integers(8)]]), frozenset([keys()[random.integers(8)]])) for _ in range(4_000)]
    assert all(abs(one.agreement.kappa.estimate) < 0.06 for one in agreements(pairs))


def test_changes_beyond_chance_are_told_and_nothing_without_a_period_before():
    found = changes([(150, 70), (30, 31), (20, 60)], 1_500, 1_400)
    assert [told for _, told in found] == ["more", "alike", "fewer"]
    assert changes([(5, 0)], 100, 0) == [(None, "alike")]
