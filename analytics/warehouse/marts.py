"""What each mart promises: its grain, its columns and its checks, read from the TOML beside its SQL."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from analytics.errors import UnknownName
from analytics.schema.table import table

FOLDER = Path(__file__).parent / "marts"

#: Columns by which customers are grouped and filtered everywhere; they repeat on several marts.
DIMENSIONS = ("size", "segment", "industry", "market", "region", "branch", "account_manager",
              "acquisition_channel")

#: The marts, in the order in which they are built.
MART_NAMES = (
    "customer_days", "customer_months", "silence_curve", "customer_spells", "survey_answers",
    "survey_invitations", "losses", "loss_records",
    "month_cube", "cohort_cube", "survey_outcomes", "problem_outcomes", "complaint_facts", "branch_months",
    "branch_quarters", "service_facts", "events", "customers_now", "freshness", "meta",
)


@dataclass(frozen=True, slots=True)
class Range:
    """The values a numeric column may have; None: no bound."""

    column: str
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True, slots=True)
class Mart:
    """One mart.

    Attributes
    ----------
    name : str
    place : {"serving", "warehouse"}
        The small file that pages read (copied to the full one), or the full file only.
    grain : mapping of str to str
        What one row is, by language.
    columns : mapping of str to (mapping of str to str)
        What each column means, by language.
    unique : tuple of (tuple of str)
        Sets of columns in which no two rows agree.
    not_null : tuple of str
        Columns that always have a value.
    ranges : tuple of Range
    accepted : mapping of str to (tuple of str)
        The values a column may have.
    identities : mapping of str to str
        Name to SQL that counts what breaks the identity; nothing may.
    """

    name: str
    place: Literal["serving", "warehouse"]
    grain: dict[str, str]
    columns: dict[str, dict[str, str]]
    unique: tuple[tuple[str, ...], ...]
    not_null: tuple[str, ...]
    ranges: tuple[Range, ...]
    accepted: dict[str, tuple[str, ...]]
    identities: dict[str, str]


@cache
def marts() -> dict[str, Mart]:
    """Return every mart by name, in the order in which they are built."""
    return {name: _mart(name, tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))
            for name in MART_NAMES}


def mart(name: str) -> Mart:
    """Return a mart by name, or say which one was probably meant."""
    if name not in MART_NAMES:
        raise UnknownName("mart", name, MART_NAMES)
    return marts()[name]


def _mart(name: str, data: dict[str, Any]) -> Mart:
    checks = data.get("checks", {})
    return Mart(
        name=name,
        place=cast(Literal["serving", "warehouse"], data["place"]),
        grain=data["grain"],
        columns={column: dict(meaning) for column, meaning in data["columns"].items()} | _dimensions(data),
        unique=tuple(tuple(columns) for columns in checks.get("unique", ())),
        not_null=tuple(checks.get("not_null", ())),
        ranges=tuple(Range(column, bounds.get("minimum"), bounds.get("maximum"))
                     for column, bounds in checks.get("range", {}).items()),
        accepted={column: tuple(values) for column, values in checks.get("accepted", {}).items()},
        identities=dict(checks.get("identities", {})),
    )


def _dimensions(data: dict[str, Any]) -> dict[str, dict[str, str]]:
    # A dimension means the same in every mart: what the customers table says of it.
    wanted = data.get("dimensions", [])
    names = DIMENSIONS if wanted is True else tuple(wanted)
    return {name: table("customers").column(name).meaning for name in names}
