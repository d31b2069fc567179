"""Share of wallet: figures worked out by hand, shares by lot that must show nothing, the demo company's truth."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Clause, Filters
from analytics.metrics.share_of_wallet import share_of_wallet, share_of_wallet_list
from analytics.metrics.supplier_ranks import rule_share, supplier_ranks
from analytics.metrics.survey_scores import survey_scores
from analytics.metrics.wallet_loyalty import odds_of_staying, wallet_loyalty
from analytics.metrics.wallet_potential import wallet_potential, wallet_potential_list
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import Row, add_batch, order

YEAR = Filters("2024-01-01..2024-12-31")
FEW, MANY = [f"F{number:02d}" for number in range(12)], [f"M{number:02d}" for number in range(16)]


def said(name: str, share: float, day: str = "2024-06-01", question: str = "share_of_wallet", low: float = 0,
         high: float = 100) -> Row:
    """Return one answer."""
    return {"customer_id": name, "score": share, "answered_on": day, "wave": day[:7], "question": question,
            "scale_min": low, "scale_max": high}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Twelve customers who buy half here and leave the year after, sixteen who buy four fifths, and two odd ones.

    Each bought for 100 in the year up to its answer, and for 70 too long before. Of the few, F00 said 90 earlier in
    the year. Z buys nothing here by its word, Y a fiftieth. Ten of the many rank us second of two.
    """
    store = Store.create(tmp_path_factory.mktemp("wallet") / "store", name="Wallet", currency="CNY")
    (store.path / "settings.toml").write_text("silence_days = 3000\n", "utf-8")
    everyone = [*FEW, *MANY, "Y", "Z"]
    add_batch(
        store,
        customers=[{"customer_id": name, "segment": "few" if name in FEW else "many", "size": "small",
                    "acquired_on": "2022-01-10", "status": "lost" if name in FEW else "active",
                    "lost_on": "2025-03-01" if name in FEW else None} for name in everyone],
        orders=[*(order(f"O{name}", name, "2022-01-10", 70) for name in everyone),
                *(order(f"P{name}", name, "2024-05-10", 100) for name in everyone),
                order("late", "M00", "2025-12-20", 10)],
        surveys=[*(said(name, 50) for name in FEW), *(said(name, 80) for name in MANY), said("F00", 90, "2024-02-01"),
                 said("Y", 2), said("Z", 0), said("M01", 4, question="overall", low=1, high=5),
                 *(said(name, 2, question="supplier_rank", low=1, high=2) for name in MANY[:10])])
    build(store, today=date(2026, 1, 1))
    return store.reader()


def test_shares_and_what_is_spent_elsewhere_are_those_worked_out_by_hand(reader):
    found = share_of_wallet(reader, YEAR)
    assert found.total.share.n == 30
    assert found.total.share.estimate == pytest.approx((12 * 0.5 + 16 * 0.8 + 0.02 + 0) / 30)
    # 200 of each of the few, 125 of each of the many, and 2000 of Y, whose fiftieth counts as a twentieth.
    wallet = 12 * 200 + 16 * 125 + 2000
    assert found.total.money_share.n == 29, "who says it buys nothing tells no wallet"
    assert found.total.money_share.estimate == pytest.approx(2900 / wallet)
    assert found.total.left.estimate == pytest.approx(100 * (wallet - 2900))
    assert found.total.left.low < found.total.left.estimate < found.total.left.high
    assert (found.revenue, found.low, found.nothing, found.floored) == (290_000, 2, 1, 1)


def test_groups_stand_by_what_they_spend_elsewhere(reader):
    many, few = share_of_wallet(reader, YEAR).groups
    assert (many.name, few.name, few.share.n) == ("many", "few", 12)
    assert few.left.estimate == pytest.approx(12 * 100 * 100)
    assert (few.share.low, few.share.high) == (0.5, 0.5), "all say the same"
    assert few.share.state == "thin"
    assert share_of_wallet(reader, YEAR, by="size").groups[0].share.n == 30
    with pytest.raises(UnknownName):
        share_of_wallet(reader, YEAR, by="weather")
    first = share_of_wallet(reader, YEAR).table()[0]
    assert (first["segment"], first["left"].estimate) == ("all", pytest.approx(3500.0))


