"""What the lost customers page says first: the sentence and the key figures."""

from __future__ import annotations

from analytics.app.components import Figure, answer, key_figures
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.metrics.lost_customers import LostCustomers, LostRow
from analytics.metrics.observed import observed
from analytics.statistics.estimate import state_of


def tell(context: Context, result: LostCustomers) -> None:
    """Answer first: how many of how many, against the period before, and where the money is."""
    words, total = context.words, result.total
    if total.churn_rate.state == "suppressed":
        answer(context.text("answer_few", start=words.number(total.customers_at_start)))
        return
    if total.lost == 0:
        answer(context.text("answer_none"))
        return
    figures = {"lost": words.number(total.lost), "start": words.number(total.customers_at_start),
               "rate": words.rate_short(total.churn_rate)}
    in_all = ""
    if not context.reader.meta.dated:
        sentence = context.text("answer_snapshot", **figures)
    elif result.period.previous_start is None:
        sentence = context.text("answer_all", **{**figures, "lost": words.number(total.lost_from_start)})
    elif total.customers_lost == total.lost_from_start < total.lost:
        sentence = context.text("answer_start_repeated", **figures, change=_change(context, result),
                                customers=words.number(total.customers_lost))
    elif total.lost == total.lost_from_start:
        sentence = context.text("answer_start", **figures, change=_change(context, result))
    else:
        sentence = context.text("answer", **figures, from_start=words.number(total.lost_from_start))
        # Who left, came back and left again is one customer and two losses.
        in_all = context.text(
            "in_all" if total.customers_lost == total.lost else "in_all_repeated", **figures,
            change=_change(context, result), customers=words.number(total.customers_lost),
            since=words.number(total.customers_lost - total.lost_from_start))
    answer(sentence, detail=words.sentences(in_all, _seen_from(context, result), _money(context, result)))


def figures(context: Context, result: LostCustomers) -> None:
    """Five figures, each with its comparison and the customers behind it."""
    words, total = context.words, result.total
    compared = "_previous" in result.comparable
    everyone = People(context.text("list.all"), "lost_list")
    kind = "ever" if result.period.start is None or result.period.code == "all" else "start"
    start = People(context.text(f"list.{kind}"), "movement_list", {"kind": kind})
    stated = People(context.text("list.stated"), "lost_list", {"stated": True})
    key_figures(context, [
        Figure(context.text("figure.lost"), words.number(total.lost),
               words.signed(total.lost - total.lost_previous) if compared else None, "up",
               words.sentences(_of_customers(context, total), _compared(context, result)),
               help=context.text("figure.lost_help"), behind=everyone),
        Figure(context.text("figure.rate"), words.percent(total.churn_rate.estimate),
               state=total.churn_rate.state, note=_rate_note(context, result),
               help=context.text("figure.rate_help"),
               behind=People(context.text("list.from_start"), "lost_list", {"from_start": True}, of=start)),
        Figure(context.text("figure.value"), context.money(total.value_lost if _valued(total) else None),
               _money_change(context, total) if compared and _valued(total) else None, "up",
               _value_note(context, result),
               help=_value_help(context, total), behind=everyone),
        Figure(context.text("figure.avoidable"),
               words.percent(total.avoidable / total.cause_stated if total.cause_stated else None, 0),
               state=state_of(total.cause_stated),
               note=words.sentences(
                   context.text("figure.avoidable_note" if total.cause_stated else "figure.avoidable_none",
                                n=words.number(total.avoidable), stated=words.number(total.cause_stated),
                                lost=words.number(total.lost)), _of_other_causes(context, result)),
               help=context.text("figure.avoidable_help"),
               behind=People(context.text("list.avoidable"), "lost_list",
                             {"where": (("avoidable", True),), "stated": True}, of=stated)),
        Figure(context.text("figure.regretted"),
               words.number(total.regretted if _judged(context, total) else None),
               note=_regretted_note(context, total),
               help=context.text("figure.regretted_help"),
               behind=People(context.text("list.regretted"), "lost_list", {"where": (("regretted", True),)})),
    ])


