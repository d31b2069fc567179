"""Putting the sections of a board report together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from analytics.errors import UnknownName
from analytics.filters import Filters, Period
from analytics.i18n import Translator
from analytics.reports.board_report.parts import BoardReport, Section, Sources, shown
from analytics.reports.board_report.sections import (
    at_risk,
    complaints,
    growth,
    lost_customers,
    monday,
    overview,
    retention,
    satisfaction_loyalty,
    surveys,
    value,
)

#: Every section by the stem of its page, in the order of the report.
SECTIONS: MappingProxyType[str, Callable[[Sources], Section | None]] = MappingProxyType({
    one.STEM: one.section for one in (
        overview, lost_customers, satisfaction_loyalty, surveys, retention, complaints, value, growth,
        at_risk, monday)})


@dataclass(frozen=True, slots=True)
class Looked:
    """What the report looks at: filters, and the period they mean.

    Attributes
    ----------
    filters : Filters
    period : Period
    """

    filters: Filters
    period: Period


def board_report(sources: Sources, looked: Looked, pages: Sequence[str] = (), *,
                 progress: Callable[[str, int, int], None] | None = None) -> BoardReport:
    """Make the report.

    Parameters
    ----------
    sources : Sources
    looked : Looked
    pages : sequence of str
        Stems of sections, in any order; all when empty.
    progress : callable, optional
        Told ``(stem, done, total)`` before each section.

    Returns
    -------
    BoardReport

    Raises
    ------
    UnknownName
        A section there is none of.
    """
    for page in pages:
        if page not in SECTIONS:
            raise UnknownName("page", page, SECTIONS)
    words, meta = sources.words, sources.meta
    chosen = [stem for stem in SECTIONS if stem in pages or not pages]
    sections, missing = [], []
    for done, stem in enumerate(chosen):
        if progress is not None:
            progress(stem, done, len(chosen))
        made = SECTIONS[stem](sources)
        if made is None:
            missing.append(title_of(stem, words))
        else:
            sections.append(_plain(made))
    return BoardReport(
        words.language, meta.currency, meta.name, sources.text("title"),
        sources.text("as_of", date=words.date(sources.as_of)) if sources.as_of else sources.text("snapshot"),
        words("filters.showing", sentence=looked.filters.sentence(words), n=words.number(sources.customers),
              period=_dates(words, looked.period.start, looked.period.end)),
        sources.text("build", build=meta.build_id), sources.text("demo") if meta.demo else "",
        tuple(sections), tuple(missing))


def _plain(section: Section) -> Section:
    """Take out the marks that a page reads as bold print, and charts that nothing would be drawn on."""
    return replace(section, answer=section.answer.replace("**", ""), detail=section.detail.replace("**", ""),
                   charts=tuple(chart for chart in section.charts if any(
                       shown(point) is not None for series in chart.series for point in series.points)),
                   method=tuple((head, text.replace("**", "")) for head, text in section.method))


def title_of(stem: str, words: Translator) -> str:
    """Return what a section is called."""
    own = f"board_report.section.{stem}"
    return words(own if words.has(own) else f"{stem}.title")


def _dates(words: Translator, start: date | None, end: date | None) -> str:
    if start is None or end is None:
        return words("filters.snapshot")
    return words("filters.range", start=words.date(start), end=words.date(end - timedelta(days=1)))
