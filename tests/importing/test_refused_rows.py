"""Refused rows are kept, looked at, taken away, mended and brought back."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from analytics.i18n import Translator
from analytics.importing import import_files, read_refused, write_refused
from analytics.importing.meant_values import known_words
from analytics.importing.refused_rows import REASON_COLUMNS
from analytics.importing.wording import reason, summary_lines
from analytics.schema.table import tables
from tests.importing.conftest import TODAY
from tests.importing.records import CUSTOMERS, LINES, broken, rows

TEXT = ("Order No,Who,When,Net,remark\n"
        "A1,C1,2026-01-05,1.00,fine\n"
        "A1,C1,32.01.2026,2.00,=cmd\n"
        "A1,,2026-01-05,abc,-5\n"
        "A2,C1,2026-01-06,4.00,fine\n")
MAPPING = '[orders]\norder_id = "Order No"\ncustomer_id = "Who"\nordered_on = "When"\nrevenue = "Net"\n'


def mend(path: Path, changes: dict[str, dict[str, str]]) -> Path:
    """Correct cells of an exported file, by the number of the row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    for row in found:
        row.update(changes[row["huitou_row"]])
    mended = path.with_name("mended.csv")
    with mended.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, found[0])
        writer.writeheader()
        writer.writerows(found)
    return mended


def test_refused_rows_are_kept_as_the_company_wrote_them(bring, store):
    report = bring(TEXT, MAPPING)
    with duckdb.connect() as connection:
        kept = connection.execute(
            f'select file, "row", "column", "value", rule, "table", raw from read_parquet('
            f"'{store.rejects_file(report.batch)}') order by 2, 3").fetchall()
    assert [row[:6] for row in kept] == [
        ("file.csv", 3, "When", "32.01.2026", "not_a_date", "orders"),
        ("file.csv", 4, "Net", "abc", "not_a_number", "orders"),
        ("file.csv", 4, "Who", None, "missing", "orders")]
    assert kept[0][6] == '{"Order No":"A1","Who":"C1","When":"32.01.2026","Net":"2.00","remark":"=cmd"}'


def test_refused_rows_can_be_read_by_table_and_rule(bring, store):
    batch = bring(TEXT, MAPPING).batch
    assert [problem.rule for problem in read_refused(store, batch)] == ["not_a_date", "missing", "not_a_number"] or \
        [problem.row for problem in read_refused(store, batch)] == [3, 4, 4]
    assert [problem.row for problem in read_refused(store, batch, rule="missing")] == [4]
    assert read_refused(store, batch, table="customers") == []
    assert len(read_refused(store, batch, limit=1)) == 1
    assert read_refused(store, "no such batch") == []


def test_a_file_of_refused_rows_has_the_company_s_columns_and_the_reasons(bring, store, tmp_path):
    batch = bring(TEXT, MAPPING).batch
    (path,) = write_refused(store, batch, tmp_path / "out")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, first, second = csv.reader(file)
    assert header == ["Order No", "Who", "When", "Net", "remark", *REASON_COLUMNS]
    assert first[:7] == ["A1", "C1", "32.01.2026", "2.00", "'=cmd", "3", "not_a_date"]
    assert first[7] == "When: Not a date. Write it as 2026-01-31."
    assert second[4:6] == ["-5", "4"]
    assert set(second[6].split()) == {"missing", "not_a_number"}


def test_mended_rows_go_in_beside_the_lines_that_were_good(bring, store, tmp_path):
    batch = bring(TEXT, MAPPING).batch
    assert rows(store, "orders", "order_id, line, revenue") == [
        ("A1", "1", Decimal("1.00")), ("A2", "1", Decimal("4.00"))]
    (path,) = write_refused(store, batch, tmp_path / "out")
    mended = mend(path, {"3": {"When": "2026-01-31"}, "4": {"Who": "C1", "Net": "3.00"}})
    report = import_files(store, [mended], today=TODAY)
    found = report.table("orders")
    assert (found.read, found.accepted, found.refused, found.superseded) == (2, 2, 0, 0)
    assert sorted(rows(store, "orders", "order_id, line, revenue")) == [
        ("A1", "1", Decimal("1.00")), ("A1", "2", Decimal("2.00")), ("A1", "3", Decimal("3.00"))]
    store.undo(report.batch)
    assert len(rows(store, "orders", "order_id")) == 2


def test_mended_answers_go_in_beside_those_of_the_same_customer_and_day(bring, store, tmp_path):
    # Answers have no key: whatever agrees in customer, question, day and wave is replaced together.
    mapping = '[surveys]\ncustomer_id = "who"\nanswered_on = "day"\nscore = "grade"\ncomment = "text"\n'
    batch = bring("who,day,grade,text\nC1,2026-01-05,4,till\nC1,2026-01-05,x,desk\nC2,2026-01-06,3,\n", mapping).batch
    (path,) = write_refused(store, batch, tmp_path / "out")
    mended = mend(path, {"3": {"grade": "5"}})
    report = import_files(store, [mended], today=TODAY)
    assert (report.accepted, report.refused) == (1, 0)
    answers = {("C1", 4, "till"), ("C1", 5, "desk")}
    assert set(rows(store, "surveys", "customer_id, score, comment")) == answers
    # Another file with the same row: the answers of that day stay two.
    mended.write_text(mended.read_text("utf-8-sig") + "\n", "utf-8")
    import_files(store, [mended], today=TODAY)
    assert set(rows(store, "surveys", "customer_id, score, comment")) == answers
    assert len(rows(store, "surveys", "score")) == 2


