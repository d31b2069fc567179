"""The desk's cases are complaints at the next build, once each, and do not move the company's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import duckdb
import pytest

from analytics.cli.company import hand_over_written
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.importing.handing_over import hand_over
from analytics.metrics.complaint_clock import complaint_clock
from analytics.store import Store
from analytics.workspace import Annotation, open_workspace, save_annotation
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import advance_case, drop_case, open_case
from analytics.workspace.complaint_form import ComplaintForm
from analytics.workspace.complaint_records import DESCRIBING, SOURCE
from tests.store.batches import add_batch
from tests.warehouse.conftest import tiny_company


@pytest.fixture
def company(command, tmp_path) -> Store:
    """Nine customers with two complaints; the newest record is of 30 June 2024."""
    return tiny_company(tmp_path / "store")


def rows(store: Store, columns: str) -> list[tuple]:
    return store.reader().rows(f"select {columns} from complaint_facts order by opened_on, complaint_id")


def handed(store: Store, columns: str) -> list[tuple]:
    """Return what the newest batch holds."""
    file = store.raw_files("complaints")[-1]
    return duckdb.sql(f"select {columns} from read_parquet('{file}') order by opened_on").fetchall()


def closed(store: Store) -> ComplaintCase:
    """Open a complaint at noon of 3 June and reach a stage every 24 hours, the last one late."""
    workspace = open_workspace(store)
    case = open_case(workspace, ComplaintCase("C3", opened_on=date(2024, 6, 3), form=ComplaintForm(
        severity="high", amount_at_stake=50_000, promise_due=date(2024, 6, 7))), "Li")
    for day in (4, 5, 6, 8, 9):
        case = replace(case, form=replace(case.form, outcome="resolved"))
        case = advance_case(workspace, case, "Li", at=datetime(2024, 6, day, 12).astimezone())
    return case


def test_a_case_walked_to_its_end_is_counted_with_its_stage_times(command, company):
    case = closed(company)
    assert command("build").status == 0
    assert rows(company, "complaint_id, owner, severity, outcome, amount_at_stake, promise_kept, days_open")[1] == (
        case.complaint_id, "Li", "high", "resolved", 50_000, False, 6)
    found = complaint_clock(company.reader(), Filters(period="all"))
    hours = {one.stage: one.curve.times[-1] for one in found.stages if one.stage != "close"}
    assert hours == {"identify": 24, "assess": 24, "negotiate": 24, "act": 48}


def test_cases_are_handed_over_once_and_anew_only_when_something_changed(company):
    case = closed(company)
    hand_over_written(company)
    first = [batch.id for batch in company.batches()]
    hand_over_written(company)
    assert [batch.id for batch in company.batches()] == first
    assert [batch.source for batch in company.batches()] == ["", SOURCE]
    other = open_case(open_workspace(company), ComplaintCase("C1", opened_on=date(2024, 6, 20)), "Wang")
    hand_over_written(company)
    assert [batch.source for batch in company.batches()] == ["", SOURCE]
    assert handed(company, "complaint_id") == [(case.complaint_id,), (other.complaint_id,)]
    # An import that comes after would win at the build, so they are handed over once more.
    add_batch(company, complaints=[{"complaint_id": "X9", "customer_id": "C1", "opened_on": "2024-06-21"}])
    hand_over_written(company)
    assert [batch.source for batch in company.batches()] == ["", "", SOURCE]
    for one in (case, other):
        drop_case(open_workspace(company), one, "Li")
    hand_over_written(company)
    assert [batch.source for batch in company.batches()] == ["", ""]


def test_of_a_complaint_that_is_imported_too_the_desk_tells_the_course_and_the_import_what_it_is_silent_on(
        command, company):
    workspace = open_workspace(company)
    case = open_case(workspace, ComplaintCase("C1", complaint_id="X2", opened_on=date(2024, 6, 15)), "Li")
    advance_case(workspace, case, "Li", at=datetime(2024, 6, 16, 12).astimezone())
    hand_over_written(company)
    told = "complaint_id, category, owner, outcome, identified_at"
    assert handed(company, told) == [("X2", "quality", "Li", "open", datetime(2024, 6, 16, 12))]
    # Also of an import that comes later, and knows less of it than the desk.
    add_batch(company, complaints=[
        {"complaint_id": "X2", "customer_id": "C1", "opened_on": "2024-06-15", "category": "price",
         "outcome": "resolved", "closed_at": "2024-06-17 12:00:00"}])
    command("build")
    assert rows(company, told) == [
        ("X1", "delivery", None, "unresolved", None),
        ("X2", "price", "Li", "open", datetime(2024, 6, 16, 12))]


def test_a_complaint_received_after_the_newest_import_waits_for_it(command, company):
    open_case(open_workspace(company), ComplaintCase("C3"), "Li")
    command("build")
    # Its date would have put the clock two years on, and everybody who trades among the lost.
    assert company.reader().meta.as_of == date(2024, 6, 30)
    assert company.reader().rows("select status, open_complaints from customers_now "
                                 "where customer_id = 'C3'") == [("active", 0)]
    assert len(rows(company, "complaint_id")) == 2
    add_batch(company, contacts=[{"customer_id": "C1", "contacted_on": date.today().isoformat(),
                                  "kind": "visit"}])
    command("build")
    assert len(rows(company, "complaint_id")) == 3


def test_a_store_without_a_workspace_gets_none(company):
    hand_over_written(company)
    assert [batch.source for batch in company.batches()] == [""]
    assert not (company.path / "workspace.sqlite").exists()


def test_while_the_workspace_cannot_be_read_what_was_handed_over_stays(company, monkeypatch, tmp_path, capsys):
    closed(company)
    hand_over_written(company)
    before = company.batches()
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", f"sqlite:///{tmp_path}/nowhere/workspace.sqlite")
    hand_over_written(company)
    assert company.batches() == before
    assert "The workspace cannot be reached" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_list_of_imports_names_who_handed_over(language):
    for source in (SOURCE, "annotations"):
        assert Translator(language).has(f"data.source_{source}")


def test_nothing_handed_over_leaves_nothing_behind(company):
    assert hand_over(company, SOURCE, "complaints", [], describing=DESCRIBING) is None
    assert list(company.path.glob(".*import*")) == []


def test_events_people_wrote_become_events_of_the_build_once(command, company):
    for title, day in (("A second counter", date(2024, 5, 2)), ("After the newest import", date(2026, 1, 1))):
        save_annotation(open_workspace(company), Annotation(day, title, "price_change"), "Li")
    command("build")
    command("build")
    assert [batch.source for batch in company.batches()] == ["", "annotations"]
    assert company.reader().rows("select title, happened_on, branch from events") == [
        ("Prices up", date(2024, 3, 20), None), ("A second counter", date(2024, 5, 2), None)]
    assert company.reader().meta.as_of == date(2024, 6, 30)
