"""Lost customers: by size, branch, cause and time, with what they were worth."""

from __future__ import annotations

from analytics.charts import theme
from analytics.metrics.churn_over_time import ChurnOverTime
from analytics.metrics.lost_customers import LostCustomers, LostRow
from analytics.reports.board_report.parts import Chart, Figure, Section, Series, Sources, counted

STEM = "lost_customers"

#: Branches, causes and quarters drawn.
BRANCHES, CAUSES, QUARTERS = 12, 10, 12

_BY = (("size",), ("cause_class",), ("branch",))


def section(sources: Sources) -> Section | None:
    """Say who was lost, why, and what they were worth."""
    words = sources.words
    found: LostCustomers = sources.asked("lost_customers", by=_BY)
    total = found.total
    if not total.customers_at_start and not total.lost:
        return None
    answer, in_all = _answer(sources, found)
    return Section(
        STEM, words(f"{STEM}.title"), answer, words.sentences(in_all, _money(sources, found)),
        _figures(sources, found), _charts(sources, found), method=sources.method(STEM))


def _answer(sources: Sources, found: LostCustomers) -> tuple[str, str]:
    """Return the answer, and how many were lost in all where those at the start are not everybody."""
    words, total = sources.words, found.total
    if total.churn_rate.state == "suppressed":
        return words(f"{STEM}.answer_few", start=words.number(total.customers_at_start)), ""
    if not total.lost:
        return words(f"{STEM}.answer_none"), ""
    told = {"lost": words.number(total.lost), "start": words.number(total.customers_at_start),
            "rate": words.rate_short(total.churn_rate), "customers": words.number(total.customers_lost),
            "from_start": words.number(total.lost_from_start), "change": _change(sources, found),
            "since": words.number(total.customers_lost - total.lost_from_start)}
    if not sources.meta.dated:
        return words(f"{STEM}.answer_snapshot", **told), ""
    if found.period.previous_start is None:
        return words(f"{STEM}.answer_all", **told | {"lost": words.number(total.lost_from_start)}), ""
    # Who left, came back and left again is one customer and two losses.
    repeated = "_repeated" if total.customers_lost != total.lost else ""
    if total.customers_lost == total.lost_from_start:
        return words(f"{STEM}.answer_start{repeated}", **told), ""
    return words(f"{STEM}.answer", **told), words(f"{STEM}.in_all{repeated}", **told)


def _change(sources: Sources, found: LostCustomers) -> str:
    if "_previous" not in found.comparable:
        return ""
    more = found.total.lost - found.total.lost_previous
    kind = "more" if more > 0 else "fewer" if more < 0 else "same"
    return sources.words(f"{STEM}.against", difference=sources.words(
        f"{STEM}.change_{kind}", n=sources.words.number(abs(more))))


def _money(sources: Sources, found: LostCustomers) -> str:
    words, total = sources.words, found.total
    if total.value_lost <= 0:
        return ""
    if not sources.meta.dated:
        return words(f"{STEM}.money_snapshot", value=sources.money(total.value_lost))
    sizes = [row for row in found.rows["size",] if row.group[0] is not None and row.lost]
    if len(sizes) < 2:
        return words(f"{STEM}.money_plain", value=sources.money(total.value_lost))
    most = max(sizes, key=lambda row: row.value_lost)
    return words(f"{STEM}.money", value=sources.money(total.value_lost),
                 size=words.value("size", most.group[0]).lower(),
                 share=words.percent(most.value_lost / total.value_lost, 0))


