"""Customers counted, valued, searched and listed: by hand on the tiny company, against plain rows on the demo's."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.customers import SORTS, customer_list, customer_matches, customers
from analytics.metrics.running import run_sql
from tests.store.batches import add_batch

MAY = Filters(as_of=date(2024, 5, 31))


def numbers(frame) -> list[str]:
    return list(frame["customer_id"])


def test_tiny_company_by_hand(tiny):
    # C1 1,750; C6 12 x 50 by contract; C3 130; C9 90; C7 only answered a survey.
    found = customers(tiny, Filters())
    assert (found.customers, found.active, found.lost) == (9, 5, 4)
    assert found.value == 257_000
    assert found.with_open_complaints == 1
    assert found.top_share is None, "five customers are too few for a share"
    assert found.active_year_ago is None, "the records begin in January"
    assert [(one.tenth, one.customers, one.value) for one in found.tenths] == [
        (2, 1, 175_000), (4, 1, 60_000), (6, 1, 13_000), (8, 1, 9_000), (10, 1, 0)]
    assert found.table()[0]["value"] == 2570.0


def test_an_earlier_day_knows_nothing_later(tiny):
    # On 31 May C3 is silent and not back yet, C8 not yet silent; C5's contract is known to have ended.
    found = customers(tiny, MAY)
    assert (found.customers, found.active, found.lost) == (9, 5, 4)
    assert numbers(customer_list(tiny, MAY, status="lost", sort="customer_id")) == ["C2", "C3", "C4", "C5"]
    row = customer_list(tiny, MAY, search="alpha").iloc[0]
    assert (row["value"], row["open_complaints"]) == (145_000, 0)
    assert row["last_order_on"].date() == date(2024, 5, 1), "the mart counts the day of a return"
    assert customer_list(tiny, Filters(), search="alpha").iloc[0]["open_complaints"] == 1


def test_before_the_first_customer_nobody_is_there(tiny):
    found = customers(tiny, Filters(as_of=date(2023, 12, 1)))
    assert (found.customers, found.active, found.value) == (0, 0, 0)


@pytest.mark.parametrize(("search", "expected"), [
    ("", 9), ("c", 9), ("C1", 1), ("ALPH", 1), ("alpha c1", 1), ("alpha c2", 0), ("Ｃ１", 1), ("%", 0), ("_", 0),
])
def test_a_search_is_a_part_of_any_text_whatever_its_case(tiny, search, expected):
    assert customer_matches(tiny, Filters(), search=search)["all"] == expected
    assert len(customer_list(tiny, Filters(), search=search)) == expected


def test_search_finds_chinese_phones_mail_and_address(tmp_path):
    from analytics.store import Store
    from analytics.warehouse import build
    store = Store.create(tmp_path / "store", name="Search")
    add_batch(store, customers=[
        {"customer_id": "A-1", "name": "广州安兴建设", "phone": "020 8888-1234", "email": "An@Example.com",
         "address": "天河路1号", "status": "active"},
        {"customer_id": "A-2", "name": "北京远辉", "phone": None, "email": None, "address": None, "status": "lost"}])
    build(store)
    reader = store.reader()
    for words in ("安兴", "广州 建设", "88881234", "8888-1234", "an@example", "天河路", "a-1"):
        assert numbers(customer_list(reader, Filters(), search=words)) == ["A-1"], words
    assert customer_matches(reader, Filters(), search="a-") == {"active": 1, "lost": 1, "all": 2}


def test_the_list_is_sorted_with_missing_values_last_and_pages_do_not_overlap(demo_reader):
    for column in SORTS:
        for descending in (False, True):
            listed = customer_list(demo_reader, Filters(), sort=column, descending=descending)[column]
            known = listed.dropna()
            assert listed.iloc[:len(known)].notna().all(), column
            if column in ("value", "last_order_on", "last_score"):
                assert known.is_monotonic_decreasing if descending else known.is_monotonic_increasing
    whole = numbers(customer_list(demo_reader, Filters(), status="active"))
    paged = [number for skipped in range(0, len(whole), 700) for number in numbers(
        customer_list(demo_reader, Filters(), status="active", rows=700, skipped=skipped))]
    assert paged == whole


def test_what_cannot_be_asked_is_refused(tiny):
    with pytest.raises(UnknownName):
        customer_list(tiny, Filters(), sort="phone; drop table customers_now")
    with pytest.raises(UnknownName):
        customer_list(tiny, Filters(), status="gone")


def test_the_share_of_the_top_fifth_is_the_plain_sum(demo_reader):
    found = customers(demo_reader, Filters())
    values = np.sort(np.array([value for (value,) in demo_reader.rows(
        "select value from customers_now where status = 'active'")]))[::-1]
    top = len(values) // 5
    assert found.top_customers == top
    assert found.top_share == pytest.approx(values[:top].sum() / values.sum())
    assert sum(one.value for one in found.tenths) == values.sum() == found.value
    assert sum(one.share for one in found.tenths) == pytest.approx(1)
    behind = customer_list(demo_reader, Filters(), tenth=(1, 2))
    assert len(behind) == top
    assert behind["value"].sum() == values[:top].sum()


def test_a_year_ago_counts_spells(demo_reader):
    found = customers(demo_reader, Filters())
    assert found.active_year_ago == demo_reader.rows(
        "select count(*) from customer_spells where from_on <= date '2025-06-30' and to_on > date '2025-06-30'")[0][0]


def test_figures_and_the_lists_behind_them_agree(demo_reader):
    chosen = Filters.of(size="large", region="华东 East")
    found = customers(demo_reader, chosen)
    assert len(customer_list(demo_reader, chosen, status="active")) == found.active
    assert len(customer_list(demo_reader, chosen, status="lost")) == found.lost
    assert len(customer_list(demo_reader, chosen, status="active", complaining=True)) == found.with_open_complaints
    assert set(customer_list(demo_reader, chosen)["size"]) == {"large"}
    assert customer_matches(demo_reader, chosen)["all"] == found.customers


def test_looking_back_at_the_last_day_shows_what_is_known_now(demo_reader):
    # The relation for earlier days is another computation of the same marts.
    asked = dict(condition="true", order="customer_id", rows=None, skipped=0)
    now = run_sql(demo_reader, "customer_list", Filters(), dimension="customers_now", **asked)
    again = run_sql(demo_reader, "customer_list", Filters(), dimension="customers_as_of", **asked)
    assert len(now) == 4000
    for column in now.columns:
        assert now[column].equals(again[column]) or ((
            now[column].isna() == again[column].isna()).all() and (
            now[column].dropna() == again[column].dropna()).all()), column


def test_looking_back_two_years_agrees_with_plain_rows(demo_reader):
    day = date(2024, 6, 30)
    listed = customer_list(demo_reader, Filters(as_of=day)).set_index("customer_id")
    lost = {number for (number,) in demo_reader.rows(
        "select customer_id from losses where known_on <= $day and coalesce(returned_on, date '9999-12-31') > $day",
        {"day": day})}
    assert set(listed.index[listed["status"] == "lost"]) == lost
    bought = dict(demo_reader.rows(
        "select customer_id, cast(round(sum(revenue) * 100) as bigint) from warehouse.orders "
        "where ordered_on <= $day and ordered_on > $day - 365 group by customer_id", {"day": day}))
    assert {number: value for number, value in listed["value"].items() if number in bought} == bought
    late = demo_reader.rows("select count(*) from customers_now where acquired_on <= $day", {"day": day})[0][0]
    assert len(listed) == late