def test_an_apostrophe_of_ours_is_taken_away_again(bring, store, tmp_path):
    batch = bring("id,name\n,=1+1\n", CUSTOMERS).batch
    (path,) = write_refused(store, batch, tmp_path / "out")
    import_files(store, [mend(path, {"2": {"id": "C1"}})], today=TODAY)
    assert rows(store, "customers", "name") == [("=1+1",)]


def test_rows_numbered_by_their_place_keep_their_number(bring, store, tmp_path):
    mapping = '[customers]\ncustomer_id = { row = "R{row}" }\nannual_value = "worth"\n'
    batch = bring("worth\n1\nx\n3\n", mapping).batch
    (path,) = write_refused(store, batch, tmp_path / "out")
    import_files(store, [mend(path, {"3": {"worth": "2"}})], today=TODAY)
    assert rows(store, "customers", "customer_id, annual_value") == [("R3", Decimal("2.00"))]


def test_rows_that_are_still_wrong_are_refused_again(bring, store, tmp_path):
    batch = bring(TEXT, MAPPING).batch
    (path,) = write_refused(store, batch, tmp_path / "out")
    report = import_files(store, [mend(path, {"3": {"When": "2026-01-31"}, "4": {}})], today=TODAY)
    assert (report.accepted, report.refused) == (1, 1)
    assert {row for row, *_ in broken(report)} == {4}


def test_broken_lines_are_given_back_whole(bring, store, tmp_path):
    batch = bring("id,name\nC1\nC2,b\n,c\n", CUSTOMERS).batch
    (path,) = write_refused(store, batch, tmp_path / "out")
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert [(row["id"], row["name"], row["huitou_row"], row["huitou_line"]) for row in found] == [
        ("", "", "2", "C1"), ("", "c", "4", "")]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_rule_has_words_in_both_languages(bring, language):
    words = Translator(language)
    report = bring(TEXT + "A3,C1,2027-01-01,1,x\n", MAPPING)
    lines = summary_lines(report, words)
    assert not [line for line in lines if "import." in line or "rules." in line]
    reasons = {problem.rule: reason(problem, words) for summary in report.problems for problem in summary.examples}
    assert "2026-06-30" in reasons["in_the_future"]
    assert reasons["not_a_date"] == {"en": "When: Not a date. Write it as 2026-01-31.",
                                     "zh-CN": "When：不是日期。请写成 2026-01-31 的形式。"}[language]


def test_the_summary_says_what_happened_to_every_row(bring):
    lines = summary_lines(bring("order,customer,day,amount\nA1,C1,5/1/2026,\"1,234\"\nA1,C1,5/1/2026,\"1,234\"\n,,,\n", LINES))
    assert lines[0] == "orders: 3 rows read, 2 accepted, 1 refused, 1 equals another row and is kept."
    assert any("2 values fit both orders. “5/1/2026” is read as May 1, 2026, with the month first" in line for line in lines)
    assert lines[-1].startswith("Taken in as batch")


@pytest.mark.parametrize(("state", "consent", "hints"), [
    ("已流矢", "大概", ("已流失", "是|否")), ("xyz", "", ("在册|已流失", "")), ("Lrst", "", ("lost", "")),
    ("CLOSD", "maybe", ("closed", "是|否"))])
def test_a_hint_has_the_words_of_the_file(bring, state, consent, hints):
    report = bring(f"编号,客户状态,是否同意\nC1,{state},{consent}\n",
                   '[customers]\ncustomer_id = "编号"\nstatus = "客户状态"\nconsent = "是否同意"\n')
    found = {column: hint for _, column, _, _, hint in broken(report)}
    assert (found["客户状态"], found.get("是否同意", "")) == hints


@pytest.mark.parametrize(("language", "said"), [
    ("en", ["ok: Neither yes nor no. Write “yes” or “no”.", "state: Not one of the known values. Write “active” or "
            "“lost”, or translate it in the mapping.", "状态: Not one of the known values. Did you mean “已流失”?"]),
    ("zh-CN", ["ok：既不是“是”也不是“否”。请写“yes”或“no”。", "state：不在已知取值之内。请改写为“active”或“lost”，或在映射中翻译。",
               "状态：不在已知取值之内。是否为“已流失”？"])])
def test_a_reason_is_in_the_reader_s_language_with_the_words_of_the_file(bring, language, said):
    mapping = '[customers]\ncustomer_id = "id"\nstatus = "{}"\nconsent = "ok"\n'
    found = [*bring("id,state,ok\nC1,qqq,later\n", mapping.format("state"), dry_run=True).problems,
             *bring("id,状态,ok\nC1,已流矢,\n", mapping.format("状态"), dry_run=True).problems]
    assert sorted(reason(one.examples[0], Translator(language)) for one in found) == said


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_word_that_is_offered_is_understood(language):
    for table in tables().values():
        for column in table.columns:
            if column.values:
                known = known_words(column, language)
                assert [column.words[word.casefold()] for word in known] == list(column.values)
