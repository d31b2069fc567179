"""What the overview says first: the sentence, the figures, and how they are computed."""

from __future__ import annotations

from dataclasses import replace

from analytics.app.components import Figure, answer, key_figures, method
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.overview.attention import risks_asked
from analytics.app.views.overview.wording import sentence, signed_money
from analytics.metrics.attention import COMPLAINT_DAYS, CONTRACT_DAYS
from analytics.metrics.largest_movements import MOVEMENTS_BY, LargestMovements
from analytics.metrics.movement import CustomerMovement, Movement

#: Months in a sparkline.
TREND_MONTHS = 24


def result(context: Context) -> CustomerMovement:
    """Return the customers coming and going, in total and by what may have moved."""
    context.ahead({"attention": {}})
    context.ahead(risks_asked(context))
    movement: CustomerMovement = context.metric("customer_movement", by=MOVEMENTS_BY)
    return movement


def tell(context: Context, result: CustomerMovement, moved: LargestMovements) -> None:
    """Answer first: how many customers, how many more or fewer, who was lost, and what moved most."""
    words, now, churn = context.words, result.total.period, result.total.churn_rate
    if now.at_start == 0 and now.at_end == 0:
        answer(context.text("answer_empty"))
        return
    figures = {"now": words.number(now.at_end), "lost": words.number(now.lost)}
    if result.period.start is None:
        if churn.state == "suppressed":
            answer(context.text("answer_few", **figures))
        else:
            answer(context.text("answer_snapshot", **figures, all=words.number(now.at_start),
                                rate=words.rate_short(churn)))
        return
    flow = {**figures, "gained": words.number(now.won + now.won_back),
            "of": _repeated(context, result, "answer_of")}
    if result.period.code == "all" or churn.state == "suppressed":
        answer(context.text("answer_flow", **flow), detail=_driver(context, result, moved))
    else:
        from_start = round((churn.estimate or 0.0) * churn.n)
        answer(context.text("answer", **figures, rate=words.rate_short(churn), start=words.number(churn.n),
                            from_start=words.number(from_start), change=_net(context, now)),
               detail=words.sentences(context.text("answer_moves", **flow), _driver(context, result, moved)))


def figures(context: Context, result: CustomerMovement) -> None:
    """Five figures: customers, lost, gained, churn rate and what the customers are worth."""
    words, total, now = context.words, result.total, result.total.period
    dated = result.period.start is not None
    there = People(context.text("list.there"), "movement_list", {"kind": "there"})
    lost = People(context.text("list.lost"), "movement_list", {"kind": "lost"})
    complete = [one for one in result.months if one.complete][-TREND_MONTHS:]
    shown = [Figure(
        context.text("figure.customers"), words.number(now.at_end),
        words.signed(now.net) if dated else None, "down",
        context.text("figure.customers_note", start=words.number(now.at_start)) if dated else
        context.text("figure.snapshot_note", all=words.number(now.at_start)),
        trend=[one.at_start for one in complete], help=context.text("figure.customers_help"), behind=there)]
    shown.append(Figure(
        context.text("figure.lost"), words.number(now.lost), _change(context, total.previous, now, "lost"),
        "up", words.sentences(_repeated(context, result, "figure.lost_of"),
                              _compared(context, result, "lost")),
        trend=[one.lost for one in complete], help=context.text("figure.lost_help"), behind=lost))
    if dated:
        shown.append(Figure(
            context.text("figure.gained"), words.number(now.won + now.won_back),
            _change(context, total.previous, now, "gained"), "down",
            context.text("figure.gained_note", back=words.number(now.won_back),
                         compared=_compared(context, result, "gained")),
            trend=[one.won + one.won_back for one in complete], help=context.text("figure.gained_help"),
            behind=People(context.text("list.gained"), "movement_list", {"kind": "gained"})))
    # Over all time the start is the first day on record, when few of today's customers were there.
    if result.period.code != "all":
        start = People(context.text("list.start" if dated else "list.ever"), "movement_list",
                       {"kind": "start" if dated else "ever"})
        from_start = People(context.text("list.from_start"), "lost_list", {"from_start": True}, of=start)
        shown.append(Figure(
            context.text("figure.rate"),
            words.percent(total.churn_rate.estimate),
            note=_rate_note(context, result), help=context.text("figure.rate_help"),
            behind=from_start if dated else replace(lost, of=start), state=total.churn_rate.state))
    if result.value_at_end or total.value_at_start:
        difference = result.value_at_end - total.value_at_start
        shown.append(Figure(
            context.text("figure.value"), context.money(result.value_at_end),
            signed_money(context, difference) if _value_known(result) else None, "down",
            context.text("figure.value_note" if _value_known(result) else "figure.value_lost",
                         lost=context.money(now.value_lost)),
            trend=[one.value_at_start for one in complete if one.value_at_start is not None],
            help=context.text("figure.value_help"), behind=there))
    key_figures(context, shown)


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context, complaint=COMPLAINT_DAYS, contract=CONTRACT_DAYS)


