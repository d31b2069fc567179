"""Charts of the share of wallet: what is drawn where."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.charts import share_of_wallet as charts
from analytics.i18n import Translator
from analytics.metrics.share_of_wallet import ShareOfWallet, Wallet, WalletQuarter
from analytics.metrics.wallet_loyalty import WalletBand, WalletLoyalty
from analytics.metrics.wallet_potential import PeerGroup, WalletPotential
from analytics.statistics.estimate import Estimate

WORDS = Translator("en")


def wallet(name: str | None, share: float, money: float, n: int = 50) -> Wallet:
    state = "enough" if n >= 30 else "thin" if n >= 10 else "suppressed"
    return Wallet(name, Estimate(n, share, share - 0.1, share + 0.1, state),
                  Estimate(n, money, money - 0.1, money + 0.1, state), Estimate(n, 1000.0, 900.0, 1100.0, state))


def found(*groups: Wallet, quarters: tuple[WalletQuarter, ...] = ()) -> ShareOfWallet:
    return ShareOfWallet("size", wallet(None, 0.5, 0.4), 100, 3, 0, 0, groups, quarters)


def test_every_group_has_both_shares_and_few_are_left_out():
    figure = charts.shares_by_group(found(wallet("large", 0.4, 0.3), wallet(None, 0.6, 0.5, 12),
                                          wallet("small", 0.9, 0.9, 9)), WORDS)
    heads, money = figure.data
    assert (list(heads.x), list(money.x)) == ([0.4, 0.6], [0.3, 0.5])
    assert list(heads.y) == pytest.approx([-0.15, 0.85])
    assert list(heads.marker.symbol) == ["circle", "circle-open"]
    assert list(figure.layout.yaxis.ticktext) == ["Large", "Not stated"]
    assert [list(one) for one in heads.customdata] == [["large"], [None]]
    assert list(heads.error_x.array) == pytest.approx([0.1, 0.1])


def test_quarters_that_are_not_over_are_not_drawn():
    quarters = tuple(WalletQuarter(date(2025, month, 1), month < 7, wallet(None, 0.5, 0.4)) for month in (1, 4, 7))
    figure = charts.shares_over_time(found(quarters=quarters), WORDS)
    assert [list(trace.x) for trace in figure.data] == [[date(2025, 1, 1), date(2025, 4, 1)]] * 2


def test_staying_is_drawn_band_by_band():
    bands = (WalletBand(0.0, 0.25, Estimate(9, 0.5, 0.2, 0.8, "suppressed")),
             WalletBand(0.25, 0.5, Estimate(40, 0.6, 0.5, 0.7)), WalletBand(0.5, 1.0, Estimate(20, 0.9, 0.7, 1, "thin")))
    (points,) = charts.staying_by_share(WalletLoyalty(bands, Estimate(60, 1.2, 1.1, 1.3), 365), WORDS).data
    assert (list(points.x), list(points.y)) == (["25% to 50%", "50% to 100%"], [0.6, 0.9])


def test_potential_is_drawn_with_its_interval():
    groups = (PeerGroup("Farms", "large", Estimate(40, 500.0, 400.0, 600.0), 9000, 32, Estimate(40, 300.0, 200.0, 450.0)),
              PeerGroup(None, None, Estimate(30, 50.0, 40.0, None), 900, 24, Estimate(30, 30.0, 20.0, None)))
    (bars,) = charts.potential_by_peers(
        WalletPotential(0.8, groups, 70, 9900, 0, Estimate(70, 330.0, 230.0, 480.0)), WORDS, "CNY").data
    assert list(bars.x) == [300.0, 30.0]
    assert (list(bars.error_x.array), list(bars.error_x.arrayminus)) == ([150.0, 0.0], [100.0, 10.0])
    assert list(bars.y) == ["Farms, Large", "Not stated, Not stated"]
