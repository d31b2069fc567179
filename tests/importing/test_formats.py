"""Numbers and dates as companies write them: found from the whole column, reported, read exactly."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from analytics.i18n import Translator
from analytics.importing.wording import finding_lines
from tests.importing.records import ORDERS, broken, rows

HEADER = "order|line|customer|day|amount\n"
JANUARY_5 = date(2026, 1, 5)


def orders(days: list[str] | None = None, amounts: list[str] | None = None) -> str:
    days = days or ["2026-01-05"] * len(amounts or [])
    amounts = amounts or ["1"] * len(days)
    lines = zip(days, amounts, strict=True)
    return HEADER + "".join(f"A{i}|1|C1|{day}|{amount}\n" for i, (day, amount) in enumerate(lines))


def style(report, column):
    return next(found for found in report.files[0].formats if found.column == column)


@pytest.mark.parametrize(("written", "name"), [
    ("2026-01-05", "iso"), ("2026-1-5", "iso"), ("2026/1/5", "year_month_day"), ("2026.01.05", "year_month_day"),
    ("05.01.2026", "day_month_year"), ("20260105", "compact"), ("2026年1月5日", "chinese"),
    ("2026年01月05号", "chinese"), ("46027", "excel_serial"), ("5 Jan 2026", "day_name_year"),
    ("05-Jan-26", "day_name_year"), ("January 5, 2026", "name_day_year"), ("2026-01-05T10:11:12Z", "iso"),
    ("2026-01-05 10:11:12", "iso"), ("2026/1/5 10:11", "year_month_day"), ("20260105101112", "compact_timestamp"),
    ("2026-01-05T10:11:12.123+08:00", "iso"), ("２０２６－０１－０５", "iso_timestamp"), ("1767571200", "unix"),
])
def test_a_day_in_any_style_is_the_same_day(bring, store, written, name):
    report = bring(orders(days=[written] * 3), ORDERS)
    assert rows(store, "orders", "ordered_on") == [(JANUARY_5,)] * 3
    if not written.startswith("２"):
        assert style(report, "day").style == name


def test_one_column_may_mix_styles(bring, store):
    report = bring(orders(days=["2026-01-05", "2026/1/5", "05.01.2026", "13.01.2026", "20260105", "2026年1月5日", "46027"]),
                   ORDERS)
    assert rows(store, "orders", "ordered_on") == [(JANUARY_5,)] * 3 + [(date(2026, 1, 13),)] + [(JANUARY_5,)] * 3
    assert set(style(report, "day").style.split("+")) == {
        "iso", "year_month_day", "day_month_year", "compact", "chinese", "excel_serial"}


@pytest.mark.parametrize(("days", "name", "ambiguous", "first"), [
    (["1/5/2026", "13/5/2026"], "day_month_year", False, date(2026, 5, 1)),
    (["1/5/2026", "5/13/2026"], "month_day_year", False, JANUARY_5),
    (["1/5/2026", "2/5/2026"], "month_day_year", True, JANUARY_5),
    (["01.05.2026", "02.05.2026"], "day_month_year", True, date(2026, 5, 1)),
    # Read with the month first, the second would lie in the future.
    (["1/5/2026", "12/5/2026"], "day_month_year", True, date(2026, 5, 1)),
])
def test_the_order_of_day_and_month_comes_from_the_whole_column(bring, store, days, name, ambiguous, first):
    report = bring(orders(days=days), ORDERS)
    found = style(report, "day")
    assert (found.style, found.ambiguous, found.sure) == (name, ambiguous, True)
    assert rows(store, "orders", "ordered_on")[0] == (first,)


@pytest.mark.parametrize(("days", "said"), [
    (["1/5/2026", "2/5/2026", "5/5/2026"],
     "day: nothing tells whether the day or the month comes first; 2 values fit both orders. “1/5/2026” is read as "
     'Jan 5, 2026, with the month first. If that is wrong, state it in the mapping: format = "%d/%m/%Y".'),
    (["1.5.26", "5.5.26"],
     "day: nothing tells whether the day or the month comes first; 1 value fits both orders. “1.5.26” is read as "
     'May 1, 2026, with the day first. If that is wrong, state it in the mapping: format = "%m.%d.%y".'),
    (["1/5/2026", "13/5/2026", "14/5/2026"],
     "day is read with the day first, because 2 values such as “13/5/2026” can only be read so. 1 value fits both "
     "orders: “1/5/2026” is read as May 1, 2026."),
    (["1/5/2026 10:30", "12/5/2026 10:30"],
     "day is read with the day first, because with the month first some values would lie in the future; beyond that 2 "
     "values fit both orders. “1/5/2026 10:30” is read as May 1, 2026. If that is wrong, state it in the mapping: "
     'format = "%m/%d/%Y %H:%M".'),
    (["1/5/2026", "13/5/2026", "14/5/2026", "5/15/2026"],
     "day mixes two orders: 2 values such as “13/5/2026” can only have the day first, 1 such as “5/15/2026” only the "
     "month first. It is read with the day first: 1 is no date then, and of 1 value that fits both orders nobody can "
     "tell whether the reading is right (“1/5/2026” is read as May 1, 2026)."),
    (["5/5/2026", "13/5/2026", "14/5/2026", "5/15/2026"],
     "day mixes two orders: 2 values such as “13/5/2026” can only have the day first, 1 such as “5/15/2026” only the "
     "month first. It is read with the day first: 1 is no date then."),
    (["13/5/2026", "14/5/2026", "2026-05-13"], "day is read as day, month, year or year-month-day, as in “13/5/2026”."),
    (["5/5/2026", "6/6/2026"], "day is read as month, day, year, as in “5/5/2026”."),
])
def test_the_order_of_day_and_month_is_told_with_what_a_value_became(bring, days, said):
    report = bring(orders(days=days), ORDERS)
    assert [line for line in finding_lines(report.files[0], Translator("en")) if line.startswith("day")] == [said]
    wrong = [problem.value for one in report.problems for problem in one.examples]
    assert wrong == [day for day in days if day == "5/15/2026"]


def test_the_format_that_is_named_reads_the_other_order(bring, store):
    bring(orders(days=["1/5/2026", "2/5/2026"]), ORDERS.replace('"day"', '{ column = "day", format = "%d/%m/%Y" }'))
    assert rows(store, "orders", "ordered_on") == [(date(2026, 5, 1),), (date(2026, 5, 2),)]


def test_the_last_row_may_decide_the_order(bring, store):
    report = bring(orders(days=["1/5/2025"] * 9_000 + ["31/5/2025"]), ORDERS)
    assert style(report, "day").style == "day_month_year"
    assert rows(store, "orders", "distinct ordered_on, _file, _row")[0][0] == date(2025, 5, 1)
    assert report.refused == 0


def test_a_style_that_comes_late_is_still_found(bring, store):
    report = bring(orders(days=["2026-01-05"] * 9_000 + ["2026/1/5", "5 Jan 2026"],
                          amounts=["1"] * 9_000 + ["￥1,234.50", "12"]), ORDERS)
    assert report.refused == 0
    assert rows(store, "orders", "ordered_on, revenue")[-2:] == [
        (JANUARY_5, Decimal("1234.50")), (JANUARY_5, Decimal("12.00"))]


def test_evidence_for_both_orders_refuses_the_minority(bring):
    report = bring(orders(days=["13/5/2025", "14/5/2025", "5/15/2025"]), ORDERS)
    assert broken(report) == [(4, "day", "5/15/2025", "not_a_date", "")]


@pytest.mark.parametrize(("amounts", "values", "name"), [
    (["1234.5", "-2", "+3.25"], ["1234.50", "-2.00", "3.25"], "plain"),
    (["1.234,56", "12,5", "-7"], ["1234.56", "12.50", "-7.00"], "decimal_comma"),
    (["1.234", "12,5"], ["1234.00", "12.50"], "decimal_comma"),
    (["1,234.56", "1,234,567", "12"], ["1234.56", "1234567.00", "12.00"], "signs_or_thousands"),
    (["1,234", "12.5"], ["1234.00", "12.50"], "signs_or_thousands"),
    (["￥12.50", "$ 13", "14 €", "¥15元", "RMB 16"], ["12.50", "13.00", "14.00", "15.00", "16.00"],
     "signs_or_thousands"),
    (["(12.50)", "13-", "- 14"], ["-12.50", "-13.00", "-14.00"], "signs_or_thousands"),
    (["1 234,50", "1\u00a0234,75"], ["1234.50", "1234.75"], "decimal_comma"),
    (["1'234.50", "2"], ["1234.50", "2.00"], "signs_or_thousands"),
    (["12.5万", "1.2亿", "3"], ["125000.00", "120000000.00", "3.00"], "signs_or_thousands"),
    (["１２．５", "3"], ["12.50", "3.00"], "signs_or_thousands"),
    (["1,23,456.78", "2"], ["123456.78", "2.00"], "signs_or_thousands"),
    (["50%", "12.5%"], ["0.50", "0.13"], "signs_or_thousands"),
    (["1e3", "2"], ["1000.00", "2.00"], "plain"),
])
def test_a_number_in_any_style_is_the_same_number(bring, store, amounts, values, name):
    report = bring(orders(amounts=amounts), ORDERS)
    assert [value for (value,) in rows(store, "orders", "revenue")] == [Decimal(value) for value in values]
    assert style(report, "amount").style == name


@pytest.mark.parametrize(("amounts", "ambiguous"), [
    (["1.234", "5.678"], True), (["1,234", "5,678"], True), (["1.234", "5.67"], False), (["1,234", "5.67"], False),
    (["1234", "5678"], False),
])
def test_thousandths_that_may_be_thousands_are_said(bring, amounts, ambiguous):
    assert style(bring(orders(amounts=amounts), ORDERS), "amount").ambiguous is ambiguous


def test_another_column_decides_what_one_column_cannot(bring, store):
    report = bring("order;line;customer;day;amount;cost\nA1;1;C1;2026-01-05;1.234;0,5\nA2;1;C1;2026-01-05;5.678;1,25\n",
                   ORDERS + 'cost = "cost"\n')
    assert rows(store, "orders", "revenue, cost") == [
        (Decimal("1234.00"), Decimal("0.50")), (Decimal("5678.00"), Decimal("1.25"))]
    assert not style(report, "amount").ambiguous


def test_commas_that_group_nothing_are_not_guessed(bring):
    report = bring(orders(amounts=["1.50", "2.50", "1,23", "1,2,3"]), ORDERS)
    assert [(row, value, rule) for row, _, value, rule, _ in broken(report)] == [
        (4, "1,23", "not_a_number"), (5, "1,2,3", "not_a_number")]


def test_decimal_commas_in_arithmetic(bring, store):
    bring("order;customer;day;pieces;price\nA1;C1;2026-01-05;2;1,50\nA2;C1;2026-01-05;3;2,25\n",
          '[orders]\norder_id = "order"\ncustomer_id = "customer"\nordered_on = "day"\n'
          'revenue = { product = ["pieces", "price"] }\n')
    assert rows(store, "orders", "revenue") == [(Decimal("3.00"),), (Decimal("6.75"),)]


def test_times_of_day_are_kept_where_they_are_wanted(bring, store):
    bring("no,id,opened,closed\nB1,C1,2026-01-05,2026/1/7 下午 3:04:05\nB2,C1,2026-01-05,2026/1/8 上午 12:30\n"
          "B3,C1,2026-01-05,1/9/2026 11:15 PM\n",
          '[complaints]\ncomplaint_id = "no"\ncustomer_id = "id"\nopened_on = "opened"\nclosed_at = "closed"\n')
    assert rows(store, "complaints", "closed_at") == [
        (datetime(2026, 1, 7, 15, 4, 5),), (datetime(2026, 1, 8, 0, 30),), (datetime(2026, 1, 9, 23, 15),)]


def test_yes_and_no_in_many_words(bring, store):
    words = ["yes", "N", "是", "否", "TRUE", "0", "1", "有", "无", ""]
    bring("id,name,promo\n" + "".join(f"C{i},x,{word}\n" for i, word in enumerate(words)),
          '[customers]\ncustomer_id = "id"\nname = "name"\nacquired_on_promotion = "promo"\n')
    assert [value for (value,) in rows(store, "customers", "acquired_on_promotion")] == [
        True, False, True, False, True, False, True, True, False, None]


def test_numbers_and_dates_among_traits_become_plain(bring, store):
    bring('id,name,Worth,Since,Plan\nC1,a,"1,234.50",1/31/2025,Gold\nC2,b,7,2/28/2025,0042\n',
          '[customers]\ncustomer_id = "id"\nname = "name"\ntraits = "*"\n')
    assert rows(store, "customers", "trait_worth, trait_since, trait_plan") == [
        ("1234.50", "2025-1-31", "Gold"), ("7", "2025-2-28", "0042")]