def _rate_note(context: Context, result: CustomerMovement) -> str:
    words, churn = context.words, result.total.churn_rate
    if churn.state == "suppressed":
        return context.text("figure.rate_few", n=words.number(churn.n))
    return context.text("figure.rate_note" if result.period.start is not None else "figure.rate_all",
                        n=words.number(churn.n), interval=words.interval(churn))


def _repeated(context: Context, result: CustomerMovement, key: str) -> str:
    """Say how many customers the losses are of, where some were lost more than once."""
    total = result.total
    if total.customers_lost == total.period.lost:
        return ""
    return context.text(key, customers=context.words.number(total.customers_lost))


def _net(context: Context, now: Movement) -> str:
    code = "change_more" if now.net > 0 else "change_fewer" if now.net < 0 else "change_same"
    return context.text(code, n=context.words.number(abs(now.net)))


def _value_known(result: CustomerMovement) -> bool:
    """Say whether the value at the start of the period rests on twelve months of trade."""
    start = result.period.start
    return start is not None and any(
        one.month == start.replace(day=1) and one.value_at_start is not None for one in result.months)


def _driver(context: Context, result: CustomerMovement, moved: LargestMovements) -> str:
    before, start = result.total.previous, result.period.start
    if start is not None and result.observed_on is not None and start < result.observed_on:
        return context.text("seen_from", day=context.words.date(result.observed_on))
    if before is None:
        return context.text("no_previous") if result.period.previous_start is not None else ""
    difference = result.total.period.lost - before.lost
    code = "driver_more" if difference > 0 else "driver_fewer" if difference < 0 else "driver_same"
    told = context.text(code, n=context.words.number(abs(difference)))
    if not moved.changes:
        return told
    along = [one for one in moved.changes if one.beyond_chance and (one.excess > 0) == (difference > 0)]
    most = sentence(context, along[0]) if along else context.text("driver_none")
    return context.words.sentences(told, most)


def _change(context: Context, before: Movement | None, now: Movement, kind: str) -> str | None:
    return None if before is None else context.words.signed(_count(now, kind) - _count(before, kind))


def _compared(context: Context, result: CustomerMovement, kind: str) -> str:
    before, year_ago = result.total.previous, result.total.year_ago
    if before is None and year_ago is None:
        return context.text("not_compared")
    if result.period.year_before:
        one = before or year_ago
        assert one is not None
        return context.text("compared_year", previous=context.words.number(_count(one, kind)))
    previous, earlier = (context.words.number(None if one is None else _count(one, kind))
                         for one in (before, year_ago))
    return context.text("compared", previous=previous, year_ago=earlier)


def _count(one: Movement, kind: str) -> int:
    return one.won + one.won_back if kind == "gained" else one.lost
