"""A complaint is found by its number, with everything its records tell."""

from __future__ import annotations

import pytest

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.complaint_record import complaint_record


def test_a_complaint_is_found_whatever_the_filters(demo_reader):
    number, customer, at_stake, identified = demo_reader.rows(
        "select complaint_id, customer_id, complaint_facts.amount_at_stake, identified_at from complaint_facts "
        "join customers_now using (customer_key) where outcome = 'resolved' order by complaint_id limit 1")[0]
    found = complaint_record(demo_reader, Filters.of(size=("none of these",)), complaint=number)
    assert (found.complaint_id, found.customer_id, found.amount_at_stake, found.identified_at, found.outcome) == (
        number, customer, at_stake, identified, "resolved")
    assert found.table()[0]["complaint_id"] == number


def test_there_is_none_of_another_number_and_none_without_one(demo_reader):
    with pytest.raises(UnknownName):
        complaint_record(demo_reader, Filters(), complaint="' or true --")
    with pytest.raises(HuitouError) as refused:
        complaint_record(demo_reader, Filters())
    assert refused.value.code == "complaint_number"
