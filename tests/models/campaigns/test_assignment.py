"""Arms drawn by lot: everybody the same chance, strata exact to within one customer, repeatable."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.campaigns.assignment import assign, draw, strata_of


def members(n: int, seed: int = 1) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame({
        "grade": random.choice(["A", "B", "C", "D"], n), "size": random.choice(["large", "medium", None], n),
        "risk": np.where(random.random(n) < 0.9, random.beta(1, 9, n), np.nan)})


def test_strata_are_exact_to_within_one_and_the_whole_too():
    customers = members(1_003)
    found = draw(customers, 0.65, seed=42)
    assert found.treated.sum() in (651, 652)
    by_stratum = pd.Series(found.treated).groupby(list(found.strata)).agg(["sum", "size"])
    assert len(by_stratum) > 80
    assert (by_stratum["sum"] - 0.65 * by_stratum["size"]).abs().max() < 1


def test_the_seed_decides():
    strata = strata_of(members(300))
    assert (assign(strata, 0.5, 1) == assign(strata, 0.5, 1)).all()
    assert (assign(strata, 0.5, 1) != assign(strata, 0.5, 2)).any()


def test_everybody_has_the_same_chance_even_alone_in_a_stratum():
    strata = ["alone", *["pair"] * 2, *["three"] * 3, *["many"] * 14]
    chance = np.mean([assign(strata, 0.65, seed) for seed in range(3_000)], axis=0)
    # Five standard errors of a share from 3,000 draws.
    assert np.abs(chance - 0.65).max() < 5 * np.sqrt(0.65 * 0.35 / 3_000)


def test_the_tenths_of_the_risk_and_what_is_not_known():
    strata = strata_of(pd.DataFrame({"grade": ["A"] * 10 + [None], "size": ["large"] * 11,
                                     "risk": [*np.arange(10) / 10, np.nan]}))
    assert strata == (*(f"A|large|{tenth}" for tenth in range(10)), "-|large|-")


@pytest.mark.parametrize("share", [0.0, 1.0, 1.5])
def test_a_share_that_leaves_an_arm_empty_is_refused(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        assign(["one"], share, 1)
