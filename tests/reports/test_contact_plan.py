"""Why and what in words, and on which day of the calendar each contact stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
import pandas as pd
import pytest

from analytics.i18n import Translator
from analytics.reports.contact_plan import contact_calendar, contact_days, what, why
from analytics.workspace import Task

#: A Tuesday.
TODAY = date(2026, 6, 30)
EN, ZH = Translator("en"), Translator("zh-CN")


def row(number, reason, *, day=None, last=None, allowed=None, years=None, manager="Li", name="Customer"):
    return {"customer_id": number, "name": name, "contact_reason": reason, "days_allowed": allowed, "years": years, "day": pd.Timestamp(day) if day else pd.NaT,
            "last_on": pd.Timestamp(last) if last else pd.NaT, "account_manager": manager,
            "phone": "12345", "occasion": f"{reason}:{day or last}"}


@pytest.mark.parametrize(("given", "english", "chinese"), [
    (row("C1", "overdue", last="2026-03-01", allowed=90),
     "Last contact on Mar 1, 2026; due every 90 days.",
     "上次联系是 2026年3月1日；应每 90 天一次。"),
    (row("C1", "senior_visit", allowed=90),
     "No senior visit on record; due every 90 days.",
     "没有高层拜访的记录；应每 90 天一次。"),
    (row("C1", "promise", day="2026-07-02", last="2026-06-20"),
     "Promised for Jul 2, 2026; complaint of Jun 20, 2026.",
     "对 2026年6月20日的投诉，承诺于 2026年7月2日前处理。"),
    (row("C1", "anniversary", day="2026-07-02", last="2025-07-02", years=1),
     "A customer for 1 year on Jul 2, 2026.", "到 2026年7月2日，合作满 1 年。")])
def test_why_in_words(given, english, chinese):
    assert (why(given, EN), why(given, ZH)) == (english, chinese)
    assert what(given, EN) != what(given, ZH)


def days(rows, tasks=()):
    return contact_days(pd.DataFrame(rows), {(one.customer_id, one.occasion): one for one in tasks}, today=TODAY)


def test_contacts_without_a_day_are_spread_over_the_working_days_to_come():
    # Five working days from Wednesday, 1 July: the weekend of the 4th is left out.
    assert days([row(f"C{place}", "overdue", last="2026-03-01") for place in range(10)]) == tuple(
        date(2026, 7, day) for day in (1, 1, 2, 2, 3, 3, 6, 6, 7, 7))
    two = [row("C1", "quiet", manager="Li"), row("C2", "quiet", manager=None), row("C3", "quiet", manager="Li")]
    assert days(two) == (date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 3))


def test_a_day_of_its_own_stands_unless_it_has_passed_and_a_last_day_comes_first():
    assert days([row("C1", "birthday", day="2026-07-11"), row("C2", "promise", day="2026-06-25"),
                 row("C3", "contract_end", day="2026-09-01", manager="Wang")]) == (
        date(2026, 7, 11), date(2026, 7, 1), date(2026, 7, 1))
    assert days([row("C1", "birthday", day="2026-07-11")],
                [Task("C1", "Call", "birthday", "birthday:2026-07-11", due_on=date(2026, 7, 9))]) == (
        date(2026, 7, 9),)


def test_the_calendar_keeps_its_identities_and_names_whom_to_call():
    frame = pd.DataFrame([row("C1", "birthday", day="2026-07-11", last="1980-07-11", years=46, name="远和, 路桥"),
                          row("C2", "overdue", last="2026-03-01", allowed=90, name=None)])
    written = [contact_calendar(frame, {}, today=TODAY, words=ZH, written=datetime(2026, 7, day, tzinfo=UTC))
               for day in (1, 2)]
    first, again = ([*icalendar.Calendar.from_ical(one).walk("VEVENT")] for one in written)
    assert [str(one["UID"]) for one in first] == [str(one["UID"]) for one in again]
    assert len({str(one["UID"]) for one in first}) == 2
    assert [str(one["SUMMARY"]) for one in first] == ["祝贺生日：远和, 路桥", "致电或上门拜访：C2"]
    assert str(first[0]["DESCRIPTION"]).splitlines() == [
        "2026年7月11日是生日或成立日，满 46 年。", "客户编号：C1", "电话：12345"]
