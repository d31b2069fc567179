"""Tables a reader can sort and take away: always whole, never silently cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

import pandas as pd
import streamlit as st

from analytics.app.context import Context, StoreContext
from analytics.reports.tables import csv_bytes, xlsx_bytes


def file_name(context: Context | StoreContext, name: str) -> str:
    """Return what a file is called: its subject, and the day as of which it was true."""
    day = context.period.as_of if isinstance(context, Context) else None
    return name if day is None else f"{name}-{day.isoformat()}"


def download(context: Context | StoreContext, frame: pd.DataFrame | Callable[[], pd.DataFrame], name: str, *,
             key: str) -> None:
    """Offer a table, or what makes it, as CSV and as a workbook; the file is made only when asked for."""
    words, called = context.words, file_name(context, name)

    def rows() -> pd.DataFrame:
        return frame() if callable(frame) else frame

    with st.container(horizontal=True, gap="small"):
        st.download_button(words("table.csv"), lambda: csv_bytes(rows()), f"{called}.csv", "text/csv",
                           key=context.key(f"{key}-csv"), on_click="ignore", type="tertiary",
                           icon=":material/download:")
        st.download_button(words("table.xlsx"), lambda: xlsx_bytes(rows()), f"{called}.xlsx",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                           key=context.key(f"{key}-xlsx"), on_click="ignore", type="tertiary",
                           icon=":material/download:")


def _dated(frame: pd.DataFrame) -> dict[str, object]:
    """Return how to show columns of days: as everywhere in lists, and as the file has them."""
    return {str(name): st.column_config.DateColumn(format="YYYY-MM-DD") for name, column in frame.items()
            if any(type(value) is date for value in column.dropna().head(1))}


def _separated(frame: pd.DataFrame) -> dict[str, object]:
    """Return how to show the columns whose numbers are too long to read without separators."""
    return {str(name): st.column_config.NumberColumn(format="%,.0f") for name, column in frame.items()
            if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
            and column.abs().max() >= 1000}


def table(context: Context | StoreContext, frame: pd.DataFrame, name: str, *, key: str,
          columns: Mapping[str, object] | None = None, alt: str = "",
          height: int | Literal["auto", "stretch", "content"] = "auto") -> None:
    """Show a table with translated heads and offer it for download."""
    shown = {**_dated(frame), **_separated(frame), **(columns or {})}
    st.dataframe(frame, hide_index=True, column_config=shown, key=context.key(key),  # type: ignore[arg-type]
                 height=height, alt=alt or None)
    download(context, frame, name, key=key)
