"""Steps side by side: each after what it reads, the first failure raised, the same marts in any order."""

from __future__ import annotations

import threading
from datetime import date

import duckdb
import pytest

from analytics.settings import Settings
from analytics.warehouse import MART_NAMES, STEP_NAMES, marts
from analytics.warehouse.engines.duckdb import DuckdbEngine
from analytics.warehouse.lanes import LANES, Lanes, reads
from analytics.warehouse.plan import Context, make_step, waits_for


@pytest.fixture
def engine(tmp_path):
    with DuckdbEngine(tmp_path, Settings()) as engine:
        yield engine


def test_each_begins_after_what_it_waits_for(engine):
    ended, heard = [], []

    def work(name, lane):
        assert waits[name] <= set(ended)
        ended.append(name)
        return name.upper()

    waits = {"a": {"c"}, "b": set(), "c": {"b"}, "d": {"a", "b"}}
    made = Lanes(engine, work).run(waits, lambda name, done: heard.append((name, done)))
    assert [(name, result) for name, (result, _) in made.items()] == [(one, one.upper()) for one in "abcd"]
    assert heard == [("b", 0), ("c", 1), ("a", 2), ("d", 3)]


def test_two_work_at_the_same_time_on_connections_of_their_own(engine):
    together = threading.Barrier(LANES, timeout=10)

    def work(name, lane):
        together.wait()
        return lane.create("memory", name, "select unnest([1, 2, 3]) as figure")

    made = Lanes(engine, work).run({"left_side": set(), "right_side": set()})
    assert [rows for rows, _ in made.values()] == [3, 3]
    assert engine.rows("select sum(figure) from (from left_side union all from right_side)") == [(12,)]


def test_a_failure_interrupts_the_other_lane_and_nothing_else_begins(engine):
    begun = []

    def work(name, lane):
        if name == "long":
            return lane.rows("select sum(one.range) from range(10000000) as one, range(10000000) as other")
        while not begun:
            pass
        raise KeyError(name)

    with pytest.raises(KeyError):
        Lanes(engine, work).run({"long": set(), "failing": set(), "later": {"failing"}},
                                lambda name, done: begun.append(name))
    assert begun == ["long", "failing"]
    assert engine.rows("select 1") == [(1,)]


def test_a_step_reads_what_its_sql_names():
    assert reads("select lives.day from lives join month_cube using (day)", ("lives", "month", "month_cube")) == {
        "lives", "month_cube"}
    waits = waits_for()
    assert list(waits) == list(STEP_NAMES[:-1])
    assert waits["staging"] == set()
    assert {"silence_thresholds", "trade_days"} <= waits["beginnings"]
    assert waits["checks"] >= set(MART_NAMES)
    assert "customer_days" not in waits["survey_answers"]


def test_any_order_that_respects_what_waits_makes_the_same_marts(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr("analytics.warehouse.lanes.LANES", 1)
    context = Context(tiny, "other order", date(2026, 1, 1))
    last_first = dict(reversed(waits_for().items()))
    assert tiny.current_build() is not None
    published = tiny.path / "builds" / tiny.current_build().id
    with DuckdbEngine(tmp_path, tiny.settings) as engine:
        heard = []
        Lanes(engine, lambda name, lane: make_step(name, lane, context)).run(
            last_first, lambda name, done: heard.append(name))
    assert heard.index("events") < heard.index("customer_days"), "it was another order"
    with duckdb.connect() as connection:
        for place in ("serving", "warehouse"):
            connection.execute(f"attach '{published / place}.duckdb' as old_{place} (read_only)")
            connection.execute(f"attach '{tmp_path / place}.duckdb' as new_{place} (read_only)")
        for name, mart in marts().items():
            if name == "meta":
                continue  # It names its build.
            old, new = (f"{side}_{mart.place}.main.{name}" for side in ("old", "new"))
            for one, other in ((old, new), (new, old)):
                differing = connection.execute(f"select count(*) from (from {one} except all from {other})")
                assert differing.fetchone() == (0,), name
