"""What the demo company's customers and staff say, and what the yearly form asks: as the truth has it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from analytics.demo.costs import COSTS, expected_mean
from analytics.demo.surveys import BENEFITS
from analytics.demo.vocabulary import vocabulary


def topic_of() -> dict[str, str]:
    return {phrase: topic.key for topic in vocabulary().topics for by_language in topic.phrases.values()
            for phrases in by_language.values() for phrase in phrases}


def test_no_phrase_belongs_to_two_topics():
    phrases = [phrase for topic in vocabulary().topics for by_language in topic.phrases.values()
               for offered in by_language.values() for phrase in offered]
    assert len(phrases) == len(set(phrases)) == len(topic_of())


@pytest.mark.parametrize(("mood", "levels"), [("unhappy", (1, 2, 3)), ("happy", (4, 5))])
def test_comments_are_about_what_the_truth_says(company, mood, levels):
    answers = company.tables.surveys
    comments = answers[answers["comment"].notna() & answers["score"].isin(levels)]["comment"].map(topic_of())
    for topic in company.truth.topics:
        share = getattr(topic, mood)
        # A customer's own topic returns, so that several comments are about as good as one.
        error = np.sqrt(2 * share * (1 - share) / len(comments))
        assert abs((comments == topic.topic).mean() - share) <= 3 * error, topic.topic


def test_staff_notes_come_from_contacts_and_are_in_both_languages(company):
    contacts = company.tables.contacts
    noted = contacts[contacts["note"].notna()]
    assert len(noted) / len(contacts) == pytest.approx(0.10, abs=0.01)
    chinese = noted["note"].str.contains("[\u4e00-\u9fff]")
    assert chinese.mean() == pytest.approx(0.75, abs=0.03)
    reported = noted[noted["direction"] == "outbound"]["note"].map(topic_of())
    # Half of what staff report is their own idea: price, more often than customers themselves name it.
    assert (reported == "price").mean() == pytest.approx(0.5 * 0.42 + 0.5 * 0.12, abs=0.05)


def test_costs_are_asked_once_a_year_of_everybody_who_answers_then(company):
    answers = company.tables.surveys
    costs = answers[answers["question"].isin(list(COSTS)) & answers["score"].notna()]
    assert set(costs.groupby(["customer_id", "answered_on"]).size()) == {len(COSTS)}
    assert sorted(set(costs["wave"].astype(str)))[:4] == ["2022Q3", "2022Q4", "2023Q3", "2023Q4"]


def test_delivered_value_is_the_truth_s(company):
    answers = company.tables.surveys
    forms = answers[answers["score"].notna()].pivot_table(
        index=["customer_id", "answered_on"], columns="question", values="score", observed=True)
    worth = (forms[list(BENEFITS)].mean(axis=1) - forms[list(COSTS)].mean(axis=1)).dropna()
    error = worth.groupby("customer_id").mean().std() / np.sqrt(worth.index.get_level_values(0).nunique())
    assert abs(worth.mean() - company.truth.delivered_value) <= 3 * error
    assert json.loads(company.truth.to_json())["delivered_value"] == company.truth.delivered_value


def test_the_expected_answer_knows_rounding_and_the_ends_of_the_scale():
    random = np.random.default_rng(2)
    drawn = np.clip(np.rint(4.2 + 0.5 * 1.5 + random.normal(0, 0.7, 200_000)), 1, 5)
    assert expected_mean([(4.2, 0.5, 0.7)], np.array([1.5]))[0] == pytest.approx(drawn.mean(), abs=0.005)
