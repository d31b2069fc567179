"""Service by hand on twelve jobs, its lists and causes, and what followed events on the demo company."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.event_effects import event_effects
from analytics.metrics.service_causes import service_causes
from analytics.metrics.service_quality import EXCEEDANCES, service_list, service_quality
from analytics.statistics.intervals import wilson
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import add_batch


def job(number: int, customer: str, day: str, promised: str | None, right: bool | None, returned: bool | None,
        complete: bool | None, kept: bool | None, branch: str | None) -> dict[str, object]:
    return {"job_id": f"J{number:02d}", "customer_id": customer, "done_on": day, "promised_on": promised,
            "correct_first_time": right, "returned": returned, "complete": complete, "promise_kept": kept,
            "branch": branch}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Two branches, three customers, twelve jobs in May 2024 and one in April."""
    store = Store.create(tmp_path_factory.mktemp("service") / "store", name="Served")
    add_batch(
        store,
        customers=[{"customer_id": name, "branch": branch, "size": size, "acquired_on": "2023-01-01"}
                   for name, branch, size in (("A", "East", "large"), ("B", "East", "small"), ("C", "West", "small"))],
        service_jobs=[
            job(1, "A", "2024-04-10", "2024-04-10", True, False, True, True, "East"),
            job(2, "A", "2024-05-02", "2024-05-01", True, False, True, False, "East"),
            job(3, "A", "2024-05-03", "2024-05-03", True, True, True, True, "East"),
            job(4, "A", "2024-05-04", None, None, None, None, None, "East"),
            job(5, "A", "2024-05-05", "2024-05-09", True, False, True, True, "West"),
            job(6, "B", "2024-05-06", "2024-05-06", False, None, True, True, None),
            job(7, "B", "2024-05-07", "2024-05-07", True, False, False, True, "East"),
            job(8, "B", "2024-05-08", "2024-05-08", True, False, True, False, "East"),
            job(9, "C", "2024-05-09", "2024-05-01", True, False, True, None, "West"),
            job(10, "C", "2024-05-10", "2024-05-10", True, False, True, True, "West"),
            job(11, "C", "2024-05-11", "2024-05-11", True, False, True, True, "West"),
            job(12, "C", "2024-05-12", "2024-05-12", True, False, True, True, "West"),
            job(13, "C", "2024-05-31", "2024-05-31", True, False, True, True, "West")],
        complaints=[
            {"complaint_id": "K1", "customer_id": "A", "opened_on": "2024-05-05", "cause": "late"},
            {"complaint_id": "K2", "customer_id": "C", "opened_on": "2024-05-20", "cause": "rude"}])
    build(store, today=date(2024, 6, 1))
    return store.reader()


MAY = Filters("month")


def test_counts_and_shares_by_hand(reader):
    found = service_quality(reader, MAY).now
    assert (found.jobs, found.judged, found.failed) == (12, 11, 6)
    assert (found.timed, found.on_time) == (11, 9)
    assert (found.checked, found.right_first_time) == (11, 9)
    assert (found.promised, found.promise_kept) == (10, 8)
    assert [getattr(found, kind) for kind in EXCEEDANCES] == [2, 2, 1, 1, 2]
    assert (found.wrong_or_incomplete, found.promised_not_provided) == (3, 1)
    low, high = wilson(9, 11)
    assert (found.timely.estimate, found.timely.low, found.timely.high, found.timely.state) == (
        9 / 11, float(low), float(high), "thin")
    assert found.jobs_between_failures.estimate == 11 / 6


def test_the_branch_is_the_one_that_did_the_job(reader):
    found = service_quality(reader, MAY)
    assert {name: (one.jobs, one.failed) for name, one in found.branches.items()} == {"East": (6, 5), "West": (6, 1)}
    assert (found.previous.jobs, found.previous.failed) == (1, 0)
    assert [(one.month, one.complete, one.counts.judged) for one in found.months] == [
        (date(2024, 4, 1), True, 1), (date(2024, 5, 1), True, 11)]
    assert (found.streaks["West"].jobs_since, found.streaks["West"].failed_on) == (4, date(2024, 5, 9))
    assert found.streaks["East"].jobs_since == 0


def test_scatter_within_customers(reader):
    # A: 2 of 3 judged; B: 3 of 3; C: 1 of 5. Squares 3·(2/3)(1/3) + 0 + 5·(1/5)(4/5) over 2 + 2 + 4.
    found = service_quality(reader, MAY)
    assert found.within_customer_deviation == pytest.approx(((2 / 3 + 4 / 5) / 8) ** 0.5)


def test_filters_choose_customers(reader):
    assert service_quality(reader, Filters.of("month", size="small")).now.jobs == 8


def test_every_list_has_as_many_jobs_as_its_figure(reader):
    counts = service_quality(reader, MAY).now
    for fault, number in (("failed", counts.failed), ("any", counts.jobs),
                          *((kind, getattr(counts, kind)) for kind in EXCEEDANCES)):
        assert len(service_list(reader, MAY, fault=fault)) == number, fault
    assert list(service_list(reader, MAY, fault="failed", branch="West")["customer_id"]) == ["C"]
    with pytest.raises(UnknownName):
        service_list(reader, MAY, fault="ugly")


def test_causes_stand_beside_what_is_complained_about(reader):
    found = {one.cause: one for one in service_causes(reader, MAY).causes}
    assert (found["late"].jobs.estimate, found["late"].complaints) == (2 / 11, 1)
    assert (found["wrong_or_incomplete"].jobs.n, found["wrong_or_incomplete"].jobs.estimate) == (11, 3 / 11)
    assert found["promised_not_provided"].jobs.estimate == 1 / 10
    assert (found["rude"].jobs, found["rude"].complaint_rate.estimate) == (None, 1 / 12)
    assert found["harm"].complaints == 0


def test_a_company_without_jobs_is_counted_as_zero(tmp_path):
    store = Store.create(tmp_path / "store", name="None")
    add_batch(store, customers=[{"customer_id": "A", "acquired_on": "2024-01-01"}])
    build(store, today=date(2024, 6, 1))
    found = service_quality(store.reader(), Filters())
    assert (found.now.jobs, found.months, found.consistency.estimate) == (0, (), None)
    assert event_effects(store.reader(), Filters()).effects == ()


def test_the_recall_shows_in_failed_jobs_and_the_move_of_changsha_in_its_records(demo_reader):
    found = {(one.kind, one.outcome): one for one in event_effects(demo_reader, Filters()).effects}
    recall = found["crisis", "failed"]
    assert recall.branch is None
    assert recall.effect.low > 0, "twice the usual failures in the East for a quarter"
    moved = found["system_change", "lost"]
    assert moved.branch == "长沙 Changsha"
    assert (moved.months, moved.effect.n) == (6, 11)
    assert moved.effect.low > 0, "losses of the quarter before carry the day of the move"
    assert found["price_change", "satisfaction"].effect.low < 0 < found["price_change", "satisfaction"].effect.high
