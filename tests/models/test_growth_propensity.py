"""Who becomes large: learnt before, judged after; no better than value where nothing else tells."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.filters import Filters
from analytics.models.growth_propensity import _Cut, growth_propensity, growth_propensity_list
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.metrics.companies import tiny_reader
from tests.store.batches import add_batch, order


def made(folder, *, growing: bool, seed: int = 3) -> Reader:
    """Six hundred customers over four years; where some grow, they do so eightfold over two years."""
    random = np.random.default_rng(seed)
    orders = []
    for number in range(600):
        scale, began = float(random.lognormal(0.0, 0.5)), int(random.integers(0, 1_400))
        for month in range(48):
            level = scale
            if growing and number % 3 == 0:
                level *= 0.5 * 8.0 ** np.clip((month * 30 - began) / 730, 0, 1)
            revenue = round(level * float(random.lognormal(0.0, 0.6)) * 100, 2)
            day = date(2021, 1, 1) + timedelta(days=month * 30 + int(random.integers(0, 28)))
            orders.append(order(f"{number}-{month}", f"C{number}", str(day), revenue))
    store = Store.create(folder / "store", name="Growing")
    add_batch(store, customers=[{"customer_id": f"C{number}"} for number in range(600)], orders=orders)
    build(store, today=date(2025, 1, 1))
    return store.reader()


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return made(tmp_path_factory.mktemp("growing"), growing=True)


def test_growth_tells_more_than_value_where_customers_grow(reader):
    found = growth_propensity(reader, Filters())
    newest = found.judged[0]
    assert newest.day == reader.meta.as_of - timedelta(days=365)
    assert newest.ranking.better.low > 0
    assert newest.ranking.score.estimate > 0.8


def test_a_model_learns_only_from_years_that_were_over(reader, monkeypatch):
    learnt = []
    model = sys.modules[growth_propensity.__module__]
    # What was foretold for the figures serves the list, so nothing is learnt twice.
    model._foretold.cache_clear()
    fit = model._model
    monkeypatch.setattr(model, "_model", lambda cuts: learnt.append([one.day for one in cuts]) or fit(cuts))
    found = growth_propensity(reader, Filters())
    for judged, days in zip(found.judged, learnt[1:], strict=False):
        assert days
        assert max(days) + timedelta(days=365) <= judged.day


def test_without_growth_nothing_beats_value(tmp_path):
    found = growth_propensity(made(tmp_path, growing=False), Filters())
    assert all(one.ranking.better.low < 0.03 for one in found.judged)


def test_figures_and_list_agree_by_hand(reader):
    found = growth_propensity(reader, Filters())
    people = growth_propensity_list(reader, Filters())
    assert len(people) == found.customers == 540, "a tenth of six hundred is large already"
    assert people["chance_large"].sum() == pytest.approx(found.expected)
    assert (people["value"] + people["gap_to_large"]).to_numpy() == pytest.approx(found.threshold, abs=1)
    assert len(growth_propensity_list(reader, Filters(), promising=True)) == found.promising
    assert people["chance_large"].is_monotonic_decreasing


def test_the_demo_company_is_told_better_than_by_value(demo_reader):
    found = growth_propensity(demo_reader, Filters())
    assert len(found.judged) == 3
    assert found.judged[0].ranking.better.low > 0
    assert found.judged[0].ranking.score.estimate > 0.75


def test_as_many_become_large_in_the_demo_company_as_were_told(demo_reader):
    judged = growth_propensity(demo_reader, Filters()).judged
    told, grew = sum(one.expected for one in judged), sum(one.grew for one in judged)
    assert 0.85 <= told / grew <= 1.15
    for one in judged:
        assert 0.8 <= one.expected / one.grew <= 1.25, one.day
        # The customers told least and most: the share that came true is told within its interval, or nearly.
        for chance, share in (one.calibration[0], one.calibration[-1]):
            assert share.low - 0.03 <= chance <= share.high + 0.03


def test_a_customer_who_looks_older_only_because_the_records_are_longer_is_told_alike():
    rows = pd.DataFrame({"value": [50.0, 50.0], "value_quarter": [9.0, 9.0], "value_before": [40.0, 40.0],
                         "largest": [20.0, 20.0], "days": [4, 4], "silent": [3, 3], "age": [366, 2_000],
                         "size": ["small", "small"]})
    first, second = _Cut(date(2024, 1, 1), 100.0, rows).design
    assert list(first) == list(second)


def test_too_little_is_not_judged(tmp_path):
    tiny = tiny_reader(tmp_path)
    found = growth_propensity(tiny, Filters())
    assert (found.learnt, found.judged, found.expected) == (False, (), 0.0)
    assert growth_propensity_list(tiny, Filters()).empty
