"""What the complaints page says first: the sentence, its warnings, the figures, and the method."""

from __future__ import annotations

import streamlit as st

from analytics.app.components import Figure, answer, key_figures, method
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.complaints.choosing import quick_days, targets, until_closed
from analytics.charts.complaint_clock import duration
from analytics.charts.complaints import rate_text
from analytics.metrics.complaint_clock import ComplaintClock
from analytics.metrics.complaint_handling import ComplaintHandling
from analytics.metrics.complaint_silence import ComplaintSilence
from analytics.metrics.complaints import ComplaintCount, Complaints
from analytics.statistics.estimate import Estimate

#: More categories than this named equally often are no answer.
MOST_TIED = 3


def result(context: Context) -> Complaints:
    """Return the period's complaints."""
    hours = targets(context)
    context.ahead({
        "complaint_clock": hours,
        "complaint_handling": {"quick_days": quick_days(context), "follow_up": hours["follow_up"]},
        "complaint_open": until_closed(hours)})
    context.ahead({"complaint_trend": {}, "complainers": {}})
    found: Complaints = context.metric("complaints")
    return found


def tell(context: Context, result: Complaints) -> None:
    """Answer first: how many complaints per 100 customers, against before, and about what most."""
    words, now = context.words, result.now
    if not now.complaints:
        answer(context.text("answer_none", n=words.number(now.customers)), detail=_breaks(context, result))
        return
    answer(context.text("answer", complaints=words.number(now.complaints), rate=rate_text(now, words),
                        change=_change(context, result)),
           detail=words.sentences(_about(context, result), _breaks(context, result)))


def _about(context: Context, result: Complaints) -> str:
    """Say what was named most often: one category with its share, or the few that tie."""
    words = context.words
    named, most = result.most_named()
    if not 1 <= len(named) <= MOST_TIED:
        return ""
    told = [words.value("category", one) for one in named]
    if len(told) > 1:
        return context.text("answer_about_equal", list=words.listing(told), n=words.number(most))
    return context.text("answer_about", category=told[0], n=words.number(most),
                        share=words.percent(most / result.now.complaints, 0))


def warn(context: Context, result: Complaints) -> None:
    """Warn where complaints fall together with orders and contacts."""
    if not _fell(result):
        # Where complaints have not fallen nothing is silent: orders and contacts need no counting.
        return
    silence: ComplaintSilence = context.metric("complaint_silence")
    if silence.verdict not in ("warning", "watch", "doubtful") or silence.before is None:
        return
    words = context.words
    parts = [context.text(f"silence.{one.name}", before=words.number(one.before, 1),
                          now=words.number(one.now, 1)) for one in silence.changes]
    text = context.text(f"silence.{silence.verdict}", list=words.listing(parts),
                        start=words.date(silence.before[0]))
    (st.info if silence.verdict == "doubtful" else st.warning)(text, icon=":material/volume_off:")


def figures(context: Context, result: Complaints) -> None:
    """Show the rate per customer and per job, the time to closing, promises kept, and satisfaction."""
    words = context.words
    everything = People(context.text("list.all"), "complaint_list")
    shown = [Figure(
        context.text("figure.per_customers"), words.number(result.now.per_customers.estimate, 1),
        _difference(context, result.now, result.previous), worse_when(result), _note(context, result),
        help=context.text("figure.per_customers_help"), behind=everything,
        state=result.now.per_customers.state)]
    if result.now.jobs:
        per_jobs = result.now.per_jobs
        shown.append(Figure(
            context.text("figure.per_jobs"), words.number(per_jobs.estimate, 2),
            note=context.text("figure.jobs_note", low=words.number(per_jobs.low, 2),
                              high=words.number(per_jobs.high, 2), n=words.number(result.now.jobs)),
            help=context.text("figure.per_jobs_help"), behind=everything, state=per_jobs.state))
    clock: ComplaintClock = context.metric("complaint_clock", **targets(context))
    if clock.total is not None and clock.total.median.state != "suppressed":
        total = clock.total
        shown.append(Figure(
            context.text("figure.time"), duration(total.median.estimate, words),
            note=context.text("figure.time_note", slow=duration(total.slow.estimate, words),
                              running=words.number(total.running), n=words.number(total.median.n),
                              low=duration(total.median.low, words), high=duration(total.median.high, words)),
            help=context.text("figure.time_help"), state=total.median.state))
    handling: ComplaintHandling = context.metric(
        "complaint_handling", quick_days=quick_days(context), follow_up=targets(context)["follow_up"])
    shares = {one.name: one for one in (*handling.five, *handling.more)}
    for name, worse, column in (("promises", "down", "promise_kept"), ("attitude", "down", "satisfied")):
        one = shares[name]
        if one.recorded and one.share.state != "suppressed":
            shown.append(Figure(
                context.text(f"figure.{name}"), words.percent(one.share.estimate, 0),
                words.points(one.change.estimate) if one.change.estimate is not None else None,
                worse if _beyond_chance(one.change) else "neither",
                context.text("figure.share_note", interval=words.interval(one.share, 0),
                             n=words.number(one.share.n)),
                help=context.text(f"figure.{name}_help"), state=one.share.state,
                behind=People(context.text(f"list.{column}"), "complaint_list", {"where": ((column, False),)},
                              of=People(context.text(f"list.{column}_of"), "complaint_list",
                                        {"known": column}))))
    key_figures(context, shown)