def test_the_latest_answer_of_the_period_counts_and_each_quarter_has_its_own(reader):
    early = share_of_wallet(reader, Filters("2024-01-01..2024-03-31"))
    assert (early.total.share.n, early.total.share.estimate) == (1, 0.9)
    assert early.total.share.state == "suppressed"
    quarters = share_of_wallet(reader, YEAR).quarters
    assert [(one.start, one.complete, one.wallet.share.n) for one in quarters] == [
        (date(2024, 1, 1), True, 1), (date(2024, 4, 1), True, 30)]
    known = share_of_wallet(reader, Filters("all", date(2024, 5, 1)))
    assert known.total.share.n == 1, "later answers are not known yet"


def test_lists_hold_the_customers_behind_the_figures(reader):
    everyone = share_of_wallet_list(reader, YEAR)
    assert len(everyone) == 30
    assert everyone.iloc[0][["customer_id", "wallet_left"]].to_list() == ["Y", 190_000]
    assert set(share_of_wallet_list(reader, YEAR, who="low")["customer_id"]) == {"Y", "Z"}
    assert len(share_of_wallet_list(reader, YEAR, group="few", grouped=True)) == 12
    ranked = share_of_wallet_list(reader, YEAR, who="not_first")
    assert set(ranked["customer_id"]) == set(MANY[:10])
    assert set(ranked["supplier_rank"]) == {2}
    assert share_of_wallet_list(reader, YEAR, who="first").empty
    with pytest.raises(UnknownName):
        share_of_wallet_list(reader, YEAR, who="rich")


def test_staying_is_seen_in_the_window_after_the_answer(reader):
    found = wallet_loyalty(reader, YEAR)
    # The few left in the window; Y and Z, with the smallest shares, stayed.
    assert [(one.stayed.n, one.stayed.estimate) for one in found.bands] == [(2, 1.0), (12, 0.0), (0, None), (16, 1.0)]
    assert (found.odds.n, found.association) == (30, "more")
    assert wallet_loyalty(reader, YEAR, horizon_days=180).bands[1].stayed.estimate == 1.0, "gone only later"
    open_window = wallet_loyalty(reader, Filters("all", date(2025, 1, 1)))
    assert (open_window.bands, open_window.association) == ((), "few")


def test_ten_points_multiply_the_odds_by_the_root_of_the_odds_ratio():
    # 20 of 50 stay at a fifth, 40 of 50 at three fifths: an odds ratio of 6 over forty points.
    share = pd.Series(np.repeat([0.2, 0.6], 50))
    stayed = np.repeat([True, False, True, False], [20, 30, 40, 10])
    found = odds_of_staying(share, stayed)
    assert found.estimate == pytest.approx(6**0.25, abs=2e-3)
    reach = 1.959964 * np.sqrt(1 / 20 + 1 / 30 + 1 / 40 + 1 / 10) / 4
    assert found.high == pytest.approx(6**0.25 * np.exp(reach), abs=6e-3)
    assert odds_of_staying(share, np.arange(100) >= 5).state == "suppressed", "only five left"


def test_shares_by_lot_show_no_association():
    generator, found = np.random.default_rng(5), []
    for _ in range(400):
        one = odds_of_staying(pd.Series(generator.integers(1, 21, 300) / 20), generator.random(300) < 0.8)
        found.append(one.low > 1 or one.high < 1)
    assert np.mean(found) < 0.08


def test_the_rule_shares_one_wallet_out_and_is_held_against_answers(reader):
    for suppliers in range(2, 7):
        assert rule_share(np.arange(1, suppliers + 1), suppliers).sum() == pytest.approx(1)
    found = supplier_ranks(reader, YEAR)
    assert (found.first.n, found.first.estimate) == (10, 0.0)
    assert found.by_rule.estimate == pytest.approx(1 / 3)
    assert found.stated.estimate == pytest.approx(0.8)
    assert found.off.estimate == pytest.approx(1 / 3 - 0.8)
    assert found.verdict == "below"


