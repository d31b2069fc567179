"""Charts of why customers leave, on the demo company's results."""

from __future__ import annotations

import pytest

from analytics.charts import loss_details as charts
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.churn_alarms import churn_alarms
from analytics.metrics.churn_change import churn_change
from analytics.metrics.exit_interviews import exit_interviews
from analytics.metrics.loss_timing import loss_timing
from analytics.models.win_back import win_back

WORDS = Translator("en")


def test_an_alarm_lies_outside_its_usual_range(demo_reader):
    alarms = churn_alarms(demo_reader, Filters()).earlier[:5]
    figure = charts.alarm_ranges(alarms, [str(one.month) + str(one.group) for one in alarms], WORDS)
    assert len(figure.data) == 10
    for bar, mark, alarm in zip(figure.data[::2], figure.data[1::2], alarms, strict=True):
        assert tuple(bar.x) == (alarm.low, alarm.high)
        assert mark.x[0] == alarm.lost > alarm.high
        assert mark.marker.symbol == ("diamond" if alarm.kind == "more" else "square")


def test_the_waterfall_leads_from_before_to_after(demo_reader):
    change = churn_change(demo_reader, Filters())
    labels = {"before": "before", "after": "after", **{name: name for name in change.parts}}
    figure = charts.change_waterfall(change, labels, WORDS)
    bar = figure.data[0]
    assert list(bar.y) == ["before", "rates", "size", "market", "grade", "after"], "names a phone can set upright"
    assert (bar.x[0], bar.x[-1]) == (pytest.approx(change.before), pytest.approx(change.after))
    level = change.before
    for base, height, part in zip(bar.base[1:-1], bar.x[1:-1], change.parts.values(), strict=True):
        assert base == pytest.approx(min(level, level + part.estimate))
        assert height == pytest.approx(abs(part.estimate))
        level += part.estimate
    assert level == pytest.approx(change.after)


def test_hazards_and_causes_are_those_of_the_metric(demo_reader):
    timing = loss_timing(demo_reader, Filters())
    labels = [f"{one.from_month}" for one in timing.bands]
    figure = charts.hazards(timing.bands, labels, WORDS)
    everyone = [one.hazard.estimate for one in timing.bands if one.size is None]
    assert list(figure.data[0].y) == pytest.approx(everyone)
    curves = charts.lost_by_cause(timing, WORDS)
    assert len(curves.data) == charts.SHOWN_CAUSES
    first = next(iter(timing.causes.values()))
    assert curves.data[0].y[24] == pytest.approx(first.at(24).estimate)
    assert len({(trace.line.color, trace.line.dash) for trace in curves.data}) == charts.SHOWN_CAUSES


def test_notice_counts_everyone_who_told(demo_reader):
    told = exit_interviews(demo_reader, Filters("all"))
    assert sum(charts.notice(told, WORDS).data[0].y) == len(told.notice)


def test_return_rates_leave_out_what_is_suppressed(demo_reader):
    rates = win_back(demo_reader, Filters()).rates
    figure = charts.return_rates(rates, [f"{one.dimension} {one.value}" for one in rates], WORDS)
    shown = [one for one in rates if one.rate.state != "suppressed"]
    assert 0 < len(shown) < len(rates)
    assert list(figure.data[0].x) == pytest.approx([one.rate.estimate for one in shown])
