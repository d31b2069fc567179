"""What a customer gained in twelve months: by hand, and against plain rows of the demo company."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.value_statement import value_statement


def test_the_statement_of_alpha_by_hand(tiny):
    found = value_statement(tiny, Filters(), customer="C1")
    assert (found.starts_on, found.ends_on) == (date(2023, 7, 1), date(2024, 6, 30))
    # Two jobs, neither with a promised day; one was brought back. A visit without direction is the company's.
    assert (found.jobs, found.jobs_promised, found.jobs_judged, found.jobs_right, found.visits) == (2, 0, 2, 1, 1)
    assert (found.saved, found.complaints_closed) == (0, 0), "no list price; the complaint is still open"
    assert found.shown == ("jobs", "visits")
    earlier = value_statement(tiny, Filters(as_of=date(2024, 2, 5)), customer="C1")
    assert (earlier.jobs, earlier.visits) == (1, 0)


def test_an_unresolved_complaint_counts_in_the_whole(tiny):
    found = value_statement(tiny, Filters(), customer="C2")
    assert (found.complaints_closed, found.complaints_resolved, found.resolved_days) == (1, 0, None)
    with pytest.raises(UnknownName):
        value_statement(tiny, Filters(), customer="nobody")


def test_the_demo_customers_statement_is_plain_counts(demo_reader):
    number = demo_reader.rows(
        "select customer_id from warehouse.memberships join warehouse.contacts using (customer_id) "
        "where kind = 'training' and left_on is null and contacted_on > date '2025-06-30' "
        "group by customer_id order by count(*) desc, customer_id limit 1")[0][0]
    found = value_statement(demo_reader, Filters(), customer=number)
    lines = demo_reader.rows(
        "select list_price, quantity, cast(revenue as double) from warehouse.orders where customer_id = $c "
        "and ordered_on > date '2025-06-30' and list_price > 0 and quantity > 0 and revenue >= 0", {"c": number})
    assert found.lines == len(lines)
    assert found.saved == pytest.approx(100 * sum(price * pieces - paid for price, pieces, paid in lines), abs=1)
    trainings, enquiries, quick = demo_reader.rows(
        "select count(*) filter (kind = 'training'), count(response_minutes) filter (direction = 'inbound'), "
        "count(*) filter (direction = 'inbound' and response_minutes <= 120) from warehouse.contacts "
        "where customer_id = $c and contacted_on > date '2025-06-30'", {"c": number})[0]
    assert (found.trainings, found.enquiries, found.answered_quickly) == (trainings, enquiries, quick)
    assert found.trainings > 0
    programmes = demo_reader.rows("select distinct programme from warehouse.memberships where customer_id = $c "
                                  "and left_on is null order by programme", {"c": number})
    assert found.programmes == tuple(name for (name,) in programmes)
    assert [row["line"] for row in found.table()] == list(found.shown)
