"""The ready mappings of published formats, and which of them was made for the files at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.importing.mapping import Mapping, fits, load_mapping
from analytics.importing.mapping_parts import Source, plain
from analytics.importing.preview import Preview

FOLDER = Path(__file__).parents[2] / "data" / "mappings"


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A ready mapping that reads files at hand.

    Attributes
    ----------
    path : Path
        The mapping file.
    reads : tuple of Path
        The files at hand it was made for.
    lacks : tuple of str
        Patterns of the other files it reads together with them.
    """

    path: Path
    reads: tuple[Path, ...]
    lacks: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The mapping file as it is named on the command line, from the program's own folder."""
        return self.path.relative_to(FOLDER.parents[1]).as_posix()


def ready_made(previews: Sequence[Preview]) -> tuple[ReadyMade, ...]:
    """Return the ready mappings made for files, those that read most of them first.

    A mapping was made for a file whose name and columns it names. The name alone is not enough:
    ``contract*`` is the name of many a file.
    """
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        mapping = load_mapping(path)
        reads = {source.alias: [one.path for one in previews if _made_for(mapping, source, one)]
                 for source in mapping.sources}
        if any(reads.values()):
            read = tuple(dict.fromkeys(one for files in reads.values() for one in files))
            lacks = tuple(source.file for source in mapping.sources if not reads[source.alias])
            found.append(ReadyMade(path, read, lacks))
    return tuple(sorted(found, key=lambda one: (-len(one.reads), len(one.lacks))))


def _made_for(mapping: Mapping, source: Source, preview: Preview) -> bool:
    if not fits(preview.path, source):
        return False
    if source.columns:
        return len(source.columns) == len(preview.columns)
    needed = _needed(mapping, source.alias)
    return bool(needed) and needed <= {plain(column) for column in preview.columns}


def _needed(mapping: Mapping, alias: str) -> set[str]:
    """Return the columns that a mapping certainly looks for in one of its files."""
    needed = set()
    for table in mapping.tables:
        if alias not in table.sources:
            continue
        names = {name for expression in table.columns.values() for name in expression.sources}
        names |= {left for join in table.joins for left, _ in join.on}
        needed |= {name.partition(".")[2] for name in names if name.startswith(f"{alias}.")}
        needed |= {right for join in table.joins if join.source == alias for _, right in join.on}
        if alias == table.source:
            # Beside other files a plain name may be a column of one of those.
            needed |= names if not table.joins else {left for left, _ in table.joins[0].on}
    return {plain(name) for name in needed}
