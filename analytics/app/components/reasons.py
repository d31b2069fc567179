"""Reasons of the classifier in words: what goes with a customer's risk, never what causes it."""

from __future__ import annotations

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


def reason_in_words(reason: Reason, words: Translator, currency: str) -> str:
    """Return one reason: the feature, its value, and whether the risk is higher or lower with it."""
    return words(f"churn.reason.{reason.direction}", feature=words(f"churn.feature.{reason.feature}")
                 if words.has(f"churn.feature.{reason.feature}") else reason.feature.removeprefix("trait_"),
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
    if unit == "money":
        return words.money(reason.value, currency)
    if unit == "share":
        return words.percent(reason.value, 0)
    if unit == "flag":
        return words.value(reason.feature, bool(reason.value))
    digits = 0 if float(reason.value).is_integer() or unit == "days" else 1
    return words.number(reason.value, digits)
