"""Value: how concentrated revenue is, what every grade is worth and loses, and what customers still bring."""

from __future__ import annotations

from analytics.charts import theme
from analytics.metrics.grades import GRADES, Grades
from analytics.metrics.value_concentration import ValueConcentration
from analytics.models.valuation.lifetime_value import LifetimeValue
from analytics.reports.board_report.parts import Chart, Figure, Section, Series, Sources, counted

STEM = "value"


def section(sources: Sources) -> Section | None:
    """Say who brings the money, and what becomes of them."""
    words = sources.words
    spread: ValueConcentration = sources.asked("value_concentration")
    graded: Grades = sources.asked("grades")
    told = [_grades(sources, graded), _spread(sources, spread)]
    if not any(told):
        return None
    answer, *detail = [one for one in told if one]
    return Section(STEM, sources.text("section.value"), answer, words.sentences(*detail),
                   _figures(sources, graded), tuple(one for one in (
                       _worth(sources, graded), _churn(sources, graded), _curve(sources, spread))
                       if one is not None), method=sources.method("grades"))


def _grades(sources: Sources, found: Grades) -> str:
    words, best = sources.words, found.now.get("A")
    value = sum(found.now[grade].value for grade in GRADES if grade in found.now)
    customers = sum(found.now[grade].customers for grade in GRADES if grade in found.now)
    if best is None or not value:
        return ""
    told, lost = words("grades.answer_now", customers=words.number(best.customers),
                       share=words.percent(best.customers / customers), graded=words.number(customers),
                       value=words.percent(best.value / value, 0)), found.lost("A")
    if not lost.n or lost.state == "suppressed":
        return told
    return words.sentences(told, words(
        "grades.answer_moved", n=words.number(lost.n), lost=words.number(lost.n * (lost.estimate or 0)),
        start=words.date(found.starts_on), rate=words.rate_short(lost)))


def _spread(sources: Sources, found: ValueConcentration) -> str:
    words, top = sources.words, found.top_share
    if top.estimate is None or top.state == "suppressed":
        return ""
    return sources.text("top_fifth", share=words.percent(top.estimate), interval=words.interval(top),
                        n=words.number(found.customers))


def _figures(sources: Sources, graded: Grades) -> tuple[Figure, ...]:
    words, shown = sources.words, []
    if graded.at_start("A"):
        lost = graded.lost("A")
        shown.append(Figure(words("grades.figure.lost"), words.share(lost), words(
            "grades.figure.lost_note", n=words.number(lost.n), interval=words.interval(lost),
            value=sources.money(graded.value_lost("A")))))
    if sources.served.values:
        found: LifetimeValue = sources.asked("lifetime_value", values=sources.served.values)
        if found.total.estimate is not None and found.total.state != "suppressed":
            shown.append(Figure(
                words("columns.lifetime_value"), sources.money(found.total.estimate),
                sources.text("lifetime_note", n=words.number(found.valued),
                             low=sources.money(found.total.low), high=sources.money(found.total.high))))
    return tuple(shown)


def _worth(sources: Sources, found: Grades) -> Chart | None:
    words, there = sources.words, [one for one in GRADES if one in found.now]
    if not there:
        return None
    return Chart(
        "bars", sources.text("value_by_grade"), words("columns.grade"),
        tuple(sources.text("with_n", name=words.value("grade", one), n=words.number(found.now[one].customers))
              for one in there),
        (Series(words("columns.value"), counted(found.now[one].value for one in there), theme.KEPT),),
        "money", sources.text("n_customers"))


def _churn(sources: Sources, found: Grades) -> Chart | None:
    words, there = sources.words, [one for one in GRADES if found.at_start(one)]
    if not there:
        return None
    return Chart(
        "bars", sources.text("churn_by_grade"), words("columns.grade"),
        tuple(words.value("grade", one) for one in there),
        (Series(words("columns.churn_rate"), tuple(found.lost(one) for one in there), theme.LOST),),
        "percent", words("grades.frozen"))


def _curve(sources: Sources, found: ValueConcentration) -> Chart | None:
    words, points = sources.words, found.lorenz[::10]
    if len(points) < 2 or found.top_share.state == "suppressed":
        return None
    return Chart("line", sources.text("concentration"), sources.text("customers_share"),
                 tuple(words.percent(one.customers, 0) for one in points),
                 (Series(sources.text("revenue_share"), counted(one.total for one in points), theme.KEPT),),
                 "percent", sources.text("n_with_revenue", n=words.number(found.customers)))
