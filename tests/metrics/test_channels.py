"""Channels: revenue, margin, discount, who stays and concentration by hand; nothing to tell on chance."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from analytics.demo.vocabulary import vocabulary
from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.channels import channel_list, channels
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Twenty customers of the partner, of whom five stay; twenty of the store, who all stay; one machine."""
    store = Store.create(tmp_path_factory.mktemp("channels") / "store", name="Channels")

    def sold(number: str, customer: str, day: str, revenue: float, channel: str | None, **more: object):
        return order(number, customer, day, revenue, **{"channel": channel, "kind": "parts", "cost": None,
                                                        "discount": None, **more})

    add_batch(
        store,
        customers=[{"customer_id": f"{channel}{n:02}", "account_manager": "Li" if n % 2 else "Wu"}
                   for channel in ("P", "S") for n in range(20)],
        orders=[
            *(sold(f"O1P{n}", f"P{n:02}", "2023-01-02", 10, "partner") for n in range(20)),
            *(sold(f"O1S{n}", f"S{n:02}", "2023-01-02", 10, "store") for n in range(20)),
            *(sold(f"O2P{n}", f"P{n:02}", "2024-02-01", 8, "partner", cost=7, discount=2) for n in range(5)),
            *(sold(f"O2S{n}", f"S{n:02}", "2024-12-31", 10, "store", cost=6, discount=0) for n in range(20)),
            sold("M1", "P00", "2023-03-01", 900, "sales", kind="machine"),
            sold("N1", "S00", "2024-12-31", 10, None)],
        surveys=[{"customer_id": f"S{n:02}", "score": 5 if n % 2 else 4, "answered_on": "2024-03-01",
                  "question": "overall", "scale_min": 1, "scale_max": 5} for n in range(20)])
    build(store, today=date(2025, 1, 1))
    return store.reader()


def test_a_channel_by_hand(reader):
    found = channels(reader, Filters())
    store, partner, sales = found.channels
    assert (store.name, partner.name, sales.name) == ("store", "partner", "sales")
    assert (store.before, store.revenue, store.buyers) == (20_000, 20_000, 20)
    assert partner.share == pytest.approx(40 / 240)
    assert found.unknown == pytest.approx(10 / 250)
    assert (store.margin, partner.margin) == (pytest.approx(0.4), pytest.approx(1 / 8))
    assert (store.discount, partner.discount, sales.discount) == (0.0, pytest.approx(0.2), None)
    assert (partner.kept.estimate, partner.kept.n, store.kept.estimate) == (0.25, 20, 1.0)
    assert partner.net.estimate == pytest.approx(40 / 200), "the machine of 900 does not count"
    assert (store.satisfaction.n, store.satisfaction.estimate) == (20, pytest.approx(4.5))
    assert (sales.kept.n, sales.last_on) == (0, date(2023, 3, 1))


def test_what_is_left_to_whom_sells_and_when_by_hand(reader):
    store, partner, sales = channels(reader, Filters()).channels
    assert (store.left, sales.left) == (0.0, None)
    # Five at 8 after a discount of 2, for 7 each: of a margin of 3 at the price before it, 2 are left.
    assert partner.left == pytest.approx(2 / 3)
    assert (store.busy_months, partner.busy_months, sales.busy_months) == (1, 1, 0)
    found = channels(reader, Filters())
    assert (found.sold_before, [one.name for one in found.silent]) == (3, ["sales"])


