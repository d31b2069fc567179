"""500 malformed files: each gives a report that accounts for every row, or a refusal that says why."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from analytics.errors import HuitouError
from analytics.importing import ImportReport, Mapping, import_files, read_mapping
from analytics.importing.wording import summary_lines
from analytics.store import Store
from tests.importing.conftest import TODAY
from tests.importing.malformed import malformed

MAPPING = ('[orders]\norder_id = "order"\nline = "line"\ncustomer_id = "customer"\nordered_on = "day"\n'
           'revenue = "amount"\n')
LINES = MAPPING.replace('line = "line"\n', "")
FILES, GROUPS = 500, 10


def accounted(store: Store, report: ImportReport) -> None:
    """Assert that every row of the file is in one place, and that the store holds what the report says."""
    for table in report.tables:
        assert table.read == table.accepted + table.refused + table.duplicates + table.left_out
    if report.batch is None:
        return
    with duckdb.connect() as connection:
        refused = accepted = 0
        if store.rejects_file(report.batch).exists():
            refused = connection.execute(f"select count(distinct (file, \"row\")) from read_parquet("
                                         f"'{store.rejects_file(report.batch)}')").fetchall()[0][0]
        for file in store.raw_files("orders"):
            accepted += connection.execute(f"select count(*) from read_parquet('{file}')").fetchall()[0][0]
    assert (accepted, refused) == (report.accepted, report.refused)


def attempted(store: Store, path: Path, mapping: Mapping | None, seed: int) -> ImportReport | HuitouError:
    """Import a file; anything but a report or a refusal fails the test."""
    try:
        return import_files(store, [path], mapping=mapping, today=TODAY)
    except HuitouError as error:
        return error
    except Exception as error:
        raise AssertionError(f"seed {seed}: {type(error).__name__}: {error}") from error


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_file_gives_a_report_or_a_refusal(group: int, tmp_path: Path):
    outcomes = {"report": 0, "refusal": 0}
    store = Store.create(tmp_path / "store", name="Test")
    for seed in range(group, FILES, GROUPS):
        name, content, expected = malformed(seed)
        path = tmp_path / name
        path.write_bytes(content)
        mapping = None if seed % 7 == 0 else read_mapping(MAPPING if seed % 2 else LINES)
        outcome = attempted(store, path, mapping, seed)
        if isinstance(outcome, HuitouError):
            outcomes["refusal"] += 1
            assert len(str(outcome)) > 20, seed
            continue
        outcomes["report"] += 1
        accounted(store, outcome)
        assert expected is None or outcome.tables[0].read == expected, seed
        assert summary_lines(outcome)
        if outcome.batch is not None:
            store.undo(outcome.batch)
    assert outcomes["report"] >= 20
    assert outcomes["refusal"] >= 3


def test_the_generator_makes_the_same_files_and_no_two_alike():
    made = [malformed(seed)[:2] for seed in range(60)]
    assert made == [malformed(seed)[:2] for seed in range(60)]
    assert len({content for _, content in made}) > 55
