"""Standards a survey is held against, each with the day from which it counts: a small file in the store."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.errors import HuitouError, StoreDamaged
from analytics.store.durable import write_durably
from analytics.store.faults import storage_faults

FILE = "standards.toml"


@dataclass(frozen=True, slots=True, order=True)
class Standard:
    """The share of answers in the top two boxes that a question should reach.

    Attributes
    ----------
    question : str
    valid_from : date
        It counts from this day until the next standard of the question.
    value : float
        Between nought and one.
    """

    question: str
    valid_from: date
    value: float


def read_standards(folder: Path) -> tuple[Standard, ...]:
    """Read the standards of a store, by question and day; none where nobody set any.

    Raises
    ------
    StoreDamaged
        The file is not what this program writes.
    """
    path = folder / FILE
    with storage_faults(path):
        text = path.read_text("utf-8") if path.exists() else ""
    try:
        rows = tomllib.loads(text).get("standard", [])
        return tuple(sorted(Standard(str(row["question"]), _day(row["from"]), _share(row["value"]))
                            for row in rows))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, HuitouError) as error:
        raise StoreDamaged(f"{path} cannot be read: {error}.", path=str(path),
                           hint="Correct the file or remove it, and set the standards again.") from error


def set_standard(folder: Path, question: str, value: float | None, valid_from: date) -> tuple[Standard, ...]:
    """Set a question's standard from a day on, or take back the one set for that day.

    Parameters
    ----------
    folder : Path
        The store's folder.
    question : str
    value : float or None
        Share between nought and one; None removes what was set for the day.
    valid_from : date

    Returns
    -------
    tuple of Standard
        All of them; earlier ones stay, so that earlier answers are held against the standard of their time.

    Raises
    ------
    HuitouError
        The value is no share.
    """
    kept = [one for one in read_standards(folder) if (one.question, one.valid_from) != (question, valid_from)]
    if value is not None:
        kept.append(Standard(question, valid_from, _share(value)))
    standards = tuple(sorted(kept))
    write_durably(folder / FILE, "\n".join(map(_written, standards)))
    return standards


def standard_on(standards: tuple[Standard, ...], question: str, day: date | None) -> Standard | None:
    """Return the standard of a question on a day; the newest where there are no days."""
    known = [one for one in standards if one.question == question and (day is None or one.valid_from <= day)]
    return known[-1] if known else None


def _written(one: Standard) -> str:
    name = one.question.replace("\\", "\\\\").replace('"', '\\"')
    return f'[[standard]]\nquestion = "{name}"\nvalue = {one.value!r}\nfrom = {one.valid_from.isoformat()}\n'


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a date")
    return value


def _share(value: float) -> float:
    if not 0 < float(value) < 1:
        raise HuitouError(f"{value} is not a share between 0 and 1.", code="standard_value", value=value,
                          hint="Write 80 % as 0.8.")
    return float(value)
