"""Control charts: the orange-juice example, false alarms, seasons and rare events."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.control_charts import control_chart, gap_chart, seasonal_factors, time_chart

#: Leaking cans in 30 samples of 50 (Montgomery, Introduction to Statistical Quality Control).
ORANGE_JUICE = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12,
                7, 13, 9, 6]


def signals(chart):
    return [number for number, point in enumerate(chart.points, start=1) if point.signal]


def test_orange_juice_p_chart():
    chart = control_chart(ORANGE_JUICE, [50] * 30, method="p")
    assert chart.centre == pytest.approx(0.2313, abs=5e-5)
    assert (chart.points[0].low, chart.points[0].high) == pytest.approx((0.0524, 0.4102), abs=5e-5)
    assert signals(chart) == [15, 23]
    assert chart.settled


def test_orange_juice_laney():
    chart = control_chart(ORANGE_JUICE, [50] * 30)
    assert chart.method == "laney"
    assert chart.overdispersion == pytest.approx(1.661, abs=5e-4)
    assert signals(chart) == []


def test_frozen_baseline_ignores_what_comes_later():
    chart = control_chart([10] * 10 + [30], [100] * 11, method="p", baseline=10)
    assert chart.centre == pytest.approx(0.1)
    assert chart.baseline == 10
    assert not chart.settled
    assert chart.points[-1].signal == "above"


def test_run_of_eight():
    rates = [11, 9] * 10 + [11] * 8
    chart = control_chart(rates, [100] * 28, method="p", baseline=20)
    assert [point.run for point in chart.points[:27]] == [None] * 27
    assert chart.points[27].run == "above"
    assert chart.points[27].signal is None


def test_large_months_cry_wolf_on_p_and_not_on_laney():
    generator = np.random.default_rng(21)
    alarms = {"p": 0, "laney": 0}
    for _ in range(60):
        logit = np.log(0.03 / 0.97) + 0.2 * generator.standard_normal(24)
        lost = generator.binomial(20_000, 1 / (1 + np.exp(-logit)))
        for method in alarms:
            alarms[method] += len(signals(control_chart(lost, [20_000] * 24, method=method)))
    points = 60 * 24
    assert alarms["p"] / points > 0.4
    assert alarms["laney"] / points < 0.015


def test_few_events_get_exact_limits_and_few_false_alarms():
    generator = np.random.default_rng(4)
    lost = generator.binomial(60, 0.02, size=4_000)
    chart = control_chart(lost, [60] * 4_000)
    assert chart.method == "exact"
    assert len(signals(chart)) / 4_000 < 0.003
    assert control_chart([*lost[:24], 9], [60] * 25, baseline=24).points[-1].signal == "above"


def test_a_month_without_customers_has_no_value():
    chart = control_chart([3, 0, 4], [50, 0, 50], method="p")
    assert chart.points[1].value is None
    assert chart.points[1].signal is None
    assert control_chart([], []).points == ()


def test_season_is_taken_out_before_limits():
    months = np.tile(np.arange(12), 3)
    lost = np.where(months == 1, 120, 60)
    sizes = np.full(36, 1_000)
    factors = seasonal_factors(lost, sizes, months)
    assert factors[1] == pytest.approx(120 / 65, rel=0.06)
    assert signals(control_chart(lost, sizes, method="p")) == [2, 14, 26]
    assert signals(control_chart(lost, sizes, method="p", season=factors)) == []


def test_season_without_pattern_stays_near_one_and_needs_two_years():
    generator = np.random.default_rng(9)
    months = np.tile(np.arange(12), 3)
    factors = seasonal_factors(generator.binomial(200, 0.05, 36), np.full(36, 200), months)
    assert np.abs(factors - 1).max() < 0.3
    assert seasonal_factors([5] * 18, [100] * 18, np.arange(18) % 12) is None
    assert seasonal_factors([5, 0] * 12, [100, 0] * 12, np.arange(24) % 12) is None, "nobody in every other month"


@pytest.mark.parametrize(("chart", "draw"), [
    (gap_chart, lambda generator, mean, n: generator.geometric(1 / (mean + 1), n) - 1),
    (time_chart, lambda generator, mean, n: generator.exponential(mean, n))])
def test_rare_event_charts_are_quiet_until_events_thin_out(chart, draw):
    generator = np.random.default_rng(6)
    usual = draw(generator, 100, 3_000)
    quiet = chart(usual)
    assert len(signals(quiet)) / 3_000 < 0.006
    assert chart([*usual[:40], 5_000], baseline=40).points[-1].signal == "above"


def test_rare_events_coming_thick_show_as_a_run():
    generator = np.random.default_rng(7)
    gaps = [*generator.exponential(100, 40), *generator.exponential(5, 12)]
    assert "below" in {point.run for point in time_chart(gaps, baseline=40).points[40:]}
