"""A board report as data: sections with an answer, figures, charts and a method, in one language.

Whoever writes it out (as PDF, as slides, as a workbook) draws what stands here and computes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from analytics.i18n import Translator
from analytics.i18n.translator import NONE
from analytics.models.served import Served
from analytics.statistics.estimate import Estimate
from analytics.store import BuildMeta

Kind = Literal["bars", "columns", "stacked", "line"]
Measure = Literal["number", "percent", "money"]

#: Parts of a page's method, in the order in which they are printed.
METHOD_PARTS = ("definition", "formula", "exclusions", "weaknesses", "source")


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn in one colour.

    Attributes
    ----------
    name : str
    points : tuple of Estimate
        One per category; a count or an amount is an estimate without an interval.
    colour : str
        As ``#RRGGBB``.
    """

    name: str
    points: tuple[Estimate, ...]
    colour: str

    @property
    def certain(self) -> bool:
        """Whether no point has an interval."""
        return all(one.low is None for one in self.points)


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart and the figures behind it.

    Attributes
    ----------
    kind : {"bars", "columns", "stacked", "line"}
        Bars lie, columns stand; stacked ones stand on each other, those below nothing hanging.
    title : str
    head : str
        What the categories are.
    categories : tuple of str
    series : tuple of Series
    measure : {"number", "percent", "money"}
        Shares are fractions of one, money is in minor units.
    note : str
        What must be known to read it.
    """

    kind: Kind
    title: str
    head: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    measure: Measure
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure in words: its name, the figure, and what is needed to judge it."""

    name: str
    figure: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What the report says about one subject.

    Attributes
    ----------
    stem : str
        The subject's page.
    title, answer, detail : str
    figures : tuple of Figure
    charts : tuple of Chart
    steps : tuple of str
        What to do, most urgent first.
    method : tuple of (str, str)
        Heads and texts: how it is computed and how far it can be trusted.
    """

    stem: str
    title: str
    answer: str
    detail: str = ""
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    steps: tuple[str, ...] = ()
    method: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BoardReport:
    """The whole report.

    Attributes
    ----------
    language, currency : str
    company, title : str
    as_of : str
        In words, with what it is.
    showing : str
        The filters and the period in words, and n.
    build : str
        The build it is made of, with when.
    demo : str
        Says that the company is the made-up one; empty for a real one.
    sections : tuple of Section
    missing : tuple of str
        Sections asked for that there are no records for.
    """

    language: str
    currency: str
    company: str
    title: str
    as_of: str
    showing: str
    build: str
    demo: str
    sections: tuple[Section, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """What sections are made from.

    Attributes
    ----------
    metric : callable
        Takes a metric's name and its options, returns its result under the report's filters.
    words : Translator
    meta : BuildMeta
        What the build holds.
    as_of : date or None
        The day that is looked at.
    customers : int
        On record under the filters.
    served : Served
        Scores, values, standards and costs of the company.
    """

    metric: Callable[..., Any]
    words: Translator
    meta: BuildMeta
    as_of: date | None
    customers: int
    served: Served

    def text(self, key: str, **values: object) -> str:
        """Return a text of the report's own."""
        return self.words(f"board_report.{key}", **values)

    def money(self, minor: float | None) -> str:
        """Return an amount in the company's currency."""
        return self.words.money(minor, self.meta.currency)

    def asked(self, name: str, /, **options: Any) -> Any:
        """Return a metric's result with the company's own options."""
        return self.metric(name, **{**self.served.options.get(name, {}), **options})

    def method(self, page: str, **values: object) -> tuple[tuple[str, str], ...]:
        """Return what a page says of how it is computed."""
        words = self.words
        return tuple((words(f"method.{part}").rstrip(".。："), words(f"{page}.method.{part}", **values))
                     for part in METHOD_PARTS if words.has(f"{page}.method.{part}"))


def counted(values: Iterable[float | None]) -> tuple[Estimate, ...]:
    """Return counts or amounts as points without an interval."""
    return tuple(Estimate(0, None if value is None else float(value)) for value in values)


def shown(point: Estimate) -> float | None:
    """Return a point's figure; None where there are too few to show it."""
    return None if point.state == "suppressed" else point.estimate


def reach(point: Estimate) -> tuple[float, float]:
    """Return how far a point's interval reaches above and below it; nought where it has none."""
    figure = shown(point)
    if figure is None or point.low is None or point.high is None:
        return 0.0, 0.0
    return max(point.high - figure, 0.0), max(figure - point.low, 0.0)


def in_words(value: float | None, measure: Measure, words: Translator, currency: str) -> str:
    """Return a figure as people read it."""
    if value is None:
        return NONE
    if measure == "money":
        return words.money(value, currency)
    return words.percent(value) if measure == "percent" else words.number(value)


def thin(chart: Chart) -> bool:
    """Say whether anything drawn rests on few observations."""
    return any(one.state == "thin" for series in chart.series for one in series.points)


def hidden(chart: Chart) -> bool:
    """Say whether anything is left out for having too few."""
    return any(one.state == "suppressed" for series in chart.series for one in series.points)
