"""Every mart of the tiny company, against what was worked out by hand."""

from __future__ import annotations

from datetime import date

from analytics.warehouse import check

FOREVER = date(9999, 12, 31)


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def test_meta(reader):
    meta = reader.meta
    assert (meta.as_of, meta.first_event, meta.dated) == (day("06-30"), day("01-01"), True)
    assert (meta.has_orders, meta.has_surveys, meta.has_complaints, meta.has_contacts, meta.has_contracts,
            meta.has_costs) == (True,) * 6
    assert (meta.name, meta.currency, meta.demo) == ("Tiny", "CNY", False)


def test_every_check_passes(tiny):
    results = check(tiny)
    assert [result for result in results if not result.passed] == []
    assert {"customers_flow", "survivors_and_losses", "revenue_as_staged", "no_overlap"} \
        <= {result.subject for result in results}


def test_days_add_up_orders_and_take_the_default_margin_where_no_cost_is(reader):
    assert reader.rows("""select day, revenue, cost, days.orders, lines, days.value_12m, days.margin_12m,
                                 days.orders_12m
                          from warehouse.customer_days as days join customers_now using (customer_key)
                          where customer_id in ('C1', 'C2') order by customer_id, day""") == [
        (day("01-10"), 100_000, 60_000, 1, 1, 100_000, 40_000, 1),
        (day("04-05"), 50_000, 35_000, 1, 1, 150_000, 55_000, 2),
        (day("05-01"), -5_000, -3_500, 0, 1, 145_000, 53_500, 2),
        (day("06-20"), 30_000, 10_000, 1, 1, 175_000, 73_500, 3),
        (day("01-15"), 20_000, 14_000, 1, 2, 20_000, 6_000, 1),
        (day("02-10"), 10_000, 7_000, 1, 1, 30_000, 9_000, 2)]


def test_months_are_sparse(reader):
    assert reader.rows("""select month, revenue, cost, months.orders from warehouse.customer_months as months
                          join customers_now using (customer_key) where customer_id = 'C1'""") == [
        (day("01-01"), 100_000, 60_000, 1), (day("04-01"), 50_000, 35_000, 1),
        (day("05-01"), -5_000, -3_500, 0), (day("06-01"), 30_000, 10_000, 1)]


def test_spells(reader):
    assert reader.rows("""select customer_id, from_on, to_on, spells.grade, opened_by, closed_by, value_12m
                          from customer_spells as spells
                          join (select customer_key, customer_id from customers_now) using (customer_key)
                          order by customer_id, from_on""") == [
        ("C1", day("01-10"), day("04-01"), None, "won", "grade", 0),
        ("C1", day("04-01"), FOREVER, "B", "grade", None, 100_000),
        ("C2", day("01-15"), day("04-01"), None, "won", "grade", 0),
        ("C2", day("04-01"), day("05-20"), "C", "grade", "lost", 30_000),
        ("C3", day("01-05"), day("04-01"), None, "won", "grade", 0),
        ("C3", day("04-01"), day("04-14"), "D", "grade", "lost", 5_000),
        ("C3", day("06-10"), FOREVER, None, "won_back", None, 5_000),
        ("C4", day("02-01"), day("03-15"), None, "won", "lost", 0),
        ("C5", day("01-01"), day("04-01"), None, "won", "grade", 120_000),
        ("C5", day("04-01"), day("04-30"), "A", "grade", "lost", 120_000),
        ("C6", day("01-01"), day("04-01"), None, "won", "grade", 60_000),
        ("C6", day("04-01"), FOREVER, "C", "grade", None, 60_000),
        ("C7", day("03-01"), day("04-01"), None, "won", "grade", 0),
        ("C7", day("04-01"), FOREVER, "D", "grade", None, 0),
        ("C8", day("01-01"), day("04-01"), None, "won", "grade", 0),
        ("C8", day("04-01"), day("06-18"), "D", "grade", "lost", 15_000),
        ("C9", day("01-01"), day("04-01"), None, "won", "grade", 0),
        ("C9", day("04-01"), FOREVER, "D", "grade", None, 9_000)]


def test_losses_of_each_basis(reader):
    assert reader.rows("""select loss_id, customer_id, basis, lost_on, known_on, grade_before, tenure_months,
                                 value_lost, margin_lost, regretted, returned_on
                          from losses order by loss_id""") == [
        (1, "C4", "recorded", day("03-15"), day("03-15"), None, 1, 40_000, 12_000, True, None),
        (2, "C3", "silent", day("04-14"), day("04-14"), "D", 3, 5_000, 1_500, True, day("06-10")),
        (3, "C5", "contract_ended", day("04-30"), day("05-30"), "A", 3, 120_000, 36_000, True, None),
        (4, "C2", "silent", day("05-20"), day("05-20"), "C", 4, 30_000, 9_000, True, None),
        (5, "C8", "silent", day("06-18"), day("06-18"), "D", 5, 15_000, 4_500, True, None)]


