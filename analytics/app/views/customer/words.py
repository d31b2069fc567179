"""What is said about one customer: sentences and facts, from what is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analytics.app.components.people import MONEY, heading
from analytics.app.context import Context
from analytics.charts.customer_card import score_words
from analytics.metrics.customer_card import CustomerCard, Happening

#: Facts of a card by group; those not known are left out.
GROUPS: dict[str, tuple[str, ...]] = {
    "profile": ("customer_id", "size", "grade", "segment", "industry", "market", "region", "branch"),
    "relation": ("acquired_on", "tenure_months", "acquisition_channel", "acquired_on_promotion",
                 "referred_by", "purchase_reason", "contract_start", "contract_end", "lost_on", "loss_basis"),
    "trade": ("value", "margin_12m", "revenue_total", "annual_value", "orders", "first_order_on",
              "last_order_on"),
    "contact": ("account_manager", "last_contact_on", "last_answer_on", "phone", "email", "address",
                "birthday", "consent"),
}

#: A last order this many times the usual gap ago is worth saying.
LATE = 2
#: Scores named before the last one.
EARLIER_SCORES = 4


def sentences(context: Context, card: CustomerCard) -> tuple[str, str]:
    """Say first what matters of the customer now, then who they are.

    Returns
    -------
    first : str
        What they buy and how that changed; of the lost, when and how they left.
    second : str
        Who they are; of the lost, what they were worth and why they left.
    """
    if card.facts.status == "lost":
        return _lost(context, card), _why(context, card)
    who = _description(context, card)
    traded = _traded(context, card)
    return (traded, who) if traded else (who, "")


def last_order(context: Context, card: CustomerCard) -> str:
    """Say how long ago the last order was."""
    return context.text("card_figure.last_order_ago",
                        days=context.words.number(_days_ago(context, card.facts.last_order_on)))


def last_order_note(context: Context, card: CustomerCard) -> str:
    """Say when the last order was, and how often there usually is one."""
    day = context.words.date(card.facts.last_order_on)
    if card.usual_gap is None:
        return context.text("card_figure.last_order_note_plain", date=day)
    return context.text("card_figure.last_order_note", date=day, gap=context.words.number(card.usual_gap))


def score_note(context: Context, scores: list[Happening]) -> str:
    """Say when the last score was given and which came before."""
    words = context.words
    if not scores:
        return ""
    day = words.date(scores[-1].happened_on)
    earlier = [score_words(one.number, words) for one in scores[-1 - EARLIER_SCORES:-1]]
    if not earlier:
        return context.text("card_figure.last_score_note_first", date=day)
    return context.text("card_figure.last_score_note", date=day, earlier=words.listing(earlier))


def fact_groups(context: Context, card: CustomerCard) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what is known of a customer, as (heading, pairs of name and value)."""
    words, facts = context.words, card.facts
    groups = []
    for group, columns in GROUPS.items():
        known = [(heading(column, words), _value(context, column, getattr(facts, column)))
                 for column in columns if getattr(facts, column) is not None]
        if known:
            groups.append((context.text(f"group.{group}"), known))
    return groups


def traits(context: Context, card: CustomerCard) -> list[tuple[str, str]]:
    """Return what the company's own columns say, as pairs of name and value."""
    return [(name.replace("_", " "), _value(context, f"trait_{name}", value))
            for name, value in card.facts.traits]


def _description(context: Context, card: CustomerCard) -> str:
    words, facts, parts = context.words, card.facts, []
    if facts.size is not None:
        parts.append(context.text("card.describe_size", size=words.value("size", facts.size).lower()))
    if facts.grade is not None:
        parts.append(context.text("card.describe_grade", grade=words.value("grade", facts.grade)))
    parts += [value for value in (facts.segment, facts.branch) if value is not None]
    description = words.listing(parts) or facts.customer_id
    if facts.acquired_on is None:
        return context.text("card.who", description=description)
    return context.text("card.who_since", since=words.date(facts.acquired_on), description=description)


def _traded(context: Context, card: CustomerCard) -> str:
    words, facts = context.words, card.facts
    days = _days_ago(context, facts.last_order_on)
    if days is None or facts.value is None:
        return ""
    if facts.value <= 0:
        said = context.text("card.traded_never", days=words.number(days))
    else:
        said = context.text("card.traded", value=context.money(facts.value), days=words.number(days),
                            change=_change(context, facts.value, card.value_before))
    if card.usual_gap and days > LATE * card.usual_gap:
        said += _space(context) + context.text("card.late", gap=words.number(card.usual_gap))
    return said


def _change(context: Context, value: int, before: int | None) -> str:
    if not before or before < 0:
        return ""
    difference = (value - before) / before
    code = "more" if difference >= 0.005 else "less" if difference <= -0.005 else "same"
    return context.text(f"card.{code}", share=context.words.percent(abs(difference), 0))


def _lost(context: Context, card: CustomerCard) -> str:
    words, facts = context.words, card.facts
    if facts.lost_on is None:
        return context.text("card.lost_undated", name=facts.title)
    return context.text("card.lost", name=facts.title, date=words.date(facts.lost_on),
                        basis=words.value("basis", facts.loss_basis).lower())


def _why(context: Context, card: CustomerCard) -> str:
    if not card.losses:
        return _description(context, card)
    words, said, loss = context.words, [], card.losses[-1]
    if loss.value_lost:
        said.append(context.text("card.worth", value=context.money(loss.value_lost)))
    if loss.cause is not None:
        said.append(context.text("card.because", cause=words.value("cause", loss.cause)))
    if loss.precursor not in (None, "none_observed"):
        said.append(context.text("card.seen", precursor=words.value("precursor", loss.precursor)))
    return _space(context).join([*said, _description(context, card)])


def _space(context: Context) -> str:
    # Chinese sentences follow each other without a space.
    return "" if context.words.language.startswith("zh") else " "


def _days_ago(context: Context, day: date | None) -> int | None:
    as_of = context.filters.resolve(context.reader.meta.as_of, None).as_of
    return None if day is None or as_of is None else (as_of - day).days


def _value(context: Context, column: str, value: Any) -> str:
    words = context.words
    if column in MONEY:
        return context.money(value)
    if isinstance(value, date | pd.Timestamp):
        return words.date(value)
    if isinstance(value, bool):
        return words.value(column, value)
    if isinstance(value, int | float):
        return words.number(value, 0 if float(value).is_integer() else 1)
    return words.value("basis" if column == "loss_basis" else column, value)
