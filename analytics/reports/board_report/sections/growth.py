"""Growth: what last year's customers brought again, and how revenue went from one year to the next."""

from __future__ import annotations

from datetime import timedelta

from analytics.charts import theme
from analytics.charts.growth import shown_steps, step_change, step_customers
from analytics.metrics.earned_growth import EarnedGrowth
from analytics.metrics.net_revenue_retention import NetRevenueRetention
from analytics.reports.board_report.parts import Chart, Figure, Section, Series, Sources, counted

STEM = "growth"


def section(sources: Sources) -> Section | None:
    """Say what is kept of revenue, and what growth is made of."""
    if not sources.meta.has_orders:
        return None
    words = sources.words
    found: EarnedGrowth = sources.asked("earned_growth")
    window = found.window
    if window is None:
        return None
    title, net = words(f"{STEM}.title"), found.net
    if not net.n:
        return None
    if net.state == "suppressed":
        return Section(STEM, title, words(f"{STEM}.answer_few", n=words.number(net.n)))
    groups: NetRevenueRetention = sources.asked("net_revenue_retention", by="size")
    return Section(
        STEM, title, words(
            f"{STEM}.answer", months=window.months, end=words.date(window.end - timedelta(days=1)),
            n=words.number(net.n), net=words.percent(net.estimate), interval=words.interval(net)),
        words.sentences(_without_machines(sources, found),
                        "" if window.whole_year else words(f"{STEM}.answer_season")),
        tuple(Figure(words(f"{STEM}.figure.{name}"), words.share(one), words(
            f"{STEM}.figure.note", interval=words.interval(one), n=words.number(one.n)))
            for name, one in (("net", net), ("gross", found.gross), ("logo", found.logo))),
        tuple(one for one in (_bridge(sources, found), _sizes(sources, groups)) if one is not None),
        method=sources.method(STEM))


def _without_machines(sources: Sources, found: EarnedGrowth) -> str:
    net, gross, words = found.net_aftermarket, found.gross_aftermarket, sources.words
    if net is None or gross is None or net.state == "suppressed":
        return ""
    return words(f"{STEM}.without_machines", net=words.percent(net.estimate),
                 net_interval=words.interval(net), gross=words.percent(gross.estimate),
                 gross_interval=words.interval(gross))


def _bridge(sources: Sources, found: EarnedGrowth) -> Chart | None:
    words, steps = sources.words, [step for step, _ in shown_steps(found)]
    if not steps:
        return None
    names = (words(f"{STEM}.step.before"), *(
        sources.text("with_n", name=words(f"{STEM}.step.{step}"), n=words.number(step_customers(found, step)))
        for step in steps), words(f"{STEM}.step.since"))
    amounts = (found.before, *(step_change(found, step) for step in steps), found.since)
    return Chart("bars", words(f"{STEM}.chart.bridge"), words(f"{STEM}.column.step"), names,
                 (Series(words("columns.revenue"), counted(amounts), theme.KEPT),), "money",
                 sources.text("n_customers"))


def _sizes(sources: Sources, found: NetRevenueRetention) -> Chart | None:
    words, order = sources.words, theme.order_of("size", [one.value for one in found.groups])
    groups = sorted(found.groups, key=lambda one: order.index(one.value))
    if not groups:
        return None
    return Chart(
        "bars", sources.text("kept_by_size"), words("columns.size"),
        tuple(words.value("size", one.value) for one in groups),
        (Series(words(f"{STEM}.figure.net"), tuple(one.net for one in groups), theme.KEPT),
         Series(words(f"{STEM}.figure.gross"), tuple(one.gross for one in groups), theme.CONTEXT)), "percent",
        sources.text("no_machines"))
