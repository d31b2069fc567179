"""A chart with its title, its text alternative, its table and its download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analytics.app.components.answer import escaped
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.app.events import known_events
from analytics.charts.events import mark_events
from analytics.charts.intervals import shows_thin
from analytics.charts.theme import CONFIG


def chart_card(context: Context, name: str, figure: go.Figure, *, title: str, alt: str,
               data: Callable[[], pd.DataFrame], note: str = "", click: str = "", level: Literal[2, 3] = 2,
               select: Callable[[dict[str, Any]], None] | None = None, numbers: str = "",
               dated: bool = False) -> None:
    """Show one chart.

    Parameters
    ----------
    context : Context
    name : str
        The chart's name on this page; also the name of the downloaded file.
    figure : plotly Figure
    title : str
        The finding where it is fixed, else the question.
    alt : str
        What the chart shows, for those who do not see it.
    data : callable
        Returns the chart's table; called when the table is opened.
    note : str, optional
        What to know when reading it: n, exclusions, thin data.
    click : str, optional
        What a click does, where it does not list customers.
    level : {2, 3}
        Of its heading: 3 where it stands under a heading of its own.
    select : callable, optional
        Called with the point the reader clicked; draws what lies behind it below the chart.
    numbers : str, optional
        The names of columns that a narrow screen shows by number only; shown there (``style.css``).
    dated : bool
        Whether it shows something over time: then what happened meanwhile is marked on it.
    """
    words = context.words
    happened = mark_events(figure, known_events(context)) if dated else ()
    with st.container(border=True, key=context.key(f"card-{name}")):
        (st.header if level == 2 else st.subheader)(title, anchor=False)
        key = context.key(f"chart-{name}")
        if select is None:
            st.plotly_chart(figure, key=key, config=dict(CONFIG), alt=alt)
        else:
            event = st.plotly_chart(figure, key=key, config=dict(CONFIG), alt=alt, on_select="rerun",
                                    selection_mode="points")
            if points := event.selection.points:
                select(dict(points[0]))
            else:
                # On paper nothing can be clicked: the style sheet hides it there by this key.
                with st.container(key=context.key(f"hint-{name}")):
                    st.caption(click or words("chart.click"))
        if numbers:
            with st.container(key=context.key(f"numbers-{name}")):
                st.caption(numbers)
        told = words.sentences(note, words("chart.thin") if shows_thin(figure) else "")
        if told or happened:
            st.caption(told + "".join(
                "  \n" + words("churn_control.event", n=number, date=words.date(day), title=escaped(title))
                for number, (day, title) in enumerate(happened, start=1)))
        with st.expander(words("chart.table"), key=context.key(f"table-{name}-open"),
                         on_change="rerun") as opened:
            if opened.open:
                table(context, data(), f"{context.page}-{name}", key=f"table-{name}", alt=alt)
