"""Tables a reader can sort and take away: always whole, never silently cut."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

import pandas as pd
import streamlit as st

from analytics.app.context import Context, StoreContext

#: A spreadsheet would run a cell that begins with one of these.
_ACTIVE = re.compile(r"^[=+\-@\t\r]")


#: Decimals of a rate that is taken away: hundredths of a per cent. Money has fewer by itself.
DECIMALS = 4


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with numbers as they are known: whole ones whole, others to four decimals.

    Figures so small that four decimals would say nothing of them keep three of their own.
    """
    known = frame.copy()
    for name, column in known.items():
        if not pd.api.types.is_float_dtype(column):
            continue
        there = column.dropna()
        if len(there) and (there % 1 == 0).all() and there.abs().max() < 2**53:
            known[name] = column.astype("Int64")
        else:
            largest = there.abs().max() if len(there) else 1.0
            known[name] = column.round(DECIMALS if largest >= 10.0**-DECIMALS * 100 else
                                       2 - math.floor(math.log10(largest)))
    return known


def file_name(context: Context | StoreContext, name: str) -> str:
    """Return what a file is called: its subject, and the day as of which it was true."""
    day = context.period.as_of if isinstance(context, Context) else None
    return name if day is None else f"{name}-{day.isoformat()}"


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV that Excel opens with the right encoding and without running cells."""
    safe = rounded(frame)
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]) and not pd.api.types.is_bool_dtype(safe[column]):
            safe[column] = safe[column].map(
                lambda value: f"'{value}" if isinstance(value, str) and _ACTIVE.match(value) else value)
    return str(safe.to_csv(index=False)).encode("utf-8-sig")


def xlsx_bytes(frame: pd.DataFrame) -> bytes:
    """Return a table as a workbook in which text stays text, formulas included."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False, "nan_inf_to_errors": True}) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, column in enumerate(frame.columns):
            sheet.write_string(0, place, str(column), head)
        for line, row in enumerate(rounded(frame).itertuples(index=False), start=1):
            for place, value in enumerate(row):
                if value is None or value is pd.NaT or value is pd.NA or value != value:
                    continue
                if isinstance(value, date):
                    sheet.write_datetime(line, place, pd.Timestamp(value).to_pydatetime(), day)
                else:
                    sheet.write(line, place, value)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return buffer.getvalue()


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
