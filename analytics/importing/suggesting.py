"""A suggested mapping: from the names and values of a file's columns, with a confidence for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from analytics.errors import MappingRefused
from analytics.i18n import Translator
from analytics.importing.mapping import Mapping
from analytics.importing.mapping_parts import ONLY_SOURCE, Expression, Source, TableMapping
from analytics.importing.preview import Preview
from analytics.importing.suggested_file import write_suggestion
from analytics.importing.suggesting_names import name_scores, words
from analytics.importing.suggesting_rules import SURE, Doubt, Match, Matches, conclude, offer, unlike
from analytics.importing.suggesting_values import MOST, Profile, fit, known_share, profile
from analytics.schema.table import TABLE_NAMES, Column, tables

#: Below this a pair of columns is not suggested at all.
WORTH_SHOWING = 0.6
#: A second column this near to the best one makes the match ambiguous.
NEAR = 0.08
#: Rows looked at, and cells in a file of very many columns.
SAMPLE, CELLS = 200, 100_000
#: Tables that may come out of the rows of another table's file, beside it.
_BESIDE = ("surveys", "contracts", "memberships")
#: Optional columns that change every figure when they are wrong.
_DECISIVE = ("status", "lost_on", "contract_end", "ends_on")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a file seems to be.

    Attributes
    ----------
    matches : tuple of Match
        By table, in the order of the schema. Optional columns that are not sure are among them.
    missing : tuple of (str, str)
        Canonical columns that are needed and for which nothing was found.
    unused : tuple of str
        Source columns that no canonical column takes; they become traits where customers are filled.
    source : Source
        What to read.
    offers : tuple of Match
        By table: what the same rows could fill as well, if that is wanted; see `taking`.
    """

    matches: tuple[Match, ...]
    missing: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    source: Source
    offers: tuple[Match, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The canonical tables it would fill, the main one first."""
        named = [match.table for match in self.matches] + [name for name, _ in self.missing]
        return tuple(dict.fromkeys(named))

    @property
    def offered(self) -> tuple[str, ...]:
        """The canonical tables its rows could fill as well."""
        return tuple(dict.fromkeys(match.table for match in self.offers))

    def taking(self, *names: str) -> Suggestion:
        """Return the suggestion with offered tables among those it fills."""
        wanted = tuple(match for match in self.offers if match.table in names)
        used = {column for match in wanted for column in match.expression.sources}
        return replace(self, matches=self.matches + wanted,
                       unused=tuple(column for column in self.unused if column not in used),
                       offers=tuple(match for match in self.offers if match.table not in names))

    @property
    def confident(self) -> bool:
        """Whether it may be used without asking.

        Everything required is there and sure, so is what decides who is lost, no scale is guessed, and
        more than an identifier was recognised.
        """
        return len(self.matches) > 1 and not self.missing and all(
            match.sure for match in self.matches
            if match.column in tables()[match.table].telling
            or match.column in _DECISIVE or match.expression.kind == "constant")

    @property
    def mapping(self) -> Mapping:
        """The mapping itself.

        Raises
        ------
        MappingRefused
            A required column has no match.
        """
        if self.missing or not self.matches:
            missing = ", ".join(f"{name}.{column}" for name, column in self.missing)
            raise MappingRefused(f"No column of the file looks like {missing or 'one of the tables'}.",
                                 code="mapping_incomplete", hint="Name it in a mapping file.",
                                 table=", ".join(self.tables), column=missing)
        return Mapping((self.source,), tuple(self._table(name) for name in self.tables))

    def to_toml(self, words: Translator | None = None) -> str:
        """Return a mapping file to edit: what is unsure is marked, what is missing stands as a comment."""
        return write_suggestion(self, words or Translator("en"))

    def _table(self, name: str) -> TableMapping:
        columns = {match.column: match.expression for match in self.matches if match.table == name}
        traits = None if name == self.tables[0] == "customers" else ()
        return TableMapping(name, columns, self.source.alias, traits=traits,
                            one_row_per_key=self.repeats(name))

    def repeats(self, name: str) -> bool:
        """Whether rows of the file repeat what they tell of a table: a customer comes with every order."""
        return name == "customers" and self.tables[0] != "customers"


def suggest(preview: Preview, *, table: str | None = None) -> Suggestion:
    """Suggest what the columns of a file mean.

    Every source column is scored against every canonical column: by name, with synonyms in English
    and Chinese, times how well its values fit. Columns are paired one to one so that the scores add
    up highest (Kuhn 1955). The file is taken for the table that explains it best.

    Parameters
    ----------
    preview : Preview
        The file's column names and a sample.
    table : str, optional
        The canonical table, when it is known.

    Returns
    -------
    Suggestion
        Without matches when no table fits.
    """
    columns = preview.columns
    positions = {column: i for i, column in enumerate(columns)}

    rows = preview.sample[:max(20, min(SAMPLE, CELLS // max(len(columns), 1)))]

    @cache
    def look(column: str) -> Profile:
        return profile([row[positions[column]] for row in rows])

    scores = name_scores(columns)
    drafts: dict[str, Matches] = {}
    strangers: dict[str, Matches] = {}
    for name in TABLE_NAMES:
        paired = _paired(name, columns, [look(column) for column in columns], scores)
        draft = conclude(name, paired, columns, look, scores)
        (strangers if name != table and unlike(name, draft, look) else drafts)[name] = draft
    source = Source(ONLY_SOURCE, sheet=preview.sheet if len(preview.sheets) > 1 else "")
    chosen = _chosen(drafts, words(f"{preview.path.stem} {preview.sheet}"), forced=table)
    matches = tuple(match for name in chosen for match in _ordered(name, drafts[name]))
    missing = tuple((name, column) for name in chosen for column in tables()[name].lacking(drafts[name]))
    used = {column for match in matches for column in match.expression.sources}
    offers = tuple(
        match for name, draft in (drafts | strangers).items() if chosen and name not in chosen
        for match in offer(name, draft, used))
    unused = tuple(column for column in columns if column not in used)
    return Suggestion(matches, missing, unused, source, offers)


def _paired(name: str, columns: Sequence[str], profiles: list[Profile],
            scores: dict[tuple[str, str], list[float]]) -> Matches:
    import numpy
    from scipy.optimize import linear_sum_assignment

    canonical = tables()[name].columns
    grid = numpy.zeros((len(columns), len(canonical)))
    for j, column in enumerate(canonical):
        for i, by_name in enumerate(scores[name, column.name]):
            if by_name > 0.0:
                grid[i, j] = by_name * fit(profiles[i], column)
            elif _speaks(profiles[i], column):
                grid[i, j] = WORTH_SHOWING
    grid[grid < WORTH_SHOWING] = 0.0
    best = linear_sum_assignment(grid, maximize=True)
    pairs = [(i, j) for i, j in zip(*best, strict=True) if grid[i, j] > 0.0]
    own = {i: grid[i, j] for i, j in pairs}
    found = {}
    for i, j in pairs:
        rivals = [k for k in range(len(columns)) if k != i and grid[k, j] > grid[i, j] - NEAR
                  and grid[k, j] >= own.get(k, 0.0)]
        by_name = scores[name, canonical[j].name][i] > 0.0
        found[canonical[j].name] = Match(
            name, canonical[j].name, Expression("column", (columns[i],)), round(float(grid[i, j]), 2),
            "name" if by_name else "values", tuple(columns[k] for k in rivals),
            *(_doubt(profiles[i], canonical[j]) if by_name else ()))
    return found


def _doubt(found: Profile, column: Column) -> tuple[Doubt, tuple[str, ...], int]:
    """Say what a match by name leaves open, which values no word is known for, and of how many."""
    if fit(found, column) == 1.0:
        return "name", (), 0
    if column.type in ("date", "timestamp"):
        return "serial", (), 0
    if column.values and not column.open:
        strange = tuple(value for value in found.distinct if value not in column.words)
        return "words", strange, len(found.distinct)
    return ("dates" if found.dates >= MOST else "grouping"), (), 0


def _speaks(found: Profile, column: Column) -> bool:
    # Values such as "large" and "small" say what they are without a name; yes and no do not.
    several = 1 < len(found.distinct) <= 3 * len(column.values)
    return several and not column.open and found.booleans < 1.0 and known_share(found, column) == 1.0


def _chosen(drafts: dict[str, Matches], file_name: str, *, forced: str | None) -> tuple[str, ...]:
    if forced is not None:
        return (forced,)
    weights = {name: _weight(name, draft, file_name) for name, draft in drafts.items()}
    main = max(weights, key=lambda name: weights[name], default="")
    if not main or weights[main] <= 0.0:
        return ()
    taken = {column for match in drafts[main].values() for column in match.expression.sources}
    if main not in ("customers", "orders"):
        return (main,)
    return (main, *(name for name in _BESIDE if name in drafts and _stands_alone(name, drafts[name], taken)))


def _weight(name: str, draft: Matches, file_name: str) -> float:
    # Explained columns count by their confidence, gaps among those that tell the table count against.
    gaps = sum(column not in draft for column in tables()[name].telling)
    if all(match.because == "row" for match in draft.values()):
        return 0.0
    weight = sum(match.confidence for match in draft.values() if match.expression.kind != "constant")
    names = (words(synonym) for listed in tables()[name].synonyms.values() for synonym in listed)
    named = any(synonym in file_name for synonym in names)
    return weight - 0.8 * gaps + (0.5 if named else 0.0)


def _stands_alone(name: str, draft: Matches, taken: set[str]) -> bool:
    own = [draft.get(column) for column in tables()[name].telling if column != "customer_id"]
    return "customer_id" in draft and all(
        match is not None and match.confidence >= SURE and not set(match.expression.sources) & taken
        for match in own)


def _ordered(name: str, draft: Matches) -> list[Match]:
    return [draft[column.name] for column in tables()[name].columns if column.name in draft]
