"""The words the demo company writes in its records, read once from ``vocabulary.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("vocabulary.toml")


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch: its name, region, kind of market and share of the customers."""

    name: str
    region: str
    market: str
    weight: float


@dataclass(frozen=True, slots=True)
class Industry:
    """A trade: its name, how its firms are called, and its share of the customers."""

    name: str
    firm: str
    weight: float


@dataclass(frozen=True, slots=True)
class Product:
    """A product: list price a unit, gross margin at list price, share of the lines of its kind."""

    name: str
    category: str
    kind: str
    price: float
    margin: float
    share: float


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of loss in the company's words, its Keaveney class, its weight and what is noted of it."""

    name: str
    cause_class: str
    weight: float
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a remark is about: its share among the unhappy, the happy and the staff's own reports.

    ``phrases`` are by who says them (unhappy, happy, staff) and by language (zh, en).
    """

    key: str
    unhappy: float
    happy: float
    staff: float
    phrases: dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to the company; ``branch`` and ``region`` are empty when it happened to all."""

    key: str
    happened_on: date
    kind: str
    title: str
    note: str
    branch: str = ""
    region: str = ""
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word of the demo company's records. Lists keep the order of the file."""

    company: str
    membership: str
    course: str
    tiers: tuple[str, ...]
    branches: tuple[Branch, ...]
    industries: tuple[Industry, ...]
    segments: tuple[str, ...]
    payment_terms: tuple[str, ...]
    purchase_reasons: tuple[str, ...]
    first_syllables: tuple[str, ...]
    second_syllables: tuple[str, ...]
    surnames: tuple[str, ...]
    given_names: tuple[str, ...]
    streets: tuple[str, ...]
    products: tuple[Product, ...]
    kit_category: str
    kits: tuple[str, ...]
    partners: tuple[str, ...]
    rivals: tuple[str, ...]
    causes: tuple[Cause, ...]
    topics: tuple[Topic, ...]
    complaint_categories: dict[str, str]
    contact_purposes: dict[str, str]
    new_reasons: dict[str, str]
    offers: dict[str, str]
    respondents: dict[str, str]
    events: tuple[Happening, ...]

    def happening(self, key: str) -> Happening:
        """Return the happening of a key."""
        return next(event for event in self.events if event.key == key)

    def branch_number(self, name: str) -> int:
        """Return the position of a branch in ``branches``."""
        return next(number for number, branch in enumerate(self.branches) if branch.name == name)


@cache
def vocabulary() -> Vocabulary:
    """Read the words of the demo company."""
    data: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
    made: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value
                            for key, value in data.items()}
    made["branches"] = tuple(Branch(**item) for item in data["branches"])
    made["industries"] = tuple(Industry(**item) for item in data["industries"])
    made["products"] = tuple(Product(**item) for item in data["products"])
    made["causes"] = tuple(Cause(item["name"], item["class"], item["weight"], tuple(item["notes"]))
                           for item in data["causes"])
    made["topics"] = tuple(Topic(**item) for item in data["topics"])
    made["events"] = tuple(Happening(**item) for item in data["events"])
    return Vocabulary(**made)
