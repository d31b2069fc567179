"""Tables as files that a spreadsheet opens as they are meant: text stays text, and no cell runs."""

from __future__ import annotations

import io
import math
import re
from datetime import date

import pandas as pd

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
