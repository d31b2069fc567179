"""Words about rules, tables and columns, as every section of the data page says them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.app.context import StoreContext
from analytics.importing import RuleSummary
from analytics.importing.rejected import Sentence
from analytics.schema.table import tables


def table_words(context: StoreContext, table: str) -> str:
    """Return the name of a canonical table."""
    return context.words.value("table_name", table)


def column_words(context: StoreContext, table: str, column: str) -> str:
    """Return the name of a canonical column."""
    return tables()[table].column(column).label(context.words.language)


def rule_words(context: StoreContext, rule: str, hint: str = "") -> str:
    """Return what a broken rule means, and what helps against it."""
    words = context.words
    place = next((subject for subject in ("rules", "data.rule") if words.has(f"{subject}.{rule}")), None)
    said = words(f"{place}.{rule}", hint=hint) if place is not None else rule
    if words.has(f"rules.hint.{rule}"):
        said += " " + words(f"rules.hint.{rule}", hint=hint)
    elif hint and words.has(f"data.hint.{rule}"):
        said += " " + words(f"data.hint.{rule}", hint=hint)
    return said


def reason(context: StoreContext) -> Sentence:
    """Return what says one reason of a refused row as a sentence."""
    def sentence(column: str, value: str, rule: str, hint: str) -> str:
        said = rule_words(context, rule, hint)
        return context.text("reason", column=column, value=value, rule=said) if column else said
    return sentence


def rules_frame(context: StoreContext, found: Sequence[RuleSummary]) -> pd.DataFrame:
    """Return broken rules as a table: how many rows, where, why, and the first of them."""
    rows = []
    for one in found:
        first = one.examples[0] if one.examples else None
        rows.append((one.rows, one.table, one.column, one.rule, first.hint if first else "",
                     first.file if first else "", first.row if first else None, first.value if first else ""))
    return problem_frame(context, pd.DataFrame(
        rows, columns=["rows", "table", "column", "rule", "hint", "file", "row", "value"]))


def problem_frame(context: StoreContext, frame: pd.DataFrame) -> pd.DataFrame:
    """Return problems with words for codes and heads in the reader's language."""
    said = frame.assign(
        rule=[rule_words(context, rule, hint) for rule, hint in zip(frame["rule"], frame["hint"], strict=True)],
        table=[table_words(context, table) for table in frame["table"]])
    order = [name for name in ("rows", "column", "rule", "value", "row", "file", "table") if name in said]
    return said[order].rename(columns={name: context.text(f"column.{name}") for name in order})
