"""Counts of complaints, who complains, trend and silence: by hand on twelve customers, and on the demo company."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.filters import Filters
from analytics.metrics.complainers import complainers
from analytics.metrics.complaint_list import complaint_list
from analytics.metrics.complaint_reactions import complaint_reactions
from analytics.metrics.complaint_silence import ActivityChange, complaint_silence, verdict_of
from analytics.metrics.complaint_trend import complaint_trend
from analytics.metrics.complaints import ComplaintCell, Complaints, complaints, count_of, per_100
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import wilson
from analytics.store import Store
from analytics.warehouse import build
from tests.metrics.complaint_company import HALF_YEAR, complaint_reader, turning_away_store

CHANGSHA = "长沙 Changsha"


@pytest.mark.parametrize(("cells", "named"), [
    # The largest cell is not the category named most often: its severities are counted together.
    ([("late", "high", 5), ("rude", "low", 4), ("rude", "high", 4)], (("rude",), 8)),
    ([("late", "high", 4), ("rude", "low", 4), ("broken", "low", 1)], (("late", "rude"), 4)),
    ([(None, "high", 9), ("late", "low", 2)], (("late",), 2)),
    ([(None, "high", 9)], ((), 0)), ([], ((), 0))])
def test_what_is_named_most_often_is_told_with_all_that_tie(cells, named):
    counted = tuple(ComplaintCell(category, severity, number, per_100(number, 100))
                    for category, severity, number in cells)
    period = Filters("all").resolve(date(2024, 12, 31), date(2024, 1, 1))
    assert Complaints(period, count_of(9, 9, 100, 0), None, None, counted, {}, ()).most_named() == named


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return complaint_reader(tmp_path_factory.mktemp("complaints"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    store = Store.create(tmp_path_factory.mktemp("nobody") / "store", name="Nobody")
    build(store)
    return store.reader()


def test_rates_per_customer_and_per_job(reader):
    found = complaints(reader, Filters(HALF_YEAR))
    assert (found.now.complaints, found.now.complainers, found.now.customers, found.now.jobs) == (4, 3, 12, 20)
    # Garwood: 4 events lie between 1.0899 and 10.2416.
    rate = found.now.per_customers
    assert (rate.estimate, rate.low, rate.high) == pytest.approx((400 / 12, 108.99 / 12, 1024.16 / 12), rel=1e-4)
    assert (rate.state, found.now.per_jobs.estimate) == ("thin", 20.0)
    assert (found.previous.complaints, found.previous.customers, found.previous.jobs) == (1, 12, 0)
    assert found.previous.per_jobs.estimate is None


def test_categories_and_severities_most_first(reader):
    cells = complaints(reader, Filters(HALF_YEAR)).cells
    assert [(one.category, one.severity, one.complaints) for one in cells] == [
        ("late", "high", 2), ("rude", None, 1), ("rude", "low", 1)]


def test_groups_add_up_and_small_ones_are_not_tested(reader):
    branches = complaints(reader, Filters(HALF_YEAR)).groups["branch"]
    assert [(one.value, one.count.complaints, one.count.customers) for one in branches] == [
        ("North", 4, 6), ("South", 0, 6)]
    assert [one.stands_out for one in branches] == [None, None], "six customers are too few to judge"


def test_filters_restrict_complaints_customers_and_jobs(reader):
    south = complaints(reader, Filters.of(HALF_YEAR, branch="South"))
    assert (south.now.complaints, south.now.customers, south.now.jobs) == (0, 6, 0)


def test_the_list_behind_a_cell_has_its_complaints(reader):
    listed = complaint_list(reader, Filters(HALF_YEAR), where=(("category", "late"), ("severity", "high")))
    assert list(listed["complaint_id"]) == ["K2", "K1"]
    assert list(listed["amount_at_stake"]) == [50_000, 100_000]
    assert len(complaint_list(reader, Filters(HALF_YEAR), where=(("severity", None),))) == 1
    assert len(complaint_list(reader, Filters(HALF_YEAR), everything=True)) == 5


def test_who_complains(reader):
    found = complainers(reader, Filters(HALF_YEAR))
    assert (found.everyone.complained, found.everyone.share.n) == (3, 12)
    tenure = next(one for one in found.groups if one.property == "tenure")
    # From January 2023 to July 2024 are eighteen months.
    assert (tenure.value, tenure.complained, tenure.share.n) == ("under_3", 3, 12)
    assert [one.value for one in found.groups if one.property == "worth"] == ["highest", "high", "low", "lowest"]


def test_reactions_and_what_became_of_them(reader):
    rows = {one.reaction: one for one in complaint_reactions(reader, Filters()).rows}
    assert {name: one.complaints for name, one in rows.items()} == {"not_stated": 3, "staff": 1, "media": 1}
    assert (rows["media"].unresolved.estimate, rows["media"].stayed.estimate) == (1.0, 1.0)


def test_trend_begins_after_the_first_complaint(reader):
    trend = complaint_trend(reader, Filters())
    assert (trend.months[0], trend.months[-1]) == (date(2024, 4, 1), date(2024, 12, 1))
    assert trend.complaints == (0, 0, 0, 2, 1, 0, 0, 0, 1)
    assert set(trend.customers) == {12}
    assert (trend.chart.method, trend.chart.settled) == ("exact", False)
    assert trend.chart.points[3].value == pytest.approx(2 / 12)


def test_the_breaks_of_the_demo_company_are_not_celebrated(demo_reader):
    chosen = Filters.of("2024-10-01..2024-12-31", branch=CHANGSHA)
    found = complaints(demo_reader, chosen)
    assert found.now.complaints < found.previous.complaints, "most complaints of the quarter were never keyed in"
    assert [day for day, _ in found.breaks] == [date(2025, 1, 1)], "the day after the quarter's last"
    later = complaints(demo_reader, Filters.of("2025-01-01..2025-03-31", branch=CHANGSHA))
    assert [title for _, title in later.breaks] == ["长沙网点切换客户系统 Changsha moves to the new customer system"]
    trend = complaint_trend(demo_reader, Filters.of(branch=CHANGSHA))
    assert [day for day, _ in trend.breaks] == [date(2025, 1, 1)]
    around = [month for month in trend.improved if date(2024, 10, 1) <= month < date(2025, 4, 1)]
    assert around == []


def test_a_break_makes_low_months_doubtful(tmp_path):
    reader = complaint_reader(tmp_path, events=[
        {"happened_on": "2024-07-01", "title": "New system", "kind": "system_change", "branch": "North"}])
    trend = complaint_trend(reader, Filters.of(branch="North"))
    assert trend.breaks == ((date(2024, 7, 1), "New system"),)
    assert complaint_trend(reader, Filters.of(branch="South")).breaks == ()
    assert complaint_silence(reader, Filters(HALF_YEAR)).verdict == "unknown", "five complaints tell nothing"


def change(name, before, now, *, falls=False):
    return ActivityChange(name, before, now, Estimate(100, now - before, None, None), falls)


@pytest.mark.parametrize(("changes", "doubtful", "verdict"), [
    ((change("complaints", 5, 3, falls=True), change("orders", 8, 6, falls=True)), False, "warning"),
    ((change("complaints", 5, 3, falls=True), change("orders", 8, 7)), False, "watch"),
    ((change("complaints", 5, 3, falls=True), change("orders", 8, 9)), False, "none"),
    ((change("complaints", 3, 5), change("orders", 8, 6, falls=True)), False, "none"),
    ((change("complaints", 5, 3, falls=True), change("orders", 8, 6, falls=True)), True, "doubtful"),
    ((change("complaints", 5, 3, falls=True),), False, "none")])
def test_silence_is_a_warning_only_with_falling_trade(changes, doubtful, verdict):
    assert verdict_of(changes, doubtful) == verdict


def test_totals_of_the_demo_company_are_its_rows(demo_reader):
    year = Filters("2025-07-01..2026-06-30")
    found = complaints(demo_reader, year)
    number, people = demo_reader.rows("""select count(*), count(distinct customer_key) from complaint_facts
        where opened_on between date '2025-07-01' and date '2026-06-30'""")[0]
    assert (found.now.complaints, found.now.complainers) == (number, people)
    assert found.now.jobs == demo_reader.rows("""select count(*) from warehouse.service_jobs
        where done_on between date '2025-07-01' and date '2026-06-30'""")[0][0]
    for groups in found.groups.values():
        assert sum(one.count.complaints for one in groups) == number
    assert sum(one.complaints for one in found.cells) == number
    everyone = complainers(demo_reader, year).everyone
    low, high = wilson(people, found.now.customers)
    assert (everyone.share.low, everyone.share.high) == pytest.approx((float(low), float(high)), rel=1e-3)


def test_the_demo_company_is_not_silent(demo_reader):
    found = complaint_silence(demo_reader, Filters("2025-07-01..2026-06-30"))
    assert [one.name for one in found.changes] == ["complaints", "orders", "contacts"]
    assert found.verdict in ("none", "doubtful")


def test_an_empty_store_has_no_complaints(empty):
    found = complaints(empty, Filters("all"))
    assert (found.now.complaints, found.now.per_customers.estimate, found.cells, found.groups) == (0, None, (), {})
    assert complaint_trend(empty, Filters()).months == ()
    assert complaint_reactions(empty, Filters()).rows == ()
    assert complainers(empty, Filters("all")).everyone.share.n == 0
    assert complaint_silence(empty, Filters()).verdict == "unknown"


@pytest.fixture(scope="module")
def turning_away(tmp_path_factory):
    return turning_away_store(tmp_path_factory.mktemp("silent")).reader()


def test_silence_with_falling_trade_is_a_warning(turning_away):
    found = complaint_silence(turning_away, Filters("2024-01-01..2024-12-31"))
    fallen, orders = found.changes
    assert (fallen.before, fallen.now) == (pytest.approx(50.0), pytest.approx(15.0))
    assert (orders.before, orders.now) == (4.0, 1.0)
    # 12 of 52, where 26 are expected: binomial tail 6.6e-5. Every customer bought four times and then once.
    assert fallen.falls
    assert (orders.change.estimate, orders.change.high, orders.falls) == (-3.0, -3.0, True)
    assert found.verdict == "warning"
    assert found.before == (date(2023, 1, 1), date(2024, 1, 1))