def test_causes_and_precursors(reader):
    assert reader.rows("""select customer_id, cause, cause_class, lost_to, avoidable, precursor, precursor_on
                          from losses order by loss_id""") == [
        ("C4", "Price", "pricing", "Rival", True, "low_score", day("03-05")),
        ("C3", None, "not_stated", None, None, "price_change", day("03-20")),
        ("C5", None, "not_stated", None, None, "price_change", day("03-20")),
        ("C2", None, "not_stated", None, None, "complaint_unresolved", day("05-01")),
        ("C8", None, "not_stated", None, None, "price_change", day("03-20"))]


def test_future_value_is_unknown_without_enough_customers_to_know_retention(reader):
    assert reader.rows("select count(*) from losses where expected_future_value is not null") == [(0,)]


def test_month_cube(reader):
    assert reader.rows("""select month, sum(customers_start), sum(value_start), sum(won), sum(won_back),
                                 sum(lost), sum(value_lost), sum(lost_regretted), sum(revenue)
                          from month_cube group by month order by month""") == [
        (day("01-01"), 0, 0, 7, 0, 0, 0, 0, 134_000),
        (day("02-01"), 7, 180_000, 1, 0, 0, 0, 0, 50_000),
        (day("03-01"), 8, 180_000, 1, 0, 1, 40_000, 1, 15_000),
        (day("04-01"), 8, 339_000, 0, 0, 2, 125_000, 2, 50_000),
        (day("05-01"), 6, 214_000, 0, 0, 1, 30_000, 1, -5_000),
        (day("06-01"), 5, 184_000, 0, 1, 1, 15_000, 1, 38_000)]


def test_month_cube_keeps_size_and_the_grade_at_the_start(reader):
    assert reader.rows("""select size, grade, branch, sum(customers_start), sum(lost), sum(value_lost)
                          from month_cube where month = date '2024-04-01'
                          group by size, grade, branch order by size, grade, branch""") == [
        ("large", "A", "North", 1, 1, 120_000),
        ("large", "B", "North", 1, 0, 0),
        ("medium", "C", None, 1, 0, 0),
        ("small", "C", "North", 1, 0, 0),
        ("small", "D", "South", 1, 1, 5_000),
        ("small", "D", None, 2, 0, 0),
        (None, "D", None, 1, 0, 0)]


def test_cohorts(reader):
    found = reader.rows("""select cohort, age, sum(customers), sum(alive), sum(revenue), bool_and(complete)
                           from cohort_cube group by cohort, age order by cohort, age""")
    assert found == [
        (day("01-01"), 0, 7, 7, 134_000, True),
        (day("01-01"), 1, 7, 7, 10_000, True),
        (day("01-01"), 2, 7, 7, 15_000, True),
        (day("01-01"), 3, 7, 5, 50_000, True),
        (day("01-01"), 4, 7, 4, -5_000, True),
        (day("01-01"), 5, 7, 4, 38_000, True),
        (day("02-01"), 0, 1, 1, 40_000, True),
        *((day("02-01"), age, 1, 0, 0, True) for age in (1, 2, 3, 4)),
        *((day("03-01"), age, 1, 1, 0, True) for age in (0, 1, 2, 3))]


def test_survey_answers_come_to_five_levels(reader):
    assert reader.rows("""select question, score_five, score, scale_min, scale_max, comment
                          from survey_answers join customers_now using (customer_key)
                          where customer_id = 'C6' order by question""") == [
        ("overall", 4.2, 8.0, 0.0, 10.0, "good"), ("speed", 3.0, 3.0, 1.0, 5.0, None)]


def test_survey_outcomes(reader):
    assert reader.rows("""select customer_id, answered_on, score, eligible, stayed, bought_again, spend_kept,
                                 after_loss
                          from survey_outcomes
                          join (select customer_key, customer_id from customers_now) using (customer_key)
                          order by customer_id""") == [
        ("C1", day("03-15"), 5, True, True, False, None, False),
        ("C2", day("03-10"), 4, True, False, False, False, False),
        ("C3", day("05-01"), 3, False, None, None, None, True),
        ("C4", day("03-05"), 1, False, None, None, None, False),
        ("C6", day("06-20"), 4, False, None, None, None, False),
        ("C7", day("03-01"), 2, True, True, False, None, False)]


def test_survey_windows_and_what_customers_were_worth_before(reader):
    assert reader.rows("""select customer_id, window_start, window_end, value_before
                          from survey_outcomes
                          join (select customer_key, customer_id from customers_now) using (customer_key)
                          where customer_id in ('C1', 'C2') order by customer_id""") == [
        ("C1", day("04-14"), day("06-13"), 0), ("C2", day("04-09"), day("06-08"), 30_000)]


def test_complaint_facts(reader):
    assert reader.rows("""select complaint_id, size, opened_on, category, closed_on, outcome, days_open
                          from complaint_facts order by complaint_id""") == [
        ("X1", "small", day("05-01"), "delivery", day("05-10"), "unresolved", 9),
        ("X2", "large", day("06-15"), "quality", None, "open", 15)]


