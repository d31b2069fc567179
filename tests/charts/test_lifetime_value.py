"""Charts of lifetime value and customer equity: what is drawn where."""

from __future__ import annotations

import pytest

from analytics.charts import theme
from analytics.charts.customer_equity import equity_bridge, tornado
from analytics.charts.lifetime_value import renewals, tenths, tracking
from analytics.i18n import Translator
from analytics.models.valuation.lifetime_value import LifetimeValue
from analytics.statistics.estimate import Estimate
from tests.models.valuation.cards import made_card, renewal_model
from tests.models.valuation.test_customer_equity import equity

WORDS = Translator("en")


def test_tracking_begins_at_the_cut_off_and_shows_both():
    band, foretold, made = tracking(made_card().buying.held_out, WORDS).data
    assert list(foretold.y) == [0, 11, 22, 33, 44, 55]
    assert list(made.y) == [0, 10, 20, 30, 40, 50]
    assert (foretold.line.dash, made.line.dash) == ("dash", "solid")
    assert list(band.y) == [0, 13, 26, 39, 52, 65, 45, 36, 27, 18, 9, 0]
    assert str(foretold.x[0])[:10] == "2024-01-01"


def test_a_tenth_that_costs_money_is_vermilion():
    nothing = Estimate(0, None)
    result = LifetimeValue(20, 0, 20, Estimate(20, 700.0), 0, nothing, Estimate(20, 0.0), 0, nothing, 2, 0,
                           nothing, (800.0, -100.0), False)
    bars, = tenths(result, WORDS, "CNY").data
    assert list(bars.marker.color) == [theme.KEPT, theme.LOST]
    assert list(bars.text) == ["114%", "−14%"]


def test_years_of_too_few_contracts_are_left_out():
    model, observed = renewals(renewal_model(), WORDS).data
    assert list(observed.y) == [0.9]
    assert list(model.y) == [0.892]


def test_parts_of_equity_stand_where_the_one_before_ended():
    result = equity(acquisition=500.0)
    bars, = equity_bridge(result, WORDS, "CNY").data
    own, new, winning = result.residual.estimate, result.cohorts.estimate, result.acquisition
    assert list(bars.base) == pytest.approx([0, own, own + new, 0])
    assert list(bars.y) == pytest.approx([own, new, -winning, own + new - winning])


def test_the_largest_lever_is_on_top():
    result = equity()
    down, up = tornado(result, WORDS, "CNY").data
    assert up.x[-1] == pytest.approx(result.levers[0].up)
    assert down.x[-1] == pytest.approx(result.levers[0].down)
