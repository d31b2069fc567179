"""A condition in words: "(Size is Large) and (Value at least 10,000 or Grade is A)"."""

from __future__ import annotations

from datetime import date

from analytics.filters.conditions import Condition, Test
from analytics.filters.filters import column_label
from analytics.i18n import Translator

#: Values named in a sentence; the rest is counted.
MOST_NAMED = 5


def condition_sentence(condition: Condition, words: Translator, currency: str) -> str:
    """Say whom a condition means.

    Parameters
    ----------
    condition : Test or Group
    words : Translator
    currency : str
        Of amounts.

    Returns
    -------
    str
        Without a full stop.
    """
    if isinstance(condition, Test):
        return _test(condition, words, currency)
    if not condition.parts:
        return words("conditions.nobody" if condition.negated else "conditions.everyone")
    parts = [condition_sentence(part, words, currency) for part in condition.parts]
    if len(parts) > 1:
        parts = [text if isinstance(part, Test) or part.negated else words("conditions.bracket", inner=text)
                 for part, text in zip(condition.parts, parts, strict=True)]
    joined = words(f"conditions.{condition.match}").join(parts)
    return words("conditions.not", inner=joined) if condition.negated else joined


def _test(test: Test, words: Translator, currency: str) -> str:
    kind, _ = test.described
    named = [_value(test.field, kind.kind, value, words) for value in test.values[:MOST_NAMED]]
    more = len(test.values) - len(named)
    if more:
        named.append(words("conditions.more", n=words.number(more)))
    between = "conditions.and_value" if test.operator == "between" else "conditions.or_value"
    label = field_label(test.field, words)
    if kind.kind == "money" and test.values:
        label = words("format.in_currency", head=label, currency=currency)
    group = kind.kind if kind.kind in ("date", "flag") else "other"
    return words(f"conditions.operator.{group}.{test.operator}",
                 field=label, value=words(between).join(named))


def field_label(name: str, words: Translator) -> str:
    """Return a field's name for people."""
    if name.startswith("trait_") or words.has(f"filters.column.{name}"):
        return column_label(name, words)
    return words(f"columns.{name}")


def _value(name: str, kind: str, value: str | float | date, words: Translator) -> str:
    if isinstance(value, date):
        return words.date(value)
    if isinstance(value, str):
        return words.value(name, value)
    return words.percent(value) if kind == "share" else words.number(value)
