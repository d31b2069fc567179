"""Chart of old against new customers: what is drawn where."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.charts.old_and_new_customers import STEP, old_and_new_shares
from analytics.i18n import Translator
from analytics.metrics.old_and_new_customers import OldAndNewCustomers, shared_measures

WORDS = Translator("en")


def found(new: int, cost: float = 1.0) -> OldAndNewCustomers:
    frame = pd.DataFrame({"relation": ["old"] * 60 + ["new"] * new, "revenue": 100.0, "margin": 50.0,
                          "cost_to_serve": cost, "profit": 50.0 - cost})
    return OldAndNewCustomers(shared_measures(frame), 0, None, 0, True, ())


def test_every_measure_has_a_pair_of_bars():
    figure = old_and_new_shares(found(40), WORDS, "CNY")
    old, new = figure.data
    assert (list(old.x), list(new.x)) == (pytest.approx([0.6] * 5), pytest.approx([0.4] * 5))
    assert list(new.y) == [STEP * place + 1 for place in range(5)]
    assert list(figure.layout.yaxis.ticktext) == ["Customers", "Revenue", "Margin", "Cost to serve", "Profit"]
    assert [one.text for one in figure.layout.annotations][:5] == ["60.0%"] * 5


def test_thin_bars_are_hatched_and_what_has_no_total_is_left_out():
    thin = old_and_new_shares(found(20, cost=0.0), WORDS, "CNY")
    assert list(thin.data[0].marker.pattern.shape) == ["x"] * 4
    assert "Cost to serve" not in thin.layout.yaxis.ticktext


def test_suppressed_ones_are_not_drawn():
    assert list(old_and_new_shares(found(9), WORDS, "CNY").data[0].x) == []
