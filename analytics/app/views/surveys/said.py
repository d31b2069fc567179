"""What they say: topics per 100 contacts with months and quotes, telling words, and whether staff hear it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import remarks as charts
from analytics.charts.remarks import topic_name
from analytics.metrics.survey_scores import SurveyScores
from analytics.models.remark_agreement import TopicAgreement
from analytics.models.remarks import Remarks, Said
from analytics.statistics.estimate import SUPPRESSED_BELOW


def topics(context: Context, result: SurveyScores) -> None:
    """Draw every topic of a stream; then one topic's months, examples and customers."""
    words = context.words
    found: Remarks = context.metric("remarks")
    offered = [one.stream for one in found.streams if one.remarks >= SUPPRESSED_BELOW]
    if not offered:
        st.caption(words("remarks.none"))
        return
    chosen = offered[0]
    if len(offered) > 1:
        chosen = st.segmented_control(
            words("remarks.head_stream"), offered, default=chosen, required=True,
            key=context.key("said-stream"), format_func=lambda one: words(f"remarks.stream.{one}"),
            label_visibility="collapsed") or chosen
    stream = next(one for one in found.streams if one.stream == chosen)
    said = found.of(chosen)
    chart_card(
        context, "said", charts.topics(said, words), title=words("remarks.chart.topics"),
        alt=words("remarks.chart.topics_alt", list=words.listing([
            f"{topic_name(one.topic, words)} {words.number(100 * (one.rate.estimate or 0.0), 1)}"
            for one in said])),
        note=words.sentences(
            words(f"remarks.counted.{chosen}", remarks=words.number(stream.remarks),
                  contacts=words.number(stream.contacts),
                  matched=words.percent(stream.matched / stream.remarks)),
            words("remarks.chart.topics_note"), _sampled(context, found)),
        data=lambda: _frame(context, said))
    if said:
        _topic(context, said, chosen)


def _topic(context: Context, said: tuple[Said, ...], stream: str) -> None:
    words = context.words
    topic = st.selectbox(words("remarks.head_topic"), [one.topic for one in said],
                         key=context.key(f"said-topic-{stream}"),
                         format_func=lambda one: topic_name(one, words)) or said[0].topic
    one = next(each for each in said if each.topic == topic)
    name = topic_name(topic, words)
    if len(one.months) > 1:
        chart_card(
            context, "said-months", charts.months(one, words),
            dated=True, title=words("remarks.chart.months", topic=name),
            alt=words("remarks.chart.months_alt", topic=name, n=len(one.months)),
            note=words("remarks.chart.months_note"),
            data=lambda: pd.DataFrame([{
                words("columns.month"): words.month(month), words("remarks.head_mentions"): mentions,
                words("remarks.head_contacts"): contacts} for month, mentions, contacts in one.months]))
    with st.container(border=True, key=context.key("quotes")):
        st.header(words("remarks.quotes", topic=name), anchor=False)
        st.caption(words.sentences(words("remarks.words_found", list=words.listing([
            words("remarks.word_times", word=word, n=words.number(count)) for word, count in one.words])),
            words("remarks.quotes_note")))
        for quote in one.quotes:
            told = " · ".join([
                *([words.date(quote.said_on)] if quote.said_on else []),
                *([words("remarks.score", score=words.number(quote.score, 0))] if quote.score else [])])
            st.markdown(escaped(quote.text))
            st.caption(told)
        title = words(f"remarks.list.{stream}", topic=name)
        people(context, People(title, "remark_list", {"topic": topic, "stream": stream}), key="said")


