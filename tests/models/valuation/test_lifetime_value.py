"""Sums and lists of lifetime values, worked out by hand on the tiny company."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.errors import ModelError
from analytics.filters import Filters
from analytics.models import ALL_METRICS
from analytics.models.valuation import Miss
from analytics.models.valuation.lifetime_value import (
    customer_lifetime_value,
    lifetime_value,
    lifetime_value_list,
)
from analytics.statistics.estimate import Estimate
from tests.metrics.companies import tiny_reader
from tests.models.valuation.cards import made_card, write_values

#: C1, C6, C7 are active customers of the tiny company, C2 and C8 lost by silence, C9 is not valued.
ROWS = [{"customer_id": "C1", "value": 6_000.0}, {"customer_id": "C6", "value": 3_000.0, "group_name": "contract"},
        {"customer_id": "C7", "value": 1_000.0, "chance_alive": 0.4},
        {"customer_id": "C2", "value": 500.0, "chance_alive": 0.3},
        {"customer_id": "C8", "value": 250.0, "chance_alive": 0.2}]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return tiny_reader(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def values(reader):
    return write_values(reader.store_path / "valuations" / "made", ROWS)


def statuses(reader) -> dict[str, str]:
    return dict(reader.rows("select customer_id, cast(status as varchar) from customers_now"))


def test_only_active_customers_are_summed_and_the_silent_told_apart(reader, values):
    active = {number for number, status in statuses(reader).items() if status == "active"}
    assert {"C1", "C6", "C7"} <= active
    assert not {"C2", "C8"} & active
    found = lifetime_value(reader, Filters(), values=values)
    assert found.total.estimate == 10_000
    assert (found.valued, found.customers, found.unvalued) == (3, len(active), len(active) - 3)
    assert (found.contract_customers, found.contract_value.estimate) == (1, 3_000)
    assert (found.doubtful_customers, found.doubtful_value.estimate) == (1, 1_000)
    assert found.doubtful.estimate == pytest.approx(1 / 3)
    assert (found.silent, found.silent_value.estimate) == (2, 750)
    assert found.per_customer == pytest.approx(10_000 / 3)


def test_the_interval_is_that_of_the_sums_drawn(reader, values):
    """Futures are 0.61 to 1.39 times the value; of 79 the second and the last but one are the ends."""
    total = lifetime_value(reader, Filters(), values=values).total
    assert (total.low, total.high) == (pytest.approx(6_200), pytest.approx(13_800))


def test_parts_have_intervals_of_their_own(reader, values):
    found = lifetime_value(reader, Filters(), values=values)
    assert (found.contract_value.low, found.contract_value.high) == (pytest.approx(1_860), pytest.approx(4_140))
    assert (found.doubtful_value.low, found.doubtful_value.high) == (pytest.approx(620), pytest.approx(1_380))
    assert (found.silent_value.low, found.silent_value.high) == (pytest.approx(465), pytest.approx(1_035))


def test_the_interval_reaches_as_far_as_the_held_out_miss(reader):
    """Half the purchases foretold of active customers were made: what trades may bring half of the lowest end."""
    known = made_card()
    missed = replace(known, buying=replace(known.buying, held_out=replace(known.buying.held_out, misses=(
        Miss("active", "purchases", 200.0, 100.0, Estimate(40, 0.5, 0.5, 0.5)),
        Miss("silent", "purchases", 100.0, 10.0, Estimate(40, 0.1, 0.1, 0.1))))))
    found = lifetime_value(reader, Filters(), values=write_values(
        reader.store_path / "valuations" / "missed", ROWS, missed))
    assert found.total.estimate == 10_000
    # Ends of the model's own futures are 0.62 and 1.38; under a contract nothing was missed.
    assert (found.total.low, found.total.high) == (
        pytest.approx(0.62 * (0.5 * 7_000 + 3_000)), pytest.approx(13_800))
    assert (found.contract_value.low, found.contract_value.high) == (pytest.approx(1_860), pytest.approx(4_140))
    assert (found.silent_value.low, found.silent_value.high) == (pytest.approx(46.5), pytest.approx(1_035))
    assert found.allowed


def test_tenths_begin_with_the_most_valuable(reader, values):
    found = lifetime_value(reader, Filters(), values=values)
    assert found.tenths == (6_000, 3_000, 1_000)
    assert found.share_of_tenths(1) == pytest.approx(0.6)


def test_filters_choose_the_customers(reader, values):
    (size,), = reader.rows("select cast(size as varchar) from customers_now where customer_id = 'C1'")
    of_size = {number for (number,) in reader.rows(
        "select customer_id from customers_now where size = $size and status = 'active'", {"size": size})}
    found = lifetime_value(reader, Filters.of("12m", size=size), values=values)
    assert found.total.estimate == sum(float(row["value"]) for row in ROWS if row["customer_id"] in of_size)


def test_nobody_is_worth_nothing_known(reader, values):
    found = lifetime_value(reader, Filters.of("12m", industry="nowhere"), values=values)
    assert (found.valued, found.total.estimate, found.tenths) == (0, None, ())
    assert found.per_customer is None
    assert found.share_of_tenths(1) is None


def test_lists_hold_whom_the_figures_count(reader, values):
    for who, expected in (("active", ["C1", "C6", "C7"]), ("contract", ["C6"]), ("doubtful", ["C7"]),
                          ("silent", ["C2", "C8"])):
        frame = lifetime_value_list(reader, Filters(), values=values, who=who)
        assert list(frame["customer_id"]) == expected
    assert list(frame["lifetime_value"]) == [500, 250]


def test_one_customer_is_found_with_its_place(reader, values):
    found = customer_lifetime_value(reader, Filters(), values=values, customers=("C6", "nobody"))
    assert list(found) == ["C6"]
    one = found["C6"]
    assert (one.value, one.place, one.valued, one.by_contract) == (3_000, 2, 5, True)


def test_without_a_valuation_the_metric_says_how_to_get_one(reader):
    with pytest.raises(ModelError) as refused:
        ALL_METRICS["lifetime_value"].function(reader, Filters())
    assert refused.value.code == "no_valuation"
