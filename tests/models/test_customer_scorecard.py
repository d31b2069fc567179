"""The scorecard by hand, its safeguards one by one, silence where nobody loses, and the demo company a year on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.errors import ModelError, UnknownName
from analytics.filters import Filters
from analytics.metrics.activity_costs import ActivityCosts
from analytics.models.customer_scorecard import customer_scorecard, scorecard_list
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.models.valuation.cards import made_card
from tests.store.batches import add_batch, order

FREE = ActivityCosts(0, 0, 0, 0, 0)
MONTHS = [f"2024-{month:02d}-10" for month in range(1, 13)]
RAISED = {"happened_on": "2023-11-01", "title": "Price rise", "kind": "price_change", "branch": None}


def company(folder: Path, *, events: list[dict[str, object]], margins: dict[str, list[float]],
            values: dict[str, float], visits: int = 0) -> tuple[Reader, str]:
    """Build customers that buy for 100 a month at given margins; all are valued as told."""
    store = Store.create(folder / "store", name="Judged")
    tables: dict[str, list[dict[str, object]]] = {
        "customers": [{"customer_id": name, "branch": "North", "acquired_on": "2021-01-01"} for name in margins],
        "orders": [order(f"{name}-{day}", name, day, 100, cost=100 - margin)
                   for name, rows in margins.items() for day, margin in zip(MONTHS, rows, strict=True)]}
    if events:
        tables["events"] = events
    if visits:
        tables["contacts"] = [{"customer_id": name, "contacted_on": "2024-03-01", "kind": "visit"}
                              for name in margins for _ in range(visits)]
    add_batch(store, **tables)
    build(store, today=date(2024, 12, 31))
    path = store.path / "valued.parquet"
    pd.DataFrame({"customer_id": list(values), "value": [100.0 * one for one in values.values()],
                  "group_name": "trade", "low": 0.0, "high": 0.0}).to_parquet(path)
    path.with_name("card.json").write_text(made_card().to_json(), "utf-8")
    np.save(path.with_name("futures.npy"), np.add.outer([100.0 * one for one in values.values()],
                                                        np.arange(40.0)).astype("f4"))
    return store.reader(), str(path)


def proposals(reader: Reader, values: str, **options: object) -> dict[str, str]:
    rows = scorecard_list(reader, Filters(), proposal="all", values=values,
                          **{"costs": FREE, **options})  # type: ignore[arg-type]
    return dict(zip(rows["customer_id"], rows["proposal"], strict=True))


LOSS = [-5.0, -7.0] * 6
MARGINS = {"keeps": [20.0] * 12, "fades": [20.0] * 12, "bleeds": LOSS, "hopes": LOSS,
           "wavers": [60.0] + [-6.0] * 11, "unknown": LOSS}
VALUES = {"keeps": 240.0, "fades": 239.0, "bleeds": -30.0, "hopes": 5.0, "wavers": -1.0}


def test_everyone_is_judged_by_profit_and_what_is_to_come(tmp_path):
    reader, values = company(tmp_path, events=[RAISED], margins=MARGINS, values=VALUES)
    assert proposals(reader, values) == {
        "keeps": "keep", "fades": "convert", "bleeds": "let_go", "hopes": "reprice", "wavers": "reprice"}
    found = customer_scorecard(reader, Filters(), values=values, costs=FREE)
    assert (found.customers, found.unvalued) == (5, 1), "whoever is not valued has no proposal"
    assert found.safeguards == {"loss": 3, "certain": 2, "avoidable": 2, "no_future": 1, "repriced": 1}
    keep = found.of("keep")
    assert (keep.profit.estimate, keep.future.estimate) == (24_000, 24_000)
    # Twelve days that brought 20 each, none of which had to come.
    assert keep.profit.high - 24_000 == pytest.approx(1.959964 * 2000 * np.sqrt(12))
    assert 24_000 <= keep.future.low <= keep.future.high <= 24_039, "the futures drawn"
    assert (keep.profit.state, found.of("let_go").customers) == ("suppressed", 1)
    assert found.table()[3]["proposal"] == "let_go"


def test_the_list_tells_the_interval_the_rise_needed_and_leaves_room_for_a_name(tmp_path):
    reader, values = company(tmp_path, events=[RAISED], margins=MARGINS, values=VALUES)
    row = scorecard_list(reader, Filters(), values=values, costs=FREE).iloc[0]
    assert (row["customer_id"], row["profit"], row["approved_by"]) == ("bleeds", -7200, "")
    assert row["rise_needed"] == pytest.approx(72 / 1200)
    # Days of 100 at margins of -5 and -7: the margin share scatters by 1 about -6, twelve times.
    assert row["profit_high"] == pytest.approx(-7200 + 2.200985 * 100 * np.sqrt(12 * 12 / 11), rel=1e-6)
    with pytest.raises(UnknownName):
        scorecard_list(reader, Filters(), proposal="sack", values=values)


@pytest.mark.parametrize(("events", "told"), [
    ([], "reprice"),
    ([{**RAISED, "happened_on": "2024-02-01"}], "reprice"),
    ([{**RAISED, "happened_on": "2020-02-01"}], "reprice"),
    ([{**RAISED, "branch": "South"}], "reprice"),
    ([{**RAISED, "kind": "crisis"}], "reprice"),
    ([{**RAISED, "branch": "North"}], "let_go")])
def test_nobody_is_let_go_before_prices_were_raised(tmp_path, events, told):
    """Never raised, raised within the year, too long ago, elsewhere, another event; raised for the branch."""
    reader, values = company(tmp_path, events=events, margins=MARGINS, values=VALUES)
    assert proposals(reader, values)["bleeds"] == told


def test_a_loss_through_fixed_cost_is_no_reason_to_let_go(tmp_path):
    """A margin of 240 less two visits at 200 each: a loss, but half of a visit's cost would stay."""
    reader, values = company(tmp_path, events=[RAISED], margins={"served": [19.0, 21.0] * 6},
                             values={"served": -1.0}, visits=2)
    costs = replace(FREE, visit=20_000)
    assert proposals(reader, values, costs=costs) == {"served": "reprice"}
    assert proposals(reader, values, costs=costs, avoidable=1.0) == {"served": "let_go"}


