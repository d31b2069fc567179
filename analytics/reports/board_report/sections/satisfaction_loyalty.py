"""Satisfaction and loyalty: how many stayed at every level of satisfaction, and what curve that makes."""

from __future__ import annotations

from analytics.charts import theme
from analytics.charts.satisfaction_loyalty import bend
from analytics.models.satisfaction_loyalty import SatisfactionLoyalty
from analytics.reports.board_report.parts import Chart, Figure, Section, Series, Sources

STEM = "satisfaction_loyalty"


def section(sources: Sources) -> Section | None:
    """Say what the answers allow to say of satisfaction and loyalty."""
    if not sources.meta.has_surveys:
        return None
    words = sources.words
    found: SatisfactionLoyalty = sources.asked("satisfaction_loyalty")
    curve = found.curve
    if not curve.levels:
        return None
    return Section(
        STEM, words(f"{STEM}.title"),
        words(f"verdicts.answer.{curve.reason}", bend=bend(curve.fit.gamma, words), n=words.number(curve.n)),
        _cliff(sources, found), _figures(sources, found), (_levels(sources, found),),
        method=sources.method(STEM))


def _cliff(sources: Sources, found: SatisfactionLoyalty) -> str:
    """Say whether the last step is steeper than the one before, or warn of a score that is too good."""
    words, curve = sources.words, found.curve
    if curve.verdict == "too_clean":
        return words(f"{STEM}.warning_too_clean")
    if curve.cliff is None or len(curve.steps) < 2:
        return ""
    excess = curve.cliff.excess
    return words(f"{STEM}.{'cliff' if curve.cliff.present else 'no_cliff'}",
                 last=words.points(curve.steps[-1].difference.estimate),
                 before=words.points(curve.steps[-2].difference.estimate),
                 excess=words.points(excess.estimate), low=words.points(excess.low),
                 high=words.points(excess.high))


def _figures(sources: Sources, found: SatisfactionLoyalty) -> tuple[Figure, ...]:
    words, curve = sources.words, found.curve
    shown = [Figure(words(f"{STEM}.outcome.{found.outcome}"), words.share(curve.overall), words(
        f"{STEM}.figure.loyal_note", n=words.number(curve.n), customers=words.number(curve.customers),
        interval=words.interval(curve.overall)))]
    if found.worth:
        last = found.worth[-1].per_customer
        shown.append(Figure(words(f"{STEM}.figure.worth"), sources.money(last.estimate), words(
            f"{STEM}.figure.worth_note", low=sources.money(last.low), high=sources.money(last.high))))
    return tuple(shown)


def _levels(sources: Sources, found: SatisfactionLoyalty) -> Chart:
    words = sources.words
    names = tuple(words(f"{STEM}.level", scores=words.listing([str(score) for score in level.scores]))
                  for level in found.curve.levels)
    window = words(f"{STEM}.window", horizon=words.number(found.horizon_days),
                   blank=words.number(found.blank_days)) if found.horizon_days else words(f"{STEM}.undated")
    return Chart(
        "columns", words(f"{STEM}.chart.curve_{found.outcome}"), words(f"{STEM}.axis_score"), names,
        (Series(words(f"{STEM}.outcome.{found.outcome}"), tuple(one.rate for one in found.curve.levels),
                theme.KEPT),), "percent", window)
