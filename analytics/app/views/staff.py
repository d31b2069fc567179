"""The staff page: what content staff go with in customers, customers kept and money."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, key_figures, method
from analytics.app.components.people import People
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.charts import staff as charts
from analytics.filters.periods import add_months
from analytics.metrics.staff import Staff
from analytics.models.staff_chain import StaffChain
from analytics.statistics.estimate import Estimate
from analytics.statistics.panel import Slope

#: How much more of the earlier thing each link is told for, and the unit of the later.
LINKS = ("staff_to_customers", "customers_to_retention", "retention_to_revenue")


def result(context: Context) -> tuple[Staff, StaffChain]:
    """Return branches by quarter, and the chain estimated from them."""
    chain: StaffChain = context.metric("staff_chain")
    return chain.staff, chain


def tell(context: Context, chain: StaffChain) -> None:
    """Answer first: what one point more of staff satisfaction goes with, over how many branches."""
    words, slope = context.words, chain.link("staff_to_customers")
    if slope is None:
        answer(context.text("answer_few", branches=words.number(chain.branches)))
        return
    estimate = slope.slope
    shown = "answer_shown" if slope.p < 0.05 else "answer_not_shown"
    answer(context.text(shown, branches=slope.clusters, quarters=slope.periods,
                        slope=words.signed(estimate.estimate, 2), interval=_interval(context, estimate)),
           detail=words.sentences(context.text("associated"), _placebo(context, chain)))


def figures(context: Context, found: Staff, chain: StaffChain) -> None:
    """Show the three links, staff satisfaction and churn of the newest quarter."""
    shown = [_link_figure(context, name, slope) for name in LINKS if (slope := chain.link(name)) is not None]
    latest = found.latest
    if latest is not None and (now := found.at(None, latest)) is not None:
        shown += [_staff_figure(context, found, latest), _churn_figure(context, latest, now.churn_rate)]
    if shown:
        key_figures(context, shown)


def within(context: Context, chain: StaffChain) -> None:
    """Draw every branch and quarter against what is usual for it."""
    slope = chain.link("staff_to_customers")
    if slope is None:
        return
    chart_card(
        context, "within", charts.within_branches(chain, context.words), title=context.text("chart.within"),
        alt=context.text("chart.within_alt", n=context.words.number(len(chain.points)),
                         slope=context.words.signed(slope.slope.estimate, 2),
                         interval=_interval(context, slope.slope)),
        note=context.text("chart.within_note"), data=lambda: pd.DataFrame([{
            context.words("columns.branch"): one.branch,
            context.text("column.quarter"): context.words.month(one.quarter),
            context.text("axis_staff"): round(one.staff, 3),
            context.text("axis_customers"): round(one.customers, 3),
            context.words("columns.n"): one.answers} for one in chain.points]))


def lags(context: Context, chain: StaffChain) -> None:
    """Draw which quarter's staff satisfaction goes with today's customer satisfaction."""
    shown = [one for one in chain.lags if one.slope is not None]
    if not shown:
        st.caption(context.text("lags_few"))
        return
    words = context.words
    told = [context.text("lag_told", lag=charts.lag_name(one, words),
                         slope=words.signed(one.slope.slope.estimate, 2)) for one in shown if one.slope]
    chart_card(
        context, "lags", charts.lag_slopes(chain, words), title=context.text("chart.lags"),
        alt=context.text("chart.lags_alt", list=words.listing(told)), note=context.text("chart.lags_note"),
        data=lambda: pd.DataFrame([{
            context.text("column.lag"): charts.lag_name(one, words),
            context.text("axis_slope"): round(one.slope.slope.estimate or 0.0, 3),
            words("columns.low"): round(one.slope.slope.low or 0.0, 3),
            words("columns.high"): round(one.slope.slope.high or 0.0, 3),
            words("columns.n"): one.slope.slope.n,
            "p": round(one.slope.p, 3)} for one in shown if one.slope is not None]))


def three_things(context: Context, found: Staff) -> None:
    """Draw customer satisfaction, staff satisfaction and cash over time."""
    words = context.words
    quarters = charts.known_quarters(found)
    if len(quarters) < 2:
        return
    last = quarters[-1]
    chart_card(
        context, "things", charts.three_things(found, words, context.currency),
        dated=True, title=context.text("chart.things"),
        alt=context.text("chart.things_alt", quarter=words.month(last.quarter),
                         customers=words.number(last.satisfaction.estimate, 2),
                         staff=words.number(last.staff.estimate, 2), revenue=context.money(last.revenue)),
        note=context.text("chart.things_note"), data=lambda: pd.DataFrame([{
            context.text("column.quarter"): words.month(one.quarter),
            context.text("thing.customers"): _rounded(one.satisfaction.estimate),
            words("columns.n"): one.satisfaction.n, context.text("thing.staff"): _rounded(one.staff.estimate),
            context.text("column.staff_answers"): one.staff.n,
            context.text("thing.cash"): context.money(one.revenue)} for one in quarters]))


def branches(context: Context, found: Staff) -> None:
    """List the branches in the newest quarter, the least content staff first."""
    latest = found.latest
    if latest is None:
        return
    words = context.words
    cells = [cell for cell in found.cells if cell.quarter == latest]
    cells.sort(key=lambda cell: (cell.staff.estimate is None, cell.staff.estimate or 0.0))
    rows = []
    for cell in cells:
        before = found.at(cell.branch, add_months(latest, -12))
        rows.append({
            words("columns.branch"): cell.branch,
            context.text("thing.staff"): _rounded(cell.staff.estimate),
            context.text("column.staff_answers"): cell.staff.n if cell.staff.estimate is not None else None,
            context.text("column.year_ago"): _rounded(before.staff.estimate) if before else None,
            context.text("column.turnover"): words.percent(cell.staff_turnover),
            context.text("thing.customers"): _rounded(cell.satisfaction.estimate)
            if cell.satisfaction.state != "suppressed" else None,
            context.text("column.customer_answers"): cell.satisfaction.n,
            words("columns.churn_rate"): words.rate_short(cell.churn_rate)
            if cell.churn_rate.state != "suppressed" else words("format.suppressed", n=cell.churn_rate.n),
            context.text("column.surplus"): context.money(cell.surplus)})
    with st.container(border=True, key=context.key("branches")):
        st.header(context.text("branches", quarter=words.month(latest)), anchor=False)
        table(context, pd.DataFrame(rows), "staff-branches", key="branch-table",
              alt=context.text("branches", quarter=words.month(latest)))
        if found.hidden:
            st.caption(context.text("hidden", n=words.number(found.hidden)))


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)


def _link_figure(context: Context, name: str, slope: Slope) -> Figure:
    words, estimate = context.words, slope.slope
    # Told in points, in percentage points kept, and in per cent of revenue a percentage point kept.
    if name == "staff_to_customers":
        value, interval = words.signed(estimate.estimate, 2), _interval(context, estimate)
    else:
        digits = 1 if name == "customers_to_retention" else 2
        scale = 100 if name == "customers_to_retention" else 1
        scaled = [words.signed(None if one is None else one * scale, digits)
                  for one in (estimate.estimate, estimate.low, estimate.high)]
        unit = context.text(f"unit.{name}")
        value, interval = f"{scaled[0]}{unit}", context.text("interval", low=scaled[1], high=scaled[2])
    return Figure(context.text(f"figure.{name}"), value,
                  note=context.text("figure.link_note", interval=interval, branches=slope.clusters,
                                    n=words.number(estimate.n)),
                  help=context.text(f"figure.{name}_help"))


def _staff_figure(context: Context, found: Staff, latest: date) -> Figure:
    words, now = context.words, found.at(None, latest)
    before = found.at(None, add_months(latest, -12))
    mean = now.staff if now else Estimate(0, None)
    change = None
    if before is not None and before.staff.estimate is not None and mean.estimate is not None:
        change = words.signed(mean.estimate - before.staff.estimate, 2)
    return Figure(context.text("figure.staff"), words.number(mean.estimate, 2), change, "neither",
                  context.text("figure.staff_note", quarter=words.month(latest), n=words.number(mean.n)),
                  trend=[one.staff.estimate for one in found.company if one.staff.estimate is not None],
                  help=context.text("figure.staff_help"))


def _churn_figure(context: Context, latest: date, churn: Estimate) -> Figure:
    words = context.words
    return Figure(context.text("figure.churn"), words.percent(churn.estimate),
                  note=context.text("figure.churn_note", quarter=words.month(latest), n=words.number(churn.n),
                                    interval=words.interval(churn)),
                  help=context.text("figure.churn_help"), state=churn.state,
                  # The figure is the whole company's: a filtered list would not be its customers.
                  behind=None if context.filters.active else People(
                      context.text("list.churn", quarter=words.month(latest)), "churn_list",
                      {"starts_on": latest.isoformat()}, of=People(
                          context.text("list.churn_of", quarter=words.month(latest)), "churn_list",
                          {"starts_on": latest.isoformat(), "everyone": True})))


def _placebo(context: Context, chain: StaffChain) -> str:
    slope = chain.placebo
    if slope is None:
        return ""
    kind = "placebo_clean" if slope.p >= 0.05 else "placebo_same" if _same_sign(chain) else "placebo_opposite"
    return context.text(kind, slope=context.words.signed(slope.slope.estimate, 2),
                        interval=_interval(context, slope.slope))


def _same_sign(chain: StaffChain) -> bool:
    placebo, link = chain.placebo, chain.link("staff_to_customers")
    return (placebo is not None and link is not None
            and (placebo.slope.estimate or 0.0) * (link.slope.estimate or 0.0) > 0)


def _interval(context: Context, estimate: Estimate) -> str:
    words = context.words
    return context.text("interval", low=words.signed(estimate.low, 2), high=words.signed(estimate.high, 2))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
