"""Workbooks, Parquet, several files at once, and what is wrong with single rows of a file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from analytics.errors import FileRefused, MappingRefused, UnknownName
from analytics.i18n import Translator
from analytics.importing import import_files, read_mapping, read_preview
from tests.importing.conftest import TODAY
from tests.importing.records import CUSTOMERS, LINES, ORDERS, broken, counts, rows


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        people = book.add_worksheet("People")
        people.write_row(0, 0, ["Our customers"])
        people.write_row(2, 0, ["id", "name", "won", "worth", "promo"])
        for i, row in enumerate([("0042", "=1+1", date(2026, 1, 5), 12.5, True), ("43", "大禹", date(2025, 2, 3), 7, False)]):
            people.write_string(3 + i, 0, row[0])
            people.write_string(3 + i, 1, row[1])
            people.write_datetime(3 + i, 2, datetime.combine(row[2], datetime.min.time()), day)
            people.write_number(3 + i, 3, row[3])
            people.write_boolean(3 + i, 4, row[4])
        people.write_row(6, 0, ["", "nobody"])
        orders = book.add_worksheet("Orders")
        orders.write_row(0, 0, ["order", "customer", "day", "amount"])
        orders.write_row(1, 0, ["A1", "0042", 46027, 5])
    return path


def test_a_sheet_keeps_types_zeros_and_row_numbers(store, workbook):
    mapping = read_mapping(CUSTOMERS + 'acquired_on = "won"\nannual_value = "worth"\nacquired_on_promotion = "promo"\n')
    report = import_files(store, [workbook], mapping=mapping, today=TODAY)
    assert rows(store, "customers", "_row, customer_id, name, acquired_on, annual_value, acquired_on_promotion") == [
        (4, "0042", "=1+1", date(2026, 1, 5), Decimal("12.50"), True),
        (5, "43", "大禹", date(2025, 2, 3), Decimal("7.00"), False)]
    assert broken(report) == [(7, "id", "", "missing", "")]
    assert (report.files[0].sheet, report.files[0].warnings) == ("People", ("other_sheets",))


def test_the_mapping_chooses_the_sheet(store, workbook):
    mapping = read_mapping(LINES.replace("[orders]\n", '[orders]\nsheet = "Orders"\n'))
    import_files(store, [workbook], mapping=mapping, today=TODAY)
    assert rows(store, "orders", "order_id, ordered_on") == [("A1", date(2026, 1, 5))]
    assert read_preview(workbook, sheet="Orders").columns == ("order", "customer", "day", "amount")
    assert read_preview(workbook).sheets == ("People", "Orders")
    with pytest.raises(UnknownName, match="Orders"):
        read_preview(workbook, sheet="Order")


def test_a_sheet_of_notes_before_the_table_is_passed_over(store, tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write_column(0, 0, ["Exported by sales", "Ask Li"])
        people = book.add_worksheet("People")
        people.write_row(0, 0, ["Customers of Northwind Machines"])
        people.write_row(2, 0, ["id", "name"])
        people.write_row(3, 0, ["C1", "a"])
    preview = read_preview(path)
    assert (preview.sheet, preview.columns) == ("People", ("id", "name"))
    report = import_files(store, [path], mapping=read_mapping(CUSTOMERS), today=TODAY)
    assert (report.files[0].sheet, counts(report, "customers")) == ("People", (1, 1, 0, 0))
    assert read_preview(path, sheet="Notes").columns == ("Exported by sales",)


def test_parquet_keeps_what_it_says(store, tmp_path):
    path = tmp_path / "orders.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 'A' || i as \"order\", '1' as line, 'C1' as customer,"
                           f" date '2026-01-05' + i::int as day, (i / 4)::decimal(9, 3) as amount, i % 2 = 0 as flag"
                           f" from range(5) as r(i)) to '{path}'")
    report = import_files(store, [path], mapping=read_mapping(ORDERS), today=TODAY)
    assert rows(store, "orders", "_row, order_id, ordered_on, revenue")[3] == (
        4, "A3", date(2026, 1, 8), Decimal("0.75"))
    assert counts(report, "orders") == (5, 5, 0, 0)


def test_several_files_of_one_shape_are_one_table(store, write):
    header = "order;customer;day;amount\n"
    files = [write("jan.csv", header + "A1;C1;05.01.2026;1,5\nA1;C1;25.01.2026;2,5\n"),
             write("feb.csv", header.replace(";", ",") + "A1,C1,2/5/2026,3.5\nA2,C1,2/25/2026,4.5\nA3,,2/25/2026,1\n")]
    report = import_files(store, files, mapping=read_mapping(LINES), today=TODAY)
    assert counts(report, "orders") == (5, 4, 1, 0)
    assert rows(store, "orders", "_file, _row, order_id, line, ordered_on, revenue") == [
        ("feb.csv", 2, "A1", "3", date(2026, 2, 5), Decimal("3.50")),
        ("feb.csv", 3, "A2", "1", date(2026, 2, 25), Decimal("4.50")),
        ("jan.csv", 2, "A1", "1", date(2026, 1, 5), Decimal("1.50")),
        ("jan.csv", 3, "A1", "2", date(2026, 1, 25), Decimal("2.50"))]
    assert [{found.column: found.style for found in file.formats} for file in report.files] == [
        {"day": "day_month_year", "amount": "decimal_comma"}, {"day": "month_day_year", "amount": "plain"}]


def test_customers_come_before_what_they_do(store, write):
    mapping = read_mapping(
        '[files]\nlines = "lines*"\npeople = "people*"\n' + LINES.replace("[orders]\n", '[orders]\nfrom = "lines"\n')
        + CUSTOMERS.replace("[customers]\n", '[customers]\nfrom = "people"\n'))
    files = [write("lines.csv", "order,customer,day,amount\nA1,C1,2026-01-05,1\nA2,C2,2026-01-05,1\n"),
             write("people.csv", "id,name\nC1,a\n,b\n")]
    report = import_files(store, files, mapping=mapping, today=TODAY)
    assert [table.table for table in report.tables] == ["customers", "orders"]
    assert broken(report) == [(3, "customer", "C2", "unknown_customer", ""), (3, "id", "", "missing", "")]


def test_a_looked_up_file_fills_columns(store, write):
    mapping = read_mapping(
        '[files]\nlines = "lines*"\nheads = "heads*"\n\n[orders]\nfrom = "lines"\n'
        'join = [{ file = "heads", on = "order" }]\norder_id = "order"\ncustomer_id = "customer"\n'
        'ordered_on = "day"\nrevenue = "amount"\n')
    files = [write("lines.csv", "order,amount\nA1,1\nA2,2\nA1,3\n"),
             write("heads.csv", "order,customer,day\nA1,C1,2026-01-05\nA3,C3,2026-01-05\n")]
    report = import_files(store, files, mapping=mapping, today=TODAY)
    assert counts(report, "orders") == (3, 2, 1, 0)
    assert {(row, rule) for row, _, _, rule, _ in broken(report)} == {(3, "missing")}
    assert rows(store, "orders", "order_id, line, customer_id, revenue") == [
        ("A1", "1", "C1", Decimal("1.00")), ("A1", "2", "C1", Decimal("3.00"))]


def test_rows_the_mapping_does_not_take_are_counted(bring):
    report = bring("id,name,kind\nC1,a,x\nC2,b,y\nC1,c,x\n",
                   CUSTOMERS.replace("[customers]\n", '[customers]\nwhere = [{ column = "kind", equals = "x" }]\none_row_per_key = true\n'))
    found = report.table("customers")
    assert (found.read, found.accepted, found.left_out) == (3, 1, 2)


def test_ragged_rows_are_kept_aside_as_they_stand(bring, store):
    report = bring('id,name\nC1,a\nC2\nC3,b,c\nC4,d,\nC5,"open\nC6,e\nC7,5" pipe\n', CUSTOMERS)
    assert broken(report) == [(3, "", "", "row_too_short", ""), (4, "", "", "row_too_long", ""),
                              (6, "", "", "quote_not_closed", "")]
    assert rows(store, "customers", "_row, customer_id, name") == [
        (2, "C1", "a"), (5, "C4", "d"), (7, "C6", "e"), (8, "C7", '5" pipe')]
    assert counts(report, "customers") == (7, 4, 3, 0)


def test_cells_may_hold_line_breaks_and_be_huge(bring, store):
    huge = "x" * 6_000_000
    report = bring(f'id,name\nC1,"two\nlines"\nC2,{huge}\nC3,c\n', CUSTOMERS)
    assert counts(report, "customers") == (3, 3, 0, 0)
    assert rows(store, "customers", "customer_id, length(name)") == [("C1", 9), ("C2", 6_000_000), ("C3", 1)]


def test_blanks_around_cells_are_taken_off(bring, store):
    bring("id,name\n\t0042, a b \n\u3000C2\u00a0,\u3000大 禹\u3000\n", CUSTOMERS)
    assert rows(store, "customers", "customer_id, name") == [("0042", "a b"), ("C2", "大 禹")]


def test_a_mapping_that_does_not_fit_is_refused(bring, store, write):
    with pytest.raises(MappingRefused) as refused:
        bring("number,name\nC1,a\n", CUSTOMERS)
    assert refused.value.code == "mapping_source_column"
    with pytest.raises(MappingRefused) as refused:
        import_files(store, [write("a.csv", "id,name\nC1,a\n"), write("b.csv", "x\n1\n")],
                     mapping=read_mapping('[files]\nfile = "a*"\n\n' + CUSTOMERS.replace("]\n", ']\nfrom = "file"\n')))
    assert refused.value.code == "mapping_unused_file"
    assert store.batches() == ()


@pytest.mark.parametrize(("strangers", "english", "chinese"), [
    (("b.csv",), "Import without that file; then import it by itself, or add it to the mapping under [files].",
     "这 1 个文件可另行单独导入"),
    (("b.csv", "c.csv"), "Import without those files; then import them by themselves, or add them to the mapping",
     "这 2 个文件可另行单独导入")])
def test_a_mapping_names_the_files_it_reads_and_those_it_does_not(store, write, strangers, english, chinese):
    mapping = read_mapping('[files]\nfile = "a*"\n\n' + CUSTOMERS.replace("]\n", ']\nfrom = "file"\n'))
    known = [write("a1.csv", "id,name\nC1,a\n"), write("a2.csv", "id,name\nC2,b\n")]
    with pytest.raises(MappingRefused) as refused:
        import_files(store, [*known, *(write(name, "x\n1\n") for name in strangers)], mapping=mapping)
    told = str(refused.value)
    assert f"The mapping reads a1.csv, a2.csv; it does not speak of {', '.join(strangers)}. {english}" in told
    assert chinese in Translator("zh-CN")("errors.mapping_unused_file", **refused.value.details)
    assert import_files(store, known, mapping=mapping).accepted == 2


def test_a_folder_is_told_from_a_file(store, tmp_path):
    with pytest.raises(FileRefused, match=r"is a folder\. Name the files in it, as in .*\*\.csv"):
        import_files(store, [tmp_path])


def test_progress_ends_where_it_said(bring):
    seen = []
    bring("id,name\nC1,a\n", CUSTOMERS, progress=lambda *step: seen.append(step))
    assert [step for step, _, _ in seen] == ["reading", "checking", "writing", "done"]
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert seen[-1][1] == seen[-1][2]
