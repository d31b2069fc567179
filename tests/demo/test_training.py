"""The operators' course: beside everything else, and as good for those who attend as the truth says."""

from __future__ import annotations

import numpy as np

from analytics.demo.history import NEVER
from analytics.demo.scenario import Training
from analytics.demo.training import YEAR, attend
from analytics.demo.vocabulary import vocabulary


def test_attendants_are_customers_on_the_day(company):
    memberships = company.tables.memberships
    course = memberships[memberships["programme"] == vocabulary().course]
    assert 300 < len(course) < 700
    assert not course["customer_id"].duplicated().any()
    assert course["left_on"].isna().all()
    assert course["tier"].isna().all()


def test_attendants_leave_less_often_by_the_odds_of_the_scenario():
    class Made:
        start = np.column_stack([np.zeros(40_000, int), np.full(40_000, NEVER)])
        end = np.random.default_rng(1).integers(1, 3000, (40_000, 2))
        left = np.ones((40_000, 2), bool)
        annual = np.full((40_000, 16), 0.8)

    class Time:
        days, quarters = 1461, 16

        @staticmethod
        def quarter_of(day):
            return day // 92

    course = attend(5, Training(1.0, 0.4), Time, Made)
    everyone = attend(5, Training(1.0, 1.0), Time, Made)
    rates = []
    for one in (everyone, course):
        over = one.day + YEAR <= Time.days
        rates.append((Made.end[one.customer, 0] - one.day <= YEAR)[over].mean())
    odds = [rate / (1 - rate) for rate in rates]
    assert abs(odds[1] / odds[0] - 0.4) < 0.03
    assert everyone.kept == 0.0
    # Twenty per cent leave; with 0.4 of the odds 9.1 do.
    assert abs(course.kept - (0.2 - 0.4 * 0.2 / (1 - 0.2 * 0.6))) < 1e-9
