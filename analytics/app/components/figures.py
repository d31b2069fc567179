"""Key figures: number, unit, change, interval, and the customers behind each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from analytics.app.components.people import People, people_button
from analytics.app.context import Context
from analytics.i18n.translator import NONE
from analytics.statistics.estimate import Estimate, State


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure.

    Attributes
    ----------
    label : str
        What it is, in words.
    value : str
        The formatted figure.
    change : str or None
        Against last period, formatted with its sign; None: no comparison.
    worse_when : {"up", "down", "neither"}
        Which direction is bad.
    note : str
        Interval, n, comparison with a year ago.
    trend : sequence of float
        A sparkline; empty: none.
    help : str
        The definition.
    behind : People or None
        The customers behind the figure.
    state : {"enough", "thin", "suppressed"}
        Whether it rests on enough data: thin is said under the figure, suppressed is not shown.
    """

    label: str
    value: str
    change: str | None = None
    worse_when: str = "neither"
    note: str = ""
    trend: Sequence[float] = ()
    help: str = ""
    behind: Callable[[], People] | People | None = None
    state: State = "enough"


def worse_when(direction: str, change: Estimate | None) -> str:
    """Return which direction is bad; neither where chance explains the change, which a colour would hide."""
    if change is None or change.low is None or change.high is None:
        return "neither"
    return direction if change.low > 0 or change.high < 0 else "neither"


#: A change's way by its sign: the component knows only the hyphen, and would take a real minus for a rise.
_WAY = {"+": "up", "−": "down"}


def _arrow_and_colour(change: str | None, worse: str) -> tuple[str, str]:
    """Return where the arrow of a change points and the colour it has."""
    way = _WAY.get(change[0], "off") if change else "off"
    if way == "off" or worse == "neither":
        return way, "gray"
    return way, "red" if way == worse else "green"


def key_figures(context: Context, figures: Sequence[Figure], *, name: str = "figure") -> None:
    """Lay out three to five figures side by side; on a phone one under the other.

    A page with more than one row of figures gives each its own name.
    """
    # The style sheet finds the row by this name, and lets its figures wrap where the window is narrow.
    with st.container(key=context.key(f"figures-{name}")):
        columns = st.columns(len(figures))
    for place, (column, figure) in enumerate(zip(columns, figures, strict=True)):
        with column, st.container(border=True, key=context.key(f"{name}-{place}"), height="stretch"):
            hidden = figure.state == "suppressed"
            arrow, colour = _arrow_and_colour(figure.change, figure.worse_when)
            st.metric(figure.label, NONE if hidden else figure.value,
                      None if hidden else figure.change or None,
                      delta_arrow=arrow, delta_color=colour,  # type: ignore[arg-type]
                      chart_data=list(figure.trend) or None, chart_type="area", help=figure.help or None)
            if note := _note(context, figure):
                st.caption(note)
            if figure.behind is not None:
                people_button(context, figure.behind, key=f"{name}-{place}")


def _note(context: Context, figure: Figure) -> str:
    """Return what stands under a figure, thin and suppressed data marked the same way everywhere."""
    words = context.words
    if figure.state == "suppressed":
        return figure.note or words("format.suppressed_note")
    return words.sentences(figure.note, words("format.thin_note") if figure.state == "thin" else "")
