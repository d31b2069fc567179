"""Each form of a mapping turns cells into what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import MappingRefused
from analytics.importing.mapping import read_mapping
from tests.importing.mapped import column_of, rows_of

CHURN = [("ID", "Churn", "Charge"), ("1", "Yes", "39.65"), ("2", "no", "x"), ("3", "perhaps", None)]


def customers(line: str) -> str:
    return f'[customers]\ncustomer_id = "ID"\n{line}\n'


def test_a_column_is_taken_as_it_is():
    rows = rows_of('[customers]\ncustomer_id = "ID"\nname = "Churn"', "customers", file=CHURN)
    assert [(row["_row"], row["customer_id"], row["name"]) for row in rows] == [
        (2, "1", "Yes"), (3, "2", "no"), (4, "3", "perhaps")]
    assert set(rows[0]) == {"_file", "_row", "_hash", "customer_id", "name"}


def test_values_are_translated_without_case_and_others_stay():
    line = 'status = { column = "Churn", values = { Yes = "lost", No = "active" } }'
    assert column_of(customers(line), "customers", "status", CHURN) == ["lost", "active", "perhaps"]


def test_otherwise_takes_what_is_not_named_but_not_the_empty():
    file = [("ID", "End"), ("1", "No"), ("2", "2026-01-01"), ("3", None)]
    line = 'status = { column = "End", values = { No = "active" }, otherwise = "lost" }'
    assert column_of(customers(line), "customers", "status", file) == ["active", "lost", None]


def test_a_value_may_mean_nothing():
    file = [("ID", "End"), ("1", "No"), ("2", "2026-01-01")]
    line = 'lost_on = { column = "End", values = { No = "" } }'
    assert column_of(customers(line), "customers", "lost_on", file) == [None, "2026-01-01"]


def test_multiply_is_exact_and_shows_what_is_no_number():
    line = 'annual_value = { column = "Charge", multiply = 12 }'
    assert column_of(customers(line), "customers", "annual_value", CHURN) == ["475.800000", "x", None]


def test_dates_are_read_by_their_format():
    file = [("ID", "Since"), ("1", "19970118"), ("2", "1997-13"), ("3", None)]
    line = 'acquired_on = { column = "Since", format = "%Y%m%d" }'
    assert column_of(customers(line), "customers", "acquired_on", file) == ["1997-01-18 00:00:00", "1997-13", None]


def test_default_fills_the_empty_only():
    file = [("ID", "Area"), ("1", "North"), ("2", None)]
    line = 'region = { column = "Area", default = "abroad" }'
    assert column_of(customers(line), "customers", "region", file) == ["North", "abroad"]


def test_whole_numbers_lose_their_point():
    file = [("ID",), ("17850.0",), ("17850.5",), ("A.0",)]
    assert column_of('[customers]\ncustomer_id = { column = "ID", whole = true }', "customers", "customer_id",
                     file) == ["17850", "17850.5", "A.0"]


def test_constants_and_row_numbers_need_no_column():
    toml = '[surveys]\ncustomer_id = { row = "C{row}" }\nscore = { constant = 5 }\nquestion = { constant = "O\'Hara" }'
    row = rows_of(toml, "surveys", file=[("A",), ("x",)])[0]
    assert (row["customer_id"], row["score"], row["question"]) == ("C2", "5", "O'Hara")


def test_columns_are_joined_without_the_empty_ones():
    file = [("ID", "First", "Last"), ("1", "Li", "Na"), ("2", None, "Wang"), ("3", None, None)]
    line = 'name = { columns = ["First", "Last"], join = ", " }'
    assert column_of(customers(line), "customers", "name", file) == ["Li, Na", "Wang", None]


@pytest.mark.parametrize(("form", "expected"), [
    ('{ product = ["Quantity", "Price"] }', ["15.300000", "-3.000000", "two * 2.5", None]),
    ('{ product = ["Quantity", 2] }', ["12.000000", "-4.000000", "two", "8.000000"]),
    ('{ sum = ["Quantity", "Price"] }', ["8.550000", "-0.500000", "two + 2.5", "4.000000"]),
    ('{ difference = ["Quantity", "Price"] }', ["3.450000", "-3.500000", "two - 2.5", None]),
])
def test_arithmetic(form, expected):
    file = [("Quantity", "Price"), ("6", "2.55"), ("-2", "1.5"), ("two", "2.5"), ("4", None)]
    toml = (f'[orders]\norder_id = {{ row = "{{row}}" }}\ncustomer_id = {{ constant = "c" }}\n'
            f'ordered_on = {{ constant = 2026-01-01 }}\nrevenue = {form}')
    assert column_of(toml, "orders", "revenue", file) == expected


@pytest.mark.parametrize(("decimal", "text", "expected"), [
    (".", "1,234.50", "2469.000000"), (".", "￥1,000", "2000.000000"), (",", "1.234,50", "2469.000000"),
    (",", "2,5", "5.000000"),
])
def test_arithmetic_reads_numbers_as_companies_write_them(decimal, text, expected):
    toml = (f'[files]\nlist = {{ decimal = "{decimal}" }}\n[customers]\ncustomer_id = "ID"\n'
            'annual_value = { column = "Charge", multiply = 2 }')
    assert rows_of(toml, "customers", list=[("ID", "Charge"), ("1", text)])[0]["annual_value"] == expected


@pytest.mark.parametrize(("condition", "kept"), [
    ('equals = "C1"', ["C1"]), ('not_equals = "C1"', ["A7", None, "9"]), ('one_of = ["C1", "9"]', ["C1", "9"]),
    ('starts_with = "C"', ["C1"]), ('not_starts_with = "C"', ["A7", None, "9"]), ("empty = true", [None]),
    ("empty = false", ["C1", "A7", "9"]), ("above = 8", ["9"]), ("below = 9", []),
])
def test_conditions_choose_rows(condition, kept):
    file = [("ID", "No"), ("1", "C1"), ("2", "A7"), ("3", None), ("4", "9")]
    toml = f'[customers]\nwhere = [{{ column = "No", {condition} }}]\ncustomer_id = "ID"\nname = "No"'
    assert column_of(toml, "customers", "name", file) == kept


def test_conditions_all_hold():
    file = [("ID", "A", "B"), ("1", "x", "y"), ("2", "x", "z"), ("3", "w", "y")]
    toml = ('[customers]\nwhere = [{ column = "A", equals = "x" }, { column = "B", equals = "y" }]\n'
            'customer_id = "ID"')
    assert column_of(toml, "customers", "customer_id", file) == ["1"]


def test_defaults_of_the_schema_and_line_numbers_fill_what_is_not_mapped():
    survey = rows_of('[surveys]\ncustomer_id = "ID"\nscore = "S"', "surveys", file=[("ID", "S"), ("1", "4")])[0]
    assert (survey["question"], survey["scale_min"], survey["scale_max"]) == ("overall", "1", "5")
    toml = '[orders]\norder_id = "O"\ncustomer_id = "ID"\nordered_on = "D"\nrevenue = "R"'
    file = [("O", "ID", "D", "R"), ("o", "1", "2026-01-01", "5"), ("o", "1", "2026-01-01", "5")]
    orders = rows_of(toml, "orders", file=file)
    assert [row["line"] for row in orders] == ["2", "3"]
    assert orders[0]["_hash"] == orders[1]["_hash"]


def test_copies_are_told_by_every_column_even_unmapped_ones():
    file = [("ID", "Note"), ("1", "a"), ("1", "a"), ("1", "b"), ("1", None)]
    hashes = [row["_hash"] for row in rows_of('[customers]\ncustomer_id = "ID"', "customers", file=file)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3


def test_one_row_per_key_is_the_last_and_needs_a_key():
    file = [("ID", "Land"), ("1", "old"), ("2", "x"), ("1", "new"), (None, "guest")]
    toml = '[customers]\none_row_per_key = true\ncustomer_id = "ID"\nregion = "Land"'
    rows = rows_of(toml, "customers", file=file)
    assert [(row["customer_id"], row["region"]) for row in rows] == [("2", "x"), ("1", "new")]


JOINED = """
[files]
items = "items*"
orders = "orders*"
people = "people*"
[orders]
from = "items"
join = [{ file = "orders", on = "order" }, { file = "people", on = { "orders.buyer" = "id" } }]
order_id = "order"
customer_id = "people.person"
ordered_on = "orders.day"
revenue = "price"
"""


def test_files_are_looked_up_by_key_without_multiplying_rows():
    rows = rows_of(
        JOINED, "orders",
        items=[("order", "price"), ("o1", "5"), ("o1", "6"), ("o9", "7")],
        orders=[("order", "buyer", "day"), ("o1", "b1", "2026-01-01"), ("o1", "b2", "2026-01-02")],
        people=[("id", "person"), ("b1", "Ann"), ("b1", "Bob")])
    assert [(row["revenue"], row["customer_id"], row["ordered_on"], row["_file"]) for row in rows] == [
        ("5", "Ann", "2026-01-01", "items.csv"), ("6", "Ann", "2026-01-01", "items.csv"),
        ("7", None, None, "items.csv")]


def test_all_other_columns_become_traits():
    toml = """
