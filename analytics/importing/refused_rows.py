"""The refused rows of a batch: to look at, and to take away, mend and import again."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count, groupby
from pathlib import Path
from types import MappingProxyType

from analytics.i18n import Translator
from analytics.importing.layout import REASON_COLUMNS
from analytics.importing.mapping_sql import literal
from analytics.importing.mended_rows import Place, origin
from analytics.importing.reading import connect
from analytics.importing.report import Problem
from analytics.importing.wording import reason
from analytics.store import Store

# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@")


def read_refused(store: Store, batch_id: str, *, table: str | None = None, rule: str | None = None,
                 limit: int = 1000) -> list[Problem]:
    """Return what was wrong with the refused rows of a batch.

    Parameters
    ----------
    store : Store
    batch_id : str
    table, rule : str, optional
        Only those of this canonical table, of this rule.
    limit : int, default 1000
        How many at most.

    Returns
    -------
    list of Problem
        In the order of the files.
    """
    file = store.rejects_file(batch_id)
    if not file.exists():
        return []
    with connect() as connection:
        rows = connection.execute(
            f"""select "table", file, "row", "column", coalesce("value", ''), rule, coalesce(hint, '')
                from read_parquet({literal(str(file))})
                where ($table is null or "table" = $table) and ($rule is null or rule = $rule)
                order by file, "row" limit $limit""",
            {"table": table, "rule": rule, "limit": limit}).fetchall()
    return [Problem(*row) for row in rows]


def write_refused(store: Store, batch_id: str, folder: Path,
                  translator: Translator | None = None, *,
                  without: Collection[Place] = (), since: Mapping[Place, str] = MappingProxyType({}),
                  ) -> tuple[Path, ...]:
    """Write the refused rows of a batch as CSV files that can be mended and imported again.

    Each has the company's own columns, and beside them the number of the row, the rules it broke, the
    reasons in words and the import it was refused in, none of which becomes data. Cells that a
    spreadsheet would take for a formula begin with an apostrophe, which an import of such a file takes
    away again.

    Parameters
    ----------
    store : Store
    batch_id : str
    folder : Path
        Made where it is not there.
    translator : Translator, optional
        For the words; English when omitted.
    without : collection of (str, str, int)
        Rows to leave out, such as `settled_rows.settled_rows` gives them.
    since : mapping of (str, str, int) to str
        What became of rows since, in words, for a column of its own.

    Returns
    -------
    tuple of Path
        One file for each imported file with refused rows.
    """
    words = translator or Translator("en")
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    batch = next((one for one in store.batches() if one.id == batch_id), None)
    wanted = ((problem, raw) for problem, raw in _problems(store, batch_id)
              if _place(problem) not in without)
    for name, problems in groupby(wanted, key=lambda problem: problem[0].file):
        target = _free(folder, Path(name).name.split(".")[0], written)
        _write(target, list(problems), words, origin(batch, name) if batch is not None else "", since)
        written.append(target)
    return tuple(written)


def _free(folder: Path, name: str, taken: Sequence[Path]) -> Path:
    """Return a name for a file: exports of two branches are often called the same."""
    numbered = (f"{name}-refused{f'-{number}' if number > 1 else ''}.csv" for number in count(1))
    return next(folder / one for one in numbered if folder / one not in taken)


def _problems(store: Store, batch_id: str) -> Iterator[tuple[Problem, str]]:
    file = store.rejects_file(batch_id)
    if not file.exists():
        return
    with connect() as connection:
        found = connection.execute(
            f"""select "table", file, "row", coalesce("column", ''), coalesce("value", ''), rule,
                       coalesce(hint, ''), raw
                from read_parquet({literal(str(file))}) order by file, "row", "table", "column", rule""")
        while rows := found.fetchmany(10_000):
            yield from ((Problem(*row[:7]), row[7]) for row in rows)


def _write(target: Path, problems: list[tuple[Problem, str]], words: Translator, refused_in: str,
           since: Mapping[Place, str]) -> None:
    columns = next((list(cells) for _, raw in problems if "" not in (cells := json.loads(raw))), [])
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*columns, *REASON_COLUMNS])
        for row, group in groupby(problems, key=lambda problem: problem[0].row):
            found = list(group)
            places = [_place(problem) for problem, _ in found]
            cells = json.loads(found[0][1])
            writer.writerow([*(_harmless(cells.get(column)) for column in columns), row,
                             " ".join(dict.fromkeys(problem.rule for problem, _ in found)),
                             " ".join(dict.fromkeys(reason(problem, words) for problem, _ in found)),
                             _harmless(cells.get("")), refused_in,
                             next((since[place] for place in places if place in since), "")])


def _place(problem: Problem) -> Place:
    return problem.table, problem.file, problem.row


def _harmless(cell: str | None) -> str:
    if cell is None:
        return ""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
