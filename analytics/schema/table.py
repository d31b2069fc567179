"""What a canonical table is: columns, types, units, meaning, rules and synonyms, read from TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from analytics.errors import UnknownName

Type = Literal["text", "category", "integer", "number", "money", "boolean", "date", "timestamp"]

FOLDER = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column.

    Attributes
    ----------
    name : str
        Its name in the store, in SQL and in exports.
    type : str
        One of the eight types.
    required : bool
        Whether the table is unusable without it.
    unit : str
        Unit of its values; empty where there is none.
    meaning : mapping of str to str
        What it means, by language (``en``, ``zh-CN``).
    synonyms : mapping of str to tuple of str
        Names companies give it, by language.
    values : mapping of str to tuple of str
        For a category: code to the words that mean it in either language; empty: any text.
    open : bool
        Whether a category may hold values beyond its codes; they are kept as they were written.
    default : str or None
        What a row means that says nothing here; also when the column is not mapped.
    numbered : bool
        Whether the row of the file stands in where the column is not mapped.
    future : bool
        Whether a date may lie after the day of the import.
    personal : bool
        Whether it identifies a person.
    minimum, maximum : float or None
        Range of allowed values.
    unlocks : tuple of str
        Pages and methods that need it; their words stand in the catalogue under ``schema.unlocks``.
    example : mapping of str to str
        A value as a company might write it, by language.
    """

    name: str
    type: Type
    required: bool
    unit: str
    meaning: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]
    values: dict[str, tuple[str, ...]]
    open: bool
    default: str | None
    numbered: bool
    future: bool
    personal: bool
    minimum: float | None
    maximum: float | None
    unlocks: tuple[str, ...]
    example: dict[str, str]

    def label(self, language: str) -> str:
        """Return the name people use for it: the first synonym of the language."""
        name = self.synonyms[language][0]
        return name[:1].upper() + name[1:]

    @property
    def words(self) -> dict[str, str]:
        """Code of every word that means one of the category's values, words in lower case.

        The code itself counts as a word, with underscores or with spaces.
        """
        return {word: code for code, words in self.values.items()
                for word in (code, code.replace("_", " "), *(word.casefold() for word in words))}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over several columns of a row, as a SQL condition that must not be false.

    Attributes
    ----------
    code : str
        Language-neutral name; its words stand in the catalogue under ``rules``.
    columns : tuple of str
        The columns it reads; it is skipped where one of them is not mapped.
    check : str
        SQL over those columns; true or null passes.
    column : str
        The column the report names.
    note : bool
        Whether a row that breaks it is accepted and only mentioned, not refused.
    """

    code: str
    columns: tuple[str, ...]
    check: str
    column: str
    note: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    Attributes
    ----------
    name : str
    grain : mapping of str to str
        What one row is, by language.
    synonyms : mapping of str to tuple of str
        What companies call such a file or sheet, by language.
    key : tuple of str
        Columns that identify a row; empty: the whole row does.
    supersede : tuple of str
        Rows of a later batch replace the rows of earlier batches that agree with them in these
        columns: an order sent again replaces all its lines. The key where nothing else is said.
    happened_on : str or None
        The date on which the row happened; None for customers, who have a state and no date.
    columns : tuple of Column
    rules : tuple of Rule
    one_of : mapping of str to tuple of str
        Code of a rule to columns of which a row needs at least one; a mapping names at least one of
        them. The first is what tells such a file. The rule's words stand with those of the others.
    references : mapping of str to str
        Column to ``table.column`` it must be found in.
    """

    name: str
    grain: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]
    key: tuple[str, ...]
    supersede: tuple[str, ...]
    happened_on: str | None
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    one_of: dict[str, tuple[str, ...]]
    references: dict[str, str]

    def column(self, name: str) -> Column:
        """Return a column by name, or say which one was probably meant."""
        for column in self.columns:
            if column.name == name:
                return column
        raise UnknownName("column", name, (column.name for column in self.columns))

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns the table is unusable without."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def telling(self) -> tuple[str, ...]:
        """Names of the columns by which a file is known for this table."""
        return (*self.required, *(columns[0] for columns in self.one_of.values()))

    def lacking(self, named: Iterable[str]) -> tuple[str, ...]:
        """Return what a mapping that names these columns still has to name."""
        known = set(named)
        return (*(name for name in self.required if name not in known),
                *(columns[0] for columns in self.one_of.values() if not known & set(columns)))


#: The canonical tables, in the order in which they are imported and documented.
TABLE_NAMES = (
    "customers", "orders", "surveys", "complaints", "contacts", "service_jobs", "contracts",
    "memberships", "campaigns", "branch_periods", "events",
)

#: DuckDB type of each canonical type. Money is exact: two decimals.
SQL_TYPES: dict[str, str] = {
    "text": "varchar", "category": "varchar", "integer": "bigint", "number": "double",
    "money": "decimal(18, 2)", "boolean": "boolean", "date": "date", "timestamp": "timestamp",
}


@cache
def tables() -> dict[str, Table]:
    """Return every canonical table by name, read once from ``schema/tables/*.toml``."""
    return {name: _table(name, _read(name)) for name in TABLE_NAMES}


def table(name: str) -> Table:
    """Return a canonical table by name, or say which one was probably meant."""
    if name not in TABLE_NAMES:
        raise UnknownName("table", name, TABLE_NAMES)
    return tables()[name]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def _table(name: str, data: dict[str, Any]) -> Table:
    return Table(
        name=name,
        grain=data["grain"],
        synonyms={language: tuple(words) for language, words in data["synonyms"].items()},
        key=tuple(data["key"]),
        supersede=tuple(data.get("supersede", data["key"])),
        happened_on=data.get("happened_on"),
        columns=tuple(_column(column, item) for column, item in data["columns"].items()),
        rules=tuple(Rule(code, tuple(item["columns"]), item["check"], item["column"], item.get("note", False))
                    for code, item in data.get("rules", {}).items()),
        one_of={code: tuple(columns) for code, columns in data.get("one_of", {}).items()},
        references=data.get("references", {}),
    )


def _column(name: str, data: dict[str, Any]) -> Column:
    return Column(
        name=name,
        type=data["type"],
        required=data.get("required", False),
        unit=data.get("unit", ""),
        meaning=data["meaning"],
        synonyms={language: tuple(words) for language, words in _synonyms(data["synonyms"]).items()},
        values={code: tuple(words) for code, words in data.get("values", {}).items()},
        open=data.get("open", False),
        default=data.get("default"),
        numbered=data.get("numbered", False),
        future=data.get("future", False),
        personal=data.get("personal", False),
        minimum=data.get("minimum"),
        maximum=data.get("maximum"),
        unlocks=tuple(data.get("unlocks", ())),
        example=_in_both_languages(data["example"]),
    )


def _in_both_languages(data: dict[str, str] | str) -> dict[str, str]:
    return data if isinstance(data, dict) else {"en": data, "zh-CN": data}


def _synonyms(data: dict[str, list[str]] | str) -> dict[str, list[str]]:
    # A column that means the same in several tables names the one that lists its synonyms.
    if isinstance(data, dict):
        return data
    table_name, _, column_name = data.partition(".")
    return _synonyms(_read(table_name)["columns"][column_name]["synonyms"])
