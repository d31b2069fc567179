"""Days as a calendar file (RFC 5545) that any calendar takes in: UTF-8, folded lines, stable identities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: Octets in a line, without its end; a longer one goes on in the next, behind a space.
LONGEST_LINE = 75
#: A file of text has no signs that steer a terminal.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """What stands in a calendar on a day.

    Attributes
    ----------
    identity : str
        Taken in again, the same identity replaces what stood there.
    day : date
    title : str
    text : str
    category : str
    """

    identity: str
    day: date
    title: str
    text: str = ""
    category: str = ""


def calendar_bytes(days: Iterable[CalendarDay], *, name: str, written: datetime) -> bytes:
    """Return days as a calendar file.

    Parameters
    ----------
    days : iterable of CalendarDay
    name : str
        Of the calendar.
    written : datetime
        The moment of writing, with its time zone.
    """
    stamp = written.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Huitou//Contacts//EN", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{_escaped(name)}"]
    for one in days:
        lines += [
            "BEGIN:VEVENT", f"UID:{_escaped(one.identity)}", f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}", f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(one.title)}", f"DESCRIPTION:{_escaped(one.text)}",
            f"CATEGORIES:{_escaped(one.category)}",
            # A call to make leaves the day free for other appointments.
            "TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _escaped(text: str) -> str:
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return text.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def _folded(line: str) -> Iterator[str]:
    """Break a line between signs, never within one: a sign may have up to four octets."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part += sign
        size += octets
    yield part
