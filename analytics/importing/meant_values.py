"""What a value that is no known word was probably meant to be, in the words of the file's own language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import duckdb

from analytics.i18n import Translator
from analytics.importing.parts import Staged
from analytics.importing.report import SEVERAL
from analytics.schema.table import Column

_SUGGESTED_VALUES = 2000
_ALIKE = 60
_HAN = re.compile(r"[\u4e00-\u9fff]")


def suggest_values(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged]) -> None:
    """Give unknown values a hint: the word that was probably meant, else all that are known.

    A file in Chinese is answered with Chinese words, whatever language its reader reads.

    Parameters
    ----------
    connection : DuckDBPyConnection
        With the table ``problems``; see `refusing.begin`.
    staged : sequence of Staged
        The files of one canonical table.
    """
    for one in staged:
        for check in one.checks:
            if check.rule not in ("unknown_value", "not_a_truth_value"):
                continue
            column, source = one.part.table.column(check.column), one.part.source_name(check.column)
            place = {"rule": check.rule, "table": one.part.table.name, "column": source}
            values = connection.execute(
                'select distinct "value" from problems where rule = $rule and "table" = $table'
                f' and "column" = $column limit {_SUGGESTED_VALUES}', place).fetchall()
            for (value,) in values:
                connection.execute(
                    'update problems set hint = $hint where rule = $rule and "table" = $table'
                    ' and "column" = $column and "value" = $value',
                    {**place, "value": value, "hint": _meant(column, value, _language(value, source))})


def _language(value: str, source: str) -> str:
    # A name tells what language a file is in where a value such as "x9" does not.
    return "zh-CN" if _HAN.search(value + source) else "en"


def _meant(column: Column, value: str, language: str) -> str:
    from rapidfuzz import fuzz, process

    if column.type == "boolean":
        return SEVERAL.join(Translator(language).value(column.name, truth).lower() for truth in (True, False))
    best = process.extractOne(value.casefold(), column.words.keys(), scorer=fuzz.WRatio, score_cutoff=_ALIKE)
    if best is None:
        return SEVERAL.join(known_words(column, language))
    # The word that decided may be a short form: of the words with its meaning the most similar one is named.
    code = column.words[best[0]]
    alike = [word for word in (code, *column.values[code])
             if bool(_HAN.search(word)) == bool(_HAN.search(value))]
    return max(alike or [best[0]], key=lambda word: fuzz.ratio(value.casefold(), word.casefold()))


@cache
def _usual(column: str, code: str, language: str) -> str:
    return Translator(language).value(column, code)


def known_words(column: Column, language: str) -> list[str]:
    """Return one word for each value of a category that an import understands, in a language."""
    found = []
    for code, words in column.values.items():
        own = [word for word in words if bool(_HAN.search(word)) == (language == "zh-CN")]
        usual = _usual(column.name, code, language).casefold()
        found.append(next((word for word in own if word.casefold() == usual), next(iter(own), code)))
    return found
