"""Overview: how many customers, who came and went, and what they are worth."""

from __future__ import annotations

from analytics.charts import theme
from analytics.metrics.attention import COMPLAINT_DAYS, CONTRACT_DAYS
from analytics.metrics.movement import CustomerMovement
from analytics.models.at_risk import AtRisk
from analytics.reports.board_report.parts import Chart, Figure, Section, Series, Sources, counted

STEM = "overview"

#: Months drawn.
MONTHS = 24


def section(sources: Sources) -> Section | None:
    """Say who came and who went."""
    words = sources.words
    found: CustomerMovement = sources.asked("customer_movement")
    if found.total.period.at_start == 0 and found.total.period.at_end == 0:
        return None
    answer, moves = _answer(sources, found)
    return Section(
        STEM, words("overview.title"), answer, words.sentences(moves, _compared(sources, found)),
        _figures(sources, found), _charts(sources, found),
        method=sources.method(STEM, complaint=COMPLAINT_DAYS, contract=CONTRACT_DAYS))


def _answer(sources: Sources, found: CustomerMovement) -> tuple[str, str]:
    """Return the answer, and the comings and goings it rests on."""
    words, now, churn = sources.words, found.total.period, found.total.churn_rate
    told = {"now": words.number(now.at_end), "lost": words.number(now.lost)}
    if found.period.start is None:
        kind = "few" if churn.state == "suppressed" else "snapshot"
        return words(f"overview.answer_{kind}", **told, all=words.number(now.at_start),
                     rate=words.rate_short(churn)), ""
    change = "more" if now.net > 0 else "fewer" if now.net < 0 else "same"
    again = found.total.customers_lost != now.lost
    flow = {**told, "gained": words.number(now.won + now.won_back), "of": words(
        "overview.answer_of", customers=words.number(found.total.customers_lost)) if again else ""}
    if found.period.code == "all" or churn.state == "suppressed":
        return words("overview.answer_flow", **flow), ""
    return words("overview.answer", **told, rate=words.rate_short(churn), start=words.number(churn.n),
                 from_start=words.number(round((churn.estimate or 0.0) * churn.n)),
                 change=words(f"overview.change_{change}", n=words.number(abs(now.net)))), \
        words("overview.answer_moves", **flow)


def _compared(sources: Sources, found: CustomerMovement) -> str:
    """Say how many more were lost than before, or why there is nothing to compare with."""
    words, before, start = sources.words, found.total.previous, found.period.start
    if start is not None and found.observed_on is not None and start < found.observed_on:
        return words("overview.seen_from", day=words.date(found.observed_on))
    if before is None:
        return words("overview.no_previous") if found.period.previous_start is not None else ""
    more = found.total.period.lost - before.lost
    kind = "more" if more > 0 else "fewer" if more < 0 else "same"
    return words(f"overview.driver_{kind}", n=words.number(abs(more)))


def _figures(sources: Sources, found: CustomerMovement) -> tuple[Figure, ...]:
    words, now, churn = sources.words, found.total.period, found.total.churn_rate
    dated = found.period.start is not None
    shown = [Figure(words("overview.figure.customers"), words.number(now.at_end), words(
        "overview.figure.customers_note", start=words.number(now.at_start)) if dated else words(
        "overview.figure.snapshot_note", all=words.number(now.at_start)))]
    if found.period.code != "all":
        kind = "rate_few" if churn.state == "suppressed" else "rate_note" if dated else "rate_all"
        shown.append(Figure(words("overview.figure.rate"), words.share(churn), words(
            f"overview.figure.{kind}", n=words.number(churn.n), interval=words.interval(churn))))
    if now.value_lost:
        shown.append(Figure(words("lost_customers.figure.value"), sources.money(now.value_lost),
                            sources.text("value_lost_note", lost=words.number(now.lost))))
    if found.value_at_end:
        shown.append(Figure(words("overview.figure.value"), sources.money(found.value_at_end),
                            sources.text("value_note", n=words.number(now.at_end))))
    if sources.served.card is not None:
        risks: AtRisk = sources.asked("at_risk", scores=sources.served.scores)
        low, high = risks.loss_interval
        if risks.customers:
            shown.append(Figure(words("at_risk.figure.loss"), sources.money(risks.expected_loss), words(
                "at_risk.figure.loss_note", value=sources.money(risks.value), low=sources.money(low),
                high=sources.money(high))))
    return tuple(shown)


def _charts(sources: Sources, found: CustomerMovement) -> tuple[Chart, ...]:
    words = sources.words
    months = [one for one in found.months if one.at_start and one.complete][-MONTHS:]
    if len(months) < 2:
        return ()
    names = tuple(words.month(one.month) for one in months)
    kinds = [("won", theme.KEPT, 1), ("won_back", theme.WON_BACK, 1), ("lost", theme.LOST, -1)]
    flow = tuple(
        Series(words(f"overview.kind.{kind}"), counted(sign * getattr(one, kind) for one in months), colour)
        for kind, colour, sign in kinds if any(getattr(one, kind) for one in months))
    return (
        Chart("line", words("overview.panel_customers"), words("columns.month"), names,
              (Series(words("columns.customers"), counted(one.at_start for one in months), theme.KEPT),),
              "number", sources.text("whole_months")),
        Chart("stacked", words("overview.chart.flow"), words("columns.month"), names, flow, "number",
              sources.text("whole_months")))
