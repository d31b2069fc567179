"""The list of customers: sentence, figures, search, table, and how the value lies on few or many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, download, key_figures, method, people
from analytics.app.components.people import People, customer_table, heading, list_head, named, open_link
from analytics.app.context import Context
from analytics.app.scores import risks
from analytics.charts import customers as charts
from analytics.metrics.customers import DEFAULT_SORT, SORTS, STATUSES, CustomerSummary, Status

ROWS = 25
#: So few matches are also offered as links, which a keyboard reaches at once.
FEW = 3

#: Columns of the list beside name and number; those this store knows nothing of are left out.
COLUMNS: dict[Status, tuple[str, ...]] = {
    "active": ("size", "grade", "value", "last_order_on", "last_score", "open_complaints", "region", "branch",
               "account_manager", "contract_end"),
    "lost": ("size", "grade", "lost_on", "revenue_total", "value", "last_order_on", "last_score", "region",
             "branch", "account_manager"),
    "all": ("status", "size", "grade", "value", "last_order_on", "last_score", "open_complaints", "region",
            "branch", "account_manager"),
}


@dataclass(frozen=True, slots=True)
class Browsing:
    """What the address says about the list: words searched for, status, order and page."""

    search: str
    status: Status
    sort: str
    descending: bool
    page: int


def summary(context: Context) -> CustomerSummary:
    """Return the customers under the filters, counted and valued."""
    found: CustomerSummary = context.metric("customers")
    return found


def tell(context: Context, summary: CustomerSummary) -> None:
    """Answer first: how many customers, what they are worth, on how few of them it lies."""
    words = context.words
    lost, active = words.number(summary.lost), words.number(summary.active)
    if summary.active == 0:
        answer(context.text("answer_all_lost", lost=lost) if summary.lost else context.text("answer_none"))
        return
    if summary.top_share is not None:
        # Where there are no orders, the value is what the company says a customer is worth a year.
        kind = "answer" if context.reader.meta.has_orders else "answer_annual"
        sentence = context.text(kind, active=active, value=context.money(summary.value),
                                share=words.percent(summary.top_share, 0))
    elif summary.value:
        sentence = context.text("answer_plain", active=active, value=context.money(summary.value))
    else:
        sentence = context.text("answer_count", active=active)
    if summary.active_year_ago is None:
        answer(sentence, detail=context.text("detail_snapshot", lost=lost) if summary.lost else "")
    else:
        answer(sentence, detail=context.text("detail", change=_change(context, summary), lost=lost))


def figures(context: Context, summary: CustomerSummary) -> None:
    """Up to four figures, each with the customers behind it."""
    if summary.active == 0:
        return
    words, before = context.words, summary.active_year_ago
    everyone = People(context.text("list.active"), "customer_list", {"status": "active"})
    shown = [Figure(
        context.text("figure.active"), words.number(summary.active),
        None if before is None else words.signed(summary.active - before), "down",
        context.text("figure.active_note", before=words.number(before)) if before is not None else "",
        help=context.text("figure.active_help"), behind=everyone)]
    if summary.value:
        shown.append(Figure(
            context.text("figure.value" if context.reader.meta.has_orders else "figure.annual_value"),
            context.money(summary.value),
            note=context.text("figure.value_note", mean=context.money(summary.value / summary.active)),
            help=context.text("figure.value_help"), behind=everyone))
    if summary.top_share is not None:
        shown.append(Figure(
            context.text("figure.share"), words.percent(summary.top_share, 0),
            note=context.text("figure.share_note", n=words.number(summary.top_customers)),
            help=context.text("figure.share_help"),
            behind=People(context.text("list.top"), "customer_list", {"tenth": (1, 2)}, of=everyone)))
    if context.reader.meta.has_complaints:
        shown.append(Figure(
            context.text("figure.complaints"), words.number(summary.with_open_complaints),
            note=context.text("figure.complaints_note",
                              share=words.percent(summary.with_open_complaints / summary.active)),
            help=context.text("figure.complaints_help"),
            behind=People(context.text("list.complaining"), "customer_list",
                          {"status": "active", "complaining": True})))
    key_figures(context, shown)


def browse(context: Context, summary: CustomerSummary) -> None:
    """Search, sort and page through the customers; the download has all of them."""
    browsing = _browsing(context)
    with st.container(border=True, key=context.key("card-list")):
        st.header(context.text("list_title"), anchor=False)
        found = {"active": summary.active, "lost": summary.lost, "all": summary.customers} \
            if not browsing.search else context.metric("customer_matches", search=browsing.search)
        _controls(context, browsing, found)
        matching = found[browsing.status]
        if matching == 0:
            _nothing(context, found)
            return
        _table(context, browsing, matching)
        options = _options(browsing)
        download(context, lambda: named(context.metric("customer_list", **options), context),
                 context.page, key="list")


def tenths(context: Context, summary: CustomerSummary) -> None:
    """Draw how much of the value lies on each tenth of the customers."""
    words = context.words
    if summary.top_share is None:
        return
    shares = [f"{words.number(one.tenth)} {words.percent(one.share)}" for one in summary.tenths]
    chart_card(
        context, "tenths", charts.value_by_tenth(summary, words, context.currency),
        title=context.text("chart.tenths"), alt=context.text("chart.tenths_alt", list=words.listing(shares)),
        note=context.text("chart.tenths_note", n=words.number(summary.active)),
        data=lambda: pd.DataFrame({
            heading("tenth", words): [one.tenth for one in summary.tenths],
            heading("customers", words): [one.customers for one in summary.tenths],
            list_head("value", context): [one.value / 100 for one in summary.tenths],
            heading("share", words): [words.percent(one.share) for one in summary.tenths]}),
        select=lambda point: _tenth(context, point))


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)


def _change(context: Context, summary: CustomerSummary) -> str:
    difference = summary.active - (summary.active_year_ago or 0)
    code = "change_more" if difference > 0 else "change_fewer" if difference < 0 else "change_same"
    return context.text(code, n=context.words.number(abs(difference)))


def _browsing(context: Context) -> Browsing:
    query = st.query_params
    shown = query.get("show", "active")
    status: Status = next((one for one in STATUSES if one == shown), "active")
    sort = query.get("sort", "")
    if sort.removeprefix("-") not in SORTS:
        # Whoever was lost last is worth reading first; what they bring now is nothing.
        sort = "-lost_on" if status == "lost" and context.reader.meta.dated else f"-{DEFAULT_SORT}"
    page = query.get("page", "1")
    return Browsing(
        search=query.get("search", "")[:200].strip(), status=status, sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        page=int(page) if page.isdecimal() and len(page) < 9 else 1)


def _options(browsing: Browsing) -> dict[str, Any]:
    return {"search": browsing.search, "status": browsing.status, "sort": browsing.sort,
            "descending": browsing.descending}


def _write(page: int = 1, **changed: str) -> None:
    """Put what differs from the default into the address; another list begins on its first page."""
    for key, value in {**changed, "page": "" if page == 1 else str(page)}.items():
        if value:
            st.query_params[key] = value
        elif key in st.query_params:
            del st.query_params[key]


def _controls(context: Context, browsing: Browsing, found: dict[str, int]) -> None:
    words = context.words
    columns = _sortable(context, browsing)
    left, middle, right = st.columns((4, 5, 5), vertical_alignment="bottom")
    with left:
        key = context.key("search")
        st.session_state[key] = browsing.search
        st.text_input(context.text("search"), key=key, placeholder=context.text("search_hint"), type="search",
                      on_change=lambda: _write(search=st.session_state[key].strip()))
    with middle:
        shown = context.key("show")
        st.session_state[shown] = browsing.status
        st.segmented_control(
            context.text("status"), STATUSES, key=shown, required=True,
            format_func=lambda one: context.text(f"show_{one}", n=words.number(found[one])),
            on_change=lambda: _write(show=st.session_state[shown].replace("active", ""), sort=""))
    with right, st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        sort = context.key("sort")
        st.session_state[sort] = browsing.sort
        st.selectbox(context.text("sort"), columns, key=sort, format_func=lambda one: heading(one, words),
                     on_change=lambda: _sort_by(st.session_state[sort]))
        st.button(context.text("reverse"), key=context.key("reverse"), icon=":material/swap_vert:",
                  on_click=_sort_by, args=(browsing.sort, not browsing.descending))


def _sort_by(column: str, descending: bool | None = None) -> None:
    downwards = SORTS[column] == "desc" if descending is None else descending
    _write(sort=f"{'-' if downwards else ''}{column}")


def _sortable(context: Context, browsing: Browsing) -> list[str]:
    wanted = ("customer_id", "name", *_columns(context, browsing.status))
    return [column for column in SORTS if column in wanted or column == browsing.sort]


def _columns(context: Context, status: Status) -> list[str]:
    meta, chosen = context.reader.meta, context.metric("choices").dimensions
    unknown = {"revenue_total": not meta.has_orders, "value": status == "lost" and meta.has_orders,
               "last_order_on": not meta.has_orders, "last_score": not meta.has_surveys,
               "open_complaints": not meta.has_complaints, "contract_end": not meta.has_contracts,
               "lost_on": not meta.dated}
    dimensions = {"size", "grade", "region", "branch", "account_manager"}
    return [column for column in COLUMNS[status]
            if not unknown.get(column, False) and (column not in dimensions or column in chosen)]


def _nothing(context: Context, found: dict[str, int]) -> None:
    if found["all"] == 0:
        st.info(context.text("nothing"))
        return
    st.info(context.text("nothing_here", n=context.words.number(found["all"])))
    st.button(context.text("show_everyone"), key=context.key("everyone"), on_click=_write,
              kwargs={"show": "all"})


def _table(context: Context, browsing: Browsing, matching: int) -> None:
    words = context.words
    pages = -(-matching // ROWS)
    page = min(max(browsing.page, 1), pages)
    frame: pd.DataFrame = context.metric("customer_list", **_options(browsing), rows=ROWS,
                                         skipped=(page - 1) * ROWS)
    listed = frame[["name", "customer_id", *_columns(context, browsing.status)]]
    scored = risks(context, tuple(frame["customer_id"])) if browsing.status != "lost" else {}
    if scored:
        listed.insert(list(listed.columns).index("value") + 1, "risk", [
            scored[number].risk if number in scored else None for number in frame["customer_id"]])
    st.caption(context.text("range", first=words.number((page - 1) * ROWS + 1),
                            last=words.number(min(page * ROWS, matching)), n=words.number(matching),
                            column=heading(browsing.sort, words)))
    if browsing.search and len(frame) <= FEW:
        for number, name in zip(frame["customer_id"], frame["name"], strict=True):
            open_link(context, number, name if isinstance(name, str) else None)
    arrow = "↓" if browsing.descending else "↑"
    # A key of its own for every view of the list: no selection outlives the rows it was made on.
    key = f"list-{browsing.status}-{browsing.sort}-{arrow}-{page}-{browsing.search}"
    event = customer_table(
        context, listed, key=key, alt=context.text("list_title"), height="content",
        selection=("single-row", "single-column"),
        labels={browsing.sort: f"{list_head(browsing.sort, context)} {arrow}"})
    for column in event.selection.columns:
        if column in SORTS:
            _sort_by(column, not browsing.descending if column == browsing.sort else None)
            st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1:
            chosen = context.key(f"page-{key}")
            st.pagination(pages, default=page, key=chosen,
                          on_change=lambda: _write(page=st.session_state[chosen]))
        st.caption(context.text("open_hint"))


def _tenth(context: Context, point: dict[str, Any]) -> None:
    places = tuple(int(one) for one in point.get("customdata") or [1] if one is not None)
    title = context.text("list.tenth" if len(places) == 1 else "list.tenths",
                         place=context.words.number(places[-1]))
    st.markdown(f"**{title}**")
    people(context, People(title, "customer_list", {"tenth": places}), key="tenths")
