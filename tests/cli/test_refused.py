"""`refused`: the rows an import kept aside, handed out to be mended, by the command the import itself names."""

from __future__ import annotations

import csv
import os
import re
import shlex
from pathlib import Path

import pytest

from analytics.store import Store
from tests.cli.test_import import BAD, CUSTOMERS, file


def typed(line: str) -> list[str]:
    """Return what a line in backquotes hands to the program, as a shell would."""
    return shlex.split(re.search("`(.+?)`", line)[1])[3:]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("language", "said"), [
    ("en", "1 refused row is kept with the reasons"), ("zh-CN", "拒收的 1 行已连同原因保存")])
def test_an_import_names_the_command_and_the_place_and_both_are_right(command, here, language, said):
    told = command("import", file(here, "bad.csv", BAD), language=language).out
    line, = (one for one in told.splitlines() if said in one)
    batch = Store.open(here / "store").batches()[0].id
    assert f"refused-{batch}" in line.split("`")[2]
    done = command(*typed(line))
    assert done.status == 0
    target = Path(f"refused-{batch}") / "bad-refused.csv"
    assert str(target) in done.out
    with target.open(encoding="utf-8-sig", newline="") as written:
        row, = csv.DictReader(written)
    assert (row["customer_id"], row["acquired_on"], row["huitou_row"]) == ("C3", "2023-13-40", "4")


def test_what_is_mended_goes_in(command, here):
    command("import", file(here, "bad.csv", BAD))
    batch = Store.open(here / "store").batches()[0].id
    assert command("refused", batch, "--out", here / "mend").status == 0
    mended = here / "mend" / "bad-refused.csv"
    mended.write_text(mended.read_text("utf-8-sig").replace("2023-13-40", "2023-12-04", 1), "utf-8")
    assert command("import", mended).status == 0
    assert Store.open(here / "store").batches()[-1].tables == {"customers": 1}


def test_two_files_of_one_name_each_keep_their_rows(command, here):
    for branch, customer in (("north", "C3"), ("south", "C4")):
        (here / branch).mkdir()
        file(here / branch, "bad.csv", BAD.replace("C3", customer).replace("C1", f"{branch}1").replace(
            "C2", f"{branch}2"))
    command("import", here / "north" / "bad.csv", here / "south" / "bad.csv")
    batch = Store.open(here / "store").batches()[0].id
    command("refused", batch, "--out", here / "mend")
    kept = sorted((here / "mend").iterdir())
    assert [one.name for one in kept] == ["bad-refused-2.csv", "bad-refused.csv"]
    assert {re.search("C[34]", one.read_text("utf-8-sig"))[0] for one in kept} == {"C3", "C4"}


def test_without_refused_rows_nothing_is_written(command, here):
    assert "-m analytics refused" not in command("import", file(here, "good.csv", CUSTOMERS)).out
    batch = Store.open(here / "store").batches()[0].id
    told = command("refused", batch)
    assert (told.status, batch in told.out) == (0, True)
    assert sorted(os.listdir(here)) == ["good.csv", "store"]
    assert command("refused", "20260101-000000-aaaaaa").status == 2


def test_rows_taken_in_since_are_left_out_and_counted_and_can_be_had_all_the_same(command, here):
    command("import", file(here, "bad.csv", BAD + BAD.splitlines()[-1].replace("C3", "C4") + "\n"))
    batch = Store.open(here / "store").batches()[0].id
    command("refused", batch, "--out", here / "mend")
    mended = here / "mend" / "bad-refused.csv"
    mended.write_text(mended.read_text("utf-8-sig").replace("2023-13-40", "2023-12-04", 1), "utf-8")
    command("import", mended)
    told = command("refused", batch, "--out", here / "left").out.splitlines()
    assert told[0].startswith("Later imports have taken in 1 mended row and 0 corrected and exported anew")
    assert told[1] == "1 refused row written, with the reasons:"
    assert customers(here / "left") == [("C4", "")]
    command("import", file(here, "anew.csv", BAD.replace("C3", "C4").replace("2023-13-40", "2023-12-04")))
    told = command("refused", batch, "--out", here / "none").out
    assert "1 mended row and 1 corrected and exported anew" in told
    assert not (here / "none").exists()
    assert command(*typed(told), "--out", here / "all").status == 0
    assert customers(here / "all") == [("C3", "mended and taken in"), ("C4", "since corrected")]
    assert "改正后的 1 行" in command("refused", batch, language="zh-CN").out


def customers(folder: Path) -> list[tuple[str, str]]:
    """Return the customers in a list that was handed out, and what it says became of each."""
    with (folder / "bad-refused.csv").open(encoding="utf-8-sig", newline="") as written:
        return [(row["customer_id"], row["huitou_since"]) for row in csv.DictReader(written)]