def _figures(sources: Sources, found: LostCustomers) -> tuple[Figure, ...]:
    words, total = sources.words, found.total
    kind = "few" if total.churn_rate.state == "suppressed" else \
        "all" if found.period.previous_start is None else "start"
    shown = [Figure(words(f"{STEM}.figure.lost"), words.number(total.lost),
                    words(f"{STEM}.figure.lost_of", customers=words.number(total.customers_lost))),
             Figure(words(f"{STEM}.figure.rate"), words.share(total.churn_rate), words(
                 f"{STEM}.{kind}_note", n=words.number(total.customers_at_start),
                 interval=words.interval(total.churn_rate), lost=words.number(total.lost_from_start)))]
    revenue = total.revenue_churn_rate
    if total.value_lost:
        told = revenue.estimate is not None and revenue.state != "suppressed"
        whole = "all" if found.period.previous_start is None else "start"
        shown.append(Figure(words(f"{STEM}.figure.value"), sources.money(total.value_lost), words(
            f"{STEM}.figure.value_{whole}", value=sources.money(total.value_at_start),
            lost=sources.money(total.value_lost_from_start),
            share=words.rate_short(revenue)) if told else ""))
    if total.cause_stated >= 10:
        shown.append(Figure(
            words(f"{STEM}.figure.avoidable"), words.percent(total.avoidable / total.cause_stated, 0),
            words(f"{STEM}.figure.avoidable_note", n=words.number(total.avoidable),
                  stated=words.number(total.cause_stated), lost=words.number(total.lost))))
    return tuple(shown)


def _charts(sources: Sources, found: LostCustomers) -> tuple[Chart, ...]:
    return tuple(one for one in (
        _rates(sources, found, "size", "sizes"), _causes(sources, found), _quarters(sources),
        _rates(sources, found, "branch", "branches")) if one is not None)


def _rates(sources: Sources, found: LostCustomers, dimension: str, title: str) -> Chart | None:
    words = sources.words
    rows = [row for row in found.rows[dimension,] if row.group[0] is not None and row.customers_at_start]
    order = theme.order_of(dimension, [row.group[0] for row in sorted(
        rows, key=lambda row: -(row.churn_rate.estimate or 0.0))])
    rows.sort(key=lambda row: order.index(row.group[0]))
    if len(rows) < 2:
        return None
    kept = rows[:BRANCHES]
    return Chart(
        "bars", words(f"{STEM}.chart.{title}"), words(f"columns.{dimension}"),
        tuple(words.value(dimension, row.group[0]) for row in kept),
        (Series(words("columns.churn_rate"), tuple(row.churn_rate for row in kept), theme.LOST),), "percent",
        sources.text("first_of", shown=len(kept), all=len(rows)) if len(kept) < len(rows) else "")


def _causes(sources: Sources, found: LostCustomers) -> Chart | None:
    words = sources.words
    rows: list[LostRow] = [row for row in found.rows["cause_class",] if row.lost]
    valued = any(row.value_lost for row in rows)
    rows.sort(key=lambda row: -(row.value_lost if valued else row.lost))
    if not rows:
        return None
    kept = rows[:CAUSES]
    return Chart(
        "bars", words(f"{STEM}.chart.causes"), words("columns.cause_class"),
        tuple(sources.text("with_n", name=words.value("cause_class", row.group[0]), n=words.number(row.lost))
              for row in kept),
        (Series(words("columns.value_lost") if valued else words("columns.lost"),
                counted(row.value_lost if valued else row.lost for row in kept), theme.LOST),),
        "money" if valued else "number", sources.text("n_losses"))


def _quarters(sources: Sources) -> Chart | None:
    words = sources.words
    over_time: ChurnOverTime = sources.asked("churn_over_time", by="size")
    points = [one for one in over_time.everyone if one.complete][-QUARTERS:]
    if len(points) < 2:
        return None
    names = tuple(sources.text("quarter_name", year=one.starts_on.year,
                               quarter=(one.starts_on.month - 1) // 3 + 1) for one in points)
    churn = Series(words("columns.churn_rate"), tuple(one.churn_rate for one in points), theme.LOST)
    return Chart("columns", sources.text("churn_by_quarter"), sources.text("quarter"), names, (churn,),
                 "percent", sources.text("whole_quarters"))
