"""What makes a row of a canonical table good: types, ranges and rules, as SQL over its columns.

Every check reads two columns per canonical column: ``said_<name>``, the text of the file, and
``<name>``, the typed value, null where the text is no such value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.importing.formats import NOTHING, ZERO_DATES, Reading
from analytics.importing.mapping_sql import identifier, literal
from analytics.schema.table import SQL_TYPES, Column, Table

#: Rules that say a value is not of its type; the way the column is written may have been misread.
TYPE_RULES = ("not_a_number", "not_whole", "not_a_date", "not_a_truth_value")

_FIRST_DAY, _LAST_DAY = date(1850, 1, 1), date(2199, 12, 31)
_SPELLINGS = tuple(dict.fromkeys(spelling for word in (*NOTHING, "NaN")
                                 for spelling in (word, word.upper(), word.title())))
# Most values are longer than any word for nothing, so that comparing lengths spares comparing words.
_SHORT = max(len(word.encode()) for word in NOTHING if word not in ZERO_DATES)


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that a row must not meet.

    Attributes
    ----------
    rule : str
        Code; its words stand in the catalogue under ``rules``.
    column : str
        The canonical column the report names.
    broken : str
        SQL that is true where the rule is broken.
    expected : str
        SQL of the text that goes with the hint: a limit, a day, another value.
    note : bool
        Whether the row is accepted all the same.
    """

    rule: str
    column: str
    broken: str
    expected: str = "''"
    note: bool = False


def _one_of(text: str, meanings: Mapping[str, str], otherwise: str) -> str:
    # Not "in": DuckDB makes a join of a long list, which loses the order of the rows.
    cases = " ".join(f"when {literal(word)} then {meaning}" for word, meaning in meanings.items())
    return f"case {text} {cases} else {otherwise} end"


def said(column: str) -> str:
    """Return the quoted name of the text behind a canonical column."""
    return identifier(f"said_{column}")


def typed(column: Column, text: str, reading: Reading | None = None) -> str:
    """Return SQL of a canonical value.

    Parameters
    ----------
    column : Column
    text : str
        SQL of the text in the file.
    reading : Reading, optional
        How this column's numbers or dates are written.

    Returns
    -------
    str
        SQL of its type; null where the text is no such value or means nothing.
    """
    plain = reading.plain(text) if reading is not None else text
    match column.type:
        case "text":
            return _meant(text) if column.required else text
        case "category":
            return _category(column, text)
        case "boolean":
            return f"try_cast(coalesce(plain_truth({text}), {text}) as boolean)"
        case "date" | "timestamp":
            value = f"try_cast({plain} as {SQL_TYPES[column.type]})"
            # Systems write the end of what has no end as 2999 or 9999.
            return f"case when {value} <= date '{_LAST_DAY}' then {value} end" if column.future else value
        case _:
            return f"try_cast({plain} as {SQL_TYPES[column.type]})"


def _meant(text: str) -> str:
    meant = _one_of(text, dict.fromkeys(_SPELLINGS, "null"), text)
    return f"case when strlen({text}) <= {_SHORT} then {meant} else {text} end"


def _something(text: str) -> str:
    something = _one_of(f"trim(lower({text}))", dict.fromkeys(NOTHING, "false"), "true")
    return f"{text} is not null and {something}"


def _category(column: Column, text: str) -> str:
    if not column.values:
        return _meant(text)
    codes = {code: literal(code) for code in column.values}
    words = {word: literal(code) for word, code in column.words.items()}
    return _one_of(text, codes, _one_of(f"lower({text})", words, _meant(text) if column.open else "null"))


def checks(table: Table, filled: Sequence[str], readings: Mapping[str, Reading],
           today: date) -> tuple[Check, ...]:
    """Return every check of a table that can be made with the columns at hand.

    Parameters
    ----------
    table : Table
    filled : sequence of str
        The canonical columns that get a value.
    readings : mapping of str to Reading
        How numbers and dates are written, by canonical column.
    today : date
        The day of the import; what happened cannot have happened later.

    Returns
    -------
    tuple of Check
    """
    found: list[Check] = []
    for name in filled:
        found += _column_checks(table.column(name), readings.get(name), today)
    return (*found, *_rules(table, filled))


