"""The rank a complaint should have, and how late it is, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_form import ComplaintForm
from analytics.workspace.complaint_level import standing, suggest_level

TARGETS = {"identify": 24.0, "assess": 48.0, "negotiate": 72.0, "act": 120.0, "close": 48.0, "follow_up": 168.0}
CASE = ComplaintCase("C1", opened_on=date(2026, 3, 2))


@pytest.mark.parametrize(("severity", "value", "days", "talk", "level", "reasons"), [
    ("", None, 0, "", "frontline", {}),
    ("low", 99, 6, "open", "frontline", {}),
    ("medium", None, 0, "", "supervisor", {"severity": 1}),
    ("high", None, 0, "", "manager", {"severity": 2}),
    ("low", 100, 0, "", "supervisor", {"value": 1}),
    ("low", None, 7, "", "supervisor", {"days": 1}),
    ("low", None, 14, "", "manager", {"days": 2}),
    ("low", None, 0, "likely", "supervisor", {"word_of_mouth": 1}),
    ("high", 100, 21, "likely", "executive", {"severity": 2, "value": 1, "days": 3, "word_of_mouth": 1})])
def test_severity_value_days_and_talk_take_it_up(severity, value, days, talk, level, reasons):
    case = replace(CASE, form=ComplaintForm(severity=severity, word_of_mouth=talk))
    found = suggest_level(case, value=value, days_open=days, value_from=100, days_each=7)
    assert (found.level, dict(found.reasons)) == (level, reasons)


def test_a_stage_is_late_once_it_takes_longer_than_it_may():
    noon = datetime(2026, 3, 2, 12).astimezone()
    waiting = standing(CASE, TARGETS, noon + timedelta(hours=24))
    assert (waiting.days_open, waiting.hours, waiting.target, waiting.late) == (1, 24, 24, False)
    assert standing(CASE, TARGETS, noon + timedelta(hours=25)).late
    # From the stage before on, not from the receipt.
    assessed = replace(CASE, stage="assess", moments={"identify": (noon + timedelta(hours=40)).astimezone(UTC)})
    assert standing(assessed, TARGETS, noon + timedelta(hours=88)).hours == 48
    # Opened on the day of receipt, the first stage begins there and then.
    just_now = replace(CASE, created_at=(noon + timedelta(hours=5)).astimezone(UTC))
    assert standing(just_now, TARGETS, noon + timedelta(hours=6)).hours == 1


def test_a_closed_case_grows_no_older_and_a_promise_is_due_or_overdue():
    noon = datetime(2026, 3, 2, 12).astimezone()
    promised = replace(CASE, form=ComplaintForm(promise_due=date(2026, 3, 6)))
    assert standing(promised, TARGETS, noon).promise_days == 4
    assert standing(promised, TARGETS, noon + timedelta(days=6)).promise_days == -2
    closed = replace(promised, stage="follow_up", moments={"close": (noon + timedelta(days=3)).astimezone(UTC)})
    found = standing(closed, TARGETS, noon + timedelta(days=30))
    assert (found.days_open, found.promise_days, found.late) == (3, None, True)
    assert standing(replace(closed, stage="done"), TARGETS, noon + timedelta(days=30)).target is None
