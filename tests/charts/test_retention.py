"""Charts of retention: panels, cohort cells, survival curves and thresholds."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.charts import theme
from analytics.charts.retention import churn_panels, cohort_map, cohort_name, return_chances, survival_curves
from analytics.i18n import Translator
from analytics.metrics.churn_over_time import ChurnOverTime, ChurnPoint
from analytics.metrics.cohorts import CohortCell, CohortMean, Cohorts
from analytics.metrics.silence_threshold import SilenceSegment, SilenceThreshold
from analytics.metrics.survival import Survival
from analytics.statistics.intervals import rate
from analytics.statistics.survival import kaplan_meier

WORDS = Translator("en")
QUARTERS = (date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1))


def points(*counts, running=False):
    return tuple(ChurnPoint(day, customers, lost, rate(lost, customers), not (running and day == QUARTERS[-1]))
                 for day, (lost, customers) in zip(QUARTERS, counts, strict=True))


def test_every_grade_has_a_panel_with_band_and_everyone():
    everyone = points((10, 100), (12, 110), (3, 120), running=True)
    result = ChurnOverTime("grade", "quarter", everyone, {
        "A": points((1, 40), (2, 40), (0, 40), running=True), "B": points((9, 60), (10, 9), (3, 20), running=True)})
    figure = churn_panels(result, WORDS)
    assert [one.text for one in figure.layout.annotations] == ["<b>Grade A</b>", "<b>Grade B</b>"]
    behind, band, line = figure.data[:3]
    assert list(behind.y) == [0.1, 12 / 110], "everyone, the running quarter left out"
    assert len(band.x) == 6
    assert list(line.customdata[0]) == ["A", "2024-01-01"]
    assert list(line.marker.symbol) == ["circle", "circle", "square"]
    second = figure.data[5]
    assert (second.xaxis, second.yaxis) == ("x2", "y2")
    assert list(second.x) == [QUARTERS[0], QUARTERS[2]], "nine customers are too few"
    assert list(second.marker.symbol) == ["circle", "square-open"], "the running quarter rests on twenty"
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range


def test_without_groups_everyone_is_the_panel():
    figure = churn_panels(ChurnOverTime("grade", "quarter", points((1, 50), (2, 50), (3, 50)), {}), WORDS)
    assert figure.layout.annotations[0].text == "<b>All customers</b>"
    assert list(figure.data[-1].y) == [0.02, 0.04, 0.06]


@pytest.fixture
def cohorts():
    def cell(month, step, customers, alive, revenue, complete=True):
        return CohortCell(date(2024, month, 1), step, customers, alive, revenue, rate(alive, customers), complete)

    return Cohorts("quarter", (cell(1, 0, 40, 38, 80_000_00), cell(1, 1, 40, 30, 40_000_00),
                               cell(4, 0, 60, 57, 90_000_00), cell(4, 1, 60, 55, 10_000_00, False)),
                   (CohortMean(0, rate(95, 100), 170_000.0), CohortMean(1, rate(30, 40), 100_000.0)))


def test_cohorts_are_rows_with_the_weighted_mean_below(cohorts):
    figure = cohort_map(cohorts, WORDS, "CNY")
    complete, running, mean, squares = figure.data
    assert list(figure.layout.yaxis.ticktext) == ["<b>All, weighted</b>", "Q2 2024", "Q1 2024"]
    assert list(figure.layout.xaxis.ticktext) == ["3", "6"]
    assert [list(row) for row in complete.text] == [["95", ""], ["95", "75"]]
    assert [list(row) for row in running.text] == [["", "92*"], ["", ""]]
    assert running.opacity == theme.PALE_OPACITY
    # Faded text would be lost on the dark theme: it stands on the squares, at full strength.
    assert running.texttemplate is None
    assert list(squares.text) == ["", "", "", "92*"]
    assert [list(row) for row in mean.text] == [["95", "75"]]
    assert [list(one) for one in squares.customdata] == [
        ["2024-01-01", 0], ["2024-01-01", 1], ["2024-04-01", 0], ["2024-04-01", 1]]
    assert list(squares.y) == [2, 2, 1, 1]
    assert "30 of 40 still customers" in squares.hovertext[1]


def test_the_newest_cohorts_are_drawn_and_the_mean_is_over_all(cohorts):
    figure = cohort_map(cohorts, WORDS, "CNY", newest=1)
    assert list(figure.layout.yaxis.ticktext) == ["<b>All, weighted</b>", "Q2 2024"]
    assert [list(row) for row in figure.data[0].text] == [["95", ""]]
    assert [list(row) for row in figure.data[2].text] == [["95", "75"]]
    assert [one[0] for one in figure.data[-1].customdata] == ["2024-04-01", "2024-04-01"]
    every = cohort_map(cohorts, WORDS, "CNY", newest=None)
    assert every.to_dict() == cohort_map(cohorts, WORDS, "CNY", newest=2).to_dict()


def test_cohorts_of_money_show_revenue_per_customer_won(cohorts):
    figure = cohort_map(cohorts, WORDS, "CNY", "revenue")
    assert [list(row) for row in figure.data[0].z] == [[150_000.0, None], [200_000.0, 100_000.0]]
    assert figure.data[0].text[1][0] == "¥2,000"
    assert figure.data[0].zmax == 200_000.0


def test_cohorts_are_named_in_the_readers_language():
    assert cohort_name(date(2024, 10, 1), "quarter", Translator("zh-CN")) == "2024年第4季度"
    assert cohort_name(date(2024, 10, 1), "year", WORDS) == "2024"
    assert cohort_name(date(2024, 10, 1), "month", WORDS) == "Oct 2024"


def test_survival_has_a_curve_and_a_band_for_each_group():
    stay = kaplan_meier([3] * 10 + [20] * 40, [True] * 10 + [False] * 40)
    leave = kaplan_meier([2] * 20 + [20] * 30, [True] * 20 + [False] * 30)
    figure = survival_curves(Survival("size", stay, {"small": leave, "large": stay}, None), WORDS)
    assert [trace.name for trace in figure.data[1::2]] == ["Large", "Small"], "in the order of sizes"
    large, small = figure.data[1], figure.data[3]
    assert large.y[:4] == pytest.approx([1, 1, 1, 0.8])
    assert small.y[2] == pytest.approx(0.6)
    assert list(small.customdata[2]) == ["small", 2]
    assert large.x[-1] == 20
    alone = survival_curves(Survival("size", stay, {"large": stay}, None), WORDS)
    assert alone.data[1].customdata[0][0] is None, "one group is everyone"


def test_thresholds_are_diamonds_on_their_curves():
    days = tuple(range(0, 1000, 5))
    chances = tuple(max(0.9 - 0.005 * day, 0.0) for day in days)
    result = SilenceThreshold((SilenceSegment("all", days, chances, (100,) * 200, 150),
                               SilenceSegment("mining", days, chances, (50,) * 200, None)))
    figure = return_chances(result, WORDS, 0.15)
    everyone, diamond, mining = figure.data
    assert (everyone.name, everyone.line.width) == ("All customers", 4)
    assert (diamond.marker.symbol, list(diamond.x)) == ("diamond", [150])
    assert diamond.y[0] == pytest.approx(0.15)
    assert mining.customdata[3][0] == "mining"
    assert [one[1] for one in mining.customdata[:3]] == [0, 10, 20], "sixty points are enough"
    assert tuple(figure.layout.xaxis.range) == (0, 450)
    assert figure.layout.shapes[0].y0 == 0.15