def faults(table: Table, filled: Sequence[str], readings: Mapping[str, Reading], today: date) -> str:
    """Return one condition that is true where any check refuses a row.

    The checks of a column share their costly parts; here each is asked once, and last, because
    nearly all rows are good.
    """
    conditions = [condition for name in filled
                  for condition in _column_faults(table.column(name), readings.get(name), today)]
    conditions += [check.broken for check in _rules(table, filled) if not check.note]
    return " or ".join(f"({condition})" for condition in conditions) or "false"


def _column_faults(column: Column, reading: Reading | None, today: date) -> list[str]:
    found = _column_checks(column, reading, today)
    if not column.required:
        return [check.broken for check in found]
    # What is missing and what is no such value are both null.
    conditions = [f"{identifier(column.name)} is null"]
    if column.type == "number":
        conditions.append(f"not isfinite({identifier(column.name)})")
    if column.type in ("date", "timestamp"):
        conditions.append(_day_out_of_range(column))
    return conditions + [check.broken for check in found
                         if check.rule not in ("missing", "not_a_number", "not_a_date", "not_a_truth_value")]


def _rules(table: Table, filled: Sequence[str]) -> list[Check]:
    found = [Check(rule.code, rule.column, f"not coalesce({rule.check}, true)", note=rule.note)
             for rule in table.rules if set(rule.columns) <= set(filled)]
    for code, columns in table.one_of.items():
        named = [name for name in columns if name in filled]
        # A value that cannot be read is reported as such, not as missing.
        nothing = " and ".join(f"{identifier(name)} is null and not coalesce({_something(said(name))}, false)"
                               for name in named)
        found += [Check(code, named[0], nothing)] if named else []
    return found


def _day_out_of_range(column: Column) -> str:
    return f"{identifier(column.name)} not between date '{_FIRST_DAY}' and date '{_LAST_DAY}'"


def _column_checks(column: Column, reading: Reading | None, today: date) -> list[Check]:
    name, text = identifier(column.name), said(column.name)
    something = _something(text)
    found = []
    if column.required:
        nothing = "" if column.type == "text" else f" and not coalesce({something}, false)"
        found.append(Check("missing", column.name, f"{name} is null{nothing}"))
    match column.type:
        case "integer" | "number" | "money":
            infinite = f" or not isfinite({name})" if column.type == "number" else ""
            found.append(Check("not_a_number", column.name, f"({name} is null{infinite}) and {something}"))
            if column.type == "integer":
                plain = reading.plain(text) if reading is not None else text
                found.append(Check("not_whole", column.name, f"try_cast({plain} as double) <> {name}"))
        case "date" | "timestamp":
            outside = _day_out_of_range(column)
            wrong = f"({name} is null or {outside}) and {something}"
            if column.future:
                plain = reading.plain(text) if reading is not None else text
                wrong += f" and coalesce(try_cast({plain} as date) <= date '{_LAST_DAY}', true)"
            else:
                later = f"{name} between date '{today}' + 1 and date '{_LAST_DAY}'"
                found.append(Check("in_the_future", column.name, later, literal(str(today))))
            found.append(Check("not_a_date", column.name, wrong))
        case "boolean":
            found.append(Check("not_a_truth_value", column.name, f"{name} is null and {something}"))
        case "category" if column.values and not column.open:
            found.append(Check("unknown_value", column.name, f"{name} is null and {something}"))
    if column.minimum is not None:
        found.append(Check("below_minimum", column.name, f"{name} < {column.minimum!r}",
                           literal(f"{column.minimum:g}")))
    if column.maximum is not None:
        found.append(Check("above_maximum", column.name, f"{name} > {column.maximum!r}",
                           literal(f"{column.maximum:g}")))
    return found
