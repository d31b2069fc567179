"""A mapping: how a company's files become canonical tables.

A mapping is a TOML file with a section per canonical table; see the files in ``data/mappings``
and ``docs/data.md``. A canonical column is filled by a source column, or by

=============================================  ====================================================
``"Customer ID"``                              the source column
``{ column = "Churn", values = {Yes="lost"} }``  words translated; also ``otherwise``, ``multiply``,
                                               ``format`` (as in strptime), ``default``, ``whole``
``{ constant = "overall" }``                   the same for every row
``{ row = "C{row}" }``                         the number of the source row
``{ columns = ["First", "Last"], join = " " }``  several columns as one text
``{ product = ["Quantity", "UnitPrice"] }``    arithmetic; also ``sum`` and ``difference``
=============================================  ====================================================

A section may also say ``from`` (a file of ``[files]``), ``join`` (files looked up by key), ``where``
(which rows to take), ``traits`` and ``leave_out``, ``duplicates`` and ``one_row_per_key``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from analytics.errors import MappingRefused
from analytics.importing import mapping_sql, mapping_toml, mapping_writing
from analytics.importing.mapping_parts import Headers, Source, TableMapping


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which files a mapping reads as what.

    Attributes
    ----------
    files : dict of str to tuple of Path
        Alias to the files that fit its pattern; aliases without a file are left out.
    unused : tuple of Path
        Files that fit no pattern.
    """

    files: dict[str, tuple[Path, ...]]
    unused: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """How files become canonical tables.

    Attributes
    ----------
    sources : tuple of Source
        The files it reads.
    tables : tuple of TableMapping
        The tables it fills, in the order of the mapping file.
    """

    sources: tuple[Source, ...]
    tables: tuple[TableMapping, ...]

    def table(self, name: str) -> TableMapping:
        """Return how a canonical table is filled."""
        for table in self.tables:
            if table.table == name:
                return table
        raise MappingRefused(f"The mapping does not fill {name}.", code="mapping_table", table=name)

    def source(self, alias: str) -> Source:
        """Return a source by its alias."""
        return next(source for source in self.sources if source.alias == alias)

    def assign(self, paths: Sequence[Path]) -> Assignment:
        """Say which file is read as which source.

        Parameters
        ----------
        paths : sequence of Path
            The files at hand.

        Returns
        -------
        Assignment

        Raises
        ------
        MappingRefused
            No table can be filled from these files, or a table's file is here but one it looks up is not.
        """
        fitting = {source.alias: tuple(path for path in paths if fits(path, source))
                   for source in self.sources}
        files = {alias: found for alias, found in fitting.items() if found}
        ready = [table for table in self.tables if table.source in files]
        if not ready:
            wanted = ", ".join(dict.fromkeys(source.file for source in self.sources))
            raise MappingRefused("None of the files is one the mapping speaks of.", code="mapping_files",
                                 hint=f"It looks for {wanted}.", files=wanted)
        for table in ready:
            for join in table.joins:
                if join.source not in files:
                    wanted = self.source(join.source).file
                    raise MappingRefused(
                        f"Section [{table.table}] looks up {wanted}, which is not among the files.",
                        code="mapping_lookup", hint="Import it together with the others.",
                        table=table.table, file=wanted)
        used = {path for found in files.values() for path in found}
        return Assignment(files, tuple(path for path in paths if path not in used))

    def filled_from(self, aliases: Sequence[str]) -> tuple[TableMapping, ...]:
        """Return the tables whose own file is among these sources."""
        return tuple(table for table in self.tables if table.source in aliases)

    def check(self, headers: Dictionary[str, Sequence[str]]) -> None:
        """Refuse the mapping if a source column it names is not there.

        Parameters
        ----------
        headers : mapping of str to sequence of str
            Alias to column names, for the files at hand.

        Raises
        ------
        MappingRefused
            With the nearest column name as a hint.
        """
        for table in self.filled_from(tuple(headers)):
            self.select(table.table, dict.fromkeys(headers, "relation"), headers)

    def traits(self, name: str, headers: Dictionary[str, Sequence[str]]) -> dict[str, tuple[str, str]]:
        """Return the traits of a table: their name in the store, and the alias and column they come from.

        Parameters
        ----------
        name : str
            Canonical table.
        headers : mapping of str to sequence of str
            Alias to column names.

        Returns
        -------
        dict of str to (str, str)
            Empty for every table but customers.
        """
        table, known = self.table(name), _headers(headers)
        if table.traits is not None:
            chosen = [known.find(trait, table.sources, name) for trait in table.traits]
        else:
            used = self._used(known) | {known.find(column, table.sources, name) for column in table.leave_out}
            chosen = [(alias, column) for alias in table.sources for column in known.by_source[alias]
                      if (alias, column) not in used]
        named: dict[str, tuple[str, str]] = {}
        for place in chosen:
            trait = mapping_sql.trait_name(place[1])
            while trait in named:
                trait += "_"
            named[trait] = place
        return named

    def select(self, name: str, relations: Dictionary[str, str],
               headers: Dictionary[str, Sequence[str]]) -> str:
        """Return a SELECT of a canonical table's rows over files read as text.

        Parameters
        ----------
        name : str
            Canonical table.
        relations : mapping of str to str
            Alias to a relation, as it is written in SQL, with the file's columns as text beside
            ``_file`` and ``_row`` (the number of the row in its file). Cells are trimmed, empty ones null.
        headers : mapping of str to sequence of str
            Alias to the file's column names.

        Returns
        -------
        str
            SQL of ``_file``, ``_row``, ``_hash`` (equal for exact copies of a source row), the
            columns of `TableMapping.filled` and the traits. Values are still text;
            casting them and finding the codes of categories is left to validation.
        """
        return mapping_sql.select(self.table(name), relations=relations, headers=_headers(headers),
                                  sources={source.alias: source for source in self.sources},
                                  traits=self.traits(name, headers))

    def to_toml(self) -> str:
        """Return the mapping as the text of a mapping file."""
        return mapping_writing.write(self.sources, self.tables)

    def _used(self, headers: Headers) -> set[tuple[str, str]]:
        used = set()
        for table in self.filled_from(tuple(headers.by_source)):
            names = [name for expression in table.columns.values() for name in expression.sources]
            used |= {headers.find(name, table.sources, table.table) for name in names}
            for i, join in enumerate(table.joins):
                for left, right in join.on:
                    used.add(headers.find(left, table.sources[:i + 1], table.table))
                    used.add(headers.find(right, (join.source,), table.table))
        return used


