"""Words, numbers, money and dates in one language."""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TypeAlias

from babel import Locale, dates, numbers

from analytics.i18n.catalogues import catalogue
from analytics.statistics.estimate import Estimate

#: `date` within the class is its method.
Day: TypeAlias = date

#: Shown where a figure does not exist.
NONE = "–"


class Translator:
    """Puts codes and figures into the reader's language.

    Parameters
    ----------
    language : str
        ``"en"`` or ``"zh-CN"``; a missing word falls back to English, then to its key.

    Examples
    --------
    >>> Translator("en").percent(0.0753)
    '7.5%'
    >>> Translator("zh-CN").money(123_456_700, "CNY")
    '¥123万'
    """

    def __init__(self, language: str):
        self.language = language
        self.locale = _locale(language)
        self._words = catalogue(language)
        self._fallback = catalogue("en")

    def __call__(self, key: str, **values: object) -> str:
        """Return the text under a key, with its placeholders filled in.

        Where a text says ``{n:customer|customers}``, the first stands for one and the second for any
        other number.
        """
        text = self._words.get(key) or self._fallback.get(key) or key
        if not values:
            return text
        if "|" in text:
            text, counted = _counting(text)
            values |= {name: one if str(values[figure]) == "1" else many
                       for name, figure, one, many in counted}
        filled = text.format(**values)
        # A figure may end in 万 or 个百分点: Chinese sets no space between two of its own signs.
        return filled if self.language == "en" else _UNIT_SPACE.sub("", filled)

    def has(self, key: str) -> bool:
        """Say whether there is a text under a key."""
        return key in self._fallback

    def value(self, column: str, code: object) -> str:
        """Return the label of a category's code; a company's own word stays as it is."""
        if code is None or code == "" or code != code:
            missing = f"values.{column}.missing"
            return self(missing if self.has(missing) else "values.not_stated")
        if isinstance(code, bool):
            return self("values.yes" if code else "values.no")
        key = f"values.{column}.{code}"
        return self(key) if self.has(key) else str(code)

    def number(self, value: float | None, digits: int = 0) -> str:
        """Return a number with the locale's separators."""
        if value is None or not math.isfinite(value):
            return NONE
        return _number_pattern(digits, self.language)(value)

    def percent(self, share: float | None, digits: int = 1) -> str:
        """Return a share of one as per cent."""
        if share is None or not math.isfinite(share):
            return NONE
        return f"{self.number(100 * share, digits)}%"

    def points(self, difference: float | None, digits: int = 1) -> str:
        """Return a difference of two shares in percentage points, with its sign."""
        if difference is None or not math.isfinite(difference):
            return NONE
        return self("format.points", value=self.signed(100 * difference, digits))

    def signed(self, value: float | None, digits: int = 0) -> str:
        """Return a number with its sign, the minus being a real one."""
        if value is None or not math.isfinite(value):
            return NONE
        rounded = round(value, digits)
        sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
        return f"{sign}{self.number(abs(rounded), digits)}"

    def money(self, minor: float | None, currency: str, digits: int | None = None) -> str:
        """Return an amount of minor units, scaled to thousands, millions or 万, 亿.

        Parameters
        ----------
        minor : float or None
            Amount in cents or 分.
        currency : str
            ISO 4217 code.
        digits : int, optional
            Decimals after scaling; chosen by size when omitted.
        """
        if minor is None or not math.isfinite(minor):
            return NONE
        amount = minor / 100
        symbol = numbers.get_currency_symbol(currency, locale=self.locale)
        # One store has one currency, so the country in front of ¥ or $ says nothing.
        symbol = symbol if symbol[-1].isalpha() else symbol[-1]
        scale, word = self._scale(abs(amount))
        scaled = abs(amount) / scale
        if digits is None:
            # Three figures are what a reader keeps in mind.
            digits = 0 if scale == 1 or scaled >= 99.95 else 1 if scaled >= 9.995 else 2
        sign = "−" if amount < 0 else ""
        return f"{sign}{symbol}{self.number(scaled, digits)}{word}"

    def date(self, day: Day | None) -> str:
        """Return a day as the locale writes it."""
        if day is None or day != day:
            return NONE
        return _date(_plain(day), self.language)

    def month(self, day: Day | None) -> str:
        """Return a month and its year."""
        if day is None or day != day:
            return NONE
        return _month(_plain(day), self.language)

    def time(self, moment: datetime | None) -> str:
        """Return a moment, to the minute."""
        if moment is None:
            return NONE
        return str(dates.format_datetime(moment, format="short", locale=self.locale))

    def rate(self, estimate: Estimate, digits: int = 1) -> str:
        """Return a rate with its interval and n, or say that there are too few to tell."""
        if estimate.state == "suppressed" or estimate.estimate is None:
            return self("format.suppressed", n=self.number(estimate.n))
        text = self("format.rate", estimate=self.percent(estimate.estimate, digits),
                    interval=self.interval(estimate, digits), n=self.number(estimate.n))
        return text if estimate.state == "enough" else self("format.thin", text=text)

    def rate_short(self, estimate: Estimate, digits: int = 1) -> str:
        """Return a rate with its interval, short enough for a sentence that already names n."""
        if estimate.state == "suppressed":
            return self("format.suppressed", n=self.number(estimate.n))
        if estimate.estimate is None or estimate.low is None:
            return self.percent(estimate.estimate, digits)
        text = self("format.rate_short", estimate=self.percent(estimate.estimate, digits),
                    interval=self.interval(estimate, digits))
        return text if estimate.state == "enough" else self("format.thin", text=text)

    def share(self, estimate: Estimate, digits: int = 1) -> str:
        """Return a rate by itself, for a cell or a list: with the thin sign, or a dash where it is hidden."""
        if estimate.state == "suppressed" or estimate.estimate is None:
            return NONE
        text = self.percent(estimate.estimate, digits)
        return text if estimate.state == "enough" else self("format.thin_sign", text=text)

    def low(self, estimate: Estimate, digits: int = 1) -> str:
        """Return the low end of a rate's interval, for a cell beside `share`."""
        return NONE if estimate.state == "suppressed" else self.percent(estimate.low, digits)

    def high(self, estimate: Estimate, digits: int = 1) -> str:
        """Return the high end of a rate's interval, for a cell beside `share`."""
        return NONE if estimate.state == "suppressed" else self.percent(estimate.high, digits)

    def interval(self, estimate: Estimate, digits: int = 1) -> str:
        """Return the 95 % interval of a rate, in per cent."""
        if estimate.low is None or estimate.high is None:
            return NONE
        low, high = self.number(100 * estimate.low, digits), self.number(100 * estimate.high, digits)
        # A dash before a minus reads as nothing known.
        if estimate.low < 0:
            return self("format.from_to", low=f"{low}%", high=f"{high}%")
        return f"{low}–{high}%"

    def listing(self, items: list[str]) -> str:
        """Join items the way the language lists them."""
        return self("format.comma").join(items)

    def sentences(self, *texts: str) -> str:
        """Put sentences one after the other; Chinese leaves no space between them, empty ones vanish."""
        return ("" if self.language.startswith("zh") else " ").join(text for text in texts if text)

    def _scale(self, amount: float) -> tuple[float, str]:
        steps = ((1e8, "format.hundred_million"), (1e4, "format.ten_thousand")) \
            if self.language.startswith("zh") else \
            ((1e9, "format.billion"), (1e6, "format.million"), (1e4, "format.thousand"))
        for step, key in steps:
            if amount >= step:
                return (1e3 if key == "format.thousand" else step), self(key)
        return 1.0, ""


