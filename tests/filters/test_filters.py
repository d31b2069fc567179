"""Filters compose into SQL, travel in links and read as a sentence."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import UnknownName
from analytics.filters import Clause, Filters, SavedSegment, Test
from analytics.filters.filters import DIMENSIONS, NOT_STATED
from analytics.i18n import Translator

CUSTOMERS = """create table customers_now as from (values
    (1, 'large', 'West', 'Zhang'), (2, 'small', 'West', '0'), (3, 'large', null, 'false'), (4, null, 'East', ''))
    as t(customer_key, size, region, account_manager)"""

FILTERS = [
    (Filters(), [1, 2, 3, 4], {}, "All customers", "全部客户"),
    (Filters.of(size="large"), [1, 3], {"size": ["large"]}, "Size: Large", "规模：大型"),
    (Filters.of(size="large", region="West"), [1], {"size": ["large"], "region": ["West"]},
     "Region: West · Size: Large", "区域：West；规模：大型"),
    (Filters.of(region=NOT_STATED), [3], {"region": ["-"]}, "Region: Not stated", "区域：未填写"),
    (Filters.of(region=("East", NOT_STATED)), [3, 4], {"region": ["-", "East"]},
     "Region: Not stated or East", "区域：未填写或East"),
    # Values that are false in Python are values all the same.
    (Filters.of(account_manager="0"), [2], {"account_manager": ["0"]}, "Account manager: 0", "客户经理：0"),
    (Filters.of(account_manager="false"), [3], {"account_manager": ["false"]}, "Account manager: false",
     "客户经理：false"),
    (Filters.of(size="huge"), [], {"size": ["huge"]}, "Size: huge", "规模：huge"),
    (Filters.of("quarter", date(2026, 3, 31)), [1, 2, 3, 4], {"period": "quarter", "as_of": "2026-03-31"},
     "All customers", "全部客户"),
]


@pytest.mark.parametrize(("filters", "keys", "query", "english", "chinese"), FILTERS)
def test_filters_select_travel_and_read(filters, keys, query, english, chinese):
    with duckdb.connect() as connection:
        connection.execute(CUSTOMERS)
        condition, parameters = filters.where()
        found = connection.execute(
            f"select customer_key from customers_now where {condition} order by 1", parameters).fetchall()
    assert [key for (key,) in found] == keys
    assert filters.to_query() == query
    assert Filters.from_query(query) == filters
    assert filters.sentence(Translator("en")) == english
    assert filters.sentence(Translator("zh-CN")) == chinese


def test_equal_filters_are_equal_whatever_the_order():
    one = Filters("12m", None, (Clause("size", ("large", "small")), Clause("region", ("West",))))
    other = Filters("12m", None, (Clause("region", ("West",)), Clause("size", ("small",)), Clause("size", ("large",))))
    assert one == other
    assert hash(one) == hash(other)


def test_lifting_a_condition():
    filters = Filters.of(size="large", region="West")
    assert filters.with_values("size", []) == Filters.of(region="West")
    assert filters.active == 2


@pytest.mark.parametrize("column", ["name; drop table x", 'size" or true --', "password", "trait_", "trait_a b"])
def test_only_known_columns_make_conditions(column):
    with pytest.raises(UnknownName):
        Clause(column, ("x",))


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=30), max_size=4), max_size=6))
def test_any_link_gives_filters(query):
    filters = Filters.from_query(query)
    assert {clause.column for clause in filters.clauses} <= set(query)
    assert Filters.from_query(filters.to_query()) == filters


@given(st.dictionaries(st.sampled_from(DIMENSIONS), st.lists(st.text(min_size=1, max_size=30), min_size=1,
                                                             max_size=4), max_size=4))
def test_filters_survive_the_link(columns):
    filters = Filters.of(**columns)
    assert Filters.from_query(filters.to_query()) == filters


LARGE_ONES = SavedSegment("k3", "Large ones", Test("size", "one_of", ("large",)))
RISKY = SavedSegment("a1", "Risky", Test("risk", "at_least", (0.5,)))


def test_a_saved_segment_is_a_filter_among_others():
    filters = Filters("12m", None, (Clause("region", ("West",)),), (LARGE_ONES,))
    with duckdb.connect() as connection:
        connection.execute(CUSTOMERS)
        condition, parameters = filters.where()
        found = connection.execute(f"select customer_key from customers_now where {condition}", parameters).fetchall()
    assert found == [(1,)]
    assert filters.active == 2
    assert filters.to_query() == {"region": ["West"], "saved": ["k3"]}
    assert filters.sentence(Translator("en")) == "Segment “Large ones” · Region: West"
    assert filters.sentence(Translator("zh-CN")) == "客户分群“Large ones”；区域：West"


def test_a_link_finds_saved_segments_again_and_leaves_out_what_is_gone():
    known = {"k3": LARGE_ONES}
    filters = Filters.from_query({"saved": ["k3", "gone", "k3"]}, known.get)
    assert filters == Filters(saved=(LARGE_ONES,))
    assert Filters.from_query({"saved": ["k3"]}) == Filters()


def test_another_condition_under_the_same_code_is_another_filter():
    other = SavedSegment("k3", "Large ones", Test("size", "one_of", ("small",)))
    assert Filters(saved=(LARGE_ONES,)) != Filters(saved=(other,))
    assert Filters(saved=(LARGE_ONES, RISKY)) == Filters(saved=(RISKY, LARGE_ONES))


def test_nobody_has_a_risk_without_a_model():
    assert Filters(saved=(RISKY,)).where() == ("false", {})
