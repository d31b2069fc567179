"""A suggestion as a mapping file to edit: what is unsure is marked in words, what is missing is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analytics.errors import HuitouError
from analytics.i18n import Translator
from analytics.importing.mapping_writing import line
from analytics.importing.suggesting_rules import Match
from analytics.importing.suggesting_wording import doubt
from analytics.schema.table import TABLE_NAMES

if TYPE_CHECKING:
    from analytics.importing.resolving import Uncertain
    from analytics.importing.suggesting import Suggestion

#: Unused columns named in a mapping file to edit.
NAMED = 40


def suggestion_text(error: HuitouError, words: Translator) -> str:
    """Return the mappings to edit of an import that was not certain, one for each file; else nothing."""
    found: Sequence[Uncertain] = error.details.get("suggestions", ())  # type: ignore[assignment]
    if len(found) < 2:
        return "".join(one.suggestion.to_toml(words) for one in found)
    blocks = [f"# {words('mapping.file.several')}\n"]
    for one in found:
        ready = words("mapping.file.ready", ready=one.ready) if one.ready else ""
        blocks.append(f"# ---- {words.sentences(one.file, ready)}\n\n{one.suggestion.to_toml(words)}")
    return "\n".join(blocks)


def write_suggestion(suggestion: Suggestion, words: Translator) -> str:
    """Return the text of a mapping file; its comments are in the translator's language."""
    blocks = [_remaining(suggestion, words)] if suggestion.unused else []
    if not suggestion.tables:
        blocks.append(f"# {words('mapping.file.no_table', tables=', '.join(TABLE_NAMES))}\n"
                      f'# [customers]\n# customer_id = "…"')
    blocks += [_section(suggestion, name, suggestion.matches, words) for name in suggestion.tables]
    for name in suggestion.offered:
        section = _section(suggestion, name, suggestion.offers, words)
        blocks.append("\n".join([f"# {words('mapping.file.offered', table=name)}",
                                 *(f"# {one}" for one in section.splitlines())]))
    return "\n\n".join(blocks) + "\n"


def _section(suggestion: Suggestion, name: str, matches: tuple[Match, ...], words: Translator) -> str:
    lines = [f"[{name}]"]
    if suggestion.source.sheet:
        lines.append(line("sheet", suggestion.source.sheet))
    if suggestion.repeats(name):
        lines.append(line("one_row_per_key", True))
    for match in matches:
        if match.table == name:
            doubted = doubt(match, words)
            lines.append(line(match.column, match.expression) + (
                f"  # {words('mapping.doubt.check', doubt=doubted)}" if doubted else ""))
    lines += [f'# {column} = "…"  # {words("mapping.file.missing")}'
              for table, column in suggestion.missing if table == name]
    if name == suggestion.tables[0] == "customers":
        lines.append('traits = "*"')
    return "\n".join(lines)


def _remaining(suggestion: Suggestion, words: Translator) -> str:
    unused = suggestion.unused
    more = f"  # {words('mapping.file.more', n=len(unused) - NAMED)}" if len(unused) > NAMED else ""
    return f"# {line('not_used_yet', list(unused[:NAMED]))}{more}"