def telling(context: Context, result: SurveyScores) -> None:
    """Draw the words by which the dissatisfied and the satisfied differ."""
    words = context.words
    found: Remarks = context.metric("remarks")
    if not found.words or min(found.unhappy, found.happy) < SUPPRESSED_BELOW:
        st.caption(words("remarks.words_few", dissatisfied=words.number(found.unhappy),
                         satisfied=words.number(found.happy)))
        return
    apart = [one for one in found.words if one.told]
    chart_card(
        context, "telling", charts.telling(found.words, words), title=words("remarks.chart.telling"),
        alt=words("remarks.chart.telling_alt", list=words.listing([
            f"{one.word} {words.signed(one.log_odds, 1)}" for one in found.words])),
        note=words.sentences(
            words("remarks.telling_some", n=len(apart), list=words.listing([one.word for one in apart]))
            if apart else words("remarks.telling_none"),
            words("remarks.chart.telling_note", dissatisfied=words.number(found.unhappy),
                  satisfied=words.number(found.happy)), _sampled(context, found)),
        data=lambda: pd.DataFrame([{
            words("remarks.head_word"): one.word, words("remarks.side.dissatisfied"): one.unhappy,
            words("remarks.side.satisfied"): one.happy,
            words("remarks.axis_odds"): words.signed(one.log_odds, 2),
            words("columns.low"): words.signed(one.low, 2), words("columns.high"): words.signed(one.high, 2),
            words("surveys.p_adjusted"): words.number(one.p_adjusted, 3)} for one in found.words]))


def heard(context: Context, result: SurveyScores) -> None:
    """Draw what customers name themselves beside what staff report of the same customers."""
    words = context.words
    found: Remarks = context.metric("remarks")
    share = found.heard
    if found.both < SUPPRESSED_BELOW or share.state == "suppressed" or found.heard_by_chance is None:
        st.caption(words("remarks.heard_few", n=words.number(found.both)))
        return
    chart_card(
        context, "heard", charts.heard(found.agreement, words), title=words("remarks.chart.heard"),
        alt=words("remarks.chart.heard_alt", list=words.listing([
            f"{topic_name(one.topic, words)} {words.percent(one.customers.estimate)} / "
            f"{words.percent(one.staff.estimate)}" for one in found.agreement])),
        note=words.sentences(
            words("remarks.heard", share=words.rate(share),
                  chance=words.percent(found.heard_by_chance)),
            words("remarks.chart.heard_note", n=words.number(found.both)), _sampled(context, found)),
        data=lambda: pd.DataFrame([_agreed(context, one) for one in found.agreement]))


def _agreed(context: Context, one: TopicAgreement) -> dict[str, object]:
    words, kappa = context.words, one.agreement.kappa
    line: dict[str, object] = {
        words("remarks.head_topic"): topic_name(one.topic, words),
        words("remarks.by.customers"): words.percent(one.customers.estimate),
        words("remarks.by.staff"): words.percent(one.staff.estimate)}
    if one.named >= SUPPRESSED_BELOW:
        line |= {words("remarks.kappa"): words.number(kappa.estimate, 2),
                 words("columns.low"): words.number(kappa.low, 2),
                 words("columns.high"): words.number(kappa.high, 2)}
    return line


def _sampled(context: Context, found: Remarks) -> str:
    return "" if found.sampled >= 1 else context.words("remarks.sampled",
                                                       share=context.words.percent(found.sampled))


def _frame(context: Context, said: tuple[Said, ...]) -> pd.DataFrame:
    words, lines = context.words, []
    for one in said:
        line: dict[str, object] = {
            words("remarks.head_topic"): topic_name(one.topic, words),
            words("remarks.head_mentions"): one.mentions, words("remarks.head_contacts"): one.rate.n,
            words("remarks.axis_rate"): words.number(100 * (one.rate.estimate or 0.0), 2),
            words("columns.low"): words.number(100 * (one.rate.low or 0.0), 2),
            words("columns.high"): words.number(100 * (one.rate.high or 0.0), 2)}
        if one.change is not None:
            line |= {words("remarks.head_change"): words.signed(100 * (one.change.estimate or 0.0), 2),
                     words("remarks.change_low"): words.signed(100 * (one.change.low or 0.0), 2),
                     words("remarks.change_high"): words.signed(100 * (one.change.high or 0.0), 2),
                     words("remarks.head_told"): words(f"remarks.told.{one.told}")}
        lines.append(line | {words("remarks.head_words"): words.listing([word for word, _ in one.words])})
    return pd.DataFrame(lines)
