"""Complaints and recovery: how many, about what, and who comes back after which outcome."""

from __future__ import annotations

from analytics.charts import theme
from analytics.charts.complaints import rate_text
from analytics.metrics.complaint_handling import ComplaintHandling
from analytics.metrics.complaints import Complaints, per_100
from analytics.models.repurchase_by_outcome import SITUATIONS, RepurchaseByOutcome
from analytics.reports.board_report.parts import Chart, Figure, Section, Series, Sources, counted, shown
from analytics.statistics.estimate import Estimate

STEM = "complaints"

#: Categories drawn.
CATEGORIES = 8


def section(sources: Sources) -> Section | None:
    """Say what customers complain about and what becomes of it."""
    if not sources.meta.has_complaints:
        return None
    words = sources.words
    found: Complaints = sources.asked("complaints")
    now, title = found.now, words(f"{STEM}.title")
    if not now.customers:
        return None
    if not now.complaints:
        return Section(STEM, title, words(f"{STEM}.answer_none", n=words.number(now.customers)))
    outcomes: RepurchaseByOutcome = sources.asked("repurchase_by_outcome")
    handling: ComplaintHandling = sources.asked("complaint_handling")
    return Section(
        STEM, title, words(f"{STEM}.answer", complaints=words.number(now.complaints),
                           rate=rate_text(now, words), change=_change(sources, found)),
        words.sentences(_about(sources, found), words(
            f"{STEM}.verdict.resolved_over_unresolved.{outcomes.test('resolved_over_unresolved').verdict}")),
        _figures(sources, found), tuple(one for one in (
            _categories(sources, found), _outcomes(sources, outcomes), _five(sources, handling))
            if one is not None),
        method=sources.method(STEM, **{
            name: words.number(days) for name, days in sources.served.terms[STEM].items()}))


def _change(sources: Sources, found: Complaints) -> str:
    """Say the rate of the period before, without a verdict; nothing where the records do not reach back."""
    before, start, first = found.previous, found.period.previous_start, sources.meta.first_event
    if before is None or start is None or first is None or first > start:
        return ""
    earlier = shown(before.per_customers)
    return "" if earlier is None else sources.text("complaints_before",
                                                   before=sources.words.number(earlier, 1))


def _about(sources: Sources, found: Complaints) -> str:
    words = sources.words
    named, most = found.most_named()
    if not named or len(named) > 3:
        return ""
    told = [words.value("category", one) for one in named]
    if len(told) > 1:
        return words(f"{STEM}.answer_about_equal", list=words.listing(told), n=words.number(most))
    return words(f"{STEM}.answer_about", category=told[0], n=words.number(most),
                 share=words.percent(most / found.now.complaints, 0))


def _figures(sources: Sources, found: Complaints) -> tuple[Figure, ...]:
    words, now = sources.words, found.now
    return (Figure(words(f"{STEM}.complaints"), words.number(now.complaints),
                   sources.text("value_note", n=words.number(now.complainers))),
            Figure(words(f"{STEM}.per_customers"), words.number(now.per_customers.estimate, 1),
                   rate_text(now, words)))


def _categories(sources: Sources, found: Complaints) -> Chart | None:
    words, sums = sources.words, dict[str | None, int]()
    for cell in found.cells:
        sums[cell.category] = sums.get(cell.category, 0) + cell.complaints
    most = sorted(sums, key=lambda one: -sums[one])[:CATEGORIES]
    if not most:
        return None
    rates = [per_100(sums[one], found.now.customers) for one in most]
    return Chart(
        "bars", words(f"{STEM}.chart.pareto"), words("columns.category"),
        tuple(words.value("category", one) for one in most),
        (Series(words(f"{STEM}.complaints"), counted(sums[one] for one in most), theme.LOST),), "number",
        sources.text("highest_rate", name=words.value("category", most[0]),
                     rate=words.number(rates[0].estimate, 1), low=words.number(rates[0].low, 1),
                     high=words.number(rates[0].high, 1), n=words.number(found.now.customers)))


def _outcomes(sources: Sources, found: RepurchaseByOutcome) -> Chart | None:
    words = sources.words
    there = [one for one in SITUATIONS if found.cell(one).share.n]
    if not there:
        return None
    return Chart(
        "bars", sources.text(f"after_{found.outcome}"), words(f"{STEM}.situation_label"),
        tuple(words(f"{STEM}.situation.{one}") for one in there),
        (Series(sources.text(f"share_{found.outcome}"), tuple(found.cell(one).share for one in there),
                theme.KEPT),), "percent", sources.text("outcomes_note"))


def _five(sources: Sources, found: ComplaintHandling) -> Chart | None:
    words = sources.words
    known: list[tuple[str, Estimate]] = [(one.name, one.share) for one in found.five if one.recorded]
    if not known:
        return None
    return Chart("bars", words(f"{STEM}.chart.five"), words(f"{STEM}.five_label"),
                 tuple(words(f"{STEM}.five.{name}") for name, _ in known),
                 (Series(sources.text("share_of_cases"), tuple(share for _, share in known), theme.KEPT),),
                 "percent", sources.text("five_note", list=sources.text("then").join(
                     sources.text("five_mean", name=words(f"{STEM}.five.{name}"),
                                  meaning=words(f"{STEM}.five_means.{name}")) for name, _ in known)))
