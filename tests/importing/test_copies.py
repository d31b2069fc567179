"""Rows that say the same as another row: told how many, of which file, which one, and what became of them."""

from __future__ import annotations

import pytest

from analytics.i18n import Translator
from analytics.importing import Copies, import_files, read_mapping
from analytics.importing.wording import copies_line, summary_lines
from tests.importing.conftest import TODAY
from tests.importing.records import CUSTOMERS, LINES

HEAD = "order,customer,day,amount\n"
ONE, TWO = "A1,C1,2026-01-05,5\n", "A2,C1,2026-01-05,7\n"


def test_equal_lines_of_an_order_are_told_with_their_rows(bring):
    report = bring(HEAD + TWO + ONE + ONE + TWO + ONE, LINES, "june.csv")
    assert report.copies == (Copies("orders", "june.csv", 3, "unnumbered", 4, "june.csv", 3),)
    said, = (line for line in summary_lines(report) if "june.csv: 3 rows" in line)
    assert said == ("june.csv: 3 rows equal an earlier row in every cell; for example, row 4 equals row 3. They are kept, "
                    "because no line number tells equal lines of an order apart: the same thing may have been bought "
                    'twice. If they are mistakes, write duplicates = "drop" in the mapping under [orders] and import '
                    "again.")


@pytest.mark.parametrize(("language", "said"), [
    ("en", "june.csv: 1 row equals an earlier row in every cell: row 3 equals row 2. It is kept, because"),
    ("zh-CN", "june.csv：有 1 行的每个单元格都与前面某行相同：第 3 行与第 2 行相同。这 1 行予以保留")])
def test_one_copy_is_told_in_the_singular(bring, language, said):
    report = bring(HEAD + ONE + ONE, LINES, "june.csv")
    assert any(line.startswith(said) for line in summary_lines(report, Translator(language)))


def test_each_file_tells_its_own_copies_and_where_the_first_one_stands(store, write):
    files = [write("may.csv", HEAD + ONE), write("june.csv", HEAD + TWO + ONE + TWO)]
    report = import_files(store, files, mapping=read_mapping(LINES), today=TODAY)
    assert report.copies == (Copies("orders", "june.csv", 2, "unnumbered", 3, "may.csv", 2),)
    assert "row 3 equals row 2 of may.csv." in copies_line(report.copies[0], Translator("en"))


def test_copies_that_the_mapping_keeps_or_drops_are_told_so(bring):
    for asked, said in (("keep", "They are kept, as the mapping says"), ("drop", "They are left out")):
        stated = LINES.replace("[orders]\n", f'[orders]\nduplicates = "{asked}"\n')
        report = bring(HEAD + ONE * 3, stated, dry_run=True)
        assert said in copies_line(report.copies[0], Translator("en"))
        assert report.table("orders").copies_kept + report.table("orders").duplicates == report.copies[0].rows == 2


def test_a_key_told_twice_with_the_same_content_is_no_equal_row(bring):
    # The column that is not taken in differs, so the rows are not equal in every cell.
    report = bring("id,name,remark\nC1,a,x\nC1,a,y\nC1,b,\nC2,b,\n", CUSTOMERS)
    assert report.copies == (Copies("customers", "file.csv", 1, "keyed", 3, "file.csv", 2),)
    assert copies_line(report.copies[0], Translator("en")) == (
        "file.csv: 1 row says the same of the same customer_id as an earlier row, in all that is taken in: row 3 as row 2. "
        "It is left out; nothing is lost by it.")


def test_a_row_that_is_refused_is_no_copy(bring):
    assert bring(HEAD + "A1,C1,soon,5\n" * 2 + TWO, LINES).copies == ()
