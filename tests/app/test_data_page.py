"""The data page: it opens with nothing, lists what was imported, and takes it back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.app.views.data.wording import empty_as_empty
from analytics.importing import (
    Problem,
    RuleSummary,
    import_files,
    load_mapping,
    read_mapping,
    read_preview,
    suggest,
    write_refused,
)
from analytics.importing.becoming import become
from analytics.importing.mended_rows import mended_rows
from analytics.importing.refused_rules import count_refused
from analytics.store import Store

ROOT = Path(__file__).parents[2]
CUSTOMERS = """客户编号,客户名称,获客日期,客户状态,流失日期
C1,甲公司,2023-01-05,在册,
C2,乙公司,2023-02-10,流失,2024-03-01
C3,丙公司,昨天,在册,
C4,丁公司,2023-04-01,不详细,
C5,戊公司,2023-05-01,在册,
"""


def opened(store: Path, monkeypatch: pytest.MonkeyPatch, section: str = "import") -> AppTest:
    """Run the page through the frame with a store of one's own."""
    monkeypatch.setenv("HUITOU_STORE", str(store))
    monkeypatch.setenv("HUITOU_LANGUAGE", "en")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.session_state["language"] = "en"
    app.session_state["ready"] = True
    app.session_state["data:section"] = section
    app.switch_page("pages/data.py")
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.info, app.success, app.text,
                                                 app.header, app.subheader, app.error, app.warning) for one in kind)


@pytest.fixture
def imported(tmp_path: Path) -> Store:
    """A store with one GBK import of five customers, two of them refused."""
    file = tmp_path / "客户.csv"
    file.write_bytes(CUSTOMERS.encode("gbk"))
    store = Store.create(tmp_path / "store", name="Dayu")
    report = import_files(store, [file], mapping=suggest(read_preview(file), table="customers").mapping)
    assert (report.accepted, report.refused) == (3, 2)
    return store


def test_page_opens_without_a_store(tmp_path, monkeypatch):
    app = opened(tmp_path / "nowhere", monkeypatch)
    assert "There is no data yet" in texts(app)
    assert not Store.exists(tmp_path / "nowhere")


def test_imports_are_listed_with_what_became_of_their_rows(imported, monkeypatch):
    app = opened(imported.path, monkeypatch, "batches")
    row = app.dataframe[0].value.iloc[0]
    assert row["Files"] == "客户.csv"
    assert (row["Accepted"], row["Refused"]) == ("Customers 3", 2)
    assert "Nothing has been built of them yet" in texts(app)


def test_undo_wants_to_be_confirmed_and_takes_the_import_back(imported, monkeypatch):
    copy = imported.path.with_name("copy")
    shutil.copytree(imported.path, copy)
    app = opened(copy, monkeypatch, "batches")
    assert app.button(key="data:undo").disabled
    app.checkbox[0].check().run()
    app.button(key="data:undo").click().run()
    assert not app.exception
    assert Store.open(copy).batches() == ()
    assert len(imported.batches()) == 1


def test_two_imports_of_one_name_in_one_minute_can_be_told_apart(imported, tmp_path, monkeypatch):
    file = tmp_path / "客户.csv"
    file.write_bytes(CUSTOMERS.replace("甲公司", "甲集团").encode("gbk"))
    import_files(imported, [file], mapping=suggest(read_preview(file), table="customers").mapping)
    (batch,) = imported.batches()[:1]
    newest = imported.batches()[-1]
    for record in (imported.path / "batches").glob("*.json"):
        # In one minute, whatever the clock says while the test runs.
        data = json.loads(record.read_text("utf-8"))
        record.write_text(json.dumps({**data, "created": batch.created.isoformat()}), "utf-8")
    app = opened(imported.path, monkeypatch, "batches")
    offered = app.selectbox(key="data:undo-batch").options
    assert len(set(offered)) == 2
    assert newest.id[-6:] in offered[0]
    app.selectbox(key="data:undo-batch").set_value(batch.id).run()
    app.checkbox[0].check().run()
    app.button(key="data:undo").click().run()
    assert [one.id for one in imported.batches()] == [newest.id]


