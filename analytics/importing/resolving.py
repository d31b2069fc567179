"""Which mapping reads which files: the one given, one confirmed before, or a suggestion that is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import FileRefused, HuitouError, MappingRefused
from analytics.i18n import Translator
from analytics.importing.mapping import Assignment, Mapping
from analytics.importing.mapping_memory import remembered
from analytics.importing.preview import Preview
from analytics.importing.previewing import read_preview
from analytics.importing.suggesting import suggest


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that one mapping reads.

    Attributes
    ----------
    mapping : Mapping
    files : dict of str to tuple of Path
        Alias to files.
    """

    mapping: Mapping
    files: dict[str, tuple[Path, ...]]

    @property
    def paths(self) -> tuple[Path, ...]:
        """All its files."""
        return tuple(dict.fromkeys(path for found in self.files.values() for path in found))


def resolve(paths: Sequence[Path], *, mapping: Mapping | None, table: str | None, encoding: str | None,
            memory: Path) -> tuple[Unit, ...]:
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

    Returns
    -------
    tuple of Unit

    Raises
    ------
    MappingRefused
        The mapping does not fit the files, or none was given and none can be suggested with confidence;
        the suggestion, to be edited, is then in ``details["suggestion"]``.
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
    return tuple(_alone(preview, table=table, memory=memory) for preview in previews)


def _unspoken(assignment: Assignment) -> MappingRefused:
    """Say which of the files the mapping reads, which it does not speak of, and what to do with those."""
    read = list(dict.fromkeys(path.name for paths in assignment.files.values() for path in paths))
    unused = [path.name for path in assignment.unused]
    files = {"read": ", ".join(read), "files": ", ".join(unused), "n": str(len(unused))}
    return MappingRefused(
        Translator("en")("errors.mapping_unused_file", **files), code="mapping_unused_file", **files)


def _alone(preview: Preview, *, table: str | None, memory: Path) -> Unit:
    path = preview.path
    known = _remembered(memory, preview.columns)
    if known is not None and len(known.sources) == 1 and \
            table in (None, *(filled.table for filled in known.tables)):
        return Unit(known, {known.sources[0].alias: (path,)})
    suggestion = suggest(preview, table=table)
    if not suggestion.confident:
        raise MappingRefused(
            f"It is not certain what the columns of {path.name} mean.", code="mapping_uncertain",
            hint="Check the suggested mapping, save it as a file and import with --mapping.",
            file=path.name, suggestion=suggestion.to_toml(), columns=preview.columns)
    return Unit(suggestion.mapping, {suggestion.source.alias: (path,)})


def _remembered(memory: Path, *headers: Sequence[str]) -> Mapping | None:
    try:
        return remembered(memory, *headers)
    except HuitouError:
        return None  # A remembered mapping that no longer fits the schema is as good as forgotten.
