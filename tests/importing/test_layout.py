"""Delimiters, headers and names, found from the first lines."""

from __future__ import annotations

import pytest

from analytics.importing import read_preview
from analytics.importing.layout import text_layout, unique


@pytest.mark.parametrize(("text", "delimiter", "columns"), [
    ("a,b,c\n1,2,3\n4,5,6\n", ",", ("a", "b", "c")),
    ("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n", ";", ("a", "b", "c")),
    ("a\tb\n1,5\tx y\n2,5\tz w\n", "\t", ("a", "b")),
    ("a|b|c\n1|2|3\n", "|", ("a", "b", "c")),
    ("sep=;\na;b\n1;2\n", ";", ("a", "b")),
    ('name,note\n"Li, Wei","a;b;c"\n"Wang, Fang","d;e;f"\n', ",", ("name", "note")),
    ("only\none\ntwo\n", ",", ("only",)),
    (" customer_id  date number\n 00001 19970101 1\n 00002 19970112 1\n", "whitespace",
     ("customer_id", "date", "number")),
    ("a,b\n1,2\n3,4,5\n6,7\n8,9\n", ",", ("a", "b")),
    ('a,b\n1,"two\nlines"\n3,4\n', ",", ("a", "b")),
])
def test_the_delimiter_is_found(text, delimiter, columns):
    layout = text_layout(text, "file")
    assert (layout.delimiter, layout.columns) == (delimiter, columns)


def test_one_ragged_row_does_not_change_the_delimiter():
    text = "a;b;c\n" + "1;x, y;3\n" * 20 + "1;2\n" + "1;x, y;3\n" * 20
    assert text_layout(text, "file").delimiter == ";"


@pytest.mark.parametrize(("text", "header", "lines", "columns"), [
    ("Sales 2026,,\n,,\nid,day,amount\n1,2026-01-05,3\n", 3, 3, ("id", "day", "amount")),
    ("2026年1月销售明细\n\nid,day,amount\n1,2026-01-05,3\n2,2026-01-05,3\n", 3, 3, ("id", "day", "amount")),
    ("00004,19970101,29.33\n00004,19970118,29.73\n", 0, 0, ("column_1", "column_2", "column_3")),
    ("region,2024,2025\nWest,10,20\nEast,30,40\n", 1, 1, ("region", "2024", "2025")),
    ("id,,name,Name,name\n1,2,3,4,5\n", 1, 1, ("id", "column_2", "name", "Name_2", "name_3")),
])
def test_the_header_is_found_and_named(text, header, lines, columns):
    layout = text_layout(text, "file")
    assert (layout.header, layout.lines, layout.columns) == (header, lines, columns)


def test_names_of_the_importer_are_not_taken():
    assert unique(("_row", "_file", "a", "A")) == ("_row_2", "_file_2", "a", "A_2")


def test_the_mapping_may_say_what_the_layout_is(write):
    assert text_layout("1,2\n3,4\n", "file", header=False, columns=("x", "y")).columns == ("x", "y")
    assert text_layout("a;b\n1;2\n", "file", delimiter=",").columns == ("a;b",)


def test_rows_are_counted_from_the_top_of_the_file(bring):
    report = bring("My customers,\n,\nid,name\n\nC1,a\n\n,b\n", '[customers]\ncustomer_id = "id"\nname = "name"\n')
    assert [(problem.row, problem.value) for problem in report.problems[0].examples] == [(7, "")]
    assert report.table("customers").read == 2


def test_a_preview_shows_twenty_rows(write):
    preview = read_preview(write("file.csv", "id,name\n" + "".join(f"C{i},x{i}\n" for i in range(3000))))
    assert len(preview.rows) == 20
    assert len(preview.sample) == 1000
    assert preview.rows[19] == ("C19", "x19")
    assert preview.values("id")[:2] == ["C0", "C1"]
