"""Retention: how long customers stay, by size, and what is kept of every year's new customers."""

from __future__ import annotations

from analytics.charts import theme
from analytics.metrics.survival import Survival, last_month
from analytics.reports.board_report.parts import Chart, Figure, Section, Series, Sources
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.survival import SurvivalCurve

STEM = "retention"

#: Months after the beginning that are drawn, and those that are told.
EVERY, LONGEST, TOLD = 6, 48, (12, 24, 48)


def section(sources: Sources) -> Section | None:
    """Say how many customers are still there so long after they began."""
    words = sources.words
    found: Survival = sources.asked("survival", by="size")
    curve = found.everyone
    if curve is None or state_of(curve.n) == "suppressed":
        return None
    reached = [(month, curve.at(month)) for month in TOLD if month <= last_month(curve)]
    if not reached:
        return None
    month, share = reached[0]
    terms = sources.served.terms[STEM]
    return Section(
        STEM, words(f"{STEM}.title"),
        words(f"{STEM}.answer_snapshot", month=month, share=words.percent(share.estimate),
              interval=words.interval(share), n=words.number(curve.n)),
        words.sentences(*(words(f"{STEM}.answer_later", month=later, share=words.percent(one.estimate),
                                interval=words.interval(one)) for later, one in reached[1:])),
        tuple(Figure(words(f"{STEM}.figure.after", month=later), words.share(one), words(
            f"{STEM}.figure.year_note", n=words.number(one.n), interval=words.interval(one)))
            for later, one in reached),
        (_curves(sources, found, curve),),
        method=sources.method(STEM, within=words.number(terms["within"]),
                              chance=words.percent(terms["chance"], 0)))


def _curves(sources: Sources, found: Survival, curve: SurvivalCurve) -> Chart:
    words = sources.words
    months = list(range(0, min(last_month(curve), LONGEST) + 1, EVERY))
    sizes = [str(one) for one in theme.order_of("size", list(found.groups))]
    series = [Series(sources.text("everyone"), curve.along(months), theme.CONTEXT)]
    series += [Series(words.value("size", one), tuple(
        point if month <= last_month(found.groups[one]) else Estimate(point.n, None, state=point.state)
        for month, point in zip(months, found.groups[one].along(months), strict=True)),
        theme.colour("size", one, place)) for place, one in enumerate(sizes)]
    return Chart("line", words(f"{STEM}.chart.survival"), words(f"{STEM}.months_since"),
                 tuple(str(month) for month in months), tuple(series), "percent",
                 sources.text("all_records"))
