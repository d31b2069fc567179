"""What the retention page says first: the sentence, the figures, and how they are computed."""

from __future__ import annotations

from datetime import date

from analytics.app.components import Figure, answer, key_figures, method, worse_when
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts.retention import cohort_name
from analytics.filters.periods import add_months
from analytics.metrics.churn_over_time import ChurnOverTime, ChurnPoint
from analytics.metrics.cohorts import STEPS, CohortMean, Cohorts
from analytics.metrics.silence_threshold import SilenceSegment
from analytics.metrics.survival import Survival
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import difference_of_rates

#: Months after the beginning at which a snapshot's figures are read off.
MARKS = (12, 24, 48)


def result(context: Context) -> ChurnOverTime:
    """Return churn per grade, quarter by quarter."""
    context.ahead({"cohorts": {}, "silence_threshold": {}})
    churn: ChurnOverTime = context.metric("churn_over_time", by="grade")
    return churn


def tell(context: Context, result: ChurnOverTime) -> None:
    """Answer first: of the customers at the start of the last quarter, how many were lost, and where."""
    words, last = context.words, result.last_complete
    if context.reader.meta.as_of is None:
        _tell_lifetimes(context, context.metric("survival", by="size"))
        return
    if last is None or last.churn_rate.state == "suppressed":
        answer(context.text("answer_few"))
        return
    earlier = [one for one in result.everyone if one.starts_on == add_months(last.starts_on, -12)]
    sentence = context.text("answer", quarter=_quarter(context, last.starts_on),
                            n=words.number(last.customers),
                            kept=words.percent(_kept(last.churn_rate).estimate),
                            interval=words.interval(_kept(last.churn_rate)))
    compared = context.text("answer_year_ago", kept=words.percent(_kept(earlier[0].churn_rate).estimate)) \
        if earlier and earlier[0].churn_rate.estimate is not None else ""
    answer(sentence, detail=words.sentences(compared, _by_grade(context, result, last)))