def test_what_is_bought_elsewhere_is_no_satisfaction(reader):
    assert survey_scores(reader, YEAR).questions == ("overall",)


def test_nobody_asked_is_no_share(tmp_path):
    store = Store.create(tmp_path / "store", name="Unasked")
    add_batch(store, customers=[{"customer_id": "A"}], orders=[order("O", "A", "2024-05-10", 100)])
    build(store, today=date(2024, 6, 1))
    found = share_of_wallet(store.reader(), Filters())
    assert (found.total.share.n, found.total.share.estimate, found.groups, found.quarters) == (0, None, (), ())
    assert supplier_ranks(store.reader(), Filters()).first.n == 0
    assert wallet_loyalty(store.reader(), Filters()).association == "few"


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Forty farmers that bought for 100, 200 … 4000, twelve bakers, and one farmer who only came this year."""
    store = Store.create(tmp_path_factory.mktemp("peers") / "store", name="Peers", currency="CNY")
    (store.path / "settings.toml").write_text("silence_days = 3000\n", "utf-8")
    farmers, bakers = [f"F{number:02d}" for number in range(1, 41)], [f"B{number}" for number in range(12)]
    add_batch(
        store,
        customers=[{"customer_id": name, "segment": "farmer" if name[0] in "FN" else "baker", "size": "small",
                    "acquired_on": "2025-06-01" if name == "N" else "2022-01-10"} for name in [*farmers, *bakers, "N"]],
        orders=[*(order(f"A{name}", name, "2022-01-10", 900) for name in [*farmers, *bakers]),
                *(order(f"O{name}", name, "2025-09-10", 100 * int(name[1:])) for name in farmers),
                order("N", "N", "2025-12-31", 900)])
    build(store, today=date(2026, 1, 1))
    return store.reader()


def test_the_frontier_is_the_quantile_of_like_customers(peers):
    found = wallet_potential(peers, Filters())
    (farmers,) = found.groups
    assert (farmers.segment, farmers.size, farmers.frontier.n, farmers.below) == ("farmer", "small", 40, 32)
    assert farmers.frontier.estimate == pytest.approx(100 * 3220)
    # 32.2 less 1, less 2 … less 32, each a hundred.
    assert found.potential.estimate == pytest.approx(100 * 100 * (32 * 32.2 - 32 * 33 / 2))
    assert found.potential.low < found.potential.estimate < found.potential.high
    assert (found.customers, found.left_out) == (40, 12), "bakers are too few, N was not there for a year"
    listed = wallet_potential_list(peers, Filters())
    assert len(listed) == 32
    assert listed.iloc[0][["customer_id", "wallet_gap"]].to_list() == ["F01", pytest.approx(312_000)]
    assert wallet_potential_list(peers, Filters(), segment="baker", size="small", grouped=True).empty


def test_another_quantile_is_another_frontier(peers):
    assert wallet_potential(peers, Filters(), quantile=0.9).groups[0].frontier.estimate == pytest.approx(100 * 3610)
    with pytest.raises(HuitouError) as caught:
        wallet_potential(peers, Filters(), quantile=0.99)
    assert caught.value.code == "wallet_quantile"


def test_the_demo_company_s_shares_are_found(demo_store, demo_reader):
    truth = json.loads((demo_store.path / "truth.json").read_text("utf-8"))["wallet_shares"]
    for market, share in zip(("open", "mixed", "captive"), truth, strict=True):
        found = share_of_wallet(demo_reader, Filters("12m", None, (Clause("market", (market,)),))).total.share
        assert abs(found.estimate - share) <= 3 * (found.high - found.low) / 3.92 + 0.01, market
    assert wallet_loyalty(demo_reader, Filters()).association == "more", "the contented buy more and stay"
