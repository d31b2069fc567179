"""What was added to the demo company later draws its own chances: without it, everything else is the same."""

from __future__ import annotations

import pandas as pd

from analytics.demo import Scenario, simulate
from analytics.demo.additions import Partners
from analytics.demo.scenario import Training, Wallet
from analytics.demo.vocabulary import vocabulary
from tests.demo.conftest import SEED


def test_without_course_wallets_and_partners_everything_else_is_the_same(company):
    other = simulate(seed=SEED, scenario=Scenario(
        training=Training(invited=0.0), wallet=Wallet(answered=0.0), partners=Partners(customers=0.0)))
    assert other.truth.course_effect is None
    assert other.tables.orders["partner"].isna().all()
    for name, frame in other.tables.items():
        mine = getattr(company.tables, name)
        if name == "memberships":
            mine = mine[mine["programme"] == vocabulary().membership].reset_index(drop=True)
        elif name == "surveys":
            mine = mine[~mine["question"].isin(["share_of_wallet", "supplier_rank"])].reset_index(drop=True)
        elif name == "orders":
            mine, frame = mine.drop(columns="partner"), frame.drop(columns="partner")
        pd.testing.assert_frame_equal(mine.astype(frame.dtypes), frame)
