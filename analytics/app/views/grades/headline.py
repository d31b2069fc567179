"""The answer of the grades page and its key figures."""

from __future__ import annotations

from analytics.app.components import Figure, answer, key_figures, method
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.grades.contacts import standards_of
from analytics.metrics.grade_contacts import GradeContacts
from analytics.metrics.grades import GRADES, LOST, Grades
from analytics.statistics.estimate import Estimate

BEST = "A"


def result(context: Context) -> Grades:
    """Return who stands in which grade, and who moved."""
    found: Grades = context.metric("grades")
    return found


def tell(context: Context, found: Grades) -> None:
    """Answer first: how few bring how much, and what became of the best since the start of the period."""
    words, best = context.words, found.now.get(BEST)
    value = sum(found.now[grade].value for grade in GRADES if grade in found.now)
    graded = sum(found.now[grade].customers for grade in GRADES if grade in found.now)
    if best is None or not value:
        answer(context.text("answer_none"))
        return
    sentences = [context.text(
        "answer_now", customers=words.number(best.customers), share=words.percent(best.customers / graded),
        value=words.percent(best.value / value, 0), graded=words.number(graded))]
    lost = found.lost(BEST)
    if _told(lost):
        sentences.append(context.text("answer_moved", n=words.number(lost.n), lost=_count(context, lost),
                                      start=words.date(found.starts_on), rate=words.rate_short(lost)))
    elif lost.n:
        sentences.append(context.text("answer_few", n=words.number(lost.n)))
    concentrated = "" if found.top_fifth is None or found.gini is None else context.text(
        "top_fifth", share=words.percent(found.top_fifth, 0), gini=words.number(found.gini, 2))
    answer(words.sentences(*sentences), detail=words.sentences(
        *_compared(context, found), concentrated, context.text("frozen")))


def _compared(context: Context, found: Grades) -> list[str]:
    """Say how many of the best fell instead, and how many of the least were lost."""
    words, fell, others = context.words, found.fell(BEST), found.lost(GRADES[-1])
    if not _told(found.lost(BEST)):
        return []
    told = [context.text("fell", n=words.number(fell.n), fell=_count(context, fell),
                         rate=words.rate_short(fell))]
    if _told(others):
        told.append(context.text("others", n=words.number(others.n), lost=_count(context, others),
                                 rate=words.rate_short(others)))
    return told


def _told(share: Estimate) -> bool:
    return bool(share.n) and share.state != "suppressed"


def _count(context: Context, share: Estimate) -> str:
    return context.words.number(share.n * (share.estimate or 0))


def figures(context: Context, found: Grades) -> None:
    """Show the best customers, their churn, who fell and rose, and how their contact standard is kept."""
    words, best = context.words, found.now.get(BEST)
    shown = []
    if best is not None:
        before = found.at_start(BEST)
        shown.append(Figure(
            context.text("figure.best"), words.number(best.customers),
            words.signed(best.customers - before) if before else None,
            note=words.sentences(context.text("figure.best_note", value=context.money(best.value)),
                                 context.text("figure.best_change") if before else ""),
            help=context.text("figure.best_help"),
            behind=People(context.text("list.best"), "grade_list", {"now": BEST})))
    if found.at_start(BEST):
        lost = found.lost(BEST)
        shown.append(Figure(
            context.text("figure.lost"), words.percent(lost.estimate),
            note=context.text("figure.lost_note", n=words.number(lost.n), interval=words.interval(lost),
                              value=context.money(found.value_lost(BEST))),
            help=context.text("figure.lost_help"), state=lost.state,
            behind=People(context.text("list.lost"), "grade_list", {"before": BEST, "after": LOST},
                          of=People(context.text("list.start"), "grade_list", {"before": BEST}))))
        for way in ("fell", "rose"):
            moved = found.moved(way)
            shown.append(Figure(
                context.text(f"figure.{way}"), words.percent(moved.estimate),
                note=context.text("figure.moved_note", n=words.number(moved.n),
                                  interval=words.interval(moved)),
                help=context.text(f"figure.{way}_help"), state=moved.state,
                behind=People(context.text(f"list.{way}"), "grade_list", {"moved": way}, of=People(
                    context.text("list.graded"), "grade_list", {"before": ",".join(GRADES)}))))
    if context.reader.meta.has_contacts:
        shown += _contact_figure(context)
    if shown:
        key_figures(context, shown)


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)


def _contact_figure(context: Context) -> list[Figure]:
    words, days = context.words, standards_of(context)
    contacts: GradeContacts = context.metric("grade_contacts", **days)
    kept = contacts.of(BEST)
    if kept is None:
        return []
    return [Figure(
        context.text("figure.contact"), words.percent(kept.kept.estimate, 0),
        note=context.text("figure.contact_note", n=words.number(kept.customers),
                          days=words.number(kept.allowed), interval=words.interval(kept.kept, 0)),
        help=context.text("figure.contact_help"), state=kept.kept.state,
        behind=People(
            context.text("list.overdue", grade=BEST), "contact_overdue_list", {"grade": BEST, **days},
            of=People(context.text("list.there", grade=BEST), "contact_overdue_list",
                      {"grade": BEST, "everyone": True, **days})))]
