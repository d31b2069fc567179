"""Pairs in baskets: what chance expects, one true pair and only that, and nothing in shuffled baskets."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.statistics.pairs import expected_pairs, pair_lifts

POPULAR = np.array([0.30, 0.24, 0.16, 0.12, 0.08, 0.06, 0.04])


def drawn(random: np.random.Generator, baskets: int) -> np.ndarray:
    """Baskets of one to four different goods, put together by popularity alone."""
    held = np.zeros((baskets, POPULAR.size), bool)
    rank = np.log(POPULAR) - np.log(random.exponential(size=held.shape))
    size = 1 + np.minimum(random.poisson(0.8, baskets), 3)
    order = np.argsort(-rank, axis=1)
    for place in range(4):
        rows = size > place
        held[rows, order[rows, place]] = True
    return held


def test_in_baskets_of_two_pairs_are_as_quasi_independence_has_them():
    # Three goods in pairs: AB 6, AC 4, BC 2 has exactly one fit, itself.
    assert expected_pairs([[10, 8, 6]], [2])[np.triu_indices(3, 1)] == pytest.approx([6, 4, 2], abs=1e-3)


def test_sizes_are_taken_apart_and_pairs_that_cannot_meet_left_out():
    expected = expected_pairs([[10, 10, 10, 10], [5, 5, 5, 5]], [2, 4])
    # Twenty pairs of two over six kinds of pair, and all six in each of five baskets of four.
    assert expected[np.triu_indices(4, 1)] == pytest.approx([20 / 6 + 5] * 6, abs=1e-3)
    apart = expected_pairs([[3, 3, 5, 5]], [2], [(0, 1)])
    assert apart[np.triu_indices(4, 1)] == pytest.approx([0, 1.5, 1.5, 1.5, 1.5, 2], abs=1e-3)


def test_shuffled_baskets_find_nothing():
    random = np.random.default_rng(3)
    found = [sum(one.found for one in pair_lifts(drawn(random, 3_000), random.integers(0, 900, 3_000)))
             for _ in range(60)]
    assert sum(count > 0 for count in found) <= 5, "at 5 % of false findings, three companies of sixty"


def test_one_true_pair_is_found_and_nothing_that_goes_with_it():
    random = np.random.default_rng(4)
    held = drawn(random, 20_000)
    # The last good is put beside the first, in three baskets of ten.
    held[:, 6] = random.random(20_000) < np.where(held[:, 0], 0.30, 0.04)
    lifts = pair_lifts(held, random.integers(0, 4_000, 20_000))
    assert [(one.first, one.second) for one in lifts if one.found] == [(0, 6)]
    first = lifts[0]
    assert first.baskets == int((held[:, 0] & held[:, 6]).sum())
    assert first.lift.low < first.baskets / first.expected < first.lift.high


def test_a_customer_who_always_buys_the_same_two_is_one_observation():
    random = np.random.default_rng(5)
    held = drawn(random, 2_000)
    habit = np.zeros((150, POPULAR.size), bool)
    habit[:, [4, 5]] = True
    many = pair_lifts(np.vstack([held, habit]), np.append(random.integers(0, 500, 2_000), np.arange(500, 650)))
    one = pair_lifts(np.vstack([held, habit]), np.append(random.integers(0, 500, 2_000), np.full(150, 500)))
    assert [(pair.first, pair.second) for pair in many if pair.found] == [(4, 5)]
    assert not any(pair.found for pair in one)


def test_pairs_in_few_baskets_are_not_told():
    held = np.zeros((40, 3), bool)
    held[:29, :2], held[29:, 1:] = True, True
    assert pair_lifts(held, np.arange(40)) == ()
    assert [(one.first, one.second) for one in pair_lifts(held, np.arange(40), fewest=29)] == [(0, 1)]
    assert pair_lifts(np.eye(3, dtype=bool), np.arange(3)) == ()


@pytest.fixture(scope="module")
def retail(datasets):
    """Invoices of Online Retail by the thirty products in most of them, and whose they are."""
    rows = pd.read_parquet(datasets / "online_retail/online_retail.parquet",
                           columns=["InvoiceNo", "StockCode", "Quantity", "CustomerID"])
    rows = rows[rows["CustomerID"].notna() & (rows["Quantity"] > 0)].astype({"StockCode": str, "InvoiceNo": str})
    rows = rows.drop_duplicates(["InvoiceNo", "StockCode"])
    most = rows["StockCode"].value_counts().index[:30]
    rows = rows[rows["StockCode"].isin(most)]
    invoice, names = pd.factorize(rows["InvoiceNo"])
    held = np.zeros((len(names), 30), bool)
    held[invoice, rows["StockCode"].map({code: place for place, code in enumerate(most)})] = True
    return list(most), held, rows.groupby(invoice)["CustomerID"].first().to_numpy()


def test_online_retail_sells_sets_together_and_nothing_when_shuffled(retail):
    codes, held, customers = retail
    found = {frozenset((codes[one.first], codes[one.second])): one for one in pair_lifts(held, customers) if one.found}
    # Teacups with roses and teacups with Regency saucers in green; the red and the suki lunch bag.
    assert {frozenset(("22697", "22699")), frozenset(("20725", "20727"))} & set(found)
    assert max(one.lift.estimate for one in found.values()) > 2
    random = np.random.default_rng(1)
    sizes, popular = held.sum(axis=1), held.sum(axis=0)
    rank = np.argsort(-(np.log(popular) - np.log(random.exponential(size=held.shape))), axis=1)
    shuffled = np.zeros_like(held)
    np.put_along_axis(shuffled, rank, np.arange(30)[None, :] < sizes[:, None], axis=1)
    assert sum(one.found for one in pair_lifts(shuffled, customers)) <= 1