def figures(context: Context, result: ChurnOverTime) -> None:
    """Show churn of the last quarter, of the best and the worst grade, and what is kept after a year."""
    if context.reader.meta.as_of is None:
        _figures_of_lifetimes(context, context.metric("survival", by="size"))
        return
    last = result.last_complete
    if last is None:
        return
    before = [one for one in result.everyone if one.complete][-2:-1]
    shown = [_churn_figure(context, context.text("figure.churn"), None, last, result.everyone,
                           before[0] if before else None)]
    graded = [(group, point) for group in result.groups
              if (point := result.at(group, last.starts_on)) and point.churn_rate.state != "suppressed"]
    if len(graded) > 1:
        for group, point in (graded[0], graded[-1]):
            shown.append(_churn_figure(
                context, context.text("figure.grade", grade=context.words.value("grade", group)), group,
                point, result.groups[group], _before(result, group, last.starts_on)))
    cohorts: Cohorts = context.metric("cohorts")
    if (kept := _after_a_year(cohorts)) is not None:
        over = [cell.cohort for cell in cohorts.cells if cell.step == kept.step and cell.complete]
        oldest, newest = min(over), max(over)
        shown.append(Figure(
            context.text("figure.year"), context.words.percent(kept.kept.estimate),
            note=context.text("figure.year_won", n=context.words.number(kept.kept.n),
                              interval=context.words.interval(kept.kept),
                              first=cohort_name(oldest, cohorts.length, context.words),
                              last=cohort_name(newest, cohorts.length, context.words)),
            help=context.text("figure.year_help"), state=kept.kept.state,
            behind=People(
                context.text("list.cohorts", first=cohort_name(oldest, cohorts.length, context.words),
                             last=cohort_name(newest, cohorts.length, context.words)), "cohort_list",
                {"cohort": oldest.isoformat(), "until": newest.isoformat(), "length": cohorts.length})))
    silence: SilenceSegment | None = context.metric("silence_threshold").everyone
    if silence is not None and silence.threshold is not None:
        shown.append(Figure(
            context.text("figure.silence"), context.text("days", n=silence.threshold),
            note=_silence_note(context, silence, silence.threshold),
            help=context.text("figure.silence_help"),
            behind=People(context.text("list.silent", days=silence.threshold // 2), "silent_list",
                          {"days": silence.threshold // 2})))
    key_figures(context, shown)


def explain(context: Context) -> None:
    """Say how it is computed."""
    settings = context.store.settings
    method(context, within=settings.integer("silence_return_within"),
           chance=context.words.percent(settings.number("silence_return_chance"), 0))


def _silence_note(context: Context, silence: SilenceSegment, threshold: int) -> str:
    words, settings = context.words, context.store.settings
    chance, aim = silence.at(threshold).estimate, settings.number("silence_return_chance")
    note = context.text("figure.silence_note", chance=words.percent(chance, 0),
                        within=settings.integer("silence_return_within"),
                        interval=words.interval(silence.at(threshold), 0),
                        n=words.number(silence.at(threshold).n))
    # Where the records are too short, the longest silence they bear is taken instead.
    if chance is None or chance <= aim or settings.integer("silence_days"):
        return note
    return words.sentences(note, context.text("figure.silence_short", aim=words.percent(aim, 0)))


def _tell_lifetimes(context: Context, found: Survival) -> None:
    curve, words = found.everyone, context.words
    if curve is None or curve.n < 10:
        answer(context.text("answer_no_tenure"))
        return
    reached = [(month, curve.at(month)) for month in MARKS if month <= curve.last]
    if not reached:
        answer(context.text("answer_few"))
        return
    month, share = reached[0]
    answer(context.text("answer_snapshot", month=month, share=words.percent(share.estimate),
                        interval=words.interval(share), n=words.number(curve.n)),
           detail=words.sentences(*(
               context.text("answer_later", month=later, share=words.percent(one.estimate),
                            interval=words.interval(one)) for later, one in reached[1:])))


def _figures_of_lifetimes(context: Context, found: Survival) -> None:
    curve = found.everyone
    if curve is None:
        return
    key_figures(context, [
        Figure(context.text("figure.after", month=month), context.words.percent(one.estimate),
               note=context.text("figure.year_note", n=context.words.number(one.n),
                                 interval=context.words.interval(one)),
               help=context.text("figure.after_help"), state=one.state,
               behind=People(context.text("list.survival", group=context.text("everyone"), month=month),
                             "survival_list", {"month": month}))
        for month in MARKS if month <= curve.last for one in (curve.at(month),)])


def _churn_figure(context: Context, label: str, group: str | None, point: ChurnPoint,
                  points: tuple[ChurnPoint, ...], before: ChurnPoint | None) -> Figure:
    words, rate = context.words, point.churn_rate
    change, compared = difference_of_rates(rate, before.churn_rate) if before is not None else None, ""
    if before is not None and change is not None:
        compared = context.text("figure.churn_before", before=words.share(before.churn_rate))
    note = context.text("figure.churn_note", quarter=_quarter(context, point.starts_on),
                        n=words.number(point.customers), interval=words.interval(rate))
    title = context.text("list.churn", group=label, quarter=_quarter(context, point.starts_on))
    listed = {"starts_on": point.starts_on.isoformat(), "group": group}
    return Figure(
        label, words.percent(rate.estimate), None if change is None else words.points(change.estimate),
        worse_when("up", change),
        words.sentences(note, compared), state=rate.state,
        trend=[one.churn_rate.estimate or 0.0 for one in points if one.complete],
        help=context.text("figure.churn_help"),
        behind=People(title, "churn_list", listed, of=People(
            context.text("list.churn_of", group=label, quarter=_quarter(context, point.starts_on)),
            "churn_list", {**listed, "everyone": True})))


def _by_grade(context: Context, result: ChurnOverTime, last: ChurnPoint) -> str:
    words = context.words
    found = [(group, _kept(point.churn_rate)) for group in result.groups
             if (point := result.at(group, last.starts_on)) and point.churn_rate.state == "enough"]
    if len(found) < 2:
        return ""
    found.sort(key=lambda one: -(one[1].estimate or 0.0))
    (best, most), (worst, least) = found[0], found[-1]
    return context.text("answer_grades", best=words.value("grade", best), most=words.percent(most.estimate),
                        worst=words.value("grade", worst), least=words.percent(least.estimate),
                        apart=context.text("apart" if (most.low or 0) > (least.high or 0) else "not_apart"))


def _before(result: ChurnOverTime, group: str, starts_on: date) -> ChurnPoint | None:
    return result.at(group, add_months(starts_on, -3))


def _kept(churn: Estimate) -> Estimate:
    """Return the share that stayed, given the share that was lost."""
    if churn.estimate is None or churn.low is None or churn.high is None:
        return churn
    return Estimate(churn.n, 1 - churn.estimate, 1 - churn.high, 1 - churn.low, churn.state)


def _after_a_year(found: Cohorts) -> CohortMean | None:
    return next((one for one in found.means if (one.step + 1) * STEPS[found.length] == 12), None)


def _quarter(context: Context, starts_on: date) -> str:
    return cohort_name(starts_on, "quarter", context.words)