@cache
def _counting(text: str) -> tuple[str, tuple[tuple[str, str, str, str], ...]]:
    """Give every choice of singular or plural a placeholder of its own: its name, its figure, both words.

    The figure is already in words, so that no format of Python's can choose.
    """
    parts: list[str] = []
    counted: list[tuple[str, str, str, str]] = []
    for literal, name, form, conversion in string.Formatter().parse(text):
        parts.append(literal.replace("{", "{{").replace("}", "}}"))
        if name is None:
            continue
        one, bar, many = (form or "").partition("|")
        if bar:
            counted.append((f"{name}_{len(counted)}_counted", name, one, many))
            parts.append(f"{{{counted[-1][0]}}}")
        else:
            parts.append(f"{{{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}}}")
    return "".join(parts), tuple(counted)


_UNIT_SPACE = re.compile("(?<=[万亿点年月日天位级]) (?=[\u4e00-\u9fff])")


# Charts and tables name the same few days again and again, and each takes longer than a number.
@lru_cache(maxsize=10_000)
def _date(day: Day, language: str) -> str:
    return str(dates.format_date(day, format="medium", locale=_locale(language)))


@lru_cache(maxsize=10_000)
def _month(day: Day, language: str) -> str:
    return str(dates.format_skeleton("yMMM", day, locale=_locale(language)))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@cache
def _number_pattern(digits: int, language: str) -> Callable[[float], str]:
    locale = _locale(language)
    group = numbers.get_group_symbol(locale)
    point = numbers.get_decimal_symbol(locale)
    signs = str.maketrans(",.", f"{group}{point}")

    def pattern(value: float) -> str:
        text = f"{value:,.{digits}f}".replace("-", "−")
        return text.translate(signs)

    return pattern


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day
