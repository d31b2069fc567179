"""Everything that happened with a customer: records and what people wrote, by kind, each with its page."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.app.navigation import PAGES as ALL_PAGES
from analytics.app.views.customer.timeline import KINDS, PAGES, TABLES, recorded, written
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.customer_card import Happening, customer_card
from analytics.metrics.customer_records import RECORD_TABLES
from analytics.workspace import Note, Task, Workspace, save_note, save_task
from analytics.workspace.customer_history import WrittenEvent
from tests.app.running import dashboard, ran


class Words:
    """What the timeline asks of a context."""

    currency = "CNY"

    def __init__(self, language: str):
        self.words = Translator(language)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_kind_of_the_demo_company_has_its_words(demo_reader, language):
    context = Words(language)
    told = {row[0] for row in demo_reader.rows("select customer_id from customers_now order by orders desc limit 8")}
    entries = [recorded(context, one) for number in told
               for one in customer_card(demo_reader, Filters(), customer=number).timeline]
    assert {one.kind for one in entries} >= {"order", "survey", "contact", "service_job", "grade", "relation"}
    assert not any("customers." in one.what for one in entries)
    assert set(PAGES.values()) <= set(ALL_PAGES)
    assert set(TABLES.values()) <= set(RECORD_TABLES)
    for kind in KINDS:
        assert context.words.has(f"customers.kind.{kind}")


def test_what_leads_on_carries_its_number():
    context = Words("en")
    complaint = recorded(context, Happening(date(2026, 6, 1), "complaint", "high", None, None, "Late", "T7"))
    assert (complaint.kind, complaint.query) == ("complaint", {"complaint": "T7"})
    assert recorded(context, Happening(date(2026, 6, 1), "service_job", None, None, None, None, "J1")).query == {}
    case = written(context, WrittenEvent(date(2026, 7, 1), "case", "T7", "assess", "k1"))
    assert (case.particulars, case.query) == ("T7 · Assess", {"case": "k1"})
    drawn = written(context, WrittenEvent(date(2026, 7, 1), "campaign_drawn", "Keep 2026", "control", "a1"))
    assert (drawn.particulars, drawn.query, drawn.kind) == ("Keep 2026 · Control", {"campaign": "a1"}, "campaign")
    assert written(context, WrittenEvent(date(2026, 7, 1), "note", "wants a crane", "Li", "n1")).query == {}


@pytest.mark.usefixtures("navigated")
def test_the_timeline_shows_newest_first_and_narrows_by_kind(demo_store_path, demo_reader, monkeypatch, tmp_path):
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", url)
    number = demo_reader.rows("select customer_id from customers_now order by orders desc, customer_id limit 1")[0][0]
    workspace = Workspace(url)
    save_note(workspace, Note(number, "wants a crane"), "Li")
    save_task(workspace, Task(number, "Send the price list", owner="Wang"), "Li")
    app = ran(dashboard(demo_store_path, monkeypatch))
    app.switch_page("pages/customers.py")
    app.query_params["customer"] = number
    ran(app)
    card = customer_card(demo_reader, Filters(), customer=number)
    everything = next(one.value for one in app.dataframe if "particulars" in one.value)
    assert len(everything) == len(card.timeline) + 2
    assert everything["happened_on"].is_monotonic_decreasing
    assert "Send the price list · Wang" in set(everything["particulars"])
    kinds = app.get("button_group")
    assert any(f"Orders {len(card.of_kind('order', 'return'))}" in [option.content for option in one.proto.options]
               for one in kinds)
    app.session_state["customers:timeline-kinds"] = ["note", "survey"]
    ran(app)
    narrowed = next(one.value for one in app.dataframe if "particulars" in one.value)
    assert set(narrowed["what"]) == {"Note", "Survey answer"}
    assert len(narrowed) == 1 + len(card.of_kind("survey"))
