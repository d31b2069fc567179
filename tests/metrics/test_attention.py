"""What needs attention: a company made for it, and silence recomputed on the demo company."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.attention import Attention, AttentionCases, attention, attention_list
from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Four customers; the newest event is a contact on 30 June 2024."""
    store = Store.create(tmp_path_factory.mktemp("attention") / "store", name="Attention")

    def customer(name, value, status=None, lost_on=None):
        return {"customer_id": name, "name": name, "size": "large" if name == "K1" else "small",
                "acquired_on": "2023-01-01", "annual_value": value, "status": status, "lost_on": lost_on}

    def contract(name, ends_on):
        return {"contract_id": f"T{name}", "customer_id": name, "starts_on": "2023-07-01", "ends_on": ends_on,
                "monthly_value": 10}

    def complaint(number, name, opened_on, closed_at=None, outcome="open"):
        return {"complaint_id": number, "customer_id": name, "opened_on": opened_on, "closed_at": closed_at,
                "outcome": outcome}

    add_batch(
        store,
        customers=[customer("K1", 1_000), customer("K2", 200), customer("K3", 300),
                   customer("K4", 400, "lost", "2024-06-01")],
        contracts=[contract("K1", "2024-09-28"), contract("K2", "2024-09-29"), contract("K3", "2024-06-30"),
                   contract("K4", "2024-08-01")],
        complaints=[complaint("P1", "K3", "2024-05-30"), complaint("P2", "K3", "2024-05-01"),
                    complaint("P3", "K1", "2024-05-31"),
                    complaint("P4", "K2", "2024-04-01", "2024-06-25 10:00:00", "resolved")],
        contacts=[{"customer_id": "K1", "contacted_on": "2024-06-30", "kind": "call"}])
    build(store, today=date(2026, 1, 1))
    return store.reader()


def test_cases_by_hand(reader):
    # P3 is exactly thirty days old; K1's contract ends in ninety days, K2's in ninety-one, K4 is lost.
    assert attention(reader, Filters()) == Attention((
        AttentionCases("complaint_overdue", cases=2, customers=1, value=30_000, longest=60),
        AttentionCases("contract_ending", cases=1, customers=1, value=100_000, longest=90)))


def test_an_earlier_day_sees_what_was_open_then(reader):
    found = {one.kind: one for one in attention(reader, Filters(as_of=date(2024, 5, 20))).kinds}
    assert found["complaint_overdue"].cases == 1, "P4 was still open, P2 nineteen days old"
    # On 20 May K4 was there and its contract ended within ninety days; K3's too.
    assert sorted(attention_list(reader, Filters(as_of=date(2024, 5, 20)), kind="contract_ending")[
        "customer_id"]) == ["K3", "K4"]


def test_filters_and_lists(reader):
    assert attention(reader, Filters.of(size="small")).kinds[0].customers == 1
    assert [one.kind for one in attention(reader, Filters.of(size="large")).kinds] == ["contract_ending"]
    listed = attention_list(reader, Filters(), kind="complaint_overdue")
    assert listed[["customer_id", "days", "value"]].values.tolist() == [["K3", 60, 30_000]]
    assert listed["since_on"].dt.date.tolist() == [date(2024, 5, 1)]
    with pytest.raises(UnknownName):
        attention_list(reader, Filters(), kind="noise")


def test_alarms_of_the_newest_month_are_part_of_it(demo_reader, reader):
    then = attention(demo_reader, Filters(as_of=date(2025, 12, 31)))
    assert [one.group for one in then.alarms] == [("成都 Chengdu", "competition")]
    assert then.table()[0]["kind"] == "alarm_more"
    assert attention(reader, Filters()).alarms == ()


@pytest.mark.parametrize("as_of", [None, date(2026, 3, 15)])
def test_quiet_customers_recomputed(demo_reader, as_of):
    thresholds = dict(demo_reader.rows("select segment, min(silent_days) from silence_curve where chosen group by 1"))
    day = pd.Timestamp(as_of or demo_reader.meta.as_of)
    people = demo_reader.query(
        "select customer_id, customers_now.segment as segment, max(day) as last_on from customers_now "
        "join warehouse.customer_days as days using (customer_key) join customer_spells using (customer_key) "
        "where days.orders > 0 and day <= $day and from_on <= $day and to_on > $day group by all", {"day": day.date()})
    silent = (day - people["last_on"]).dt.days
    limit = people["segment"].map(thresholds).fillna(thresholds["all"]) // 2
    quiet = set(people.loc[silent > limit, "customer_id"])
    assert len(quiet) > 20
    assert set(attention_list(demo_reader, Filters(as_of=as_of), kind="gone_quiet")["customer_id"]) == quiet
