"""What the lost customers page says first: the sentence and the key figures."""

from __future__ import annotations

from analytics.app.components import Figure, answer, key_figures
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.metrics.lost_customers import LostCustomers, LostRow


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
    if result.period.previous_start is None:
        sentence = context.text("answer_snapshot", **figures)
    elif total.lost == total.lost_from_start:
        sentence = context.text("answer_start", **figures, change=_change(context, total))
    else:
        sentence = context.text(
            "answer", **figures, change=_change(context, total),
            from_start=words.number(total.lost_from_start),
            since=words.number(total.lost - total.lost_from_start))
    answer(sentence, detail=_money(context, result))


def figures(context: Context, result: LostCustomers) -> None:
    """Five figures, each with its comparison and the customers behind it."""
    words, total = context.words, result.total
    compared = result.period.previous_start is not None
    everyone = People(context.text("list.all"), "lost_list")
    key_figures(context, [
        Figure(context.text("figure.lost"), words.number(total.lost),
               words.signed(total.lost - total.lost_previous) if compared else None, "up",
               _compared(context, total, compared),
               help=context.text("figure.lost_help"), behind=everyone),
        Figure(context.text("figure.rate"), words.percent(total.churn_rate.estimate),
               note=context.text("start_note", n=words.number(total.customers_at_start),
                                 interval=words.interval(total.churn_rate),
                                 lost=words.number(total.lost_from_start)),
               help=context.text("figure.rate_help"),
               behind=People(context.text("list.from_start"), "lost_list", {"from_start": True})),
        Figure(context.text("figure.value"), context.money(total.value_lost if _valued(total) else None),
               _money_change(context, total) if compared and _valued(total) else None, "up",
               _value_note(context, total),
               help=context.text("figure.value_help"), behind=everyone),
        Figure(context.text("figure.avoidable"),
               words.percent(_share(total.avoidable, total.cause_stated), 0),
               note=context.text("figure.avoidable_note", n=words.number(total.avoidable),
                                 stated=words.number(total.cause_stated), lost=words.number(total.lost)),
               help=context.text("figure.avoidable_help"),
               behind=People(context.text("list.avoidable"), "lost_list", {"where": (("avoidable", True),)})),
        Figure(context.text("figure.regretted"), words.number(total.regretted if _judged(total) else None),
               note=context.text("figure.regretted_note", n=words.number(total.not_regretted))
               if _judged(total) else context.text("figure.value_unknown"),
               help=context.text("figure.regretted_help"),
               behind=People(context.text("list.regretted"), "lost_list", {"where": (("regretted", True),)})),
    ])


def _change(context: Context, total: LostRow) -> str:
    difference = total.lost - total.lost_previous
    code = "change_more" if difference > 0 else "change_fewer" if difference < 0 else "change_same"
    return context.text(code, n=context.words.number(abs(difference)))


def _valued(total: LostRow) -> bool:
    return bool(total.value_at_start or total.value_lost)


def _judged(total: LostRow) -> bool:
    # Without any value a loss is neither regretted nor not.
    return bool(total.regretted or total.not_regretted) or (total.lost == 0 and _valued(total))


def _value_note(context: Context, total: LostRow) -> str:
    if not _valued(total):
        return context.text("figure.value_unknown")
    kind = "value_note" if total.expected_future_value else "value_note_plain"
    return context.text(f"figure.{kind}", share=context.words.rate_short(total.revenue_churn_rate),
                        future=context.money(total.expected_future_value))


def _money(context: Context, result: LostCustomers) -> str:
    total = result.total
    if total.value_lost <= 0:
        return ""
    if not context.reader.meta.dated:  # What they are worth a year, not what they brought before they left.
        return context.text("money_snapshot", value=context.money(total.value_lost))
    sizes = [row for row in result.rows["size",] if row.group[0] is not None]
    if not sizes:
        return context.text("money_plain", value=context.money(total.value_lost))
    most = max(sizes, key=lambda row: row.value_lost)
    return context.text("money", value=context.money(total.value_lost),
                        size=context.words.value("size", most.group[0]).lower(),
                        share=context.words.percent(most.value_lost / total.value_lost, 0))


def _money_change(context: Context, total: LostRow) -> str:
    difference = total.value_lost - total.value_lost_previous
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{context.money(abs(difference))}"


def _compared(context: Context, total: LostRow, compared: bool) -> str:
    if not compared:
        return context.text("not_dated")
    return context.text("previous", previous=context.words.number(total.lost_previous),
                        year_ago=context.words.number(total.lost_year_ago))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
