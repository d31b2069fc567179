"""Calendar files, read back by a library that did not write them, and looked at line by line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest

from analytics.reports.calendar_file import CalendarDay, calendar_bytes

WRITTEN = datetime(2026, 6, 30, 18, 30, 5, tzinfo=timezone(timedelta(hours=8)))
TRICKY = "Say: “no; never, ever”\\ or\nC:\\new, 回访客户；祝贺生日" + "长" * 60 + "🙂" * 30


def read(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_another_library_reads_what_was_written():
    content = calendar_bytes(
        [CalendarDay("a1@huitou", date(2026, 7, 3), TRICKY, f"{TRICKY}\r\nsecond line", "生日, 纪念日"),
         CalendarDay("a2@huitou", date(2026, 12, 31), "Call")], name="联系清单; June", written=WRITTEN)
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["VERSION"] == "2.0"
    assert r"X-WR-CALNAME:联系清单\; June".encode() in content
    first, second = read(content)
    assert (str(first["UID"]), str(first["SUMMARY"])) == ("a1@huitou", TRICKY)
    assert str(first["DESCRIPTION"]) == f"{TRICKY}\nsecond line"
    assert first["CATEGORIES"].to_ical().decode() == r"生日\, 纪念日"
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2026, 7, 3), date(2026, 7, 4))
    assert first["DTSTAMP"].dt == datetime(2026, 6, 30, 10, 30, 5, tzinfo=UTC)
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert not calendar.errors
    assert not first.errors


def test_lines_are_folded_between_signs_and_end_as_the_standard_has_it():
    content = calendar_bytes([CalendarDay("a@huitou", date(2026, 7, 3), TRICKY)], name="x", written=WRITTEN)
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) == 75
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert all(line.decode() for line in lines[:-1]), "no sign is cut in two"


@pytest.mark.parametrize("text", ["\x00bell\x07", "tab\there", "\x1b[31mred", "BEGIN:VEVENT\r\nUID:evil"])
def test_no_text_steers_a_terminal_or_begins_a_line_of_its_own(text):
    content = calendar_bytes([CalendarDay("a@huitou", date(2026, 7, 3), text)], name="x", written=WRITTEN)
    assert not any(octet < 32 for octet in content.replace(b"\r\n", b""))
    assert len(read(content)) == 1
    assert content.count(b"\r\nUID:") == 1


def test_an_empty_list_is_an_empty_calendar():
    assert read(calendar_bytes([], name="x", written=WRITTEN)) == []