def test_a_partner_firm_is_told_apart_from_the_company_itself(tmp_path):
    store = Store.create(tmp_path / "store", name="Firms")
    rows = [order(f"A{n}", f"C{n:02}", "2023-01-02", 10, partner="Lu" if n < 12 else "Jin" if n < 14 else None)
            for n in range(30)]
    rows += [order(f"B{n}", f"C{n:02}", f"2024-0{n % 3 + 1}-15", 30, partner="Lu" if n < 6 else None)
             for n in range(30)]
    add_batch(store, orders=[*rows, order("Z", "C29", "2024-12-31", 100, partner=None)])
    build(store, today=date(2025, 1, 1))
    found = channels(store.reader(), Filters(), by="partner")
    lu, jin = found.channels
    assert (lu.name, lu.before, lu.revenue, lu.share, lu.busy_months) == ("Lu", 12_000, 18_000, 1.0, 3)
    assert (lu.kept.n, lu.kept.estimate, lu.net.estimate) == (12, 1.0, pytest.approx(3.0)), "bought again, anywhere"
    assert found.unknown == pytest.approx(1 - 180 / 1000)
    assert (found.sold_before, found.silent, jin.last_on) == (2, (jin,), date(2023, 1, 2))
    assert found.concentration == 1.0
    assert len(channel_list(store.reader(), Filters(), by="partner", name="Jin")) == 2


def test_the_demo_company_s_partners_are_found(demo_store, demo_reader):
    truth = json.loads((demo_store.path / "truth.json").read_text("utf-8"))["scenario"]["partners"]
    found = channels(demo_reader, Filters(), by="partner")
    assert [one.name for one in found.silent] == [vocabulary().partners[-1]], "it stopped selling"
    largest = found.channels[0]
    assert largest.name == vocabulary().partners[0]
    whole = sum(truth["weights"][:-1])
    assert largest.share == pytest.approx(truth["weights"][0] / whole, abs=0.12)
    everyone = channels(demo_reader, Filters(), by="branch").channels
    usual = sum(one.kept.n * one.kept.estimate for one in everyone) / sum(one.kept.n for one in everyone)
    for one in found.channels[:4]:
        reach = 3 * (one.kept.high - one.kept.low) / 3.92
        assert abs(one.kept.estimate - usual) < reach, "customers fell to partners by lot"


def test_concentration_by_hand(reader):
    found = channels(reader, Filters())
    assert found.concentration == pytest.approx((200 / 240) ** 2 + (40 / 240) ** 2)
    assert found.equal_channels == pytest.approx(1 / found.concentration)


def test_people_stand_in_for_partners(reader):
    found = channels(reader, Filters(), by="account_manager")
    assert {one.name: one.kept.n for one in found.channels} == {"Li": 20, "Wu": 20}
    with pytest.raises(UnknownName):
        channels(reader, Filters(), by="weather")


@pytest.mark.parametrize("by", ["channel", "account_manager"])
def test_the_list_holds_whom_the_share_counts(demo_reader, by):
    found = channels(demo_reader, Filters(), by=by)
    for one in found.channels[:4]:
        rows = channel_list(demo_reader, Filters(), by=by, name=one.name)
        kept = channel_list(demo_reader, Filters(), by=by, name=one.name, kept=True)
        assert (len(rows), len(kept)) == (one.kept.n, round((one.kept.estimate or 0.0) * one.kept.n))
        assert rows["revenue"].sum() / rows["revenue_before"].sum() == pytest.approx(one.net.estimate)


def test_shares_and_revenue_are_those_of_the_orders(demo_reader):
    found = channels(demo_reader, Filters())
    assert sum(one.share for one in found.channels) == pytest.approx(1.0)
    ((total,),) = demo_reader.rows(
        "select cast(100 * sum(revenue) as bigint) from warehouse.orders where ordered_on >= $start",
        {"start": found.window.start})
    assert sum(one.revenue for one in found.channels) == total


def test_dealt_out_channels_keep_alike(tmp_path):
    """Channels drawn by lot: every channel's interval holds what all customers do."""
    store, chance = Store.create(tmp_path / "store", name="Null"), np.random.default_rng(11)
    names = chance.choice(["store", "phone", "online"], 300)
    stays = chance.random(300) < 0.7
    add_batch(store, orders=[
        *(order(f"A{n}", f"C{n}", "2023-01-01", 10, channel=names[n]) for n in range(300)),
        *(order(f"B{n}", f"C{n}", "2024-12-31", 10, channel=names[n]) for n in range(300) if stays[n])])
    build(store, today=date(2025, 1, 1))
    found = channels(store.reader(), Filters())
    assert len(found.channels) == 3
    assert all(one.kept.low < stays.mean() < one.kept.high for one in found.channels)
