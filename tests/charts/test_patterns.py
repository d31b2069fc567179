"""Charts of the patterns page: what is drawn where, and what a click tells."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.charts import theme
from analytics.charts.bought_together import MOST_PAIRS, pair_lifts, pair_name
from analytics.charts.forecasts import came_true, expected_buyers
from analytics.charts.inertia import inertia_points
from analytics.charts.seasonality import season_index, season_months
from analytics.charts.silence_history import churn_under
from analytics.i18n import Translator
from analytics.metrics.bought_together import Pair
from analytics.metrics.churn_over_time import ChurnPoint
from analytics.metrics.inertia import CategoryInertia, Inertia
from analytics.metrics.seasonality import Seasonality, SeasonMonth
from analytics.metrics.silence_history import SilenceHistory, SilenceQuarter
from analytics.models.next_purchase import NextPurchase
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.pairs import PairLift

WORDS, CHINESE = Translator("en"), Translator("zh-CN")


def seasonal(measure: str = "orders") -> Seasonality:
    months = tuple(SeasonMonth(date(2023 + place // 12, place % 12 + 1, 1), 10 + place, 5, 1_000 * place)
                   for place in range(24))
    index = tuple(Estimate(2, 1 + 0.1 * (place - 5.5), 0.9 + 0.1 * (place - 5.5), 1.1 + 0.1 * (place - 5.5))
                  for place in range(12))
    return Seasonality(measure, months, index, Estimate(24, 0.8, 0.6, 0.9), 0.001, tuple(np.arange(24.0)))


def test_months_beyond_chance_are_coloured_and_every_bar_has_its_interval():
    bars, points = season_index(seasonal(), WORDS).data
    assert list(bars.x[:2]) == ["Jan", "Feb"]
    assert list(season_index(seasonal(), CHINESE).data[0].x[:2]) == ["1月", "2月"]
    assert bars.marker.color[0] == theme.LOST, "its whole interval lies below the average month"
    assert bars.marker.color[5] == bars.marker.color[6] == theme.CONTEXT
    assert bars.marker.color[11] == theme.KEPT
    assert points.y[11] + points.error_y.array[11] == pytest.approx(1.65)
    assert list(points.customdata[3]) == [4]


def test_months_stand_beside_what_was_expected_and_money_is_scaled():
    bars, line = season_months(seasonal(), WORDS, "CNY").data
    assert (list(bars.y[:3]), list(line.y[:3])) == ([10, 11, 12], [0.0, 1.0, 2.0])
    assert list(bars.customdata[2]) == ["2023-03-01"]
    money = season_months(seasonal("revenue"), WORDS, "CNY")
    assert all("¥" in one for one in money.layout.yaxis.ticktext)


def test_the_surest_pair_is_on_top_and_few_customers_are_hollow():
    def pair(number: int, state: str) -> Pair:
        lift = PairLift(0, number, 40, 20, 20.0, Estimate(40, 2.0, 1.5, 2.6, state), 0.001, True)
        return Pair("oil", f"good {number}", lift, 100, 50)

    figure = pair_lifts("category", [pair(0, "enough"), pair(1, "thin"), *(pair(n, "enough") for n in range(2, 30))],
                        WORDS)
    points, = figure.data
    assert len(points.x) == MOST_PAIRS
    assert figure.layout.yaxis.ticktext[points.y[-1]] == "oil + <br>good 0"
    assert list(points.customdata[-1]) == ["oil", "good 0"]
    assert points.marker.symbol[-2] == "circle-open"
    assert pair_name("kind", Pair("parts", "service", pair(0, "enough").lift, 1, 1), WORDS) == "Parts + Service"


def test_what_came_true_lies_beside_the_line_on_which_it_agrees():
    line, points = came_true([(0.1, rate(8, 100)), (0.5, rate(60, 100))], WORDS).data
    assert (list(points.x), list(points.y)) == ([0.1, 0.5], [0.08, 0.6])
    assert list(line.x) == list(line.y)
    bars, = expected_buyers(NextPurchase("category", date(2024, 1, 1), 9, 1, 1, (("oil", 7.4), ("belts", 2.0)), None),
                            WORDS).data
    assert (list(bars.y)[-1], list(bars.x)[-1]) == ("oil", 7.4)


def test_inertia_leaves_out_what_cannot_be_told():
    found = Inertia((CategoryInertia("oil", 50, 200, 0.8, 0.6, Estimate(50, 0.5, 0.4, 0.6)),
                     CategoryInertia("belts", 5, 8, 0.5, 0.5, Estimate(5, None, state="suppressed"))))
    points, = inertia_points(found, WORDS).data
    assert (list(points.x), [list(one) for one in points.customdata]) == ([0.5], [["oil"]])


def test_churn_under_a_threshold_leaves_the_running_quarter_out():
    quarters = tuple(SilenceQuarter(date(2024, month, 1), 100, 10, 6, 2, rate(10, 100), month < 10)
                     for month in (1, 4, 7, 10))
    now = [ChurnPoint(date(2024, 1, 1), 100, 8, rate(8, 100), True)]
    band, in_force, chosen = churn_under(SilenceHistory(120, quarters, 90), now, WORDS).data
    assert len(chosen.x) == 3
    assert (in_force.name, chosen.name) == ("As it stands", "Lost after 120 days of silence")
    assert list(in_force.y) == [0.08]
    assert max(band.y) == pytest.approx(rate(10, 100).high)
    assert list(chosen.customdata[1]) == ["2024-04-01"]
