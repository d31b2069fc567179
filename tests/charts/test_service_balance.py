"""Charts of contacts against value: what is drawn where."""

from __future__ import annotations

from analytics.charts.service_balance import ENDS, manager_ratios, shares_by_tenth
from analytics.i18n import Translator
from analytics.models.service_balance import ManagerContacts, ServiceBalance, ValueTenth
from analytics.statistics.estimate import Estimate

WORDS = Translator("en")
MANAGERS = tuple(ManagerContacts(f"M{place:02d}", Estimate(40 - place, 2 - place / 20, 1.5 - place / 20, 2.5))
                 for place in range(20))
FOUND = ServiceBalance(20, 200, 5000, Estimate(20, 0.05, 0.0, 0.1), 0.1, 1, 0, 10.0, 0,
                       (ValueTenth(1, 10, 0.7, 0.4, 12.0, 11.0), ValueTenth(2, 10, 0.3, 0.6, 8.0, 9.0)), MANAGERS)


def test_shares_of_revenue_and_cost_stand_side_by_side():
    revenue, cost = shares_by_tenth(FOUND, WORDS).data
    assert (list(revenue.x), list(revenue.y), list(cost.y)) == (["1", "2"], [0.7, 0.3], [0.4, 0.6])
    assert revenue.name == "Share of revenue"


def test_of_many_managers_the_ends_are_drawn():
    figure = manager_ratios(FOUND, WORDS)
    assert len(figure.data[0].y) == 2 * ENDS
    assert (figure.data[0].y[0], figure.data[0].y[-1]) == ("M00", "M19")
    assert figure.layout.shapes[0].x0 == 1.0
