"""How the values of a column are written, found from the whole column, and how they become plain text.

Nothing here touches a value: a `Reading` says which macro of ``reading_numbers.sql`` or
``writing_dates.sql`` makes a value castable. Numbers are read with a decimal comma or point and dates
with day or month first as most of the column's own evidence says; where there is none, the reading is
marked ambiguous and stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from analytics.importing.preview import DateOrder, Format, Kind

#: How some databases write the date they do not have.
ZERO_DATES = ("0000-00-00", "0000-00-00 00:00:00")
#: What stands in cells for "nothing", in lower case.
NOTHING = ("", "null", "none", "nan", "n/a", "na", "#n/a", "-", "--", "\\n", "nil",
           "无", "空", "暂无", "未知", *ZERO_DATES)

_COMMA_STYLES = ("decimal_comma", "thousands_point")
_POINT_STYLES = ("decimal_point", "thousands_comma")
_UNSURE_NUMBERS = ("point_or_thousands", "comma_or_thousands")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the values of one column are to be read.

    Attributes
    ----------
    kind : str
        What they are.
    style : str
        Code of how they are written; several joined by ``+``.
    macro : str
        SQL with ``{value}`` that makes a value plain text; empty where it already is.
    ambiguous : bool
        Whether the values allow another reading.
    example : str
        A value as it stands.
    order : DateOrder or None
        How day and month were told apart, in a column of dates that leaves it open.
    signs : tuple of (str, int, str)
        Signs of currencies in a column of money: the sign, amounts with it, one of them.
    """

    kind: Kind
    style: str
    macro: str = ""
    ambiguous: bool = False
    example: str = ""
    order: DateOrder | None = None
    signs: tuple[tuple[str, int, str], ...] = ()

    def plain(self, value: str) -> str:
        """Return SQL of a value as plain text; what cannot be read stays as it is."""
        return f"coalesce({self.macro.format(value=value)}, {value})" if self.macro else value

    def format(self, column: str, *, sure: bool) -> Format:
        """Return the reading as a finding about a column of a file."""
        return Format(column, self.kind, self.style, self.ambiguous, self.example, sure, self.order)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How many cells of a column write numbers in one style."""

    position: int
    style: str
    plain: bool
    truth: bool
    cells: int
    example: str


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How many cells of a column write dates in one style; `open` ones are two days in the two orders."""

    position: int
    style: str
    day_first: bool
    month_first: bool
    open: bool
    plain: bool
    cells: int
    example: str
    example_day_first: date | None
    example_month_first: date | None
    latest_day_first: date | None
    latest_month_first: date | None


@cache
def _sql(name: str) -> str:
    return (Path(__file__).parent / f"{name}.sql").read_text("utf-8")


def macros() -> str:
    """Return SQL of the macros that read numbers and truth values."""
    return _sql("reading_numbers")


def prepare(connection: duckdb.DuckDBPyConnection, readings: Iterable[Reading]) -> None:
    """Bring in the macros that some readings need."""
    if any(reading.macro.startswith("iso_date") for reading in readings):
        connection.execute(_sql("reading_dates"))
        connection.execute(_sql("writing_dates"))


def number_styles(connection: duckdb.DuckDBPyConnection, cells: str) -> list[NumberStyle]:
    """Count the ways numbers are written.

    Parameters
    ----------
    connection : DuckDBPyConnection
        One that `reading.connect` has made.
    cells : str
        SELECT of ``position``, ``value`` and ``n``, its number of occurrences.

    Returns
    -------
    list of NumberStyle
    """
    return [NumberStyle(*row) for row in _run(connection, "profile_numbers", cells)]


def date_styles(connection: duckdb.DuckDBPyConnection, cells: str) -> list[DateStyle]:
    """Count the ways dates are written; see `number_styles`."""
    connection.execute(_sql("reading_dates"))
    return [DateStyle(*row) for row in _run(connection, "profile_dates", cells)]


def _run(connection: duckdb.DuckDBPyConnection, name: str, cells: str) -> list[tuple[Any, ...]]:
    nothing = ", ".join("'" + word.replace("'", "''") + "'" for word in NOTHING)
    text = _sql(name).replace("with ", f"with cells as (select * from ({cells}) as given"
                              f" where value is not null and lower(value) not in ({nothing})),\n\n", 1)
    return connection.execute(text).fetchall()


