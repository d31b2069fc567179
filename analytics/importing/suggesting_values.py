"""What the values of a source column look like, and how well they fit a canonical column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.schema.table import Column

_NUMBER = re.compile(r"^[¥￥$€£]?\s*[-+]?(\d{1,3}([ ,.']\d{3})+|\d+)([.,]\d+)?([eE][-+]?\d+)?\s*[%元]?$")
_DATE = re.compile(
    r"^(\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(19|20)\d{2}[01]\d[0-3]\d"
    r"|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4}|[A-Za-z]{3,9} \d{1,2},? \d{4}"
    r"|\d{4}[-/]?(Q[1-4]|\d{2})|\d{4}年\d{1,2}月)"
    r"([ T]\d{1,2}:\d{2}.*)?$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_PHONE = re.compile(r"^[+(]?\d[\d\s().-]{5,18}\d$")
#: Words in a column of dates that say there is none.
SILENT = {"no", "none", "n/a", "na", "null", "nil", "never", "open", "-", "--", "无", "未", "否", "没有"}
_BOOLEAN = {"yes", "no", "y", "n", "true", "false", "1", "0", "是", "否", "有", "无", "t", "f"}

#: Share of values that must look right before a column is taken for its type.
MOST = 0.8
#: Share of rows whose word is known that makes up for a few odd words.
NEARLY_ALL = 0.95
#: Values needed before their variety says something.
MANY = 50


@dataclass(frozen=True, slots=True)
class Profile:
    """The values of a source column, from a sample.

    Attributes
    ----------
    n : int
        Values that are not empty.
    distinct : tuple of str
        Different values in lower case, in order of appearance.
    times : tuple of int
        How often each of them stands there.
    dates, numbers, booleans, emails, phones : float
        Share of values that look so.
    silent : float
        Share of values that say in a word that there is none.
    unique : float
        Share of different values.
    low, high : float or None
        Range of the numbers.
    """

    n: int
    distinct: tuple[str, ...]
    times: tuple[int, ...]
    dates: float
    numbers: float
    booleans: float
    emails: float
    phones: float
    silent: float
    unique: float
    low: float | None
    high: float | None


def profile(values: Sequence[str | None]) -> Profile:
    """Look at the values of a column.

    Parameters
    ----------
    values : sequence of str or None
        A sample; 200 values are enough.

    Returns
    -------
    Profile
    """
    filled = [value.strip() for value in values if value is not None and value.strip()]
    n = len(filled)
    numbers = [float(value) for value in filled if re.fullmatch(r"[-+]?\d{1,15}(\.\d+)?", value)]
    counted = Counter(value.casefold() for value in filled)
    different = tuple(counted)
    return Profile(
        n=n, distinct=different, times=tuple(counted.values()),
        dates=_share(sum(bool(_DATE.match(value)) for value in filled), n),
        numbers=_share(sum(bool(_NUMBER.match(value)) for value in filled), n),
        booleans=_share(sum(value.casefold() in _BOOLEAN for value in filled), n),
        emails=_share(sum(bool(_EMAIL.match(value)) for value in filled), n),
        phones=_share(sum(bool(_PHONE.match(value)) for value in filled), n),
        silent=_share(sum(value.casefold() in SILENT for value in filled), n),
        unique=_share(len(different), n),
        low=min(numbers, default=None), high=max(numbers, default=None))


def fit(found: Profile, column: Column) -> float:
    """Say how well values fit a canonical column.

    Parameters
    ----------
    found : Profile
    column : Column

    Returns
    -------
    float
        1: as expected or nothing to go by; near 0: of another kind altogether.
    """
    if found.n == 0:
        return 1.0
    match column.type:
        case "date" | "timestamp":
            # A spreadsheet's day number is a date that lost its format.
            serial = found.numbers >= MOST and 20_000 < (found.low or 0) <= (found.high or 0) < 80_000
            dated = found.dates > 0.0 and found.dates + found.silent >= MOST
            return 1.0 if dated else 0.8 if serial else 0.15
        case "number" | "money" | "integer":
            return 1.0 if found.numbers >= MOST else 0.15
        case "boolean":
            return 1.0 if found.booleans >= MOST else 0.2
        case "category" if column.values and not column.open:
            return _fit_of_words(found, column)
    if column.name == "email":
        return 1.0 if found.emails >= MOST else 0.2
    if column.name == "phone":
        return 1.0 if found.phones >= MOST else 0.3
    if found.emails >= MOST:
        return 0.3
    if column.name == "name" and found.numbers >= MOST:
        return 0.3
    if column.type == "category" and found.n >= MANY and (len(found.distinct) == 1 or found.unique > 0.5):
        # One value for everybody, or one for each: not a grouping.
        return 0.6
    if column.required and column.type == "text":
        return 0.3 if found.dates >= MOST and found.numbers < MOST else 1.0
    return 0.7 if found.dates >= MOST and found.numbers < MOST else 1.0


def known_share(found: Profile, column: Column) -> float:
    """Return the share of different values that are words of a category."""
    words = column.words
    return _share(sum(value in words for value in found.distinct), len(found.distinct))


def _fit_of_words(found: Profile, column: Column) -> float:
    known, words = known_share(found, column), column.words
    rows = sum(times for value, times in zip(found.distinct, found.times, strict=True) if value in words)
    # One slip of the pen among many rows makes no other column of it.
    if known >= MOST or (known >= 0.5 and rows >= NEARLY_ALL * found.n):
        return 1.0
    if column.name in ("status", "arm") and found.booleans == 1.0 and len(found.distinct) <= 2:
        return 1.0
    return 0.7 if known >= 0.5 else 0.4 if len(found.distinct) <= 2 * len(column.values) else 0.1


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
