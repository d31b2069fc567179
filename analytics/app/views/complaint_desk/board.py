"""The board: where every open case stands, what is late, what was promised, and who owns it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, download, key_figures
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.navigation import page_file
from analytics.app.views.complaint_desk import told
from analytics.app.views.complaint_desk.desk import OnDesk, around, everyone, go_to, members
from analytics.app.workspace import reader_name
from analytics.charts import complaint_desk as charts
from analytics.i18n.translator import NONE
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.complaint_cases import count_saved_since, done_cases
from analytics.workspace.complaint_form import DONE, STAGES

Rows = tuple[OnDesk, ...]

SHOWN = ("all", "late", "promises", "mine", "done")
#: Of the cases that are done, the last so many are listed.
MOST_DONE = 200


def late(rows: Rows) -> Rows:
    """Return the cases whose stage takes longer than it may."""
    return tuple(one for one in rows if one.standing.late)


def broken(rows: Rows) -> Rows:
    """Return the cases whose promise is overdue."""
    return tuple(one for one in rows if (one.standing.promise_days or 0) < 0)


def tell(context: Context, rows: Rows) -> None:
    """Say first how the desk stands."""
    if not rows:
        answer(context.text("answer_none"), detail=context.text("answer_none_detail"))
        return
    oldest = max(rows, key=lambda one: one.standing.days_open)
    answer(context.text("answer", n=len(rows), late=len(late(rows)), promises=len(broken(rows))),
           detail=context.text("answer_detail", days=oldest.standing.days_open, name=oldest.customer.title,
                               owner=oldest.case.owner or context.text("nobody")))


def figures(context: Context, rows: Rows) -> None:
    """Show how many are open, late and promised, each with its customers."""
    if not rows:
        return
    shown = (("open", rows), ("late", late(rows)), ("promises", broken(rows)))
    key_figures(everyone(context), [
        Figure(context.text(f"figure.{name}"), context.words.number(len(some)),
               help=context.text(f"figure.{name}_help"), behind=_people(context, name, some))
        for name, some in shown])


def _people(context: Context, name: str, some: Rows) -> People | None:
    wanted = members(one.case.customer_id for one in some)
    return None if wanted is None else People(context.text(f"figure.{name}"), "segment_list",
                                              {"segment": wanted})


def board(context: Context, rows: Rows) -> None:
    """Draw the open cases by stage."""
    if not rows:
        return
    counts = {stage: (sum(one.case.stage == stage and not one.standing.late for one in rows),
                      sum(one.case.stage == stage and one.standing.late for one in rows)) for stage in STAGES}
    words = context.words
    heads = [context.text("column.stage"), context.text("legend.in_time"), context.text("legend.late")]
    chart_card(
        context, "board", charts.open_by_stage(counts, words), title=context.text("board_title"),
        alt=context.text("board_alt", list=words.listing([
            f"{told.stage_name(context, stage)} {words.number(sum(both))}"
            for stage, both in counts.items()])),
        data=lambda: pd.DataFrame([dict(zip(heads, (told.stage_name(context, stage), *both), strict=True))
                                   for stage, both in counts.items()]))


def listing(context: Context, rows: Rows) -> None:
    """List the open cases, or those that are done; a click opens one."""
    if not rows and not has_workspace(context.store):
        return
    with st.container(border=True, key=context.key("card-list")):
        st.header(context.text("list_title"), anchor=False)
        chosen = st.segmented_control(
            context.text("list_which"), SHOWN, default=SHOWN[0], required=True, key=context.key("which"),
            format_func=lambda one: context.text(f"which.{one}"), label_visibility="collapsed")
        as_of = context.reader.meta.as_of
        newer = sum(as_of is not None and (one.case.opened_on or as_of) > as_of for one in rows)
        if newer and chosen != "done":
            st.caption(context.text("waiting", n=newer, rows=len(rows), day=context.words.date(as_of)))
        _waiting_for_build(context)
        some = _chosen(context, str(chosen), rows)
        if not some:
            nameless = chosen == "mine" and not reader_name()
            st.caption(context.text("list_none_mine" if nameless else
                                    "list_none_done" if chosen == "done" else "list_none"))
            return
        _table(context, some)


def _waiting_for_build(context: Context) -> None:
    """Say how many cases the analytics do not have yet, and where to build."""
    built = context.reader.meta.built_at
    built = built if built.tzinfo else built.replace(tzinfo=UTC)
    if n := count_saved_since(open_workspace(context.store), built):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(context.text("unbuilt", n=n), width="content")
            st.page_link(page_file("data"), label=context.words("empty.build"), icon=":material/refresh:")


def _chosen(context: Context, which: str, rows: Rows) -> Rows:
    if which == "done":
        return around(context, done_cases(open_workspace(context.store), most=MOST_DONE))
    if which == "late":
        return late(rows)
    if which == "promises":
        return broken(rows)
    if which == "mine":
        return tuple(one for one in rows if reader_name() and one.case.owner == reader_name())
    return rows


def _table(context: Context, some: Rows) -> None:
    order = sorted(some, key=lambda one: ((*STAGES, DONE).index(one.case.stage), -one.standing.hours))
    frame = pd.DataFrame([_row(context, one) for one in order])
    heads, opener = {name: context.text(f"column.{name}") for name in frame}, context.key("open-case")
    shown = frame.assign(customer=":material/assignment: " + frame["customer"])
    config: dict[str, Any] = {name: st.column_config.Column(head) for name, head in heads.items()}
    config["customer"] = st.column_config.ButtonColumn(heads["customer"], type="tertiary", alignment="left",
                                                       key=opener)
    event: Any = st.dataframe(shown, hide_index=True, key=context.key("cases"), column_config=config,
                              on_select="rerun", selection_mode="single-row", placeholder=NONE,
                              alt=context.text("list_title"))
    if clicked := st.session_state.get(opener):
        open_address(order[clicked["row"]].case.code)
    for place in event.selection.rows:
        if st.button(context.text("open_case", name=escaped(order[place].customer.title)),
                     key=context.key("open-chosen"), icon=":material/assignment:", type="tertiary"):
            open_address(order[place].case.code)
    download(context, lambda: frame.rename(columns=heads), "complaint-desk", key="cases")


def open_address(code: str) -> None:
    """Open a case under its own address."""
    go_to(code)
    st.rerun(scope="app")


def _row(context: Context, one: OnDesk) -> dict[str, object]:
    case, words = one.case, context.words
    return {"customer": one.customer.title, "stage": told.stage_name(context, case.stage),
            "lateness": told.lateness(context, one.standing),
            "promise": told.promise(context, one.standing.promise_days),
            "owner": case.owner or NONE, "severity": words.value("severity", case.form.severity or None),
            "owner_level": words.value("owner_level", case.owner_level),
            "suggested": words.value("owner_level", one.level.level), "days_open": one.standing.days_open,
            "complaint": case.complaint_id}
