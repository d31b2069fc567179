"""Reasons of the classifier in words: what goes with a customer's risk, never what causes it."""

from __future__ import annotations

from analytics.filters.filters import column_label
from analytics.i18n import Translator
from analytics.models.churn import Reason, feature, reasons_from_text


def reasons_in_words(text: str, words: Translator, currency: str) -> str:
    """Return the reasons of one scored customer as a phrase.

    Parameters
    ----------
    text : str
        The ``reasons`` of the scores.
    words : Translator
    currency : str
        For features that hold money.
    """
    return words("churn.reason.joiner").join(
        reason_in_words(one, words, currency) for one in reasons_from_text(text))


def brief_reasons(text: str, words: Translator, currency: str) -> str:
    """Return the same reasons short enough for a cell: an arrow says which way the risk goes."""
    return words("churn.reason.joiner").join(
        reason_in_words(one, words, currency, short=True) for one in reasons_from_text(text))


def reason_in_words(reason: Reason, words: Translator, currency: str, *, short: bool = False) -> str:
    """Return one reason: the feature, its value, and whether the risk is higher or lower with it."""
    key = f"churn.feature.{reason.feature}"
    name = words(key) if words.has(key) else column_label(reason.feature, words)
    return words(f"churn.reason.{reason.direction}{'_short' if short else ''}", feature=name,
                 value=_value(reason, words, currency))


def _value(reason: Reason, words: Translator, currency: str) -> str:
    if reason.value is None:
        return words("churn.reason.unknown")
    try:
        unit = feature(reason.feature).unit
    except (KeyError, LookupError):
        unit = "category"
    if isinstance(reason.value, str) or unit == "category":
        return words.value(reason.feature, reason.value)
    if unit in ("money", "currency"):
        return words.money(reason.value * (100 if unit == "currency" else 1), currency)
    if unit == "share":
        return words.percent(reason.value, 0)
    if unit == "flag":
        return words.value(reason.feature, bool(reason.value))
    digits = 0 if float(reason.value).is_integer() or unit == "days" else 1
    return words.number(reason.value, digits)
