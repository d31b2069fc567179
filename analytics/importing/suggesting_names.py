"""How alike a company's column name and a canonical column are, from 0 to 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from analytics.importing.mapping_sql import plain_words
from analytics.schema.table import tables

#: The canonical name or the synonym named first, any other synonym, a word that several columns share.
SAME, SYNONYM, SHARED = 1.0, 0.95, 0.85
#: A synonym as part of a longer name, and two spellings that differ in a letter or two.
PART, ALIKE, CLOSE = 0.65, 0.8, 0.7


def name_scores(columns: Sequence[str]) -> dict[tuple[str, str], list[float]]:
    """Score every source column against every canonical column by name alone.

    Parameters
    ----------
    columns : sequence of str
        The company's column names.

    Returns
    -------
    dict of (table, column) to list of float
        One score per source column.
    """
    from rapidfuzz import fuzz, process

    names = [words(column) for column in columns]
    known = _known()
    spellings = list(known)
    ratios = process.cdist(names, spellings, scorer=fuzz.token_sort_ratio)
    scores = {place: [0.0] * len(names) for places in known.values() for place in places}
    for i, name in enumerate(names):
        squeezed = name.replace(" ", "")
        for j, spelling in enumerate(spellings):
            alike = _alike(name, squeezed, spelling) if ratios[i, j] >= 60 else 0.0
            if alike:
                for place, exact in known[spelling].items():
                    scores[place][i] = max(scores[place][i], exact if alike == SAME else alike)
    return scores


def words(name: str) -> str:
    """Return a column name as plain words: lower case, camel case and underscores set apart, no remarks.

    Remarks are what stands in brackets, such as a unit or "required".
    """
    bare = re.sub(r"[(（\[【].*?[)）\]】]", " ", name).strip() or name
    return " ".join(re.sub(r"[\W_]+", " ", plain_words(bare)).split())


def _alike(name: str, squeezed: str, spelling: str) -> float:
    from rapidfuzz import fuzz

    if squeezed == spelling.replace(" ", ""):
        return SAME
    # Word by word: "status" and "state" are not two spellings of one word.
    pairs = list(zip(sorted(name.split()), sorted(spelling.split()), strict=False))
    if len(name.split()) == len(spelling.split()) and min(len(squeezed), len(spelling)) > 4:
        worst = min(fuzz.ratio(one, other) for one, other in pairs)
        if worst >= 92:
            return ALIKE
        if worst >= 85:
            return CLOSE
    several = " " in spelling or (not spelling.isascii() and len(spelling) >= 4)
    if several and (f" {spelling} " in f" {name} " if spelling.isascii() else spelling in name):
        return PART
    return 0.0


@cache
def _known() -> dict[str, dict[tuple[str, str], float]]:
    # Every spelling with the columns it may mean and how much an exact match then says.
    meanings: dict[str, dict[tuple[str, str], float]] = {}
    for table in tables().values():
        for column in table.columns:
            ranked = [(0, column.name)]
            ranked += [pair for listed in column.synonyms.values() for pair in enumerate(listed)]
            for position, name in ranked:
                spelling = words(name)
                # Earlier synonyms are the more usual ones and win a tie.
                exact = (SYNONYM if position else SAME) - 0.0005 * position
                # Chinese exports write 下单日 as well as 下单日期.
                for one in {spelling, re.sub("(?<=..日)期$", "", spelling)}:
                    places = meanings.setdefault(one, {})
                    places[table.name, column.name] = max(places.get((table.name, column.name), 0.0), exact)
    shares = {spelling: len(Counter(column for _, column in places)) for spelling, places in meanings.items()}
    return {spelling: {place: exact if shares[spelling] == 1 or place[1] == spelling.replace(" ", "_")
                       else min(exact, SHARED) for place, exact in places.items()}
            for spelling, places in meanings.items()}
