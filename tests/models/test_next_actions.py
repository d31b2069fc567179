"""What to do next for a customer: each rule by hand, their order, and what they never claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.contact_list import contact_list
from analytics.metrics.customer_card import CustomerCard, CustomerFacts, CustomerLoss
from analytics.metrics.customer_health import health_of
from analytics.metrics.customer_signals import CustomerSignals
from analytics.models.customer_risk import CustomerRisk
from analytics.models.next_actions import Standards, action_rules, actions_for, next_actions
from analytics.models.next_actions.holding import HOLDS

TODAY = date(2026, 6, 30)
FACTS = CustomerFacts(1, "C1", grade="A", acquired_on=date(2020, 1, 1))
#: Nothing is wrong: spoken to today, visited by a manager last week.
CALM = CustomerSignals(recorded=("complaints", "contacts"), as_of=TODAY, grade="A", last_contact_on=TODAY,
                       last_senior_on=date(2026, 6, 23), levels_known=True)
RISK = CustomerRisk(0.2, 900_000, "", "m1", TODAY, 10, 100)


def found(facts: CustomerFacts = FACTS, risk: CustomerRisk | None = None, losses: tuple[CustomerLoss, ...] = (),
          **known: object):
    signals = replace(CALM, **known)  # type: ignore[arg-type]
    card = CustomerCard(facts, (), None, None, losses, ())
    return actions_for(card, health_of(signals, 30), risk).actions


def codes(**known) -> list[str]:
    return [one.rule.code for one in found(**known)]


def test_every_rule_can_hold_and_has_its_words():
    assert [one.code for one in action_rules()] == list(HOLDS)
    for language in ("en", "zh-CN"):
        words = Translator(language)
        for rule in action_rules():
            assert words.has(f"next_actions.do.{rule.code}")
            told = words(f"next_actions.reason.{rule.code}", **dict.fromkeys(rule.facts, "7"))
            assert "{" not in told, "every placeholder is among the rule's facts"


def test_where_nothing_is_wrong_nothing_is_due():
    assert codes() == []


def test_a_promise_that_passed_comes_first_and_is_due_today():
    action = found(open_complaints=1, overdue_since=date(2026, 6, 20), overdue_complaint="K7",
                   oldest_open_on=date(2026, 6, 1), last_contact_on=date(2026, 5, 1))[0]
    assert (action.rule.code, action.occasion, action.due_on) == ("promise", "promise:K7:2026-06-20", TODAY)
    assert action.facts == {"date": date(2026, 6, 20), "days": 10}


def test_rules_stand_in_their_order():
    ending = {"contracts": 1, "contract_until": date(2026, 8, 1)}
    assert codes(open_complaints=1, oldest_open_on=date(2026, 6, 1), oldest_open="K8", **ending, risk=RISK,
                 last_contact_on=date(2026, 5, 1)) == ["complaint_open", "contract_end", "risk", "overdue"]
    assert found(**ending)[0].occasion == "contract_end:2026-08-01"


def test_whoever_was_spoken_to_since_is_not_called_for_it_again():
    low = {"last_score": 2.0, "score": 2.0, "answers": 1, "last_answer_on": date(2026, 6, 10)}
    assert codes(**low, last_contact_on=date(2026, 6, 10)) == ["low_score"]
    assert codes(**low, last_contact_on=date(2026, 6, 11)) == []
    assert codes(last_failed_on=date(2026, 6, 15), last_contact_on=date(2026, 6, 14)) == ["job_failed"]
    assert codes(last_failed_on=date(2026, 5, 30), last_contact_on=date(2026, 6, 3)) == []
    closed = {"unresolved": 1, "last_unresolved_on": date(2026, 6, 1)}
    assert codes(**closed, last_contact_on=date(2026, 6, 1)) == ["complaint_unresolved"]
    assert codes(**closed) == []


def test_much_is_at_stake_for_the_first_tenth_only():
    assert codes(risk=RISK) == ["risk"]
    assert codes(risk=replace(RISK, place=11)) == []
    assert codes(risk=replace(RISK, expected_loss=None)) == []
    assert [one.code for one in action_rules() if one.associated] == ["risk", "buying_fallen"]


def test_halfway_to_counting_as_lost_a_customer_is_quiet():
    silent = replace(FACTS, last_order_on=date(2026, 4, 1))
    [action] = found(facts=silent, silence_limit=160)
    assert (action.rule.code, action.occasion, dict(action.facts)) == (
        "quiet", "quiet:2026-04-01", {"days": 90, "limit": 160})
    assert codes(facts=silent, silence_limit=180) == []
    assert codes(facts=silent) == [], "where the silence that counts is not known"


@pytest.mark.parametrize("reason", ["overdue", "senior_visit", "contract_end", "birthday", "quiet"])
def test_an_action_is_filed_under_the_occasion_of_the_contact_list(demo_reader, reason):
    listed = contact_list(demo_reader, Filters(), reason=reason, most=100_000)
    for row in listed.iloc[:: max(len(listed) // 2, 1)].head(2).itertuples():
        actions = next_actions(demo_reader, Filters(), customer=row.customer_id).actions
        assert row.occasion in {one.occasion for one in actions}


def test_visits_of_managers_are_for_the_grades_that_are_to_have_them():
    assert codes(last_senior_on=date(2026, 4, 1)) == []
    assert codes(last_senior_on=date(2026, 3, 31)) == ["senior_visit"]
    assert codes(last_senior_on=None) == ["never_visited"]
    assert codes(last_senior_on=None, grade="B") == []
    assert codes(last_senior_on=None, levels_known=False) == [], "nobody wrote down who visited"
    assert codes(last_senior_on=None, facts=replace(FACTS, acquired_on=date(2026, 5, 1))) == []


def test_greetings_are_marketing():
    born = replace(FACTS, birthday=date(1980, 7, 10))
    assert [(one.rule.code, one.facts["days"]) for one in found(facts=born)] == [("birthday", 10)]
    assert codes(facts=replace(born, consent=False)) == []
    assert codes(facts=replace(born, birthday=date(1980, 7, 15))) == []
    # The year turns within the days looked ahead; who was born on the leap day is greeted on the day before.
    turning = replace(FACTS, birthday=date(1980, 1, 2))
    assert codes(facts=turning, as_of=date(2026, 12, 30), last_contact_on=date(2026, 12, 30),
                 last_senior_on=date(2026, 12, 20)) == ["birthday"]
    leap = found(facts=replace(FACTS, birthday=date(1980, 2, 29)), as_of=date(2026, 2, 20),
                 last_contact_on=date(2026, 2, 20), last_senior_on=date(2026, 2, 10))
    assert leap[0].facts["date"] == date(2026, 2, 28)


def test_of_the_lost_only_winning_back_and_open_complaints_are_left():
    lost = replace(FACTS, status="lost", lost_on=date(2026, 5, 1), birthday=date(1980, 7, 1))
    loss = CustomerLoss(date(2026, 5, 1), "silent", None, "not_stated", None, None, None, None, 500_000, None)
    gone = {"facts": lost, "losses": (loss,), "last_contact_on": date(2026, 1, 1), "last_senior_on": None}
    [action] = found(**gone)  # type: ignore[arg-type]
    assert (action.rule.code, action.facts["days"], action.facts["value"]) == ("win_back", 60, 500_000)
    assert codes(**{**gone, "facts": replace(lost, consent=False)}) == []
    assert codes(**{**gone, "facts": replace(lost, lost_on=date(2025, 12, 31))}) == []


def test_the_standards_are_the_companys():
    signals = replace(CALM, grade="B", last_senior_on=date(2026, 5, 1))
    card = CustomerCard(FACTS, (), None, None, (), ())
    assert [one.rule.code for one in actions_for(card, health_of(signals, 30), None, Standards(30, "AB")).actions] == [
        "senior_visit"]


def test_the_demo_customers_actions_are_told_by_the_command(demo_reader):
    number = demo_reader.rows(
        "select customer_id from customers_now where status = 'active' and contract_end between "
        "date '2026-07-01' and date '2026-09-28' order by customer_id limit 1")[0][0]
    rows = next_actions(demo_reader, Filters(), customer=number).table()
    assert "contract_end" in [row["rule"] for row in rows]
    assert all(row["due_on"] >= TODAY for row in rows)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_rule_claims_a_cause(language):
    words = Translator(language)
    for rule in action_rules():
        text = words(f"next_actions.reason.{rule.code}", **dict.fromkeys(rule.facts, "7"))
        assert not any(claim in text for claim in ("because", "causes", "will leave", "导致", "会流失"))
