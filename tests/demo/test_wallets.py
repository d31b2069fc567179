"""Answers about other suppliers: beside everything else, and spread around the true shares."""

from __future__ import annotations

import numpy as np

from analytics.demo.scenario import MARKETS, chance
from analytics.demo.wallets import wallet_shares

ADDED = ["share_of_wallet", "supplier_rank"]


def test_answers_lie_around_the_truth(company):
    surveys = company.tables.surveys
    said = surveys[surveys["question"] == "share_of_wallet"]
    assert said["score"].between(5, 100).all()
    assert (said["scale_max"] == 100).all()
    last = said[said["answered_on"] > "2025-06-30"]
    market = company.population.market[last["customer_id"].str[1:].astype(int) - 1]
    for place, true in enumerate(company.truth.wallet_shares):
        mine = last["score"][market == place] / 100
        assert abs(mine.mean() - true) <= 3 * mine.std() / np.sqrt(len(mine)), MARKETS[place]


def test_ranks_are_places_among_the_suppliers(company):
    ranked = company.tables.surveys.query("question == 'supplier_rank'")
    assert ranked["score"].between(1, ranked["scale_max"]).all()
    assert ranked["scale_max"].between(2, 6).all()
    assert 0.5 < (ranked["score"] == 1).mean() < 0.9


def test_a_company_without_connections_has_none(quiet_company):
    class Made:
        latent = np.tile(np.linspace(1.0, 7.0, 500)[:, None], 2)

    class People:
        count, market = 500, np.arange(500) % 3

    shares = wallet_shares(3, quiet_company.truth.scenario.wallet, People, Made)
    assert abs(np.corrcoef(shares[:, 0], Made.latent[:, 0])[0, 1]) < 0.15
    assert abs(np.median(shares) - chance(np.array(0.3))) < 0.03
