"""How complete the customers file is: by hand on the tiny company, against plain counts on the demo's."""

from __future__ import annotations

import pytest

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.file_completeness import WEIGHTS, file_completeness, file_gap_list, file_weights


def field(found, name: str):
    return next(one for one in found.fields if one.field == name)


def test_the_file_of_alpha_by_hand(tiny):
    # Of the file: name 3, size 2, segment 2, branch 1 and the day it was won 2; the rest of 26 was never recorded.
    found = file_completeness(tiny, Filters(), customer="C1")
    assert {one.field for one in found.fields if one.filled} == {"name", "size", "segment", "branch", "acquired_on"}
    assert field(found, "contract_end").filled is None, "no contract is on record"
    assert found.own == pytest.approx(10 / (sum(WEIGHTS.values()) - WEIGHTS["contract_end"]))
    assert [one.field for one in found.missing[:3]] == ["phone", "account_manager", "consent"]
    weighted = file_completeness(tiny, Filters(), customer="C1", weights="phone=0, account_manager=0，consent=0,email=9")
    assert weighted.missing[0].field == "email"
    assert field(found, "name").share == pytest.approx(1 / 5), "of C1, C3, C6, C7 and C9, one has a name"


def test_who_is_in_no_customers_file_has_an_empty_one(tiny):
    found = file_completeness(tiny, Filters(), customer="C7")
    assert found.own == 0.0
    assert "C7" in set(file_gap_list(tiny, Filters(), field="size")["customer_id"])


def test_a_lost_customer_has_a_file_but_is_not_counted(tiny):
    found = file_completeness(tiny, Filters(), customer="C4")
    assert field(found, "acquired_on").filled
    assert field(found, "acquired_on").customers_filled == 1
    assert found.customers == file_completeness(tiny, Filters()).customers
    assert file_completeness(tiny, Filters()).own is None


def test_the_demo_companys_shares_are_plain_counts(demo_reader):
    found = file_completeness(demo_reader, Filters.of(size="large"))
    everyone, phones, birthdays = demo_reader.rows(
        "select count(*), count(recorded.phone), count(recorded.birthday) from customers_now as now "
        "join warehouse.customers as recorded using (customer_id) where now.status = 'active' and now.size = 'large'")[0]
    assert (found.customers, field(found, "phone").customers_filled, field(found, "birthday").customers_filled) == (
        everyone, phones, birthdays)
    assert len(file_gap_list(demo_reader, Filters.of(size="large"), field="birthday")) == everyone - birthdays
    assert len(file_gap_list(demo_reader, Filters(), field="contract_end")) == 0


def test_weights_are_read_and_refused():
    assert file_weights("phone=0.5")["phone"] == 0.5
    assert file_weights("") == WEIGHTS
    with pytest.raises(UnknownName):
        file_weights("fax=1")
    with pytest.raises(HuitouError, match="file_weights"):
        file_weights("phone=much")
