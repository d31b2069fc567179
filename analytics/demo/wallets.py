"""What customers buy elsewhere: the share they say they buy here, and the company's rank among suppliers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.demo.additions import Wallet
from analytics.demo.columns import labels, texts
from analytics.demo.costs import yearly
from analytics.demo.opinion import Opinion, reviews
from analytics.demo.population import Population
from analytics.demo.scenario import MARKETS, Booleans, Floats, Integers, chance

#: The stream of the wallets; drawing from one of its own leaves everything else as it is without them.
STREAM = 31
#: Satisfaction in the middle of the customers.
MIDDLE = 4.1
#: People answer in steps of five per cent; whoever buys nearly all from one supplier has no others to rank.
STEP, SOLE = 0.05, 0.95
#: Further suppliers beside a second one, and how evenly they share what is left.
FURTHER, MOST, EVENNESS = 1.2, 6, 1.5


def with_wallets(seed: int, wallet: Wallet, population: Population, opinion: Opinion,
                 surveys: pd.DataFrame) -> pd.DataFrame:
    """Add the two answers to the yearly forms; the other answers stay as they are.

    Parameters
    ----------
    seed : int
        The company's.
    wallet : Wallet
    population : Population
    opinion : Opinion
    surveys : pandas.DataFrame
        The canonical table, by day.

    Returns
    -------
    pandas.DataFrame
        By day, a form's new answers after its others.
    """
    random = np.random.default_rng([seed, STREAM])
    shares = wallet_shares(seed, wallet, population, opinion)
    asked = (surveys["question"] == "overall") & surveys["score"].notna()
    quarter = surveys["wave"].cat.codes.to_numpy().astype(np.int64)
    place = np.flatnonzero(asked.to_numpy() & yearly(quarter))
    place = place[random.random(len(place)) < wallet.answered]
    customer = surveys["customer_id"].iloc[place].str[1:].astype(int).to_numpy() - 1
    true = shares[customer, quarter[place]]
    said = np.clip(np.rint((true + random.normal(0.0, wallet.error, len(true))) / STEP) * STEP, STEP, 1.0)
    suppliers = 2 + np.minimum(random.poisson(FURTHER, len(true)), MOST - 2)
    rank = _ranks(random, true, suppliers)
    ranked = np.flatnonzero(said < SOLE)

    names = (*surveys["question"].cat.categories, "share_of_wallet", "supplier_rank")
    rows = surveys.iloc[np.concatenate([place, place[ranked]])].reset_index(drop=True)
    rows["question"] = labels(names, np.repeat([len(names) - 2, len(names) - 1], [len(place), len(ranked)]))
    rows["score"] = np.concatenate([np.rint(100 * said), rank[ranked]])
    rows["scale_min"] = np.repeat([0.0, 1.0], [len(place), len(ranked)])
    rows["scale_max"] = np.concatenate([np.full(len(place), 100.0), suppliers[ranked]])
    rows[["expected", "importance"]] = np.nan
    rows["comment"] = texts([None] * len(rows))
    known = surveys.assign(question=surveys["question"].cat.set_categories(names))
    joined = pd.concat([known, rows], ignore_index=True)
    told = joined["answered_on"].fillna(joined["sent_on"])
    return joined.iloc[np.argsort(told.to_numpy(), kind="stable")].reset_index(drop=True)


def wallet_shares(seed: int, wallet: Wallet, population: Population, opinion: Opinion) -> Floats:
    """Return the share of its spending each customer does with the company: shape (customers, quarters)."""
    lasting = np.random.default_rng([seed, STREAM, 1]).normal(0.0, wallet.spread, population.count)
    lasting += np.array(wallet.markets)[population.market]
    return chance(wallet.middle + wallet.satisfaction * (opinion.latent - MIDDLE) + lasting[:, None])


def expected_shares(shares: Floats, population: Population, response: Floats, alive: Booleans,
                    ) -> tuple[float, ...]:
    """Return the expected mean share among those who answered in the last year, by market.

    Parameters
    ----------
    shares : numpy.ndarray of float
        From `wallet_shares`.
    population : Population
    response : numpy.ndarray of float
        Chance to answer when asked: shape (customers, quarters).
    alive : numpy.ndarray of bool
        Who is a customer in which quarter.
    """
    quarters = alive.shape[1]
    asked = alive & reviews(population, quarters) & yearly(np.arange(quarters))
    asked[:, :-4] = False
    weight = np.where(asked, response, 0.0)
    markets = [population.market == place for place in range(len(MARKETS))]
    return tuple(float((weight * shares)[here].sum() / weight[here].sum()) if weight[here].any()
                 else float("nan") for here in markets)


def _ranks(random: np.random.Generator, share: Floats, suppliers: Integers) -> Integers:
    """Return the company's place among a customer's suppliers, who share the rest by lot."""
    lots = random.gamma(EVENNESS, size=(len(share), MOST - 1))
    lots[np.arange(MOST - 1) >= suppliers[:, None] - 1] = 0.0
    rest = (1.0 - share)[:, None] * lots / lots.sum(axis=1, keepdims=True)
    return np.asarray(1 + (rest > share[:, None]).sum(axis=1))