def read_mapping(text: str, name: str = "The mapping") -> Mapping:
    """Return the mapping a TOML text describes.

    Parameters
    ----------
    text : str
        Text of a mapping file.
    name : str
        What to call it in messages.

    Returns
    -------
    Mapping

    Raises
    ------
    MappingRefused
        The text is not TOML, or names tables, columns or forms that do not exist.
    """
    try:
        return Mapping(*mapping_toml.parse(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise MappingRefused(f"{name} is not valid TOML: {error}.", code="mapping_syntax",
                             name=name, reason=str(error)) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise MappingRefused(f"{name} has a value of the wrong kind: {error}.", code="mapping_form",
                             table=name, column=str(error)) from error


def load_mapping(path: Path) -> Mapping:
    """Return the mapping of a file; see `read_mapping`."""
    try:
        return read_mapping(path.read_text("utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise MappingRefused(f"{path.name} cannot be read: {error}.", code="mapping_unreadable",
                             name=path.name, reason=str(error)) from error


def fits(path: Path, source: Source) -> bool:
    """Say whether a file's name is one that a source reads."""
    return fnmatch(path.name.casefold(), source.file.casefold())


def _headers(headers: Dictionary[str, Sequence[str]]) -> Headers:
    return Headers({alias: tuple(columns) for alias, columns in headers.items()})