[customers]
customer_id = "ID"
traits = "*"
leave_out = ["Count"]
[surveys]
customer_id = "ID"
score = "Score"
"""
    header = ["ID", "Score", "Count", "Seconds of Use", "SeniorCitizen", "套餐 类型", "senior citizen"]
    assert read_mapping(toml).traits("customers", {"file": header}) == {
        "trait_seconds_of_use": ("file", "Seconds of Use"), "trait_senior_citizen": ("file", "SeniorCitizen"),
        "trait_套餐_类型": ("file", "套餐 类型"), "trait_senior_citizen_": ("file", "senior citizen")}
    assert read_mapping(toml).traits("surveys", {"file": header}) == {}


def test_column_names_are_found_without_case_and_double_blanks():
    file = [("\ufeffCustomer  ID",), ("1",)]
    assert column_of('[customers]\ncustomer_id = "customer id"', "customers", "customer_id", file) == ["1"]


def test_names_and_values_cannot_break_out_of_the_statement():
    name = 'x"; drop table file; --'
    toml = (f"[customers]\ncustomer_id = '{name}'\n"
            "region = { column = 'v', values = { \"a'b\" = \"it's\" } }")
    rows = rows_of(toml, "customers", file=[('x"; drop table file; --', "v"), ("1", "A'B")])
    assert [(row["customer_id"], row["region"]) for row in rows] == [("1", "it's")]


def test_duplicates_are_dropped_unless_rows_number_a_key():
    orders = '[orders]\norder_id = "O"\ncustomer_id = "C"\nordered_on = "D"\nrevenue = "R"\n'
    assert not read_mapping(orders).table("orders").drops_duplicates
    assert read_mapping(orders + 'line = "L"').table("orders").drops_duplicates
    assert read_mapping(orders + 'duplicates = "drop"').table("orders").drops_duplicates
    assert not read_mapping('[customers]\ncustomer_id = { row = "C{row}" }').table("customers").drops_duplicates


def test_files_go_to_the_sources_whose_pattern_they_fit():
    paths = [Path("a/Items_2026.csv"), Path("a/orders.csv"), Path("a/people.xlsx"), Path("a/readme.txt")]
    assignment = read_mapping(JOINED).assign(paths)
    assert assignment.files == {"items": (paths[0],), "orders": (paths[1],), "people": (paths[2],)}
    assert assignment.unused == (paths[3],)


def test_a_missing_lookup_is_named():
    with pytest.raises(MappingRefused, match=r"looks up people\*"):
        read_mapping(JOINED).assign([Path("items.csv"), Path("orders.csv")])
    with pytest.raises(MappingRefused, match=r"It looks for items\*, orders\*, people\*"):
        read_mapping(JOINED).assign([Path("other.csv")])


def test_a_missing_source_column_is_named_with_the_nearest():
    with pytest.raises(MappingRefused, match=r"no column 'Churn Labl'.*'Churn Label'") as caught:
        read_mapping(customers('status = "Churn Labl"')).check({"file": ["ID", "Churn Label"]})
    assert caught.value.code == "mapping_source_column"
