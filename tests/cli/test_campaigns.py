"""Campaigns on the command line: planned ones and those read out; time passes in a demo company only."""

from __future__ import annotations

import json
from datetime import date

import pytest

from analytics.filters import Filters
from analytics.models.campaigns.readouts import campaign_readouts
from analytics.store import Store
from analytics.workspace import Campaign, Workspace, save_campaign


def test_campaigns_are_listed_with_what_they_kept(command, demo_store_path, demo_reader, monkeypatch, tmp_path):
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_STORE", str(demo_store_path))
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", url)
    kept = save_campaign(Workspace(url), Campaign("Autumn", date(2026, 9, 1), date(2027, 9, 1)), "Li")
    rows = json.loads(command("campaigns", "--format", "json").out)["rows"]
    assert (rows[0]["campaign"], rows[0]["code"], rows[0]["state"]) == ("Autumn", kept.code, "planned")
    one = campaign_readouts(demo_reader, Filters()).of("KEEP-2025-04")
    told = next(row for row in rows if row["code"] == "KEEP-2025-04")
    assert (told["state"], told["treated"], told["kept_more"]) == (
        "no_effect", one.treated, pytest.approx(one.difference.estimate))


def test_time_passes_in_demo_companies_only(command, tmp_path):
    store = Store.create(tmp_path / "store", name="Real")
    found = command("demo", "--continue", "6")
    assert found.status == 2
    assert len(store.batches()) == 0
