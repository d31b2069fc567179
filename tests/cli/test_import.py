"""`import`, `batches` and `undo`: exit status, the mapping to edit, trials that leave nothing, both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analytics.importing import read_mapping
from analytics.store import Store

CUSTOMERS = "customer_id,name,acquired_on,size\nC1,甲,2023-01-05,large\nC2,乙,2023-02-10,small\n"
BAD = CUSTOMERS + "C3,丙,2023-13-40,large\n"
#: Status decides who is lost, and "gone?" might be anything: not sure enough to go in by itself.
UNSURE = "customer_id,name,gone?\nC1,a,x\nC2,b,y\n"


def file(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_status_0_1_and_2(command, tmp_path):
    assert command("import", file(tmp_path, "good.csv", CUSTOMERS)).status == 0
    refused = command("import", file(tmp_path, "bad.csv", BAD))
    assert refused.status == 1
    assert "2023-13-40" in refused.out
    assert command("import", tmp_path / "nowhere.csv").status == 2
    assert command("import").status == 2
    assert command("nonsense").status == 2


def test_a_trial_or_a_refusal_begins_no_store(command, tmp_path):
    good = file(tmp_path, "good.csv", CUSTOMERS)
    trial = command("import", good, "--dry-run")
    assert (trial.status, "nothing was changed" in trial.out) == (0, True)
    assert command("import", file(tmp_path, "bad.csv", BAD), "--dry-run").status == 1
    assert command("import", tmp_path / "nowhere.csv").status == 2
    assert command("import", file(tmp_path, "odd.csv", "foo,bar\n1,2\n3,4\n")).status == 2
    assert not Store.exists(tmp_path / "store")
    assert not (tmp_path / "store").exists()
    assert command("import", good).status == 0
    assert len(Store.open(tmp_path / "store").batches()) == 1


def test_an_unsure_mapping_is_printed_to_be_edited(command, tmp_path):
    unsure = file(tmp_path, "people.csv", "customer_id,name,size\nC1,a,large\nC2,b,huge\nC3,c,small\n"
                  .replace("customer_id", "number"))
    told = command("import", unsure)
    assert told.status == 2
    assert "people.csv" in told.err
    assert "--mapping" in told.err
    edited = re.sub(r"(?m)^# customer_id.*$", 'customer_id = "number"', told.out)
    assert read_mapping(edited).tables[0].table == "customers"
    mapping = file(tmp_path, "mapping.toml", edited)
    assert command("import", unsure, "--mapping", mapping).status in (0, 1)
    assert Store.open(tmp_path / "store").batches()[0].tables["customers"] >= 2


def test_a_file_of_which_nothing_is_known_names_the_tables(command, tmp_path):
    told = command("import", file(tmp_path, "odd.csv", "foo,bar\n1,2\n3,4\n"))
    assert told.status == 2
    assert "customers" in told.out
    assert '"foo"' in told.out


def test_json_is_one_object_whatever_happens(command, tmp_path):
    done = json.loads(command("import", file(tmp_path, "bad.csv", BAD), "--format", "json").out)
    assert (done["asked"], done["accepted"], done["refused"]) == ("import", 2, 1)
    first = done["problems"][0]["examples"][0]
    assert (first["file"], first["row"], first["column"], first["value"], first["rule"]) == (
        "bad.csv", 4, "acquired_on", "2023-13-40", "not_a_date")
    unsure = command("import", file(tmp_path, "odd.csv", "foo,bar\n1,2\n3,4\n"), "--format", "json")
    assert unsure.status == 2
    assert json.loads(unsure.out)["error"] == "mapping_uncertain"


@pytest.mark.parametrize(("language", "said", "hint", "missing"), [
    ("en", "3 rows read, 2 accepted, 1 refused", "Write it as 2026-01-31", "There is no file"),
    ("zh-CN", "读取 3 行，导入 2 行，拒收 1 行", "请写成 2026-01-31 的形式", "没有文件")])
def test_file_row_column_value_rule_and_hint_in_both_languages(command, tmp_path, language, said, hint, missing):
    told = command("import", file(tmp_path, "bad.csv", BAD), language=language).out
    assert said in told
    assert hint in told
    for part in ("bad.csv", "4", "acquired_on", "2023-13-40"):
        assert part in told
    assert missing in command("import", tmp_path / "nowhere.csv", language=language).err


def test_the_terminals_language_is_taken_where_none_is_set(command, tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "读取 2 行" in command("import", file(tmp_path, "good.csv", CUSTOMERS)).out
    assert "没有文件" in command("import", tmp_path / "nowhere.csv").err


@pytest.mark.parametrize(("language", "said"), [
    ("en", "trade.csv: 2 columns were not used: pallet, remark."),
    ("zh-CN", "trade.csv：有 2 列没有用到：pallet、remark。")])
def test_columns_that_no_table_reads_are_named(command, tmp_path, language, said):
    trade = file(tmp_path, "trade.csv", "order_id,customer_id,ordered_on,revenue,pallet,remark\n"
                                        "O1,C1,2024-01-05,100,甲,北\nO2,C2,2024-02-05,200,乙,南\n")
    assert said in command("import", trade, language=language).out
    everything = command("import", file(tmp_path, "good.csv", CUSTOMERS), language=language).out
    assert "not used" not in everything
    assert "没有用到" not in everything


def test_undo_takes_a_batch_back_and_says_so(command, tmp_path):
    command("import", file(tmp_path, "good.csv", CUSTOMERS))
    batch = json.loads(command("batches", "--format", "json").out)["rows"][0]["id"]
    assert batch in command("batches").out
    assert batch in command("undo", batch).out
    assert Store.open(tmp_path / "store").batches() == ()
    assert command("undo", batch).status == 2
