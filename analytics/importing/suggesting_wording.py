"""What a suggestion takes the columns of a file for, in words, and where it merely guesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.i18n import Translator
from analytics.importing.suggesting_rules import Match
from analytics.schema.table import tables

if TYPE_CHECKING:
    from analytics.importing.suggesting import Suggestion

# How many values that are no known words are named.
_NAMED = 3


def doubt(match: Match, words: Translator) -> str:
    """Return why a match should be looked at; empty where it is sure."""
    if match.sure:
        return ""
    if match.because == "row":
        return words("mapping.doubt.row")
    if match.rivals:
        return words("mapping.doubt.rivals", columns=words.listing(list(match.rivals)))
    if match.expression.multiply is not None:
        return words("mapping.doubt.yearly", column=match.expression.sources[0],
                     n=words.number(match.expression.multiply))
    if match.expression.kind == "constant":
        return words("mapping.doubt.constant")
    sources = list(match.expression.sources)
    if match.because == "derived":
        return words("mapping.doubt.derived", source=words.listing(sources))
    if not match.doubt:
        return words("mapping.doubt.values")
    return words(f"mapping.doubt.{match.doubt}", source=sources[0], column=label(match, words),
                 n=words.number(len(match.strange)), of=words.number(match.different),
                 values=words.listing(list(match.strange[:_NAMED])))


def taken_for(match: Match, words: Translator) -> str:
    """Return what fills a canonical column: the company's column and what is done to it."""
    expression = match.expression
    source = words.listing(list(expression.sources)) or expression.text
    if expression.kind not in ("column", "row"):
        source = words("mapping.taken.form", form=words(f"mapping.form.{expression.kind}"), source=source)
    if expression.kind == "row":
        source = words("mapping.form.row")
    if expression.multiply is not None:
        source = words("mapping.taken.times", source=source, n=words.number(expression.multiply))
    if meanings := [words("mapping.taken.meaning", word=word, meaning=_meaning(match, code, words))
                    for word, code in expression.values]:
        source = words("mapping.taken.translated", source=source, meanings=words.listing(meanings))
    return source


def guess_lines(suggestion: Suggestion, words: Translator) -> list[str]:
    """Return how the columns of a file were understood: a line per table, and one per guess and per offer.

    Parameters
    ----------
    suggestion : Suggestion
        What was used.
    words : Translator

    Returns
    -------
    list of str
    """
    lines = []
    for name in suggestion.tables:
        told = [words("mapping.taken.column", column=label(match, words), source=taken_for(match, words))
                for match in suggestion.matches if match.table == name]
        lines.append(words("mapping.taken.table", table=words.value("table_name", name),
                           columns=words("mapping.taken.and").join(told)))
    if suggestion.tables[:1] == ("customers",) and suggestion.unused:
        lines.append(words("mapping.taken.traits", columns=words.listing(list(suggestion.unused))))
    for match in suggestion.matches:
        if doubted := doubt(match, words):
            lines.append(words("mapping.taken.guess", column=label(match, words), doubt=doubted))
    for name in suggestion.offered:
        columns = [source for match in suggestion.offers for source in match.expression.sources
                   if match.table == name and match.column != "customer_id"]
        lines.append(words("mapping.taken.offered", table=words.value("table_name", name),
                           columns=words.listing(list(dict.fromkeys(columns)))))
    return lines


def label(match: Match, words: Translator) -> str:
    """Return the name people use for the canonical column."""
    return tables()[match.table].column(match.column).label(words.language)


def _meaning(match: Match, code: str, words: Translator) -> str:
    return words.value(match.column, code) if code else words("mapping.taken.nothing")
