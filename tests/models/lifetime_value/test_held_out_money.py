"""Money of held-out time, not only purchases, against naive rules; figures in docs/validation.md."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.lifetime_value import (
    accuracy,
    buying_summary,
    fit_repeat_buying,
    fit_spend,
    histories_of,
)
from analytics.models.lifetime_value.simple_rules import revenue_between
from tests.models.lifetime_value.public_files import cdnow_trade, retail_trade
from tests.models.lifetime_value.test_held_out import SILENCE, cdnow_master


def held_out_money(trade, cut_off: str, weeks: int, silence: float = SILENCE):
    """Accuracy of revenue foretold for so many weeks after the cut-off, of customers known by then."""
    customer, day, revenue = (trade[name].to_numpy() for name in ("customer", "day", "revenue"))
    summary = buying_summary(customer, day, cut_off, revenue)
    known, days = summary["customer_key"].to_numpy(), 7 * weeks
    later = revenue_between(customer, day, revenue, known, cut_off, 0, days)
    before = revenue_between(customer, day, revenue, known, cut_off, -days, 0)
    x, last, age = (summary[name].to_numpy() / unit
                    for name, unit in (("frequency", 1), ("recency", 7), ("age", 7)))
    chosen = fit_repeat_buying(histories_of(summary, unit=7), silence=silence)
    spend = fit_spend(summary["frequency"], summary["spend"]).expected_spend(
        summary["frequency"], summary["spend"])
    return {"model": accuracy(chosen.fit.model.expected_further(x, last, age, weeks) * spend, later),
            "last_period": accuracy(before, later),
            "mean": accuracy(np.full(known.size, before.mean()), later)}


def test_revenue_between_counts_the_days_after_the_first_to_the_last():
    customer, day = np.array([1, 1, 2, 3, 1]), np.array(
        ["2024-01-01", "2024-01-02", "2024-01-11", "2024-01-05", "2024-01-12"], "datetime64[D]")
    found = revenue_between(customer, day, [1.0, 2.0, 4.0, 8.0, 16.0], [1, 2], "2024-01-01", 0, 10)
    assert list(found) == [2.0, 4.0]
    assert list(revenue_between(customer, day, [1.0, 2.0, 4.0, 8.0, 16.0], [1, 2], "2024-01-02", -10, 0)) == [3.0, 0.0]


@pytest.mark.slow
@pytest.mark.parametrize(("read", "cut_off", "weeks"), [
    (cdnow_trade, "1997-09-30", 39), (cdnow_master, "1997-09-30", 39), (retail_trade, "2011-09-10", 13)])
def test_money_is_foretold_better_than_by_naive_rules(datasets, read, cut_off, weeks):
    found = held_out_money(read(datasets), cut_off, weeks)
    print(read.__name__, found)
    assert found["model"].actual == found["mean"].actual
    assert found["model"].ranking > found["last_period"].ranking
    assert found["model"].root_mean_square_error < found["mean"].root_mean_square_error