def _change(context: Context, result: LostCustomers) -> str:
    """Say how many more or fewer than in the period before; nothing where none could be seen then."""
    total = result.total
    if "_previous" not in result.comparable:
        return ""
    difference = total.lost - total.lost_previous
    code = "change_more" if difference > 0 else "change_fewer" if difference < 0 else "change_same"
    return context.text("against", difference=context.text(code, n=context.words.number(abs(difference))))


def _seen_from(context: Context, result: LostCustomers) -> str:
    """Warn where the period begins before every usual kind of loss could be seen."""
    seen, start = observed(context.reader).observed_on, result.period.start
    if seen is None or start is None or start >= seen:
        return ""
    return context.text("seen_from", day=context.words.date(seen))


def _of_customers(context: Context, total: LostRow) -> str:
    if total.customers_lost == total.lost:
        return ""
    return context.text("figure.lost_of", customers=context.words.number(total.customers_lost))


def _valued(total: LostRow) -> bool:
    return bool(total.value_at_start or total.value_lost)


def _judged(context: Context, total: LostRow) -> bool:
    # Without any value, or any cost to hold against it, a loss is neither regretted nor not.
    return context.reader.meta.has_costs and (
        bool(total.regretted or total.not_regretted) or (total.lost == 0 and _valued(total)))


def _regretted_note(context: Context, total: LostRow) -> str:
    if _judged(context, total):
        return context.text("figure.regretted_note", n=context.words.number(total.not_regretted))
    return context.text("figure.no_costs" if _valued(total) else "figure.value_unknown")


def _of_other_causes(context: Context, result: LostCustomers) -> str:
    """Say how many avoidable losses have a cause that may as well be an unavoidable one."""
    other = sum(row.avoidable for row in result.rows["cause_class", "size"] if row.group[0] == "other")
    return context.text("figure.avoidable_other", n=context.words.number(other)) if other else ""


def _value_help(context: Context, total: LostRow) -> str:
    help = context.text("figure.value_help" if context.reader.meta.has_orders else "figure.value_help_year")
    if not total.expected_future_value:
        return help
    return context.words.sentences(help, context.text(
        "figure.value_future", future=context.money(total.expected_future_value)))


def _rate_note(context: Context, result: LostCustomers) -> str:
    words, total = context.words, result.total
    if total.churn_rate.state == "suppressed":
        return context.text("few_note", n=words.number(total.customers_at_start))
    kind = "all_note" if result.period.previous_start is None else "start_note"
    return context.text(kind, n=words.number(total.customers_at_start),
                        interval=words.interval(total.churn_rate), lost=words.number(total.lost_from_start))


def _value_note(context: Context, result: LostCustomers) -> str:
    total = result.total
    if not _valued(total):
        return context.text("figure.value_unknown")
    share = total.revenue_churn_rate
    if share.estimate is None or share.state == "suppressed":
        return ""
    whole = "all" if result.period.previous_start is None else "start"
    return context.text(
        f"figure.value_{whole}", value=context.money(total.value_at_start),
        lost=context.money(total.value_lost_from_start), share=context.words.rate_short(share))


def _money(context: Context, result: LostCustomers) -> str:
    total = result.total
    if total.value_lost <= 0:
        return ""
    if not context.reader.meta.dated:  # What they are worth a year, not what they brought before they left.
        return context.text("money_snapshot", value=context.money(total.value_lost))
    sizes = [row for row in result.rows["size",] if row.group[0] is not None and row.lost]
    if len(sizes) < 2:
        return context.text("money_plain", value=context.money(total.value_lost))
    most = max(sizes, key=lambda row: row.value_lost)
    return context.text("money", value=context.money(total.value_lost),
                        size=context.words.value("size", most.group[0]).lower(),
                        share=context.words.percent(most.value_lost / total.value_lost, 0))


def _money_change(context: Context, total: LostRow) -> str:
    difference = total.value_lost - total.value_lost_previous
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{context.money(abs(difference))}"


def _compared(context: Context, result: LostCustomers) -> str:
    if not context.reader.meta.dated:
        return context.text("not_dated")
    if not result.comparable:
        return context.text("not_compared")
    words, total = context.words, result.total
    previous, earlier = (words.number(count if window in result.comparable else None) for window, count in (
        ("_previous", total.lost_previous), ("_year_ago", total.lost_year_ago)))
    if result.period.year_before:
        return context.text("previous_year", previous=previous)
    return context.text("previous", previous=previous, year_ago=earlier)
