"""Charts of the staff chain: what is drawn where."""

from __future__ import annotations

import pytest

from analytics.charts import theme
from analytics.charts.staff import known_quarters, lag_slopes, three_things, within_branches
from analytics.i18n import Translator
from analytics.models.staff_chain import chain_of
from tests.models.test_staff_chain import QUARTERS, company

WORDS = Translator("en")


def test_within_branches_draws_every_cell_and_the_slope_with_its_interval():
    chain = chain_of(company(0.6))
    points, middle, low, high = within_branches(chain, WORDS).data
    assert len(points.x) == 180
    slope = chain.link("staff_to_customers").slope
    for line, factor in ((middle, slope.estimate), (low, slope.low), (high, slope.high)):
        assert line.y[1] / line.x[1] == pytest.approx(factor)
    assert points.customdata[0][0].startswith("B")


def test_the_placebo_is_hollow_and_grey():
    placebo, lags = lag_slopes(chain_of(company(0.6)), WORDS).data
    assert (list(placebo.x), list(placebo.text)) == ([-1], ["a quarter after (placebo)"])
    assert (placebo.marker.symbol, placebo.marker.color) == ("diamond-open", theme.CONTEXT)
    assert list(lags.x) == [0, 1, 2, 3, 4]
    assert list(lags.text) == ["same quarter", "1 quarter before", *(f"{n} quarters before" for n in (2, 3, 4))]
    assert lags.y[1] == pytest.approx(0.6, abs=0.03)
    assert lags.y[1] + lags.error_y.array[1] == pytest.approx(chain_of(company(0.6)).lags[2].slope.slope.high)


def test_three_things_begin_when_somebody_was_asked(demo_reader):
    from analytics.filters import Filters
    from analytics.metrics.staff import staff

    found = staff(demo_reader, Filters())
    quarters = known_quarters(found)
    assert quarters[0].quarter.isoformat() == "2022-07-01"
    assert found.company[0].quarter < quarters[0].quarter
    figure = three_things(found, WORDS, "CNY")
    assert [trace.type for trace in figure.data] == ["scatter", "scatter", "scatter", "bar"]
    assert list(figure.data[3].y) == [one.revenue for one in quarters]
    assert list(figure.data[2].y) == [one.staff.estimate for one in quarters]
    assert len(QUARTERS) == 16
