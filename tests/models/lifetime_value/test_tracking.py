"""Predicted against actual purchases on time the model has not seen."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.lifetime_value import (
    BgNbd,
    MbgNbd,
    Nbd,
    accuracy,
    buying_summary,
    distinct_histories,
    draw_models,
    expected_so_far,
    fit,
    histories_of,
    later_purchases,
    same_rate,
    same_rate_unless_silent,
    tracking,
)
from tests.models.lifetime_value.public_files import cdnow_trade

TRUTH = MbgNbd(0.525, 6.183, 0.891, 1.614)


def test_later_purchases_by_hand():
    day = np.array(["2024-01-01", "2024-01-09", "2024-01-11", "2024-01-11", "2024-01-20", "2024-01-12", "2024-02-20"],
                   "datetime64[D]")
    total, each = later_purchases([1, 1, 1, 1, 1, 9, 2], day, [1, 2], "2024-01-10", [1, 10, 30])
    assert total.tolist() == [1, 2, 2], "one purchase a day; customer 9 was not known; the last came too late"
    assert each.tolist() == [2, 0]


def test_cdnow_held_out(datasets):
    """39 weeks after 39 weeks: 1,882 purchases, of which BG/NBD foretells 12 % fewer."""
    trade = cdnow_trade(datasets)
    summary = buying_summary(trade["customer"], trade["day"], "1997-09-30")
    weeks = np.arange(1, 40)
    actual, each = later_purchases(trade["customer"], trade["day"], summary["customer_key"], "1997-09-30", weeks * 7)
    assert actual[-1] == each.sum() == 1882
    histories = histories_of(summary, unit=7)
    fitted = fit(BgNbd, histories)
    found = tracking([fitted.model, *draw_models(fitted, histories, draws=40)], histories, weeks, actual)
    last = found.points[-1]
    assert last.predicted.estimate == pytest.approx(1653, abs=2)
    assert last.actual == 1882
    assert found.total_error == pytest.approx(-0.12, abs=0.005)
    assert not found.within, "luck and doubt about parameters do not explain it: the model is wrong by more"
    so_far = expected_so_far(fitted.model, histories, [0, -39])
    assert summary["frequency"].sum() == 2457
    assert so_far[1] / (2457 + 1882) - 1 == pytest.approx(-0.05, abs=0.01)
    x, t, age = (summary[name].to_numpy() / unit for name, unit in (("frequency", 1), ("recency", 7), ("age", 7)))
    assert accuracy(fitted.model.expected_further(x, t, age, 39), each).ranking == pytest.approx(0.773, abs=0.002)


def test_season_scales_what_is_expected_between_two_points():
    histories, _ = distinct_histories([2, 0], [5, 0], [20, 20])
    plain = tracking([TRUTH], histories, [4, 8], [1, 1])
    lifted = tracking([TRUTH], histories, [4, 8], [1, 1], season=[1, 3])
    first, second = (point.predicted.estimate for point in plain.points)
    assert lifted.points[0].predicted.estimate == pytest.approx(first)
    assert lifted.points[1].predicted.estimate == pytest.approx(first + 3 * (second - first))


def test_one_model_allows_for_luck_alone():
    """A Poisson count of 4,000 has an interval of ±1.96·√4,000: here of the NBD with a known pace."""
    histories, _ = distinct_histories([10] * 400, [9] * 400, [10] * 400)
    point = tracking([Nbd(1e6, 1e6)], histories, [10], [4000]).points[0]
    assert point.predicted.estimate == pytest.approx(4000, rel=1e-4)
    assert point.predicted.high - point.predicted.low == pytest.approx(2 * 1.96 * np.sqrt(4000), rel=0.15)


def test_nothing_bought_has_no_relative_error():
    histories, _ = distinct_histories([0], [0], [20])
    assert tracking([TRUTH], histories, [4], [0]).total_error is None


def test_expected_so_far_counts_who_was_there():
    histories, _ = distinct_histories([0, 0], [0, 0], [10, 30])
    expected = expected_so_far(TRUTH, histories, [0, 20])
    assert expected[0] == pytest.approx(TRUTH.expected_purchases([10, 30]).sum())
    assert expected[1] == pytest.approx(TRUTH.expected_purchases([10]).sum()), "only one was there 20 before"


def test_simple_rules():
    assert same_rate([4, 0, 1], [8, 8, 0], 2).tolist() == [1, 0, 0]
    assert same_rate_unless_silent([4, 4], [7, 2], [8, 8], 2, 5).tolist() == [1, 0]


def test_accuracy_by_hand():
    found = accuracy([1.0, 0.0, 2.0, 0.0], [2.0, 0.0, 2.0, 1.0])
    assert found.total_error == pytest.approx(3 / 5 - 1)
    assert found.mean_absolute_error == 0.5
    assert found.root_mean_square_error == pytest.approx(np.sqrt(0.5))
    assert found.ranking == pytest.approx((1 + 1 + 0.5) / 3)
    assert np.isnan(accuracy([1.0], [1.0]).ranking)
