"""Which mapping reads which files: the one given, one confirmed before, or a suggestion that is sure."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import FileRefused, HuitouError, MappingRefused
from analytics.i18n import Translator
from analytics.importing.mapping import Assignment, Mapping
from analytics.importing.mapping_memory import remembered
from analytics.importing.preview import Preview
from analytics.importing.previewing import read_preview
from analytics.importing.ready_made import ready_made
from analytics.importing.suggesting import Suggestion, suggest


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that one mapping reads.

    Attributes
    ----------
    mapping : Mapping
    files : dict of str to tuple of Path
        Alias to files.
    suggestion : Suggestion, optional
        What the mapping rests on where nobody has given or confirmed one.
    """

    mapping: Mapping
    files: dict[str, tuple[Path, ...]]
    suggestion: Suggestion | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """All its files."""
        return tuple(dict.fromkeys(path for found in self.files.values() for path in found))


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A file of which it is not certain what its columns mean.

    Attributes
    ----------
    file : str
    suggestion : Suggestion
        What it seems to be, to be checked.
    ready : str
        The ready mapping that was made for it; empty where there is none.
    """

    file: str
    suggestion: Suggestion
    ready: str


def resolve(paths: Sequence[Path], *, mapping: Mapping | None, table: str | None, encoding: str | None,
            memory: Path, customers_known: bool = False) -> tuple[Unit, ...]:
    """Find out how files are to be read.

    Parameters
    ----------
    paths : sequence of Path
    mapping : Mapping, optional
        The mapping to use.
    table : str, optional
        The one canonical table the files feed, where no mapping is given.
    encoding : str, optional
    memory : Path
        Folder of the mappings confirmed before.
    customers_known : bool, default False
        Whether the store holds customers already. Where it does not and no file is a list of them, a
        suggestion takes them from the files that name them beside something else.

    Returns
    -------
    tuple of Unit

    Raises
    ------
    MappingRefused
        The mapping does not fit the files, or none was given and none can be suggested with confidence;
        ``details["suggestions"]`` then holds an `Uncertain` for every file that is not certain.
    FileRefused
        A file cannot be read, or there is none.
    """
    if not paths:
        raise FileRefused("There is no file to import.", code="file_missing", file="")
    for folder in (path for path in paths if path.is_dir()):
        files = str(folder / "*.csv")
        raise FileRefused(f"{folder} is a folder.", code="file_folder", file=str(folder), files=files,
                          hint=f"Name the files in it, as in {files}.")
    if mapping is not None:
        assignment = mapping.assign(paths)
        if assignment.unused:
            raise _unspoken(assignment)
        return (Unit(mapping, assignment.files),)
    previews = [read_preview(path, encoding=encoding) for path in paths]
    together = _remembered(memory, *(preview.columns for preview in previews))
    if together is not None and table is None and not together.assign(paths).unused:
        return (Unit(together, together.assign(paths).files),)
    found = [_alone(preview, table=table, memory=memory) for preview in previews]
    listed = customers_known or any("customers" in _filled(one) for one in found)
    if table is None and not listed:
        found = [one.taking("customers") if isinstance(one, Suggestion) else one for one in found]
    unsure = {preview.path: one for preview, one in zip(previews, found, strict=True)
              if isinstance(one, Suggestion) and not one.confident}
    if unsure:
        raise _refusal(unsure, previews)
    return tuple(Unit(one.mapping, {one.source.alias: (preview.path,)}, one) if isinstance(one, Suggestion)
                 else one for preview, one in zip(previews, found, strict=True))


def _filled(found: Unit | Suggestion) -> tuple[str, ...]:
    return found.tables if isinstance(found, Suggestion) else tuple(one.table for one in found.mapping.tables)


def _refusal(unsure: Dictionary[Path, Suggestion], previews: Sequence[Preview]) -> MappingRefused:
    """Name every file that is not certain, and the ready mapping that was made for most of them."""
    ready = [one for one in ready_made(previews) if set(one.reads) & set(unsure)]
    shown = {path: one.shown for one in reversed(ready) for path in one.reads}
    suggestions = tuple(Uncertain(path.name, one, shown.get(path, "")) for path, one in unsure.items())
    names = {"file": ", ".join(path.name for path in unsure)}
    code = "mapping_uncertain"
    if ready:
        code = "mapping_uncertain_together" if ready[0].lacks else "mapping_uncertain_ready"
        names |= {"ready": ready[0].shown, "read": ", ".join(path.name for path in ready[0].reads),
                  "others": ", ".join(ready[0].lacks)}
    return MappingRefused(Translator("en")(f"errors.{code}", **names), code=code, suggestions=suggestions,
                          **names)


def _unspoken(assignment: Assignment) -> MappingRefused:
    """Say which of the files the mapping reads, which it does not speak of, and what to do with those."""
    read = list(dict.fromkeys(path.name for paths in assignment.files.values() for path in paths))
    unused = [path.name for path in assignment.unused]
    files = {"read": ", ".join(read), "files": ", ".join(unused), "n": str(len(unused))}
    return MappingRefused(
        Translator("en")("errors.mapping_unused_file", **files), code="mapping_unused_file", **files)


def _alone(preview: Preview, *, table: str | None, memory: Path) -> Unit | Suggestion:
    path = preview.path
    known = _remembered(memory, preview.columns)
    if known is not None and len(known.sources) == 1 and \
            table in (None, *(filled.table for filled in known.tables)):
        return Unit(known, {known.sources[0].alias: (path,)})
    return suggest(preview, table=table)


def _remembered(memory: Path, *headers: Sequence[str]) -> Mapping | None:
    try:
        return remembered(memory, *headers)
    except HuitouError:
        return None  # A remembered mapping that no longer fits the schema is as good as forgotten.
