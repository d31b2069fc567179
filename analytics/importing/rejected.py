"""Refused rows as they are kept: by rule, row by row, and as a file a company can mend and import again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analytics.importing.layout import REASON_COLUMNS
from analytics.importing.mapping_sql import literal
from analytics.importing.reading import connect

#: What each broken rule of a row becomes in the mendable file: column, value, rule and hint in words.
Sentence = Callable[[str, str, str, str], str]


def problems_by_rule(rejects: Path) -> pd.DataFrame:
    """Return how many rows break each rule, the most frequent first.

    Parameters
    ----------
    rejects : Path
        A batch's file of refused rows.

    Returns
    -------
    DataFrame
        ``table``, ``column``, ``rule``, ``rows``, and ``file``, ``row``, ``value``, ``hint`` of the first.
    """
    return _frame(f"""
        select "table", "column", rule, count(distinct (file, "row")) as rows,
            arg_min(file, "row") as file, min("row") as "row",
            arg_min(coalesce("value", ''), "row") as "value", arg_min(coalesce(hint, ''), "row") as hint
        from read_parquet({literal(str(rejects))})
        group by "table", "column", rule
        order by rows desc, "table", "column", rule""")


def problems(rejects: Path, *, limit: int) -> pd.DataFrame:
    """Return the problems one by one, in file order, at most `limit` of them."""
    return _frame(f"""
        select "table", file, "row", "column", coalesce("value", '') as "value", rule, coalesce(hint, '') as hint
        from read_parquet({literal(str(rejects))})
        order by "table", file, "row", "column", rule
        limit {int(limit)}""")


def mendable(rejects: Path, sentence: Sentence) -> pd.DataFrame:
    """Return every refused row once, as the company wrote it, with the reasons beside.

    Parameters
    ----------
    rejects : Path
    sentence : callable
        ``sentence(column, value, rule, hint)`` says one reason in the reader's language.

    Returns
    -------
    DataFrame
        The company's own columns after ``huitou_row``, ``huitou_rules`` and ``huitou_reasons``, which are
        ignored when the mended file is imported.
    """
    grouped = _frame(f"""
        select file, "row", any_value(raw) as raw, list("column") as columns,
            list(coalesce("value", '')) as "values", list(rule) as rules, list(coalesce(hint, '')) as hints
        from (select distinct * from read_parquet({literal(str(rejects))}))
        group by file, "row"
        order by file, "row" """)
    row_name, rules_name, reasons_name, line_name = REASON_COLUMNS
    rows = []
    for one in grouped.itertuples(index=False):
        found = list(zip(one.columns, one.values, one.rules, one.hints, strict=True))
        own = {name or line_name: value for name, value in json.loads(one.raw).items()}
        rows.append({row_name: one.row, rules_name: " ".join(dict.fromkeys(rule for _, _, rule, _ in found)),
                     reasons_name: " ".join(dict.fromkeys(sentence(*reason) for reason in found)), **own})
    return pd.DataFrame(rows)


def _frame(sql: str) -> pd.DataFrame:
    with connect() as connection:
        return connection.execute(sql).df()
