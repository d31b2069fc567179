"""What the survey page says first: the sentence, the figures, and how they are computed."""

from __future__ import annotations

from analytics.app.components import Figure, answer, key_figures, method, worse_when
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import light, points_between, question_name
from analytics.metrics.survey_response import ANSWER_DAYS, SurveyResponse
from analytics.metrics.survey_scores import Answers, SurveyScores
from analytics.statistics.estimate import Estimate
from analytics.store import read_standards


def result(context: Context) -> SurveyScores:
    """Return the answers to every question."""
    context.ahead({"survey_response": {}})
    scores: SurveyScores = context.metric("survey_scores")
    return scores


def tell(context: Context, result: SurveyScores) -> None:
    """Answer first: how many are satisfied, and whether that has changed."""
    words, lead = context.words, _lead(result)
    if lead is None:
        answer(context.text("answer_none"))
        return
    if lead.state == "suppressed":
        answer(context.text("answer_few", n=words.number(lead.n)))
        return
    change = result.change(lead.question)
    compared = ""
    if change is not None and change.top_two.state != "suppressed":
        side = light(change.top_two)
        compared = context.text(f"answer_{side}", difference=points_between(context, change.top_two))
    sentence = context.text(
        "answer" if context.reader.meta.dated else "answer_undated",
        question=question_name(context, lead.question), n=words.number(lead.n),
        share=words.percent(lead.top_two.estimate), interval=words.interval(lead.top_two))
    answer(words.sentences(sentence, compared), detail=words.sentences(
        context.text("answer_ends", top=words.percent(lead.top_box.estimate),
                     bottom=words.percent(lead.bottom_two.estimate)),
        _standard(context, lead), _returned(context, context.metric("survey_response"))))


def figures(context: Context, result: SurveyScores) -> None:
    """Show top two, top box, bottom two, net promoters and the response, each with its customers."""
    words, lead = context.words, _lead(result)
    if lead is None or lead.state == "suppressed":
        return
    change, history = result.change(lead.question), context.metric("survey_waves", question=lead.question)
    enough = change is not None and change.top_two.state != "suppressed"
    trend = [one.top_two.estimate for one in history.waves
             if one.top_two.state != "suppressed" and one.top_two.estimate is not None]
    shown = [
        _share(context, lead, "top_two", (4, 5), change.top_two if change and enough else None, "down",
               trend),
        _share(context, lead, "top_box", (5,), change.top_box if change and enough else None, "down", ()),
        _share(context, lead, "bottom_two", (1, 2), None, "up", ())]
    promoters = result.of("recommend")
    if promoters is not None and promoters.net_promoter is not None and promoters.state != "suppressed":
        score = promoters.net_promoter
        shown.append(Figure(
            context.text("figure.net_promoter"), words.signed(100 * (score.estimate or 0.0), 0),
            note=context.text("figure.net_promoter_note", n=words.number(score.n),
                              low=words.signed(100 * (score.low or 0.0), 0),
                              high=words.signed(100 * (score.high or 0.0), 0)),
            help=context.text("figure.net_promoter_help"), state=promoters.state,
            behind=People(context.text("list.detractors"), "survey_answer_list",
                          {"question": "recommend", "levels": (1, 2, 3)},
                          of=_everyone(context, "recommend"))))
    answered: SurveyResponse = context.metric("survey_response")
    if answered.known and answered.everyone is not None and not answered.everyone.hidden:
        rate = answered.everyone.rate
        shown.append(Figure(
            context.text("figure.response"), words.percent(rate.estimate),
            note=context.text("figure.response_note", n=words.number(rate.n), interval=words.interval(rate)),
            help=context.text("figure.response_help", days=ANSWER_DAYS), state=rate.state,
            behind=People(context.text("list.asked"), "invitation_list", {"answered": None})))
    key_figures(context, shown)


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context, days=ANSWER_DAYS)


def _lead(result: SurveyScores) -> Answers | None:
    """Return the answers to overall satisfaction, else to the first question."""
    return result.of("overall") or (result.now[0] if result.now else None)


def _share(context: Context, lead: Answers, name: str, levels: tuple[int, ...], change: Estimate | None,
           direction: str, trend: object) -> Figure:
    words = context.words
    share: Estimate = getattr(lead, name)
    return Figure(
        context.text(f"figure.{name}"), words.percent(share.estimate),
        words.points(change.estimate) if change is not None else None, worse_when(direction, change),
        context.text("figure.note", n=words.number(share.n), interval=words.interval(share)),
        trend=trend, help=context.text(f"figure.{name}_help"), state=share.state,  # type: ignore[arg-type]
        behind=People(context.text(f"list.{name}", question=question_name(context, lead.question)),
                      "survey_answer_list", {"question": lead.question, "levels": levels},
                      of=_everyone(context, lead.question)))


def _everyone(context: Context, question: str) -> People:
    return People(context.text("list.answered", question=question_name(context, question)),
                  "survey_answer_list", {"question": question, "levels": (1, 2, 3, 4, 5)})


def _standard(context: Context, lead: Answers) -> str:
    known = read_standards(context.store.path)
    held = context.metric("survey_standards", standards=known).questions.get(lead.question) if known else None
    if held is None:
        return ""
    return context.text(f"standard_{held.judged.light}", standard=context.words.percent(held.standard.value))


def _returned(context: Context, found: SurveyResponse) -> str:
    if not found.known or found.everyone is None or found.everyone.hidden:
        return ""
    return context.text("answer_response", share=context.words.percent(found.everyone.rate.estimate, 0),
                        n=context.words.number(found.everyone.rate.n))
