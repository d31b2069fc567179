"""At risk: how many customers are expected to leave, and what contacting the first of them may save."""

from __future__ import annotations

from analytics.charts import theme
from analytics.models.at_risk import AtRisk
from analytics.reports.board_report.parts import Chart, Figure, Section, Series, Sources
from analytics.statistics.estimate import Estimate

STEM = "at_risk"

#: Customers that are said to be contacted, and the points of the curve.
CAPACITY, POINTS = 50, (10, 25, 50, 100, 200, 400, 800)


def section(sources: Sources) -> Section | None:
    """Say what is at stake; nobody is named, a report travels."""
    card, words = sources.served.card, sources.words
    if card is None:
        return None
    found: AtRisk = sources.asked("at_risk", scores=sources.served.scores)
    if not found.customers:
        return None
    window = words(f"{STEM}.window_snapshot") if card.horizon_days is None else \
        words(f"{STEM}.window", days=words.number(card.horizon_days))
    return Section(
        STEM, words(f"{STEM}.title"), words(
            f"{STEM}.answer", expected=words.number(found.expected_lost),
            customers=words.number(found.customers), window=window, loss=sources.money(found.expected_loss)),
        saving(sources, found), _figures(sources, found), (_capacity(sources, found),),
        method=sources.method(STEM))


def saving(sources: Sources, found: AtRisk) -> str:
    """Say what contacting the first of the list may save."""
    words, capacity = sources.words, min(CAPACITY, found.customers)
    saved, low, high = found.curve.at(capacity)
    return words(f"{STEM}.saving" if saved >= 0 else f"{STEM}.saving_loss", capacity=words.number(capacity),
                 saved=sources.money(saved), low=sources.money(low), high=sources.money(high))


def _figures(sources: Sources, found: AtRisk) -> tuple[Figure, ...]:
    words = sources.words
    assert sources.served.card is not None
    ranking, (fewest, most) = sources.served.card.metrics["roc_auc"], found.lost_interval
    least, worst = found.loss_interval
    return (
        Figure(words(f"{STEM}.figure.expected"), words.number(found.expected_lost), words(
            f"{STEM}.figure.expected_note", n=words.number(found.customers), low=words.number(fewest),
            high=words.number(most))),
        Figure(words(f"{STEM}.figure.high"), words.number(found.high_risk), words(
            f"{STEM}.figure.high_note", n=words.number(found.customers))),
        Figure(words(f"{STEM}.figure.loss"), sources.money(found.expected_loss), words(
            f"{STEM}.figure.loss_note", value=sources.money(found.value), low=sources.money(least),
            high=sources.money(worst))),
        Figure(words(f"{STEM}.figure.ranking"), words.number(ranking.estimate, 3), words(
            f"{STEM}.figure.ranking_note", low=words.number(ranking.low, 3),
            high=words.number(ranking.high, 3), n=words.number(ranking.n))))


def _capacity(sources: Sources, found: AtRisk) -> Chart:
    words, curve = sources.words, found.curve
    counts = [one for one in POINTS if one <= found.customers] or [found.customers]
    points = tuple(Estimate(found.customers, mean, low, high) for count in counts
                   for mean, low, high in (curve.at(count),))
    return Chart("columns", words(f"{STEM}.chart.capacity"), words(f"{STEM}.axis_capacity"),
                 tuple(words.number(count) for count in counts),
                 (Series(words(f"{STEM}.axis_saved"), points, theme.KEPT),), "money",
                 sources.text("acceptance", acceptance=words.percent(curve.acceptance, 0)))
