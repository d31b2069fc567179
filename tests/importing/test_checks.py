"""Each rule: which rows it refuses, what it says about them, and which rows go in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from analytics.i18n import Translator
from analytics.importing import import_files, write_refused
from analytics.importing.wording import summary_lines
from tests.importing.conftest import TODAY
from tests.importing.records import CUSTOMERS, LINES, ORDERS, broken, counts, rows


def test_every_problem_of_a_row_is_reported(bring, store):
    report = bring("order,line,customer,day,amount\n"
                   "A1,1,C1,2026-01-05,10.00\n"
                   ",1,,not a day,ten\n", ORDERS)
    assert counts(report, "orders") == (2, 1, 1, 0)
    assert broken(report) == [
        (3, "amount", "ten", "not_a_number", ""),
        (3, "customer", "", "missing", ""),
        (3, "day", "not a day", "not_a_date", ""),
        (3, "order", "", "missing", ""),
    ]
    assert rows(store, "orders", "order_id, line, customer_id, ordered_on, revenue") == [
        ("A1", "1", "C1", date(2026, 1, 5), Decimal("10.00"))]


def test_a_survey_row_needs_a_score_or_the_day_it_was_sent(bring, store):
    mapping = '[surveys]\ncustomer_id = "id"\nscore = "score"\nsent_on = "sent"\n'
    report = bring("id,score,sent\nC1,4,\nC2,,2026-05-01\nC3,,\nC4,N/A,\nC5,four,\nC6,5,2026-05-01\n", mapping)
    assert broken(report) == [(4, "score", "", "score_or_sent_on", ""), (5, "score", "N/A", "score_or_sent_on", ""),
                              (6, "score", "four", "not_a_number", "")]
    assert rows(store, "surveys", "customer_id, score, sent_on") == [
        ("C1", 4.0, None), ("C2", None, date(2026, 5, 1)), ("C6", 5.0, date(2026, 5, 1))]


def test_without_the_day_of_sending_every_survey_row_needs_its_score(bring):
    report = bring("id,score\nC1,4\nC2,\n", '[surveys]\ncustomer_id = "id"\nscore = "score"\n')
    assert broken(report) == [(3, "score", "", "score_or_sent_on", "")]


def test_a_required_value_may_not_be_a_word_for_nothing(bring):
    report = bring("order,line,customer,day,amount\n"
                   "A1,1,NULL,2026-01-05,1\nA2,1,N/A,2026-01-05,1\nA3,1,C1,-,1\nA4,1,C1,2026-01-05,无\n"
                   "A5,1,Nancy,2026-01-05,1\n", ORDERS)
    assert [(row, column, rule) for row, column, _, rule, _ in broken(report)] == [
        (2, "customer", "missing"), (3, "customer", "missing"), (4, "day", "missing"), (5, "amount", "missing")]
    assert report.table("orders").accepted == 1


def test_dates_in_the_future_are_refused_and_promises_are_not(bring, store):
    report = bring("id,name,won,until\nC1,a,2026-06-30,2027-01-01\nC2,b,2026-07-01,2027-01-01\nC3,c,2025-01-01,9999-12-31\n",
                   '[customers]\ncustomer_id = "id"\nname = "name"\nacquired_on = "won"\ncontract_end = "until"\n')
    assert broken(report) == [(3, "won", "2026-07-01", "in_the_future", "2026-06-30")]
    assert rows(store, "customers", "customer_id, contract_end") == [("C1", date(2027, 1, 1)), ("C3", None)]


def test_days_that_do_not_exist_or_lie_beyond_reason_are_no_dates(bring):
    report = bring("order,line,customer,day,amount\nA1,1,C1,2026-02-30,1\nA2,1,C1,0026-01-01,1\n"
                   "A3,1,C1,infinity,1\nA4,1,C1,2026-02-28,1\n", ORDERS)
    assert [(row, value, rule) for row, _, value, rule, _ in broken(report)] == [
        (2, "2026-02-30", "not_a_date"), (3, "0026-01-01", "not_a_date"), (4, "infinity", "not_a_date")]


def test_numbers_are_finite_and_whole_where_they_must_be(bring):
    report = bring("id,name,worth,months\nC1,a,nan,1\nC2,b,inf,2\nC3,c,5,2.5\nC4,d,5,3.0\nC5,e,5,-1\n",
                   CUSTOMERS + 'annual_value = "worth"\ntenure_months = "months"\n')
    found = {(row, column, rule) for row, column, _, rule, _ in broken(report)}
    assert (3, "worth", "not_a_number") in found
    assert (6, "months", "below_minimum") in found
    assert report.table("customers").accepted == 5 - len({row for row, _, _ in found})


def test_a_closed_category_says_what_was_probably_meant(bring, store):
    report = bring("id,name,how big\nC1,a,Large\nC2,b,大型\nC3,c,Lrge\nC4,d,purple\nC5,e,\n",
                   CUSTOMERS + 'size = "how big"\n')
    found = {row: (value, rule, hint) for row, _, value, rule, hint in broken(report)}
    assert found[4] == ("Lrge", "unknown_value", "large")
    assert found[5][:2] == ("purple", "unknown_value")
    assert rows(store, "customers", "customer_id, size") == [("C1", "large"), ("C2", "large"), ("C5", None)]


def test_an_open_category_keeps_the_company_s_words(bring, store):
    bring("order,line,customer,day,amount,what\nA1,1,C1,2026-01-05,1,配件\nA2,1,C1,2026-01-05,1,Oil\n"
          "A3,1,C1,2026-01-05,1,N/A\n", ORDERS + 'kind = "what"\n')
    assert rows(store, "orders", "kind") == [("parts",), ("Oil",), (None,)]


def test_a_score_lies_within_its_scale(bring):
    mapping = ('[surveys]\ncustomer_id = "id"\nscore = "score"\nscale_min = { constant = "1" }\n'
               'scale_max = { constant = "5" }\n')
    report = bring("id,score\nC1,5\nC2,6\nC3,0\nC4,1\n", mapping)
    assert [(row, rule) for row, _, _, rule, _ in broken(report)] == [
        (3, "score_above_scale"), (4, "score_below_scale")]


def test_an_end_does_not_lie_before_its_start(bring):
    report = bring("no,id,from,to\nK1,C1,2026-01-01,2026-03-01\nK2,C1,2026-03-01,2026-01-01\nK3,C1,2026-03-01,\n",
                   '[contracts]\ncontract_id = "no"\ncustomer_id = "id"\nstarts_on = "from"\nends_on = "to"\n')
    assert broken(report) == [(3, "to", "2026-01-01", "starts_before_end", "")]


def test_a_note_is_mentioned_and_accepted(bring):
    report = bring("id,name,state,gone\nC1,a,lost,\nC2,b,lost,2026-01-01\nC3,c,active,\n",
                   CUSTOMERS + 'status = "state"\nlost_on = "gone"\n')
    assert report.table("customers").accepted == 3
    assert [(note.rule, note.rows, note.examples[0].row) for note in report.notes] == [("lost_without_date", 1, 2)]


def test_a_negative_amount_is_told_as_a_return_with_what_it_comes_to(bring):
    report = bring("order,line,customer,day,amount\nA1,1,C1,2026-01-05,1250.50\nA2,1,C1,2026-01-06,-1000.25\n"
                   "A3,1,C1,2026-01-07,0\nA4,1,C1,2026-01-08,-234.5\nA5,1,,2026-01-08,-9\n", ORDERS)
    assert (report.accepted, report.refused) == (4, 1)
    note, = report.notes
    assert (note.rule, note.rows, note.total) == ("returned", 2, Decimal("-1234.75"))
    assert [(one.row, one.value) for one in note.examples] == [(3, "-1000.25"), (5, "-234.50")]
    told = "\n".join(summary_lines(report, Translator("en")))
    assert "2 × orders – amount: Negative: it counts as a return and is taken off revenue." in told
    assert "Together: −1,234.75." in told
    chinese = "\n".join(summary_lines(report, Translator("zh-CN")))
    assert "按退货计，从收入中扣减。" in chinese
    assert "合计：−1,234.75。" in chinese


def test_a_row_refused_with_its_customer_says_so_and_goes_in_with_it(bring, store, tmp_path):
    mapping = ('[customers]\ncustomer_id = "id"\nacquired_on = "since"\n[surveys]\ncustomer_id = "id"\nscore = "grade"\n')
    text = "id,since,grade\nC1,2024-01-05,4\nC2,soon,5\n"
    report = bring(text, mapping)
    assert broken(report) == [(3, "id", "C2", "customer_refused", ""), (3, "since", "soon", "not_a_date", "")]
    path, = write_refused(store, report.batch, tmp_path / "out")
    path.write_text(path.read_text("utf-8-sig").replace("soon", "2024-02-05", 1), "utf-8")
    again = import_files(store, [path], today=TODAY)
    assert {one.table: (one.accepted, one.refused) for one in again.tables} == {"customers": (1, 0), "surveys": (1, 0)}


def test_unknown_customers_are_refused_once_there_is_a_file_of_customers(bring):
    lines = "order,line,customer,day,amount\nA1,1,C1,2026-01-05,1\nA2,1,C9,2026-01-05,1\nA3,1,0017,2026-01-05,1\n"
    assert bring(lines, ORDERS, dry_run=True).refused == 0
    bring("id,name\nC1,a\n17,b\n", CUSTOMERS, "customers.csv")
    report = bring(lines, ORDERS)
    assert broken(report) == [
        (3, "customer", "C9", "unknown_customer", ""), (4, "customer", "0017", "unknown_customer", "17")]


def test_nothing_happens_before_a_customer_is_won(bring):
    bring("id,name,won\nC1,a,2026-01-10\nC2,b,\n", CUSTOMERS + 'acquired_on = "won"\n', "customers.csv")
    report = bring("order,line,customer,day,amount\nA1,1,C1,2026-01-09,1\nA2,1,C1,2026-01-10,1\n"
                   "A3,1,C2,2020-01-01,1\n", ORDERS)
    assert broken(report) == [(2, "day", "2026-01-09", "before_acquisition", "2026-01-10")]
    assert "The customer was won on 2026-01-10." in "\n".join(summary_lines(report))


def test_rows_refused_together_are_not_told_the_day_or_the_row_of_the_first(bring):
    customers = "id,name,won\n" + "".join(f"C{i},a,2026-01-1{i}\n" for i in range(3)) + "C0,b,2026-01-10\nC1,b,2026-01-11\n"
    keys = "\n".join(summary_lines(bring(customers, CUSTOMERS + 'acquired_on = "won"\n', "customers.csv")))
    assert "2 × customers – id: Another row has the same key and different content. Keep one of the two." in keys
    lines = "order,line,customer,day,amount\n" + "".join(f"A{i},1,C{i},2025-01-01,1\n" for i in range(3))
    assert "3 × orders – day: Happened before the customer was won. Check both dates." in "\n".join(
        summary_lines(bring(lines, ORDERS)))
    alike = lines + "".join(f"B{i},1,C1,2025-01-0{i},1\n" for i in range(1, 7))
    told = "\n".join(summary_lines(bring(alike, ORDERS, "more.csv")))
    assert "9 × orders – day: Happened before the customer was won. Check both dates." in told


def test_a_repeated_key_with_other_content_names_the_row_that_came_first(bring, store):
    report = bring("id,name\nC1,first\nC2,b\nC1,second\nC1,first\n", CUSTOMERS)
    assert counts(report, "customers") == (4, 2, 1, 1)
    assert broken(report) == [(4, "id", "C1", "key_repeated", "2")]
    assert rows(store, "customers", "customer_id, name") == [("C1", "first"), ("C2", "b")]


def test_copies_of_a_line_are_kept_where_no_line_number_tells_them_apart(bring, store):
    report = bring("order,customer,day,amount\nA1,C1,2026-01-05,5\nA1,C1,2026-01-05,5\nA2,C1,2026-01-05,7\n", LINES)
    assert counts(report, "orders") == (3, 3, 0, 0)
    assert report.table("orders").copies_kept == 1
    assert rows(store, "orders", "order_id, line") == [("A1", "1"), ("A1", "2"), ("A2", "1")]


def test_the_mapping_may_drop_copies(bring):
    report = bring("order,customer,day,amount\nA1,C1,2026-01-05,5\nA1,C1,2026-01-05,5\n",
                   LINES.replace("[orders]\n", '[orders]\nduplicates = "drop"\n'))
    assert counts(report, "orders") == (2, 1, 0, 1)


def test_lines_are_counted_in_the_order_of_the_file(bring, store):
    text = "order,customer,day,amount\n" + "".join(
        f"A{i % 7},C1,2026-01-05,{i}\n" for i in range(70))
    bring(text, LINES)
    assert rows(store, "orders", "order_id, line, revenue")[:9] == [
        *((f"A{i}", "1", Decimal(i)) for i in range(7)), ("A0", "2", Decimal(7)), ("A1", "2", Decimal(8))]


def test_identical_answers_are_one(bring):
    report = bring("id,score\nC1,5\nC1,5\nC1,4\n", '[surveys]\ncustomer_id = "id"\nscore = "score"\n')
    assert counts(report, "surveys") == (3, 2, 0, 1)


def test_money_is_exact_and_identifiers_keep_their_zeros(bring, store):
    bring("order,line,customer,day,amount\n007,01,0042,2026-01-05,0.1\n008,01,0042,2026-01-05,1234567890123456.78\n"
          "009,01,0042,2026-01-05,-0.005\n", ORDERS)
    assert rows(store, "orders", "order_id, line, customer_id, revenue") == [
        ("007", "01", "0042", Decimal("0.10")), ("008", "01", "0042", Decimal("1234567890123456.78")),
        ("009", "01", "0042", Decimal("-0.01"))]


def test_formulas_stay_text(bring, store):
    bring('id,name\nC1,"=HYPERLINK(""http://x"")"\nC2,=1+1\n', CUSTOMERS)
    assert rows(store, "customers", "name") == [('=HYPERLINK("http://x")',), ("=1+1",)]


def test_timestamps_take_days_and_days_take_timestamps(bring, store):
    bring("no,id,opened,closed\nB1,C1,2026-01-05 10:30:00,2026-01-07\n",
          '[complaints]\ncomplaint_id = "no"\ncustomer_id = "id"\nopened_on = "opened"\nclosed_at = "closed"\n')
    assert rows(store, "complaints", "opened_on, closed_at") == [(date(2026, 1, 5), datetime(2026, 1, 7))]
