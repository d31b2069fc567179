"""The command that sets what a question of the survey should reach."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from analytics.cli.company import FormatOption, StoreOption, open_store
from analytics.cli.output import Format, plain, write_json, write_rows
from analytics.errors import HuitouError
from analytics.store import read_standards, set_standard


def standard(question: Annotated[str | None, typer.Argument(help="The question, such as overall.")] = None,
             value: Annotated[str | None, typer.Argument(
                 help="Share of answers in the top two boxes: 0.8 or 80%; none takes it back.")] = None,
             since: Annotated[str | None, typer.Option(
                 "--from", help="Day from which it counts (ISO); today when omitted.")] = None,
             store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """Set the standard of a question from a day on, or list all standards."""
    folder = open_store(store).path
    found = read_standards(folder)
    if question is not None:
        if value is None:
            raise HuitouError("Say what the standard is.", code="standard_value", value="",
                              hint="Write 80 % as 0.8 or 80%.")
        found = set_standard(folder, question, _share(value), _day(since))
    rows = [{"question": one.question, "from": one.valid_from, "standard": one.value} for one in found]
    if format is Format.json:
        write_json({"asked": "standard", "rows": [plain(row) for row in rows]})
    else:
        write_rows([plain(row) for row in rows], format)


def _share(text: str) -> float | None:
    if text == "none":
        return None
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError as error:
        raise HuitouError(f"{text} is not a share.", code="standard_value", value=text,
                          hint="Write 80 % as 0.8 or 80%.") from error


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise HuitouError(f"{text} is not a day of the calendar.", code="period_code", period=text,
                          hint="Write it as 2026-01-31.") from error
