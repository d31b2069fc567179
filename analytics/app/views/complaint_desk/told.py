"""The desk's words: how late a case is, what was promised, and answers as people read them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from analytics.app.context import Context
from analytics.i18n.translator import NONE
from analytics.workspace.complaint_form import DONE, FIELD, STAGES
from analytics.workspace.complaint_level import Standing

#: Codes that stand in the catalogue of values under a name of their own there.
_VALUES = ("channel", "reaction", "severity", "cause", "outcome", "owner_level")
_HOURS_A_DAY = 24


def stage_name(context: Context, stage: str) -> str:
    """Return a stage in words."""
    return context.text("stage_done") if stage == DONE else context.words(f"complaints.stage.{stage}")


def lateness(context: Context, stands: Standing) -> str:
    """Say how the stage stands against its target."""
    if stands.target is None:
        return NONE
    over = stands.hours - stands.target
    return context.text("late_by" if over > 0 else "left", time=duration(context, abs(over)),
                        target=duration(context, stands.target))


def promise(context: Context, days: int | None) -> str:
    """Say when a promise is due."""
    if days is None:
        return NONE
    return context.text("promise_today" if days == 0 else "promise_in" if days > 0 else "promise_overdue",
                        n=abs(days))


def duration(context: Context, hours: float) -> str:
    """Say a stretch of time: hours up to two days, whole days beyond."""
    if hours < 1:
        return context.text("minutes")
    if hours <= 2 * _HOURS_A_DAY:
        return context.text("hours", n=round(hours))
    return context.text("days", n=round(hours / _HOURS_A_DAY))


def moment(context: Context, when: datetime | None) -> str:
    """Say a moment in local time."""
    return context.words.time(when.astimezone() if when is not None else None)


def field_name(context: Context, name: str) -> str:
    """Return what a field of the form, or of a case, is called."""
    return context.text(f"field.{name}")


def choice(context: Context, name: str, value: Any) -> str:
    """Return an answer that was chosen in words; the company's own word as it is."""
    if value in ("", None):
        return context.text("not_said")
    if isinstance(value, bool):
        return context.text("yes" if value else "no")
    if name in _VALUES:
        return context.words.value(name, value)
    key = f"{context.page}.choice.{name}.{value}"
    return context.words(key) if context.words.has(key) else str(value)


def answer_words(context: Context, name: str, value: Any) -> str:
    """Return any answer in words, also one that the history has as JSON."""
    words = context.words
    if value in ("", None) or value == () or value == []:
        return NONE
    if name == "stage":
        return stage_name(context, str(value))
    if name == "moments":
        return words.listing([stage_name(context, one) for one in STAGES if one in value])
    if name == "opened_on" or (name in FIELD and FIELD[name].kind == "date"):
        return words.date(date.fromisoformat(value) if isinstance(value, str) else value)
    if name in FIELD and FIELD[name].kind == "money":
        return context.money(value)
    if name in FIELD and FIELD[name].kind == "steps":
        return words.listing([context.text(f"step.{one}") for one in value])
    return choice(context, name, value)
