"""Charts of service: what is drawn where."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest

from analytics.charts.service import (
    causes_of_failure,
    event_forest,
    exceedance_map,
    failures_by_branch,
    properties_over_time,
)
from analytics.filters import Filters
from analytics.i18n import LANGUAGES, Translator
from analytics.metrics.event_effects import event_effects
from analytics.metrics.service_causes import service_causes
from analytics.metrics.service_quality import EXCEEDANCES, service_quality

WORDS = Translator("en")


@pytest.fixture(scope="module")
def found(demo_reader):
    return service_quality(demo_reader, Filters())


def test_three_properties_with_bands_one_above_the_other(found):
    figure = properties_over_time(found, WORDS)
    months = [one for one in found.months if one.complete]
    assert [one.yaxis for one in figure.data] == ["y", "y", "y2", "y2", "y3", "y3"]
    assert list(figure.data[3].y) == [one.counts.accurate.estimate for one in months]
    assert len(figure.data[2].x) == 2 * len(months)


def test_the_worst_branch_is_on_top(found):
    marks = failures_by_branch(found, WORDS).data[0]
    assert list(marks.x) == sorted(marks.x)
    assert marks.y[-1] == max(found.branches, key=lambda name: found.branches[name].failure_rate.estimate)
    assert marks.customdata[-1][0] == marks.y[-1]


def test_every_exceedance_is_in_its_cell(found):
    cells = exceedance_map(found, WORDS).data[0]
    assert [sum(row[place] for row in cells.z) for place in range(5)] == [
        getattr(found.now, kind) for kind in EXCEEDANCES]
    assert list(cells.customdata[0][2])[1] == "returned"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_above_the_map_stand_upright_on_a_phone(found, language):
    assert exceedance_map(found, Translator(language)).layout.xaxis.tickangle == 0


def test_causes_as_seen_and_as_complained_about(demo_reader):
    causes = service_causes(demo_reader, Filters())
    complained, seen = causes_of_failure(causes, WORDS).data
    assert complained.x[-1] == pytest.approx(100 * causes.causes[0].complaint_rate.estimate)
    assert seen.x[-1] == pytest.approx(100 * causes.causes[0].jobs.estimate)
    assert seen.x[list(seen.y).index("Rude")] is None


def test_an_event_of_the_whole_company_is_a_diamond(demo_reader):
    effects = [one for one in event_effects(demo_reader, Filters()).effects if one.outcome == "failed"]
    marks = event_forest(effects, WORDS).data[0]
    assert list(marks.marker.symbol) == ["circle" if one.branch else "diamond" for one in reversed(effects)]
    assert list(marks.x) == [one.effect.estimate for one in reversed(effects)]


def test_events_are_named_over_the_whole_width_and_no_wider(demo_reader):
    effects = [one for one in event_effects(demo_reader, Filters()).effects if one.outcome == "failed"]
    figure = event_forest(effects, WORDS)
    assert figure.layout.yaxis.showticklabels is False
    names = [one.text for one in figure.layout.annotations]
    assert len(names) == len(effects)
    assert all(one.xanchor == "left" and one.x == 0 for one in figure.layout.annotations)
    for name in names:
        assert sum(2 if east_asian_width(sign) in "WF" else 1 for sign in name) <= 50
    assert any(name.endswith("…") for name in names)
