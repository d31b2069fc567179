"""Words about rules, tables and columns, as every section of the data page says them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from analytics.app.context import StoreContext
from analytics.importing import Problem, RuleSummary
from analytics.importing.wording import common_reason, reason, summary_reason
from analytics.schema.table import tables

#: Broken rules told as sentences; the table beneath has all.
TOLD = 5
#: Height of a table of six rows and its head, in pixels.
SIX_ROWS = 247


def table_words(context: StoreContext, table: str) -> str:
    """Return the name of a canonical table."""
    return context.words.value("table_name", table)


def column_words(context: StoreContext, table: str, column: str) -> str:
    """Return the name of a canonical column."""
    return tables()[table].column(column).label(context.words.language)


def empty_as_empty(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose empty cells are empty: Streamlit would write None into them."""
    return frame.astype("str").mask(frame.isna(), "")


def few_rows(frame: pd.DataFrame) -> int | Literal["content"]:
    """Return the height of a table of first rows: no more than six are seen at once, and no empty ones."""
    return SIX_ROWS if len(frame) > 6 else "content"


def tell_rules(context: StoreContext, found: Sequence[RuleSummary]) -> None:
    """Say the most frequent broken rules as sentences, each of its table where there are several."""
    kind = "rule_of" if len({one.table for one in found}) > 1 else "rule"
    for one in found[:TOLD]:
        st.text(context.text(f"rejects.{kind}", n=context.words.number(one.rows),
                             table=table_words(context, one.table),
                             reason=summary_reason(one, context.words)))


def rules_frame(context: StoreContext, found: Sequence[RuleSummary]) -> pd.DataFrame:
    """Return broken rules as a table: how many rows, why, and the first of them."""
    frame = problem_frame(context, [one.examples[0] for one in found])
    frame[context.text("column.rule")] = [common_reason(one, context.words) for one in found]
    frame.insert(0, context.text("column.rows"), [one.rows for one in found])
    return frame


def problem_frame(context: StoreContext, found: Sequence[Problem]) -> pd.DataFrame:
    """Return problems as a table in the reader's language."""
    columns = {name: context.text(f"column.{name}") for name in ("rule", "value", "row", "file", "table")}
    return pd.DataFrame(
        [(reason(one, context.words), one.value, one.row, one.file, table_words(context, one.table))
         for one in found], columns=list(columns.values()))