def explain(context: Context) -> None:
    """Say how it is computed."""
    settings = context.store.settings
    method(context, horizon=settings.integer("complaint_horizon_days"), quick=quick_days(context),
           recall=settings.integer("problem_recall_days"))


def difference_of(now: ComplaintCount, before: ComplaintCount | None) -> Estimate | None:
    """Return the difference of two rates per 100 customers with its interval; None without one to compare."""
    if before is None or now.per_customers.estimate is None or before.per_customers.estimate is None:
        return None
    # Both are Poisson counts: their variances add.
    error = sum(one.complaints * (100 / one.customers) ** 2 for one in (now, before)) ** 0.5
    found = now.per_customers.estimate - before.per_customers.estimate
    return Estimate(now.customers + before.customers, found, found - 1.96 * error, found + 1.96 * error)


def _fell(result: Complaints) -> bool:
    now = result.now.per_customers.estimate
    return now is not None and any(
        now < one.per_customers.estimate for one in (result.previous, result.year_ago)
        if one is not None and one.per_customers.estimate is not None)


def _beyond_chance(one: Estimate | None) -> bool:
    return one is not None and one.low is not None and one.high is not None and not one.low <= 0 <= one.high


def worse_when(result: Complaints) -> str:
    """Colour a change of the rate only where chance does not explain it, and a fall only on sound records."""
    found = difference_of(result.now, result.previous)
    if found is None or found.estimate is None or not _beyond_chance(found):
        return "neither"
    return "neither" if found.estimate < 0 and result.breaks else "up"


def _change(context: Context, result: Complaints) -> str:
    words, found = context.words, difference_of(result.now, result.previous)
    if found is None or result.previous is None or found.low is None or found.high is None:
        return ""
    code = "higher" if found.low > 0 else "lower" if found.high < 0 else "alike"
    if code == "lower" and result.breaks:
        # Fewer complaints on record are no improvement while the records themselves changed.
        code = "lower_doubtful"
    return context.text(f"change.{code}", before=words.number(result.previous.per_customers.estimate, 1))


def _breaks(context: Context, result: Complaints) -> str:
    words = context.words
    if not result.breaks:
        return ""
    return context.text("breaks", list=words.listing([
        context.text("break", date=words.date(day), title=title) for day, title in result.breaks]))


def _difference(context: Context, now: ComplaintCount, before: ComplaintCount | None) -> str | None:
    found = difference_of(now, before)
    return None if found is None else context.words.signed(found.estimate, 1)


def _note(context: Context, result: Complaints) -> str:
    words, rate = context.words, result.now.per_customers
    text = context.text("figure.customers_note", low=words.number(rate.low, 1),
                        high=words.number(rate.high, 1), n=words.number(rate.n))
    if result.year_ago is not None and result.year_ago.per_customers.estimate is not None:
        text = words.sentences(text, context.text(
            "figure.year_ago", rate=words.number(result.year_ago.per_customers.estimate, 1)))
    return text