def test_refused_rows_are_told_in_words(imported, monkeypatch):
    app = opened(imported.path, monkeypatch, "rejects")
    said = texts(app)
    assert "2 rows were refused" in said
    assert "1 × 获客日期: " in said
    assert "1 × 客户状态: " in said
    assert sorted(app.dataframe[1].value["Value"]) == ["不详细", "昨天"]


@pytest.mark.parametrize(("tables", "said"), [
    (("orders", "surveys"), ["2 × Orders – 客户编号: ", "2 × Surveys – 客户编号: "]), (("orders",), ["2 × 客户编号: "])])
def test_rules_broken_in_several_tables_are_told_of_each(tables, said):
    def script(found):
        from analytics.app.context import StoreContext
        from analytics.app.views.data.wording import tell_rules
        from analytics.i18n import Translator
        tell_rules(StoreContext("data", None, Translator("en")), found)

    found = [RuleSummary(table, "customer_id", "unknown_customer", 2, (
        Problem(table, "a.csv", 2, "客户编号", "C9", "unknown_customer", ""),)) for table in tables]
    told = [str(one.value) for one in AppTest.from_function(script, kwargs={"found": found}).run().text]
    assert [line[:len(start)] for line, start in zip(told, said, strict=True)] == said


def test_refused_rows_can_be_mended_and_imported_again(imported, tmp_path):
    written, = write_refused(imported, imported.batches()[0].id, tmp_path / "refused")
    found = pd.read_csv(written, dtype=str)
    assert list(found["客户编号"]) == ["C3", "C4"]
    mended = tmp_path / "mended.csv"
    found.assign(获客日期="2023-03-01", 客户状态="在册").to_csv(mended, index=False)
    report = import_files(imported, [mended])
    assert (report.accepted, report.refused) == (2, 0)


def mended(store: Store, folder: Path, **cells: str) -> None:
    """Hand out what is left of the first import's refused rows, mend one column, and import the list."""
    batch = store.batches()[0].id
    written, = write_refused(store, batch, folder, without=mended_rows(store, batch))
    file = folder / f"{len(store.batches())}.csv"
    pd.read_csv(written, dtype=str).assign(**cells).to_csv(file, index=False)
    import_files(store, [file])


def test_the_page_counts_mended_rows_no_longer_as_refused(imported, tmp_path, monkeypatch):
    mended(imported, tmp_path, 获客日期="2023-03-01")
    app = opened(imported.path, monkeypatch, "rejects")
    app.selectbox(key="data:rejects-batch").select(imported.batches()[0].id).run()
    said = texts(app)
    assert "2 imports with 4 accepted rows; 1 refused row is kept to be mended, 1 has been mended since." in said
    assert ("Taken in since: 1 mended and brought back, 0 corrected and exported anew. 1 row is left to mend."
            in said)
    rows = app.dataframe[1].value
    assert dict(zip(rows["Value"], rows["Since then"], strict=True)) == {"昨天": "mended and taken in", "不详细": ""}
    mended(imported, tmp_path, 客户状态="在册")
    app = opened(imported.path, monkeypatch, "rejects")
    app.selectbox(key="data:rejects-batch").select(imported.batches()[0].id).run()
    said = texts(app)
    assert "3 imports with 5 accepted rows; every refused row has been mended since (2)." in said
    assert "All of them have been taken in since: 2 mended and brought back, 0 corrected and exported anew." in said
    app = opened(imported.path, monkeypatch, "batches")
    listed = app.dataframe[0].value
    assert list(zip(listed["Refused"], listed["Mended since"], strict=True)) == [(0, 0), (1, 1), (2, 2)]


