"""Sentences stay true where a source knows less: no costs, no dates, short records, nobody to call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.app.components.people import known_columns, shown
from analytics.app.context import Context
from analytics.app.views import models as models_view
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.importing import import_files, read_mapping
from analytics.metrics.lost_customers import lost_customers
from analytics.metrics.lost_list import lost_list
from analytics.metrics.silence_threshold import silence_threshold
from analytics.models.at_risk import at_risk_list
from analytics.models.churn import list_models, serving_model
from analytics.store import Store
from analytics.warehouse import build
from tests.app.test_overview_and_retention import opened, texts
from tests.app.test_true_sentences import figures

WORDS = Translator("en")
CHINESE = Translator("zh-CN")
CUSTOMERS = ('[customers]\ncustomer_id = "id"\nannual_value = "yearly"\nlost_cause = "why"\n'
             'status = { column = "gone", values = { yes = "lost", no = "active" } }\n')


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    """Two hundred customers without dates or costs; of fifty lost, ten say neither this nor that."""
    folder = tmp_path_factory.mktemp("snapshot")
    lines = [f"C{one},{'yes' if one % 4 == 0 else 'no'},{10 + one},"
             f"{('Other' if one % 20 == 0 else 'Price') if one % 4 == 0 else ''}" for one in range(200)]
    (folder / "customers.csv").write_text("id,gone,yearly,why\n" + "\n".join(lines) + "\n")
    store = Store.create(folder / "store", name="Snapshot", currency="USD")
    import_files(store, [folder / "customers.csv"], mapping=read_mapping(CUSTOMERS))
    build(store)
    return store


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """Thirteen months of orders: a third of the silent come back after 250 days, so none is long enough."""
    folder = tmp_path_factory.mktemp("short")
    lines = ["number,who,day,amount"]
    for customer in range(60):
        for step, days in enumerate((0, 20, *((270,) if customer % 3 == 0 else ()), *((400,) if not customer else ()))):
            day = date(2025, 1, 1) + timedelta(days=days)
            lines.append(f"{customer}-{step},C{customer},{day.isoformat()},{100 + customer}")
    (folder / "orders.csv").write_text("\n".join(lines) + "\n")
    store = Store.create(folder / "store", name="Short", currency="USD")
    (store.path / "settings.toml").write_text("silence_return_chance = 0.01\n")
    store = Store.open(store.path)
    import_files(store, [folder / "orders.csv"], mapping=read_mapping(
        '[orders]\norder_id = "number"\ncustomer_id = "who"\nordered_on = "day"\nrevenue = "amount"\n'))
    build(store)
    return store


@pytest.mark.parametrize(("language", "words"), [("en", WORDS), ("zh-CN", CHINESE)])
def test_without_costs_no_loss_is_said_to_be_regretted(snapshot, language, words, monkeypatch):
    app = opened(snapshot.path, "lost_customers", monkeypatch, language)
    assert figures(app)[words("lost_customers.figure.regretted")] == "–"
    assert words("lost_customers.figure.no_costs") in texts(app)
    assert lost_list(snapshot.reader(), Filters())["regretted"].isna().all()


def test_a_cause_that_says_nothing_is_told_among_the_avoidable(snapshot, monkeypatch):
    said = texts(opened(snapshot.path, "lost_customers", monkeypatch))
    assert "50 of the 50 losses with a stated cause" in said
    assert "10 of these are classed as other, which may be either." in said


def test_a_snapshot_has_a_year_of_value_but_no_months_before_the_loss(snapshot, monkeypatch):
    app = opened(snapshot.path, "lost_customers", monkeypatch)
    helps = {one.label: one.help for one in app.metric}
    assert "12 months before" not in helps["Value lost"]
    assert "One snapshot: there is no earlier period." in texts(app)


@pytest.mark.parametrize(("language", "short_of"), [("en", "the records are too short"), ("zh-CN", "记录时间太短")])
def test_a_threshold_the_records_are_too_short_for_is_not_called_the_shortest(short, language, short_of,
                                                                              monkeypatch):
    everyone = silence_threshold(short.reader(), Filters()).everyone
    assert everyone.at(everyone.threshold).estimate > 0.01, "the aim is out of reach"
    app = opened(short.path, "retention", monkeypatch, language)
    app.session_state["retention:tabs"] = Translator(language)("retention.tab.silence")
    app.run()
    note = next(str(one.value) for one in app.caption if "菱形" in one.value or "diamond" in one.value)
    assert short_of in note
    assert Translator(language).percent(everyone.at(everyone.threshold).estimate, 0) in note


def test_a_threshold_the_records_reach_says_so(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "retention", monkeypatch)
    app.session_state["retention:tabs"] = "When silence means gone"
    app.run()
    assert "the records are too short" not in texts(app)
    assert "the shortest silence after which at most" in texts(app)


def test_how_a_contract_ended_is_no_stated_cause(demo_store_path, demo_reader, monkeypatch):
    stated, avoidable = demo_reader.rows(
        "select count(*), count(*) filter (avoidable) from losses where cause_class <> 'not_stated' "
        "and lost_on >= date '2025-07-01'")[0]
    ended = demo_reader.rows("select count(*) from losses where cause in ('expired', 'cancelled') "
                             "and lost_on >= date '2025-07-01'")[0][0]
    assert ended > 0
    total = lost_customers(demo_reader, Filters()).total
    assert (total.cause_stated, total.avoidable) == (stated, avoidable)
    assert f"{avoidable} of the {stated} losses with a stated cause" in texts(
        opened(demo_store_path, "lost_customers", monkeypatch))


@pytest.mark.parametrize(("language", "said"), [
    ("en", {"Contract expired", "Contract cancelled"}), ("zh-CN", {"合同到期未续", "合同解约"})])
def test_how_a_contract_ended_is_told_in_words(demo_reader, language, said):
    causes = set(shown(lost_list(demo_reader, Filters()), Translator(language))["cause"])
    assert said <= causes
    assert not causes & {"expired", "cancelled"}


def test_nobody_to_call_means_no_number_to_call(demo_store_path, demo_reader, monkeypatch):
    gone = str(demo_reader.rows("select customer_id from customers_now where status = 'lost' limit 1")[0][0])
    app = opened(demo_store_path, "at_risk", monkeypatch, filters=Filters.of(customer_id=gone))
    assert "Largest expected saving" not in texts(app)
    assert not app.metric


@pytest.mark.parametrize(("language", "words"), [("en", WORDS), ("zh-CN", CHINESE)])
def test_calls_that_do_not_pay_are_said_not_to_pay(demo_store_path, demo_store, language, words, monkeypatch):
    scores = str(demo_store.path / "models" / serving_model(demo_store) / "scores.parquet")
    least = at_risk_list(demo_store.reader(), Filters(), scores=scores, rows=None)["customer_id"].tail(40)
    app = opened(demo_store_path, "at_risk", monkeypatch, language, Filters.of(customer_id=list(least)))
    app.number_input(key="at_risk:cost").set_value(10_000).run()
    said = texts(app)
    assert words("at_risk.chart.capacity_never", acceptance=words.percent(0.3, 0)) in said
    assert "may save −" not in said.replace("\\", "")
    assert ("is expected to cost more than it saves" if language == "en" else "得不偿失") in said


def test_expected_losses_have_an_interval_of_their_own(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "at_risk", monkeypatch)
    notes = [str(one.value) for one in app.caption]
    told = next(one for one in notes if "living customers with a score" in one)
    expected = int(figures(app)["Expected to leave"])
    low, high = (int(one) for one in told.split("95% ")[1].split(" ")[0].split("–"))
    assert low < expected < high
    assert high - low > 2 * expected**0.5


@pytest.mark.parametrize(("method", "said"), [
    ("rolling_origin", "Validated on later time than it was trained on."),
    ("cross_validation", "Validated by cross-validation over customers")])
def test_the_models_answer_names_the_validation_that_was_done(demo_store_path, demo_store, method, said, monkeypatch):
    cards = tuple(replace(one, method=method) for one in list_models(demo_store))
    monkeypatch.setattr(models_view, "list_models", lambda store: cards)
    assert said in texts(opened(demo_store_path, "models", monkeypatch))


def test_a_model_is_dated_as_people_write_dates(demo_store_path, demo_store, monkeypatch):
    app = opened(demo_store_path, "models", monkeypatch)
    created = list_models(demo_store)[0].created
    shown = [value for one in app.dataframe for value in one.value.to_numpy().ravel().tolist()]
    assert created[:16] not in shown
    assert WORDS.time(models_view.moment(created)) in shown


def test_an_interval_below_nought_is_no_row_of_dashes(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "models", monkeypatch)
    shown = [str(value) for one in app.dataframe for value in one.value.to_numpy().ravel().tolist()]
    assert any(" to " in value and "−" in value for value in shown)
    assert not any("–−" in value or ("(−" in value and " to " not in value) for value in shown)


def test_one_alarm_in_twenty_is_the_most_that_may_be_false(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "lost_customers", monkeypatch)
    app.session_state["lost_customers:tabs"] = "Alarms"
    app.run()
    assert "at most one alarm in twenty is expected to be false" in texts(app)
    assert "至多" in CHINESE("lost_customers.alarms.watched")


def test_a_period_older_than_what_can_be_seen_is_told_on_the_page_of_losses(short, monkeypatch):
    said = texts(opened(short.path, "lost_customers", monkeypatch))
    assert "losses can be seen only from" in said


def test_what_is_not_recorded_is_no_zero(short, demo_store):
    frame = pd.DataFrame({"customer_id": ["C1"], "open_complaints": [0]})
    for store, columns in ((short, ["customer_id"]), (demo_store, ["customer_id", "open_complaints"])):
        reader = store.reader()
        context = Context("customers", store, reader, WORDS, Filters(),
                          Filters().resolve(reader.meta.as_of, reader.meta.first_event))
        assert list(known_columns(context, frame)) == columns


def test_who_came_back_only_to_leave_again_leaves_no_zero(demo_store_path, demo_reader, monkeypatch):
    twice = [str(key) for (key,) in demo_reader.rows(
        "select customer_id from losses where lost_on >= date '2025-07-01' and customer_key in (select customer_key "
        "from customer_spells where from_on < date '2025-07-01' and to_on >= date '2025-07-01') "
        "group by customer_id having count(*) > 1")]
    others = [str(key) for (key,) in demo_reader.rows(
        "select customer_id from customers_now join customer_spells using (customer_key) "
        "where from_on < date '2024-07-01' and to_on > date '2026-07-01' order by 1 limit 12")]
    app = opened(demo_store_path, "lost_customers", monkeypatch, filters=Filters.of(customer_id=(*twice[:1], *others)))
    assert "0 who came" not in texts(app)
    assert "(2 losses" in texts(app)


@pytest.mark.parametrize(("language", "words"), [("en", WORDS), ("zh-CN", CHINESE)])
def test_contacts_and_contracts_that_nobody_recorded_are_not_counted_as_none(short, language, words, monkeypatch):
    app = opened(short.path, "contacts", monkeypatch, language)
    shown = figures(app)
    unknown = [words(f"contacts.figure.{name}") for name in ("overdue", "promise", "contract_end")]
    assert [shown[one] for one in unknown] == ["–"] * 3
    assert shown[words("contacts.figure.quiet")] != "–"
    for table in ("contacts", "complaints", "contracts"):
        assert words(f"empty.needs.{table}") in texts(app)
    # Nobody has an account manager, so there is no "most of".
    assert words("contacts.chart.managers_note_all") in texts(app)


def test_the_margin_of_the_settings_is_told_in_a_sentence_of_its_own(short, monkeypatch):
    said = texts(opened(short.path, "economics", monkeypatch))
    assert "). Orders carry no cost, so the margin of the settings is taken." in said
    assert ".." not in said
