"""How alike a customer's jobs are: design effects by hand, and wider intervals where jobs of a customer agree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analytics.filters import Filters
from analytics.metrics.grade_service import grade_service
from analytics.metrics.service_causes import service_causes
from analytics.metrics.service_quality import service_quality
from analytics.metrics.service_scatter import ServiceScatter, service_scatter
from analytics.statistics.intervals import poisson_exact, wilson
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order

CUSTOMERS, JOBS = 40, 4
MAY = Filters("month")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Forty customers of four jobs each in May 2024; of every fourth customer all jobs were late."""
    store = Store.create(tmp_path_factory.mktemp("alike") / "store", name="Alike")
    first = date(2024, 5, 1)
    add_batch(
        store,
        customers=[{"customer_id": f"C{one:02d}", "acquired_on": "2023-01-01"} for one in range(CUSTOMERS)],
        orders=[order(f"O{one:02d}", f"C{one:02d}", "2024-03-01", 100) for one in range(CUSTOMERS)],
        service_jobs=[
            {"job_id": f"J{one:02d}{job}", "customer_id": f"C{one:02d}", "branch": "East" if one < 20 else "West",
             "done_on": str(first + timedelta(days=7 * job)), "promised_on": str(
                first + timedelta(days=7 * job - (one % 4 == 0))),
             "correct_first_time": True, "returned": False, "complete": True, "promise_kept": one % 4 != 0}
            for one in range(CUSTOMERS) for job in range(JOBS)])
    build(store, today=date(2024, 6, 1))
    return store.reader()


def test_jobs_that_all_go_alike_count_as_one_job_a_customer(reader):
    found = service_scatter(reader, MAY)
    # All scatter lies between customers: four jobs say as much as one, but for the degree of freedom.
    assert found.everyone["failed"] == pytest.approx(JOBS * CUSTOMERS / (CUSTOMERS - 1))
    assert found.everyone["late"] == found.everyone["on_time"] == found.everyone["failed"]
    assert found.branches["East"]["promise_kept"] == pytest.approx(JOBS * 20 / 19)
    # Everything was right, so each customer counts once.
    assert found.everyone["right_first_time"] == JOBS
    assert found.within_customer_deviation == 0.0


def test_every_share_of_jobs_takes_customers_for_the_independent_units(reader):
    found = service_quality(reader, MAY)
    independent = (CUSTOMERS - 1) / CUSTOMERS
    low, high = wilson(10 * independent, 40 * independent)
    for share in (found.now.failure_rate, service_causes(reader, MAY).causes[0].jobs):
        assert (share.n, share.estimate) == (160, 0.25)
        assert (share.low, share.high) == pytest.approx((float(low), float(high)))
    low, high = wilson(30 * independent, 40 * independent)
    assert (found.now.timely.low, found.now.timely.high) == pytest.approx((float(low), float(high)))
    assert found.branches["West"].timely.low < found.now.timely.low
    few, many = poisson_exact(10 * independent)
    between = found.now.jobs_between_failures
    assert (between.estimate, between.low) == (4.0, pytest.approx(40 * independent / float(many)))
    assert between.high == pytest.approx(40 * independent / float(few))


def test_a_month_of_a_longer_period_has_the_part_of_the_effect_that_falls_into_it():
    year = ServiceScatter({"failed": 3.4}, {}, None)
    assert year.of_months(12) == {"failed": pytest.approx(1.2)}
    assert year.of_months(1) == {"failed": pytest.approx(3.4)}


def test_the_service_of_a_grade_is_known_as_well_as_its_customers_are_many(reader):
    found = next(one for one in grade_service(reader, MAY).grades if one.on_time.n)
    low, high = wilson(found.on_time.estimate * found.on_time.n, found.on_time.n)
    assert found.on_time.high - found.on_time.low > 1.6 * float(high - low)