def test_the_page_tells_rows_that_came_good_in_another_export(imported, tmp_path, monkeypatch):
    assert offered(opened(imported.path, monkeypatch, "rejects")) == ["Download the rows to mend (CSV)"]
    anew = tmp_path / "anew.csv"
    anew.write_text("客户编号,客户名称,获客日期,客户状态,流失日期\nC3,丙公司,2023-03-01,在册,\n", "utf-8")
    import_files(imported, [anew])
    app = opened(imported.path, monkeypatch, "rejects")
    assert "Taken in since: 0 mended and brought back, 1 corrected and exported anew. 1 row is left" in texts(app)
    rows = app.dataframe[1].value
    assert dict(zip(rows["Value"], rows["Since then"], strict=True)) == {"昨天": "since corrected", "不详细": ""}
    assert offered(app) == [
        "Download the rows to mend (CSV)", "Download all refused rows, those taken in since marked (CSV)"]


def offered(app: AppTest) -> list[str]:
    return [one.label for one in app.get("download_button") if one.label.startswith("Download")]


def test_refused_rows_are_counted_by_rule(imported):
    found = count_refused(imported, imported.batches()[0].id)
    assert sorted((one.column, one.rule, one.rows, one.examples[0].row) for one in found) == [
        ("客户状态", "unknown_value", 1, 5), ("获客日期", "not_a_date", 1, 4)]


def test_first_rows_become_canonical_columns(tmp_path):
    file = tmp_path / "customers.csv"
    file.write_text(CUSTOMERS, "utf-8")
    preview = read_preview(file)
    frame = become(suggest(preview, table="customers").mapping, "customers", preview)
    assert list(frame["customer_id"]) == ["C1", "C2", "C3", "C4", "C5"]
    assert frame["acquired_on"][0] == "2023-01-05"
    assert pd.isna(frame["lost_on"][0])


def test_empty_cells_stay_empty():
    shown = empty_as_empty(pd.DataFrame({"name": ["Li", None], "orders": [2, None], "on": [None, "2023-01-05"]}))
    assert shown.to_dict("list") == {"name": ["Li", ""], "orders": ["2.0", ""], "on": ["", "2023-01-05"]}


def test_builds_show_the_log_freshness_and_checks(demo_store_path, monkeypatch):
    app = opened(demo_store_path, monkeypatch, "builds")
    tables = {tuple(one.value.columns): one.value for one in app.dataframe}
    fresh = tables["Table", "Rows", "Oldest date", "Newest date", "Imports"]
    assert {"Customers", "Orders", "Surveys"} <= set(fresh["Table"])
    app.button(key="data:check").click().run()
    assert not app.exception
    assert "checks passed." in texts(app)


def test_every_ready_made_mapping_can_be_chosen():
    for path in (ROOT / "data" / "mappings").glob("*.toml"):
        assert load_mapping(path).tables


def test_a_trial_tells_equal_rows_with_their_places(tmp_path):
    lines = "order,customer,day,amount\nA1,C1,2026-01-05,5\nA1,C1,2026-01-05,5\n"
    said = told_of(tmp_path, lines)
    assert "lines.csv: 1 row equals an earlier row in every cell: row 3 equals row 2. It is kept" in said


def told_of(tmp_path: Path, lines: str) -> str:
    """Return what the page says of a trial import of order lines."""
    file = tmp_path / "lines.csv"
    file.write_text(lines, "utf-8")
    report = import_files(Store.create(tmp_path / "store", name="Dayu"), [file], dry_run=True, mapping=read_mapping(
        '[orders]\norder_id = "order"\ncustomer_id = "customer"\nordered_on = "day"\nrevenue = "amount"\n'))

    def script(report):
        from analytics.app.context import StoreContext
        from analytics.app.views.data.outcome import outcome
        from analytics.i18n import Translator
        outcome(StoreContext("data", None, Translator("en")), report)

    return texts(AppTest.from_function(script, kwargs={"report": report}).run())


def test_amounts_in_another_currency_are_warned_of(tmp_path):
    said = told_of(tmp_path, "order,customer,day,amount\nA1,C1,2026-01-05,$5\n")
    assert "1 value of amount carries “$”, such as “$5”, but the amounts of this company are in CNY." in said
