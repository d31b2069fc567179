"""What to do next for one customer, and why: rules in order, each with the records or the model behind it.

Definition
    A rule holds or does not; those that hold stand in the order of ``rules.toml``, what was promised
    or broken first. No rule claims that acting on it keeps the customer: only an experiment could say so.
Grain
    One customer.
Edge cases
    Greetings and win-back calls are marketing: not for customers who refused it. Somebody who was spoken to
    after a low score, a job with a fault or an unresolved complaint is taken to have been asked about it.
Source
    Methods A8 (promises), A18 (cadence), C6 (risk times value), E6 (win-back early).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from analytics.filters import Filters
from analytics.metrics.customer_card import CustomerCard, customer_card
from analytics.metrics.customer_health import CustomerHealth, customer_health
from analytics.models.customer_risk import CustomerRisk
from analytics.models.next_actions.holding import HOLDS, Case, Standards
from analytics.store.reader import Reader

RULES = Path(__file__).parent / "rules.toml"


@dataclass(frozen=True, slots=True)
class ActionRule:
    """A rule of ``rules.toml``; see there."""

    code: str
    how: str
    within_days: int
    reason: str
    facts: Mapping[str, str]
    marketing: bool = False
    associated: bool = False


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something to do for a customer.

    Attributes
    ----------
    rule : ActionRule
    occasion : str
        The reason with its day, so that what was done of it is not told again.
    due_on : date or None
    facts : mapping of str to object
        What the reason names: days, counts, shares of one, minor units.
    """

    rule: ActionRule
    occasion: str
    due_on: date | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NextActions:
    """What to do for a customer, the first thing first."""

    actions: tuple[NextAction, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per action."""
        return [{"rule": one.rule.code, "how": one.rule.how, "occasion": one.occasion, "due_on": one.due_on,
                 "why": ", ".join(f"{name} {value}" for name, value in one.facts.items())}
                for one in self.actions]


@cache
def action_rules() -> tuple[ActionRule, ...]:
    """Return the rules in their order."""
    return tuple(ActionRule(**one) for one in tomllib.loads(RULES.read_text("utf-8"))["rule"])


def next_actions(reader: Reader, filters: Filters, *, customer: str | None = None) -> NextActions:
    """Find what to do next for a customer by the company's records alone, under the usual standards.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day matters, and the number where it is given here.
    customer : str, optional
        The customer's number; the one the filters name when omitted.

    Returns
    -------
    NextActions

    Raises
    ------
    UnknownCustomer
        Nobody has that number on that day.
    HuitouError
        No number was given.
    """
    card = customer_card(reader, filters, customer=customer)
    return actions_for(card, customer_health(reader, filters, customer=card.facts.customer_id))


def actions_for(card: CustomerCard, health: CustomerHealth, risk: CustomerRisk | None = None,
                standards: Standards | None = None) -> NextActions:
    """Find what to do next for a customer.

    Parameters
    ----------
    card : CustomerCard
    health : CustomerHealth
    risk : CustomerRisk, optional
        Where a model scored the customer.
    standards : Standards, optional
        What the company asks for; the usual where omitted.
    """
    case = Case(card, health, risk, standards or Standards())
    today, found = health.signals.as_of, []
    for rule in action_rules():
        if rule.marketing and card.facts.consent is False:
            continue
        if (told := HOLDS[rule.code](case)) is not None:
            # Filed under a reason of the contact list, it is the occasion that the list knows it by.
            kind = rule.code if rule.reason == "other" else rule.reason
            due = None if today is None else today + timedelta(days=rule.within_days)
            found.append(NextAction(rule, f"{kind}:{told.pop('mark')}", due, told))
    return NextActions(tuple(found))
