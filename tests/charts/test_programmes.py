"""Charts of programmes: what is grey, what is clicked, and the quarters on either side of joining."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.charts import theme
from analytics.charts.programmes import effects, revenue_around
from analytics.i18n import Translator
from analytics.models.programme_effects import effects_of
from tests.models.test_programme_effects import made

WORDS = Translator("en")


def found():
    random = np.random.default_rng(7)
    return effects_of(pd.concat([
        made(random, members=800, others=4000, kept=0.08, spending=30).assign(programme="Clear"),
        # Every fifth is lost, member or not.
        made(random).assign(programme="Chance", lost=lambda rows: rows["customer_key"] % 5 == 0),
        made(random, members=40, kept=0.05).assign(programme="Few")]))


def test_only_clear_effects_on_good_evidence_are_coloured():
    clear, grey = effects(found(), WORDS).data
    assert [one[0] for one in clear.customdata] == ["Clear"]
    assert clear.marker.color == theme.KEPT
    assert {one[0] for one in grey.customdata} == {"Chance", "Few"}
    assert list(clear.y) == ["Clear · B"]


def test_revenue_is_drawn_quarter_by_quarter():
    one = found().of("Clear")
    figure = revenue_around(one, WORDS, "CNY")
    before, after = figure.data
    assert list(figure.layout.xaxis.ticktext) == ["−4", "−3", "−2", "−1", "+1", "+2", "+3", "+4"]
    assert list(before.x) == ["4 before", "3 before", "2 before", "1 before"]
    assert list(after.y) == [each.estimate for each in one.quarters[4:]]
    assert after.y[0] - after.error_y.arrayminus[0] == one.quarters[4].low
