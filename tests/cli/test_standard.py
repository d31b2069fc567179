"""Setting what a question should reach, and reading it back."""

from __future__ import annotations

import pytest

from analytics.store import Store, read_standards


@pytest.fixture
def folder(tmp_path):
    return Store.create(tmp_path / "store", name="Standards").path


def test_standards_are_set_listed_and_taken_back(command, folder):
    assert command("standard", "overall", "80%", "--from", "2025-01-01").status == 0
    shown = command("standard", "overall", "0.85", "--from", "2026-01-01")
    assert shown.status == 0
    assert shown.out.split() == ["question", "from", "standard", "overall", "2025-01-01", "0.8", "overall",
                                 "2026-01-01", "0.85"]
    assert command("standard", "overall", "none", "--from", "2026-01-01").status == 0
    assert [one.value for one in read_standards(folder)] == [0.8]
    assert "2025-01-01" in command("standard").out


@pytest.mark.parametrize("value", ["80", "high", "0"])
def test_what_is_no_share_is_refused_in_words(command, folder, value):
    refused = command("standard", "overall", value)
    assert refused.status == 2
    assert "0.8" in refused.err
    assert read_standards(folder) == ()


def test_a_day_that_does_not_exist_is_refused(command, folder):
    assert command("standard", "overall", "0.8", "--from", "2026-02-30").status == 2
    assert read_standards(folder) == ()
