"""The canonical tables agree with themselves and with the catalogue."""

from __future__ import annotations

import re

import duckdb
import pytest

from analytics.errors import UnknownName
from analytics.i18n import LANGUAGES, catalogue
from analytics.schema.table import SQL_TYPES, TABLE_NAMES, table, tables

ALL = [pytest.param(one, id=one.name) for one in tables().values()]
COLUMNS = [pytest.param(one, column, id=f"{one.name}.{column.name}")
           for one in tables().values() for column in one.columns]


def test_the_tables_and_what_they_require():
    assert {name: one.required for name, one in tables().items()} == {
        "customers": ("customer_id",),
        "orders": ("order_id", "customer_id", "ordered_on", "revenue"),
        "surveys": ("customer_id",),
        "complaints": ("complaint_id", "customer_id", "opened_on"),
        "contacts": ("customer_id", "contacted_on"),
        "service_jobs": ("job_id", "customer_id", "done_on"),
        "contracts": ("contract_id", "customer_id", "starts_on"),
        "memberships": ("customer_id", "joined_on"),
        "campaigns": ("campaign_id", "customer_id", "arm"),
        "branch_periods": ("branch", "period"),
        "events": ("happened_on", "title"),
    }


def test_a_survey_needs_a_score_or_the_day_of_sending_and_is_known_by_its_score():
    surveys = table("surveys")
    assert surveys.one_of == {"score_or_sent_on": ("score", "sent_on")}
    assert surveys.telling == ("customer_id", "score")
    assert surveys.lacking(("customer_id", "sent_on")) == ()
    assert surveys.lacking(("customer_id", "wave")) == ("score",)
    assert surveys.lacking(("score",)) == ("customer_id",)
    for language in LANGUAGES:
        assert catalogue(language)["rules.score_or_sent_on"]
        assert catalogue(language)["rules.hint.score_or_sent_on"]


@pytest.mark.parametrize("one", ALL)
def test_named_columns_exist(one):
    names = {column.name for column in one.columns}
    assert {*one.key, *one.supersede, *one.references} <= names
    assert one.happened_on is None or one.column(one.happened_on).type == "date"
    for target in one.references.values():
        other, _, column = target.partition(".")
        assert column in table(other).key


@pytest.mark.parametrize("one", ALL)
def test_rules_run_on_typed_columns(one):
    columns = ", ".join(f"cast(null as {SQL_TYPES[column.type]}) as {column.name}" for column in one.columns)
    for rule in one.rules:
        assert rule.column in rule.columns
        words = set(re.findall(r"[a-z_]+", re.sub(r"'[^']*'", "", rule.check)))
        assert words & {column.name for column in one.columns} == set(rule.columns)
        # A row that says nothing breaks no rule.
        assert duckdb.sql(f"select coalesce({rule.check}, true) from (select {columns})").fetchall() == [(True,)]
        for language in LANGUAGES:
            assert catalogue(language)[f"rules.{rule.code}"]


@pytest.mark.parametrize(("name", "code", "broken", "fine"), [
    ("customers", "acquired_before_lost", "date '2026-01-02' as acquired_on, date '2026-01-01' as lost_on",
     "date '2026-01-01' as acquired_on, date '2026-01-01' as lost_on"),
    ("customers", "lost_without_date", "'lost' as status, null::date as lost_on",
     "'active' as status, null::date as lost_on"),
    ("surveys", "score_above_scale", "6.0 as score, 5.0 as scale_max", "5.0 as score, 5.0 as scale_max"),
    ("surveys", "score_below_scale", "0.0 as score, 1.0 as scale_min", "1.0 as score, 1.0 as scale_min"),
    ("contracts", "starts_before_end", "date '2026-02-01' as starts_on, date '2026-01-31' as ends_on",
     "date '2026-01-01' as starts_on, null::date as ends_on"),
    ("complaints", "closed_before_opened",
     "date '2026-02-01' as opened_on, timestamp '2026-01-31 23:00' as closed_at",
     "date '2026-02-01' as opened_on, timestamp '2026-02-01 00:00' as closed_at"),
])
def test_rules_tell_broken_rows_from_fine_ones(name, code, broken, fine):
    check = next(rule.check for rule in table(name).rules if rule.code == code)
    assert duckdb.sql(f"select ({check}) is false from (select {broken})").fetchall() == [(True,)]
    assert duckdb.sql(f"select ({check}) is false from (select {fine})").fetchall() == [(False,)]


def test_a_loss_without_a_date_is_only_noted():
    notes = {rule.code for one in tables().values() for rule in one.rules if rule.note}
    assert notes == {"lost_without_date", "date_without_loss", "answered_before_sent", "closed_but_open",
                     "returned"}


@pytest.mark.parametrize(("one", "column"), COLUMNS)
def test_columns_are_described_in_both_languages(one, column):
    assert column.type in SQL_TYPES
    for language in LANGUAGES:
        assert column.meaning[language]
        assert column.synonyms[language]
        assert column.example[language]
    assert not re.search(r"[\u4e00-\u9fff]", column.meaning["en"] + "".join(column.synonyms["en"]))
    assert all(catalogue("en")[f"schema.unlocks.{code}"] for code in column.unlocks)


@pytest.mark.parametrize(("one", "column"), [pair for pair in COLUMNS if pair.values[1].values])
def test_words_of_a_category_mean_one_code(one, column):
    words = [word.casefold() for code, listed in column.values.items() for word in {*listed, code}]
    assert len(words) == len(set(words))
    assert all(catalogue("zh-CN")[f"values.{column.name}.{code}"] for code in column.values)
    assert column.words[next(iter(column.values))] == next(iter(column.values))


def test_words_are_found_in_either_language():
    size = table("customers").column("size").words
    assert (size["large"], size["大型"], size["key account"]) == ("large", "large", "large")
    assert table("complaints").column("reaction").words["third party"] == "third_party"


def test_labels_differ_within_a_table():
    for one in tables().values():
        labels = [column.label("zh-CN") for column in one.columns]
        assert len(labels) == len(set(labels)), one.name


def test_personal_columns():
    assert {column.name for column in table("customers").columns if column.personal} == {
        "name", "birthday", "phone", "email", "address"}


def test_unknown_names_are_answered_with_the_nearest():
    with pytest.raises(UnknownName, match="'customers'"):
        table("customer")
    with pytest.raises(UnknownName, match="'revenue'"):
        table("orders").column("revenues")
    assert len(TABLE_NAMES) == 11