def test_branch_months(reader):
    assert reader.rows("""select month, customers_start, lost, revenue, jobs, returned, complaints
                          from branch_months where branch = 'North' order by month""") == [
        (day("01-01"), 0, 0, 20_000, 0, 0, 0),
        (day("02-01"), 3, 0, 10_000, 2, 1, 0),
        (day("03-01"), 3, 0, 0, 0, 0, 0),
        (day("04-01"), 3, 1, 50_000, 0, 0, 0),
        (day("05-01"), 2, 1, -5_000, 0, 0, 1),
        (day("06-01"), 1, 0, 30_000, 0, 0, 1)]


def test_branch_quarters(reader):
    # In April North had C1, C2 and C5; C5's contract was not renewed and C2 fell silent.
    assert reader.rows("""select quarter, staff_satisfaction, customers_start, lost_from_start, revenue, answers,
                                 score_sum, score_squares, complete
                          from branch_quarters where branch = 'North' order by quarter""") == [
        (day("01-01"), None, 0, 0, 30_000, 2, 9.0, 41.0, True),
        (day("04-01"), None, 3, 2, 75_000, 0, 0.0, 0.0, True)]


def test_service_facts_hold_nothing_against_a_job_that_was_not_written_down(reader):
    assert reader.rows("""select job_id, branch, on_time, days_late, right_first_time, failed
                          from service_facts order by job_id""") == [
        ("J1", "North", None, None, False, True), ("J2", "North", None, None, True, False)]


def test_customers_now(reader):
    assert reader.rows("""select customer_id, acquired_on, tenure_months, grade, status, lost_on, loss_basis,
                                 orders, revenue_total, value_12m, margin_12m, annual_value, value
                          from customers_now order by customer_key""") == [
        ("C1", day("01-10"), 5, "B", "active", None, None, 3, 175_000, 175_000, 73_500, None, 175_000),
        ("C2", day("01-15"), 4, "C", "lost", day("05-20"), "silent", 2, 30_000, 30_000, 9_000, None, 30_000),
        ("C3", day("01-05"), 5, None, "active", None, None, 2, 13_000, 13_000, 3_900, None, 13_000),
        ("C4", day("02-01"), 1, None, "lost", day("03-15"), "recorded", 1, 40_000, 40_000, 12_000, None, 40_000),
        ("C5", day("01-01"), 3, "A", "lost", day("04-30"), "contract_ended", 0, 0, 0, 0, 120_000, 120_000),
        ("C6", day("01-01"), 5, "C", "active", None, None, 0, 0, 0, 0, 60_000, 60_000),
        ("C7", None, None, "D", "active", None, None, 0, 0, 0, 0, None, 0),
        ("C8", day("01-01"), 5, "D", "lost", day("06-18"), "silent", 1, 15_000, 15_000, 4_500, None, 15_000),
        ("C9", day("01-01"), 5, "D", "active", None, None, 1, 9_000, 9_000, 2_700, None, 9_000)]


def test_customers_now_tell_of_contacts_answers_and_complaints(reader):
    assert reader.rows("""select customer_id, contract_end, first_order_on, last_order_on, last_contact_on,
                                 last_answer_on, last_score, open_complaints, complaints_12m
                          from customers_now where customer_id in ('C1', 'C2', 'C5', 'C6')
                          order by customer_key""") == [
        ("C1", None, day("01-10"), day("06-20"), day("06-30"), day("03-15"), 5.0, 1, 1),
        ("C2", None, day("01-15"), day("02-10"), None, day("03-10"), 4.0, 0, 1),
        ("C5", day("04-30"), None, None, None, None, None, 0, 0),
        ("C6", None, None, None, None, day("06-20"), 4.2, 0, 0)]


def test_traits_are_numbers_only_where_all_values_are(reader):
    assert reader.rows("""select customer_id, "trait_Fleet", "trait_Colour" from customers_now
                          where customer_id in ('C1', 'C2', 'C3') order by customer_key""") == [
        ("C1", 12.0, "red"), ("C2", 3.5, None), ("C3", None, "007")]


def test_events_and_freshness(reader):
    assert reader.rows("select happened_on, title, kind, branch, note from events") == [
        (day("03-20"), "Prices up", "price_change", None, None)]
    assert reader.rows("""select table_name, rows, first_on, last_on, batches from freshness
                          where table_name in ('orders', 'customers', 'memberships') order by table_name""") == [
        ("customers", 8, None, None, 1), ("memberships", 0, None, None, 0),
        ("orders", 12, day("01-05"), day("06-20"), 1)]


def test_dimensions_come_as_text_from_a_query(reader):
    frame = reader.query("select size, status, count(*) as customers from customers_now group by all")
    assert set(frame["size"].dropna()) == {"large", "medium", "small"}
    assert frame["size"].dtype == "str"
    assert frame["status"].dtype == "str"
