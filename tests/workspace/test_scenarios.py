"""Scenarios keep what was assumed, by kind, and nobody overwrites anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.errors import Conflict, WorkspaceError
from analytics.workspace.scenarios import Scenario, delete_scenario, save_scenario, scenarios


def test_scenarios_are_listed_by_kind_and_name(workspace):
    second = save_scenario(workspace, Scenario("  with   growth ", "economics", {"growth": 0.03}), "Li")
    first = save_scenario(workspace, Scenario("cautious", "economics", {"retention": 0.7}, " why "), "王")
    save_scenario(workspace, Scenario("cautious", "other", {"reward": 0.05}), "Li")
    assert scenarios(workspace, "economics") == (first, second)
    assert (second.name, second.assumptions, first.note, first.version) == ("with growth", {"growth": 0.03}, "why", 1)
    assert scenarios(workspace, "budget") == ()


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_a_scenario_needs_a_name(workspace, name):
    with pytest.raises(WorkspaceError) as refused:
        save_scenario(workspace, Scenario(name, "economics"), "Li")
    assert refused.value.code == "scenario_name"


def test_who_was_slower_is_told_what_stands_there_now(workspace):
    kept = save_scenario(workspace, Scenario("plan", "economics", {"budget": 100.0}), "Li")
    changed = save_scenario(workspace, replace(kept, assumptions={"budget": 200.0}), "Wang")
    with pytest.raises(Conflict) as conflict:
        save_scenario(workspace, replace(kept, assumptions={"budget": 300.0}), "Li")
    assert (conflict.value.theirs["assumptions"], conflict.value.theirs["version"]) == ({"budget": 200.0}, 2)
    with pytest.raises(Conflict):
        delete_scenario(workspace, kept, "Li")
    delete_scenario(workspace, changed, "Wang")
    assert scenarios(workspace, "economics") == ()