def read_numbers(styles: Iterable[NumberStyle], *, comma: bool | None = None) -> Reading:
    """Decide how a column of numbers is to be read.

    Parameters
    ----------
    styles : iterable of NumberStyle
        Of this column.
    comma : bool, optional
        Whether the rest of the file writes decimal commas; decides only where this column cannot.

    Returns
    -------
    Reading
    """
    found = list(styles)
    count = {style: sum(s.cells for s in found if s.style == style) for style in {s.style for s in found}}
    commas = sum(count.get(style, 0) for style in _COMMA_STYLES)
    points = sum(count.get(style, 0) for style in _POINT_STYLES)
    unsure = sum(count.get(style, 0) for style in _UNSURE_NUMBERS)
    with_comma = commas > points or (commas == points and bool(comma) and unsure + commas > 0)
    plain = all(s.plain for s in found if s.style != "other") and not with_comma
    style = "decimal_comma" if with_comma else "plain" if plain else "signs_or_thousands"
    odd = next((s.example for s in found if not s.plain and s.style != "other"), "")
    return Reading(
        kind="integer" if set(count) <= {"integer"} else "number",
        style=style,
        macro="" if plain else f"plain_number({{value}}, {str(with_comma).lower()})",
        ambiguous=commas == points == 0 and unsure > 0 and comma is None
        and count.get("comma_or_thousands", 0) + (unsure if _only_thousandths(found) else 0) > 0,
        example=odd or next((s.example for s in found), ""),
    )


def _only_thousandths(found: list[NumberStyle]) -> bool:
    # 1.234 in every cell that has a point may as well be one thousand two hundred and thirty-four.
    return any(s.style == "point_or_thousands" for s in found) and \
        all(s.style in ("point_or_thousands", "integer", "other") for s in found)


def read_dates(styles: Iterable[DateStyle], today: date) -> Reading:
    """Decide how a column of dates is to be read.

    Parameters
    ----------
    styles : iterable of DateStyle
        Of this column.
    today : date
        A reading that runs into the future gives way to one that does not.

    Returns
    -------
    Reading
    """
    found = [s for s in styles if s.style != "other"]
    numbers = [s for s in found if s.style == "numbers"]
    day_first = sum(s.cells for s in numbers if s.day_first)
    month_first = sum(s.cells for s in numbers if s.month_first)
    ambiguous = day_first == month_first and (day_first > 0 or any(s.open for s in numbers))
    first_is_month = month_first > day_first or (
        bool(numbers) and day_first == month_first and _month_first(numbers, today))
    names = []
    for style in dict.fromkeys(s.style for s in sorted(found, key=lambda s: -s.cells)):
        order = "month_day_year" if first_is_month else "day_month_year"
        names.append(order if style == "numbers" else style)
    plain = all(s.plain for s in found)
    timed = any("timestamp" in name or name == "unix" for name in names) or \
        any(":" in s.example for s in found)
    return Reading(
        kind="timestamp" if timed else "date",
        style="+".join(names) or "iso",
        macro="" if plain else f"iso_date({{value}}, {str(first_is_month).lower()})",
        ambiguous=ambiguous,
        example=next((s.example for s in found if s.style == "numbers"), found[0].example if found else ""),
        order=_order(numbers, today, month_first=first_is_month),
    )


def _order(numbers: list[DateStyle], today: date, *, month_first: bool) -> DateOrder | None:
    fits = [s for s in numbers if s.day_first != s.month_first]
    told, against = ([s for s in fits if s.month_first == order] for order in (month_first, not month_first))
    untold = [s for s in numbers if s.open]
    if not (against or untold):
        return None
    read = next((s.example_month_first if month_first else s.example_day_first for s in untold), None)
    future = _late(numbers, today, month_first=not month_first) and not _late(
        numbers, today, month_first=month_first)
    return DateOrder(month_first, *_counted(told), *_counted(against), *_counted(untold), read, future)


def _counted(styles: list[DateStyle]) -> tuple[int, str]:
    return sum(s.cells for s in styles), next((s.example for s in styles), "")


def _month_first(numbers: list[DateStyle], today: date) -> bool:
    late = {order: _late(numbers, today, month_first=order) for order in (True, False)}
    if late[True] != late[False]:
        return late[False]
    # Only the United States write the month first, and they write it with slashes.
    return all("/" in s.example for s in numbers)


def _late(numbers: list[DateStyle], today: date, *, month_first: bool) -> bool:
    latest = [s.latest_month_first if month_first else s.latest_day_first for s in numbers]
    return any(day is not None and day > today for day in latest)


def read_unknown(numbers: Iterable[NumberStyle], dates: Iterable[DateStyle], today: date) -> Reading:
    """Guess what a column holds whose meaning is not known, for the preview and for traits.

    Parameters
    ----------
    numbers : iterable of NumberStyle
    dates : iterable of DateStyle
    today : date

    Returns
    -------
    Reading
        ``text`` as soon as one value in fifty fits nothing else.
    """
    counted, dated = list(numbers), list(dates)
    filled = sum(s.cells for s in counted)
    if not filled:
        return Reading("empty", "empty")
    numeric = sum(s.cells for s in counted if s.style != "other")
    certain = [s for s in dated if s.style not in ("other", "excel_serial", "unix", "compact_month")]
    if sum(s.cells for s in certain) >= 0.98 * filled:
        return read_dates(certain, today)
    if sum(s.cells for s in counted if s.truth) == filled and numeric < filled:
        return Reading("boolean", "words", "plain_truth({value})", example=counted[0].example)
    if numeric >= 0.98 * filled:
        return read_numbers(counted)
    return Reading("text", "text", example=counted[0].example)
