"""Conditions of segments: SQL on real rows, JSON there and back, and words."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import ConditionRefused, UnknownName
from analytics.filters.conditions import DEEPEST, EVERYONE, Group, Names, Test, from_json
from analytics.filters.reading import condition_sentence
from analytics.i18n import Translator

CUSTOMERS = """create table customers_now as
select customer_key, size, region, value * 100 as value, orders, last_order_on::date as last_order_on,
    contract_end::date as contract_end, consent
from (values
    (1, 'large', 'West', 5000, 9, '2026-06-30', '2026-07-10', true),
    (2, 'small', 'West', 100, 0, null, '2027-01-01', false),
    (3, 'large', null, null, 3, '2026-03-01', null, null),
    (4, null, 'East', -50, 1, '2025-06-30', '2026-06-01', true))
    as t(customer_key, size, region, value, orders, last_order_on, contract_end, consent)"""

LARGE, WEST = Test("size", "one_of", ("large",)), Test("region", "one_of", ("West",))

CONDITIONS = [
    (EVERYONE, [1, 2, 3, 4]),
    (Group(negated=True), []),
    (LARGE, [1, 3]),
    (Test("size", "none_of", ("large",)), [2, 4]),
    (Test("size", "missing"), [4]),
    (Test("size", "stated"), [1, 2, 3]),
    (Test("value", "at_least", (100,)), [1, 2]),
    (Test("value", "between", (-50, 100)), [2, 4]),
    (Test("orders", "at_most", (1,)), [2, 4]),
    (Test("consent", "yes"), [1, 4]),
    (Test("consent", "no"), [2]),
    (Test("last_order_on", "on_or_after", ("2026-03-01",)), [1, 3]),
    (Test("last_order_on", "before", (date(2026, 3, 1),)), [4]),
    # The day itself is the first of the last days.
    (Test("last_order_on", "within_last_days", (1,)), [1]),
    (Test("last_order_on", "longer_ago_than_days", (121,)), [3, 4]),
    (Test("last_order_on", "longer_ago_than_days", (122,)), [4]),
    (Test("contract_end", "within_next_days", (10,)), [1]),
    (Test("contract_end", "within_next_days", (9,)), []),
    (Group((LARGE, WEST)), [1]),
    (Group((LARGE, WEST), "any"), [1, 2, 3]),
    # Customer 3 has no region: it is not known to be in the West, so it is among those who are not.
    (Group((WEST,), negated=True), [3, 4]),
    (Group((LARGE, Group((WEST,), negated=True))), [3]),
    (Group((Group((LARGE, WEST)), Test("value", "at_most", (0,))), "any"), [1, 4]),
]


@pytest.mark.parametrize(("condition", "keys"), CONDITIONS, ids=lambda one: str(one)[:60])
def test_conditions_find_their_customers_and_survive_being_written(condition, keys):
    for one in (condition, from_json(condition.to_json())):
        names = Names("saved_0")
        where = one.where(names)
        used = {**names.values, **({"as_of": date(2026, 6, 30)} if "$as_of" in where else {})}
        with duckdb.connect() as connection:
            connection.execute(CUSTOMERS)
            found = connection.execute(
                f"select customer_key from customers_now where {where} order by 1", used).fetchall()
        assert [key for (key,) in found] == keys


def test_the_risk_is_that_of_the_scores(tmp_path):
    scores = tmp_path / "scores.parquet"
    names = Names("saved_0")
    where = Test("risk", "at_least", (0.5,)).where(names)
    with duckdb.connect() as connection:
        connection.execute(CUSTOMERS)
        connection.execute(f"copy (select 1 as customer_key, 0.7 as risk union all select 2, 0.2) to '{scores}'")
        found = connection.execute(f"select customer_key from customers_now where {where}",
                                   {**names.values, "scores": str(scores)}).fetchall()
    assert found == [(1,)]


@pytest.mark.parametrize(("build", "error", "code"), [
    (lambda: Test("shoe_size", "one_of", ("1",)), UnknownName, "unknown_name"),
    (lambda: Test("size", "at_least", ("1",)), UnknownName, "unknown_name"),
    (lambda: Test("value", "at_least", ("much",)), ConditionRefused, "condition_value"),
    (lambda: Test("value", "at_least", (float("nan"),)), ConditionRefused, "condition_value"),
    (lambda: Test("last_order_on", "before", ("2026-02-30",)), ConditionRefused, "condition_value"),
    (lambda: Test("value", "between", (1,)), ConditionRefused, "condition_values"),
    (lambda: Test("size", "one_of"), ConditionRefused, "condition_values"),
    (lambda: Test("value", "between", (2, 1)), ConditionRefused, "condition_order"),
    (lambda: Group((LARGE,), "some"), UnknownName, "unknown_name"),  # type: ignore[arg-type]
    (lambda: from_json({"some": []}), ConditionRefused, "condition_form"),
    (lambda: from_json("large"), ConditionRefused, "condition_form"),
    (lambda: from_json({"field": "size", "is": "one_of", "values": "large"}), ConditionRefused, "condition_form"),
])
def test_what_means_nothing_is_refused(build, error, code):
    with pytest.raises(error) as refused:
        build()
    assert refused.value.code == code


def test_groups_within_groups_end_somewhere():
    group = EVERYONE
    for _ in range(DEEPEST - 1):
        group = Group((group,))
    with pytest.raises(ConditionRefused):
        Group((group,))


@pytest.mark.parametrize(("condition", "english", "chinese"), [
    (EVERYONE, "everyone", "所有客户"),
    (Group((LARGE, Test("value", "at_least", (10_000,)))), "Size: Large and Value, 12 months (CNY): 10,000 or more",
     "规模为大型，且近 12 个月价值（CNY）不低于 10,000"),
    (Group((LARGE, Group((WEST, Test("risk", "at_least", (0.4,))), "any"))),
     "Size: Large and (Region: West or Risk of loss: 40.0% or more)",
     "规模为大型，且（区域为West，或流失风险不低于 40.0%）"),
    (Group((WEST,), negated=True), "not (Region: West)", "不符合（区域为West）"),
    (Test("last_order_on", "within_last_days", (90,)), "Last order: within the last 90 days",
     "最近下单在最近 90 天内"),
    (Test("customer_id", "one_of", tuple(f"C{one}" for one in range(2_136))),
     "Customer: C0 or C1 or C2 or C3 or C4 or 2,131 others",
     "客户为C0或C1或C2或C3或C4或另外 2,131 个"),
    (Test("customer_id", "one_of", tuple("ABCDEFG")), "Customer: A or B or C or D or E or 2 others",
     "客户为A或B或C或D或E或另外 2 个"),
])
def test_conditions_read_as_sentences(condition, english, chinese):
    assert condition_sentence(condition, Translator("en"), "CNY") == english
    assert condition_sentence(condition, Translator("zh-CN"), "CNY") == chinese


tests = st.one_of(
    st.builds(lambda values: Test("size", "one_of", tuple(values)), st.lists(st.text(max_size=5), min_size=1)),
    st.builds(lambda value: Test("orders", "at_least", (value,)), st.integers(-5, 10)),
    st.just(Test("value", "missing")))
conditions = st.recursive(
    tests, lambda inner: st.builds(
        lambda parts, match, negated: Group(tuple(parts), match, negated), st.lists(inner, max_size=3),
        st.sampled_from(("all", "any")), st.booleans()), max_leaves=3).filter(
            lambda one: isinstance(one, Test) or one.depth < DEEPEST)


@given(conditions)
def test_who_is_in_and_who_is_not_are_everyone(condition):
    inside, outside = Names("saved_0"), Names("saved_1")
    kept, left = condition.where(inside), Group((condition,), negated=True).where(outside)
    with duckdb.connect() as connection:
        connection.execute(CUSTOMERS)
        counted = connection.execute(
            f"select count(*) filter ({kept}), count(*) filter ({left}), count(*) from customers_now",
            {**inside.values, **outside.values}).fetchall()[0]
    assert counted[0] + counted[1] == counted[2] == 4
