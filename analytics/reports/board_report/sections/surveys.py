"""Voice of the customer: every question's top two boxes against the period before and the standard."""

from __future__ import annotations

from analytics.charts import theme
from analytics.metrics.survey_scores import Answers, SurveyScores
from analytics.metrics.survey_standards import SurveyStandards
from analytics.reports.board_report.parts import Chart, Figure, Section, Series, Sources, counted
from analytics.statistics.estimate import Estimate, state_of

STEM = "surveys"

#: Questions drawn.
QUESTIONS = 10


def section(sources: Sources) -> Section | None:
    """Say how satisfied those who answered are, and what that is against."""
    if not sources.meta.has_surveys or not sources.customers:
        return None
    words = sources.words
    found: SurveyScores = sources.asked("survey_scores")
    held: SurveyStandards = sources.asked("survey_standards")
    lead = found.of("overall") or (found.now[0] if found.now else None)
    if lead is None:
        return Section(STEM, words(f"{STEM}.title"), words(f"{STEM}.answer_none"))
    if lead.state == "suppressed":
        return Section(STEM, words(f"{STEM}.title"), words(f"{STEM}.answer_few", n=words.number(lead.n)))
    from analytics.metrics.survey_response import ANSWER_DAYS

    return Section(
        STEM, words(f"{STEM}.title"), _answer(sources, found, lead),
        words.sentences(words(f"{STEM}.answer_ends", top=words.percent(lead.top_box.estimate),
                              bottom=words.percent(lead.bottom_two.estimate)),
                        _standard(sources, held, lead)),
        _figures(sources, lead), _charts(sources, found, held), method=sources.method(STEM, days=ANSWER_DAYS))


def _answer(sources: Sources, found: SurveyScores, lead: Answers) -> str:
    words, change = sources.words, found.change(lead.question)
    told = words(f"{STEM}.answer" if sources.meta.dated else f"{STEM}.answer_undated",
                 question=words.value("question", lead.question), n=words.number(lead.n),
                 share=words.percent(lead.top_two.estimate), interval=words.interval(lead.top_two))
    if change is None or change.top_two.state == "suppressed":
        return told
    two = change.top_two
    side = "uncertain" if two.low is None or two.high is None or two.low <= 0 <= two.high else \
        "above" if two.low > 0 else "below"
    return words.sentences(told, words(f"{STEM}.answer_{side}", difference=words(
        f"{STEM}.difference", difference=words.points(two.estimate), low=words.points(two.low),
        high=words.points(two.high))))


def _standard(sources: Sources, held: SurveyStandards, lead: Answers) -> str:
    one = held.questions.get(lead.question)
    return "" if one is None else sources.words(
        f"{STEM}.standard_{one.judged.light}", standard=sources.words.percent(one.standard.value))


def _figures(sources: Sources, lead: Answers) -> tuple[Figure, ...]:
    words = sources.words
    return tuple(Figure(words(f"{STEM}.figure.{name}"), words.share(share), words(
        f"{STEM}.figure.note", n=words.number(share.n), interval=words.interval(share)))
        for name, share in (("top_two", lead.top_two), ("top_box", lead.top_box),
                            ("bottom_two", lead.bottom_two)))


def _charts(sources: Sources, found: SurveyScores, held: SurveyStandards) -> tuple[Chart, ...]:
    words, asked = sources.words, found.now[:QUESTIONS]
    names = tuple(words.value("question", one.question) for one in asked)
    before = [found.of(one.question, None, "before") for one in asked]
    standards = [held.questions.get(one.question) for one in asked]
    series = [Series(words(f"{STEM}.figure.top_two"), tuple(one.top_two for one in asked), theme.KEPT)]
    if any(one is not None for one in before):
        series.append(Series(sources.text("period_before"), tuple(
            Estimate(0, None) if one is None else Estimate(one.n, one.top_two.estimate, state=state_of(one.n))
            for one in before), theme.CONTEXT))
    if any(one is not None for one in standards):
        series.append(Series(words(f"{STEM}.standard"), counted(
            None if one is None else one.standard.value for one in standards), theme.CAUTION))
    levels = Chart("bars", sources.text("top_two_by_question"), words(f"{STEM}.question"), names,
                   tuple(series), "percent")
    top = Chart("bars", sources.text("top_box_by_question"), words(f"{STEM}.question"), names,
                (Series(words(f"{STEM}.figure.top_box"), tuple(one.top_box for one in asked), theme.KEPT),),
                "percent")
    return levels, top
