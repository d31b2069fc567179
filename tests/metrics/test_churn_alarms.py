"""Alarms on invented counts, on the demo company's shocks, and on companies in which nothing happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.demo import Scenario, write_demo
from analytics.filters import Clause, Filters
from analytics.metrics.churn_alarms import BUDGET, _budgeted, churn_alarms
from analytics.metrics.churn_watch import Surprise, Watch, surprises
from analytics.warehouse import build

CHENGDU, CHANGSHA = "成都 Chengdu", "长沙 Changsha"
MONTHS = pd.date_range("2021-01-01", periods=40, freq="MS")


@pytest.fixture(scope="module")
def alarms(demo_reader):
    return churn_alarms(demo_reader, Filters())


def frames(lost: int = 4, last: int = 4, day: int = 10, last_days: tuple[int, ...] = (),
           all_on_the_first: bool = False) -> Watch:
    """Two branches of 200 customers; every month `lost` customers, all price, one of them written down a day."""
    rows = [(month, "small", branch, "pricing", last if place == 39 and branch == "N" else lost, 100)
            for place, month in enumerate(MONTHS) for branch in "NS"]
    start = [(month, "small", branch, 200) for month in MONTHS for branch in "NS"]
    written = [(month, branch, 1 + (7 * place + 9 * one) % 28, 1)
               for place, month in enumerate(MONTHS) for branch in "NS" for one in range(lost)]
    if all_on_the_first:
        written = [(month, branch, 1, lost) for month in MONTHS for branch in "NS"]
    written += [(MONTHS[39], "S", day, len(last_days))] if last_days else []
    return Watch.of(
        pd.DataFrame(rows, columns=["month", "size", "branch", "cause_class", "lost", "value_lost"]),
        pd.DataFrame(start, columns=["month", "size", "branch", "customers"]),
        pd.DataFrame(written, columns=["month", "branch", "day", "lost"]))


def test_an_even_company_raises_no_alarm():
    watch = frames()
    assert [surprises(watch, place) for place in watch.judged] == [[]] * 22


def test_a_month_of_many_losses_is_found_where_it_happened():
    found = surprises(frames(last=16), 39)
    assert {one.group for one in found} >= {("N",), ("N", "pricing")}
    assert ("S",) not in {one.group for one in found}
    branch = next(one for one in found if one.group == ("N",))
    # Twenty-eight months of four in the frozen baseline, so four are expected.
    assert (branch.lost, branch.expected, branch.months, branch.baseline) == (16, pytest.approx(4.0), 1, 28)
    assert branch.low < 4 < branch.high < 16


def test_losses_keyed_in_under_one_day_are_an_alarm_about_the_records():
    found = [one for one in surprises(frames(last_days=(1, 2, 3, 4, 5)), 39) if one.kind == "same_day"]
    assert [(one.group, one.day, one.lost) for one in found] == [(("S",), date(2024, 4, 10), 5)]


def test_a_company_that_dates_all_losses_by_the_first_has_no_heaps():
    watch = frames(all_on_the_first=True)
    assert not [one for place in watch.judged for one in surprises(watch, place)]


def test_a_worsening_does_not_become_its_own_yardstick():
    watch = frames()
    worse = watch.lost.copy()
    worse[:, 30:] *= 3
    found = [place for place in watch.judged if surprises(replace(watch, lost=worse), place)]
    assert found == list(range(30, 40))


def test_the_price_rise_is_found_and_not_explained_away(alarms):
    found = [one for one in alarms.earlier if one.group == ("pricing",)]
    assert min(one.month for one in found) <= date(2024, 9, 1)
    assert all(one.expected * 2 < one.lost and one.high < one.lost for one in found)
    assert all(any(event.kind == "price_change" for event in one.events) for one in found)


def test_the_competitor_is_found_at_its_branch(alarms):
    found = [one for one in alarms.earlier if one.group == (CHENGDU, "competition")]
    assert found
    assert all(one.month >= date(2025, 4, 1) and one.role == "branch" for one in found)
    assert {event.kind for one in found for event in one.events} == {"competitor_entry"}


def test_the_reporting_break_is_an_alarm_about_the_records(alarms):
    found = [one for one in alarms.earlier if one.kind == "same_day"]
    assert [(one.group, one.day) for one in found] == [((CHANGSHA,), date(2025, 1, 1))]
    assert [event.kind for event in found[0].events] == ["system_change"]
    assert found[0].value_at_risk == 0


def test_an_alarm_stands_on_the_day_it_would_have_been_raised(demo_reader):
    then = churn_alarms(demo_reader, Filters(as_of=date(2025, 12, 31)), history=False)
    assert then.month == date(2025, 12, 1)
    assert not then.earlier
    assert [one.group for one in then.current] == [(CHENGDU, "competition")]
    assert then.current[0].value_at_risk > 0


def test_filters_apply(demo_reader):
    one = churn_alarms(demo_reader, Filters(clauses=(Clause("branch", (CHENGDU,)),)))
    assert {alarm.group[0] for alarm in (*one.current, *one.earlier) if "branch" in alarm.by} <= {CHENGDU}


def test_nobody_gets_more_than_five_alarms(alarms):
    one = alarms.earlier[0]
    many = [replace(one, by=("cause_class",), group=(str(place),), value_at_risk=place) for place in range(9)]
    kept = _budgeted(many)
    assert [alarm.value_at_risk for alarm in kept] == [8, 7, 6, 5, 4]
    branches = [replace(one, by=("branch",), group=(str(place),)) for place in range(9)]
    assert len(_budgeted(branches)) == 9
    assert BUDGET == 5


def test_a_branch_and_a_cause_within_it_are_one_story(alarms):
    one = alarms.earlier[0]
    likelier = replace(one, by=("branch",), group=("N",), p=0.001)
    within = replace(one, by=("branch", "cause_class"), group=("N", "pricing"), p=0.0001)
    assert _budgeted([likelier, within]) == [within]


def test_nothing_is_judged_without_a_past(tiny):
    assert churn_alarms(tiny, Filters()).month is None
    empty = Surprise("more", (), (), 1, None, 0, 0.0, 0.0, 0.0, 1.0, 1.0, 0, 0)
    assert empty not in surprises(frames(), 39)


def months_with_alarms(folder, seeds) -> tuple[int, int]:
    judged = found = 0
    for seed in seeds:
        store = write_demo(folder / str(seed), seed=seed, scenario=Scenario.silent())
        build(store)
        alarms = churn_alarms(store.reader(), Filters())
        judged += alarms.judged
        found += len({one.month for one in (*alarms.current, *alarms.earlier)})
    return found, judged


def test_companies_in_which_nothing_happens_stay_silent(tmp_path):
    """At most seven months in a hundred have any alarm at all, over all groups watched."""
    found, judged = months_with_alarms(tmp_path, range(701, 704))
    assert judged >= 70
    assert found / judged <= 0.07


@pytest.mark.slow
def test_twenty_companies_in_which_nothing_happens_stay_silent(tmp_path):
    found, judged = months_with_alarms(tmp_path, range(711, 731))
    assert judged >= 480
    assert found / judged <= 0.07


def test_scatter_of_a_kind_of_group_widens_its_limits():
    watch = frames(last=12)
    assert ("N",) in {one.group for one in surprises(watch, 39)}
    generator = np.random.default_rng(3)
    noisy = watch.lost.copy()
    branches = [place for place, (by, _) in enumerate(watch.groups) if by == ("branch",)]
    noisy[branches, :28] = generator.negative_binomial(2, 2 / 6, (2, 28))
    assert ("N",) not in {one.group for one in surprises(replace(watch, lost=noisy), 39)}
