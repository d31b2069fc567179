"""Alerts stand where the records bear them out: threshold, control chart, overdue; and on nobody but theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.churn_control import ChurnControl, ControlSeries
from analytics.metrics.grade_contacts import contact_overdue_list
from analytics.models.alerting import asking, standing
from analytics.reports.alert_mail import alert_mail, alert_sentence
from analytics.workspace.alerts import Alert

WORDS = Translator("en")


def nobody(code):
    return None


def check(reader, settings, alert, ask=None):
    return standing(ask or asking(reader), reader, settings, alert, nobody)


@pytest.mark.parametrize(("threshold", "stands"), [(0.05, True), (0.22, False), (0.9, False)])
def test_a_threshold_is_told_only_beyond_doubt(demo_reader, demo_store, threshold, stands):
    found = check(demo_reader, demo_store.settings, Alert("x", "threshold", "churn_rate", threshold))
    assert bool(found.occasion) == stands
    assert ("the whole interval lies beyond 5.0%" in alert_sentence(found, WORDS)) == stands


def test_overdue_contacts_are_those_of_the_standard_and_of_the_filter(demo_reader, demo_store):
    alert = Alert("x", "overdue", filters={"size": ["large"]})
    found = check(demo_reader, demo_store.settings, alert)
    late = contact_overdue_list(demo_reader, Filters.of(size="large"))
    assert found.facts["customers"] == len(late) > 0
    assert found.facts["names"][0] == late["name"].iloc[0]
    assert f"{len(late)} customers were overdue" in alert_sentence(found, WORDS)
    as_of = demo_reader.meta.as_of
    assert found.occasion == f"overdue:{as_of:%G-W%V}"


@dataclass(frozen=True)
class Point:
    value: float
    centre: float
    high: float
    signal: str | None
    run: str | None


@pytest.mark.parametrize(("signal", "run", "told"), [
    ("above", None, "60 of 1,000 customers were lost (6.0%), more than the limit of 4.0%"),
    (None, "above", "ends eight or more months in a row above the usual churn"), ("below", None, ""), (None, None, "")])
def test_the_newest_month_is_held_against_its_limits(demo_reader, demo_store, signal, run, told):
    chart = SimpleNamespace(points=(Point(0.02, 0.02, 0.04, None, None), Point(0.06, 0.02, 0.04, signal, run)))
    series = ControlSeries(None, (date(2026, 4, 1), date(2026, 5, 1)), (20, 60), (1_000, 1_000), chart)
    found = check(demo_reader, demo_store.settings, Alert("x", "control_chart"),
                  lambda name, filters, **options: ChurnControl("size", series, (), ()))
    assert found.occasion == ("control_chart:2026-05" if told else "")
    assert told in alert_sentence(found, WORDS)


def test_an_alert_on_a_segment_that_is_gone_never_widens(demo_reader, demo_store):
    with pytest.raises(UnknownName):
        check(demo_reader, demo_store.settings, Alert("x", "overdue", filters={"saved": ["nosuch"]}))
    with pytest.raises(UnknownName):
        check(demo_reader, demo_store.settings, Alert("x", "weather"))


def test_a_mail_names_the_company_and_whom_it_is_about(demo_reader, demo_store):
    alert = Alert("Large ones\r\nBcc: x@y.z", "overdue", filters={"size": ["large"]}, recipient="li@example.com")
    found = check(demo_reader, demo_store.settings, Alert(
        "Large ones", "overdue", filters={"size": ["large"]}, recipient="li@example.com"))
    mail = alert_mail(found, WORDS, company="Dayu", sender="huitou@example.com")
    assert (mail["Subject"], mail["To"]) == ("Dayu: Large ones", "li@example.com")
    assert "About: Size: Large." in mail.get_content()
    with pytest.raises(ValueError, match="line"):
        alert_mail(check(demo_reader, demo_store.settings, alert), WORDS, company="Dayu", sender="a@b.cn")
