"""The value of a customer: closed forms against years added up, and against customers drawn one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics.models.economics.customer_value import (
    Assumptions,
    customer_value,
    staying,
    value_by_year,
    yearly_margins,
)

DEALER = Assumptions(0.8, margin=500_000, growth=0.03, acquisition_cost=120_000, discount_rate=0.1)


@pytest.mark.parametrize(("retention", "multiple"), [(0.8, 2.50), (0.9, 4.09)])
def test_the_published_multiples_come_out(retention, multiple):
    assert yearly_margins(Assumptions(retention, discount_rate=0.12)) == pytest.approx(multiple, abs=0.005)


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.5])
def test_a_closed_form_is_the_sum_of_its_years(spread):
    one = replace(DEALER, spread=spread)
    assert sum(value_by_year(one, 4000)) - one.acquisition_cost == pytest.approx(customer_value(one), rel=1e-6)


def test_value_is_what_customers_drawn_one_by_one_bring():
    one = replace(DEALER, spread=0.3)
    generator = np.random.default_rng(11)
    total = 1 / one.spread - 1
    chances = generator.beta(one.retention * total, (1 - one.retention) * total, 400_000)
    mean = (one.margin * chances / (1 + one.discount_rate - chances * (1 + one.growth))).mean()
    assert mean - one.acquisition_cost == pytest.approx(customer_value(one), rel=0.01)


def test_putting_the_mean_in_understates_customers_who_differ():
    alike, differing = (customer_value(replace(DEALER, spread=spread)) for spread in (0.0, 0.3))
    assert differing > 1.1 * alike
    first, second = staying(replace(DEALER, spread=0.3), 2)
    assert first == pytest.approx(0.8)
    # Of those who stayed once, more stay again: 0.8·(1 − 0.3) + 0.3.
    assert second / first == pytest.approx(0.86)


def test_a_sum_without_end_is_refused():
    for endless in (replace(DEALER, retention=0.99, growth=0.12), replace(DEALER, growth=0.1, spread=0.1)):
        assert endless.endless
        with pytest.raises(ValueError, match="no end"):
            customer_value(endless)
    assert not DEALER.endless