def test_chance_alone_lets_nobody_go(tmp_path):
    """Three hundred customers whose margins scatter about nothing: a third of them loses, none for certain."""
    generator = np.random.default_rng(8)
    margins = {f"N{number}": list(generator.normal(0, 10, 12).round(2)) for number in range(300)}
    reader, values = company(tmp_path, events=[RAISED], margins=margins, values=dict.fromkeys(margins, -1.0))
    found = customer_scorecard(reader, Filters(), values=values, costs=FREE)
    assert found.safeguards["loss"] > 100
    assert found.safeguards["certain"] <= 1


def test_without_a_valuation_it_says_so(tmp_path):
    reader, _ = company(tmp_path, events=[], margins={"keeps": [20.0] * 12}, values={"keeps": 1.0})
    with pytest.raises(ModelError):
        customer_scorecard(reader, Filters())


def test_whom_the_demo_company_would_let_go_went_on_losing(demo_store_path, tmp_path):
    """Bargaining lasts in the simulation, so losses certain by one year are losses of the next."""
    # A copy, as values are read from the store's own folder only.
    demo_reader = Store.open(shutil.copytree(demo_store_path, tmp_path / "demo")).reader()
    path = tmp_path / "demo" / "valued.parquet"
    customers = demo_reader.query("select customer_id from customers_now")["customer_id"]
    pd.DataFrame({"customer_id": customers, "value": -1.0, "low": -2.0, "high": 0.0}).to_parquet(path)
    np.save(path.with_name("futures.npy"), np.full((len(customers), 1), -1.0, np.float32))
    listed = {name: scorecard_list(demo_reader, Filters(as_of=date(2025, 6, 30)), proposal=name, values=str(path),
                                   avoidable=1.0)["customer_key"].tolist() for name in ("let_go", "convert")}
    after = demo_reader.query("""
        select customer_key, sum(revenue - cost) as margin from warehouse.customer_days
        where day > date '2025-06-30' group by customer_key""").set_index("customer_key")["margin"]
    lost = {name: (after.reindex(keys).dropna() < 0).mean() for name, keys in listed.items()}
    assert len(listed["let_go"]) > 50
    assert lost["let_go"] > 0.8
    assert lost["convert"] < 0.2, "nor do customers with a profit begin to lose"
