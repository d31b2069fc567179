"""The frames: the schema's columns, codes, keys, references and rules; the same seed, the same company."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from analytics.demo import Company, simulate
from analytics.errors import HuitouError
from analytics.schema.table import TABLE_NAMES, table
from analytics.store import Store

#: Planned days may lie in the future; nothing that happened may.
PLANNED = {("contracts", "ends_on"), ("customers", "contract_end"), ("complaints", "promise_due"),
           ("service_jobs", "promised_on")}


def digest(company: Company) -> list[int]:
    return [int(pd.util.hash_pandas_object(frame).sum()) for _, frame in company.tables.items()]


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_columns_are_those_of_the_schema_in_its_order(company, name):
    columns = [column for column in getattr(company.tables, name).columns if not column.startswith("trait_")]
    known = [column.name for column in table(name).columns if column.name in columns]
    assert columns == known
    assert set(table(name).required) <= set(columns)


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_required_values_codes_and_ranges_hold(company, name):
    frame = getattr(company.tables, name)
    assert len(frame) > 0
    for column in table(name).columns:
        if column.name not in frame:
            continue
        values = frame[column.name]
        assert not (column.required and values.isna().any()), column.name
        if column.values and not column.open:
            assert set(values.dropna().unique()) <= set(column.values), column.name
        if column.minimum is not None:
            assert values.dropna().min() >= column.minimum, column.name
        if column.maximum is not None:
            assert values.dropna().max() <= column.maximum, column.name


def test_who_was_asked_and_did_not_answer_has_one_row_without_a_score(company):
    unanswered = company.tables.surveys[company.tables.surveys["score"].isna()]
    assert len(unanswered) > 10_000
    assert set(unanswered["question"]) == {"overall"}
    assert unanswered["sent_on"].notna().all()
    assert unanswered["answered_on"].isna().all()
    assert not unanswered.duplicated(["customer_id", "wave"]).any()
    answered = company.tables.surveys.dropna(subset="score")[["customer_id", "wave"]].drop_duplicates()
    assert unanswered.merge(answered, on=["customer_id", "wave"]).empty


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_keys_are_unique_and_references_found(company, name):
    frame, shape = getattr(company.tables, name), table(name)
    if shape.key:
        assert not frame.duplicated(list(shape.key)).any()
    for column, target in shape.references.items():
        other, key = target.split(".")
        assert frame[column].dropna().isin(getattr(company.tables, other)[key]).all()


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_nothing_happened_after_the_last_day(company, name):
    frame, end = getattr(company.tables, name), pd.Timestamp(company.truth.last_day) + pd.Timedelta(days=1)
    for column in frame.select_dtypes("datetime"):
        if (name, column) not in PLANNED:
            assert not (frame[column] >= end).any(), column


@pytest.mark.parametrize(("name", "day"), [("orders", "ordered_on"), ("service_jobs", "done_on"),
                                           ("contacts", "contacted_on"), ("surveys", "answered_on"),
                                           ("complaints", "opened_on"), ("campaigns", "assigned_on")])
def test_nothing_happens_before_the_customer_is_won(company, name, day):
    frame = getattr(company.tables, name).dropna(subset=day)
    won = frame["customer_id"].map(company.tables.customers.set_index("customer_id")["acquired_on"])
    assert (frame[day] >= won).all()


def test_rules_of_the_schema_hold_for_every_row(written: Store):
    broken = {}
    for name in TABLE_NAMES:
        files = [str(file) for file in written.raw_files(name)]
        rows = duckdb.read_parquet(files)
        for rule in table(name).rules:
            if set(rule.columns) <= set(rows.columns):
                count = rows.filter(f"not ({rule.check})").aggregate("count(*)").fetchall()[0][0]
                broken |= {(name, rule.code): count} if count else {}
    assert not broken


def test_the_same_seed_makes_the_same_company_and_another_seed_another():
    assert digest(simulate(300, 8, seed=5)) == digest(simulate(300, 8, seed=5))
    assert digest(simulate(300, 8, seed=5)) != digest(simulate(300, 8, seed=6))


def test_the_company_does_not_depend_on_the_day_it_is_made_on(company):
    assert (company.truth.first_day, company.truth.last_day) == ("2022-07-01", "2026-06-30")
    assert len(company.tables.customers) == 4000
    assert company.tables.branch_periods["branch"].nunique() == 12


@pytest.mark.parametrize(("customers", "quarters"), [(100, 4), (400, 5), (200, 52)])
def test_any_size_on_request(customers, quarters):
    made = simulate(customers, quarters, seed=1)
    assert len(made.tables.customers) == customers
    assert len(made.tables.branch_periods) == 12 * quarters
    assert len(made.tables.orders) > customers


@pytest.mark.parametrize(("customers", "quarters"), [(99, 16), (100, 3), (100, 53)])
def test_impossible_sizes_are_refused(customers, quarters):
    with pytest.raises(HuitouError) as refused:
        simulate(customers, quarters)
    assert refused.value.code == "demo_size"
    assert refused.value.details["customers"] == customers


def test_names_are_written_in_both_languages(company):
    customers = company.tables.customers
    for column in ("name", "branch", "region", "industry", "segment", "account_manager", "lost_cause"):
        words = customers[column].dropna().astype(str)
        assert words.str.contains(r"[\u4e00-\u9fff]").all(), column
        assert words.str.contains(r"[A-Za-z]").all(), column
