"""The contact list as people take it away: why and what in words, each contact on a day of the calendar."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from analytics.i18n import Translator
from analytics.metrics.contact_list import STANDARD_REASONS
from analytics.reports.calendar_file import CalendarDay, calendar_bytes
from analytics.workspace import Task

#: Working days over which contacts without a day of their own are spread.
_WEEK = 5
#: Reasons whose day is the day to act on.
_ON_THE_DAY = ("promise", "birthday", "anniversary")


def why(row: Mapping[str, Any], words: Translator) -> str:
    """Say why a customer is to be contacted.

    Parameters
    ----------
    row : mapping
        A row of the metric ``contact_list``.
    words : Translator
    """
    reason, last = row["contact_reason"], _day(row["last_on"])
    key = f"contacts.why.{reason}"
    if last is None and reason in STANDARD_REASONS:
        key += "_never"
    known = {name: words.number(int(row[name])) for name in ("days_allowed", "years")
             if not pd.isna(row[name])}
    return words(key, last=words.date(last), day=words.date(_day(row["day"])), **known)


def what(row: Mapping[str, Any], words: Translator) -> str:
    """Say what is to be done."""
    return words(f"contacts.do.{row['contact_reason']}")


def contact_days(frame: pd.DataFrame, tasks: Mapping[tuple[str, str], Task], *,
                 today: date) -> tuple[date, ...]:
    """Return the day on which each contact of the list stands in a calendar.

    A last day that somebody set comes first; then the day of a promise, birthday or anniversary, or the
    next working day where it has passed. The others are spread over the five working days to come, those of
    each account manager evenly.

    Parameters
    ----------
    frame : pandas.DataFrame
        The metric ``contact_list``.
    tasks : mapping of (str, str) to Task
        By customer and occasion.
    today : date
        The company's day.
    """
    week = _working_days(today)
    manager = frame["account_manager"].fillna("")
    total, seen = Counter(manager), Counter[str]()
    days = []
    for row, whose in zip(frame.to_dict("records"), manager, strict=True):
        task = tasks.get((str(row["customer_id"]), str(row["occasion"])))
        spread = week[seen[whose] * _WEEK // max(total[whose], 1)]
        seen[whose] += 1
        own = _day(row["day"]) if row["contact_reason"] in _ON_THE_DAY else None
        if task is not None and task.due_on is not None:
            days.append(max(task.due_on, week[0]))
        elif own is not None:
            days.append(own if own > today else week[0])
        else:
            days.append(spread)
    return tuple(days)


def contact_calendar(frame: pd.DataFrame, tasks: Mapping[tuple[str, str], Task], *, today: date,
                     words: Translator, written: datetime) -> bytes:
    """Return the contact list as a calendar file; see `contact_days`."""
    days = contact_days(frame, tasks, today=today)
    return calendar_bytes(
        (_entry(row, day, words) for row, day in zip(frame.to_dict("records"), days, strict=True)),
        name=words("contacts.title"), written=written)


def _entry(row: dict[str, Any], day: date, words: Translator) -> CalendarDay:
    number, name = str(row["customer_id"]), row["name"]
    told: Sequence[str] = (
        why(row, words), words("contacts.calendar.number", number=number),
        *([] if pd.isna(row["phone"]) else [words("contacts.calendar.phone", phone=row["phone"])]))
    identity = hashlib.sha256(f"{number}\n{row['occasion']}".encode()).hexdigest()[:24]
    title = words("contacts.calendar.title", what=what(row, words), name=number if pd.isna(name) else name)
    return CalendarDay(f"{identity}@huitou", day, title, "\n".join(told),
                       words.value("contact_reason", row["contact_reason"]))


def _working_days(today: date) -> tuple[date, ...]:
    days = (today + timedelta(days=ahead) for ahead in range(1, 2 * _WEEK))
    return tuple(day for day in days if day.weekday() < _WEEK)[:_WEEK]


def _day(value: Any) -> date | None:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, datetime) else value
