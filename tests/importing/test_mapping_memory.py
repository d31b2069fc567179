"""A confirmed mapping is found again by the column names."""

from __future__ import annotations

from analytics.importing.mapping import read_mapping
from analytics.importing.mapping_memory import remember, remembered, signature

HEADER = ["Customer ID", "Churn", "月费"]


def test_order_case_and_blanks_do_not_matter():
    assert signature(HEADER) == signature(["月费", "\ufeffcustomer  id ", "CHURN"])
    assert signature(HEADER, ["a"]) == signature(["a"], HEADER)


def test_other_columns_are_another_format():
    assert len({signature(HEADER), signature(HEADER[:2]), signature([*HEADER, "d"]), signature(HEADER, HEADER)}) == 4


def test_a_mapping_is_remembered_for_its_columns_only(tmp_path):
    folder = tmp_path / "mappings"
    assert remembered(folder, HEADER) is None
    first = read_mapping('[customers]\ncustomer_id = "Customer ID"')
    path = remember(folder, first, HEADER)
    assert path.name == f"{signature(HEADER)}.toml"
    assert remembered(folder, HEADER[::-1]) == first
    assert remembered(folder, HEADER[:2]) is None


def test_the_last_confirmed_mapping_counts(tmp_path):
    remember(tmp_path, read_mapping('[customers]\ncustomer_id = "Customer ID"'), HEADER)
    last = read_mapping('[customers]\ncustomer_id = "Customer ID"\nstatus = "Churn"')
    remember(tmp_path, last, HEADER)
    assert remembered(tmp_path, HEADER) == last
    assert len(list(tmp_path.iterdir())) == 1
