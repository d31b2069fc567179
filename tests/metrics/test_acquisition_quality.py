"""The acquisition filter: who stays by what brought them, by hand, adjusted, silent on chance, and as simulated."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.acquisition_list import acquisition_list
from analytics.metrics.acquisition_payback import acquisition_payback, costs_of
from analytics.metrics.acquisition_quality import acquisition_quality
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order

MONTHS = [date(2022 + month // 12, month % 12 + 1, 5) for month in range(36)]


def company(folder: Path, sources: dict[str, tuple[int, int]], *, sizes: dict[str, tuple[str, ...]] | None = None,
            shuffled: int | None = None) -> Reader:
    """Build customers by source, losses being recorded since January: so many won in February 2022, of whom so many left in August.

    Everyone buys for 100 a month at a cost of 60; sources are dealt out anew where ``shuffled`` is a seed.
    """
    store = Store.create(folder / "store", name="Won")
    people = [(f"{source}{n:03}", source, n < lost) for source, (won, lost) in sources.items() for n in range(won)]
    named = [source for _, source, _ in people]
    if shuffled is not None:
        named = list(np.random.default_rng(shuffled).permutation(named))
    add_batch(
        store,
        customers=[{"customer_id": "First", "acquisition_channel": None, "acquired_on": "2022-01-01", "size": None,
                    "lost_on": "2022-01-20", "status": "lost"}, *(
            {"customer_id": one, "acquisition_channel": source, "acquired_on": "2022-02-05",
             "size": (sizes or {}).get(one[:-3], ("small",))[int(one[-3:]) % len((sizes or {}).get(one[:-3], ("s",)))],
             "lost_on": "2022-08-05" if lost else None, "status": "lost" if lost else "active"}
            for (one, _, lost), source in zip(people, named, strict=True))],
        orders=[
            order("OF", "First", "2022-01-01", 1, cost=1, discount=None),
            *(order(f"O{one}{place}", one, f"{day}", 100, cost=60,
                    discount={"promotion": 25.0, "online": 5.0}.get(source, 0.0))
              for one, source, lost in people for place, day in enumerate(MONTHS[1:])
              if not lost or day < date(2022, 8, 5))])
    build(store, today=date(2024, 12, 6))
    return store.reader()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return company(tmp_path_factory.mktemp("acquired"), {"referral": (40, 4), "promotion": (40, 20), "online": (5, 0)})


def test_kept_and_margin_by_hand(reader):
    found = acquisition_quality(reader, Filters())
    promotion, referral, online = (found.of(name) for name in ("promotion", "referral", "online"))
    assert (promotion.kept.estimate, promotion.kept.n) == (0.5, 40)
    assert referral.kept.estimate == 0.9
    assert promotion.margin.estimate == pytest.approx((20 * 12 + 20 * 6) * 4000 / 40)
    assert (found.kept.n, found.kept.estimate) == (85, pytest.approx(61 / 85))
    assert online.kept.state == "suppressed"
    assert promotion.differs
    assert promotion.difference.estimate == pytest.approx(0.5 - 41 / 45)
    assert [group.names[0] for group in found.groups] == ["online", "referral", "promotion"]


def test_bands_of_discount_stand_in_their_order(reader):
    found = acquisition_quality(reader, Filters(), by="discount", months=24)
    assert [(group.names[0], group.kept.n) for group in found.groups] == [("none", 40), ("to_10", 5), ("over_20", 40)]
    both = acquisition_quality(reader, Filters(), by="both")
    assert both.of("promotion", "over_20").kept.n == 40


def test_what_size_explains_is_no_difference_of_the_source(tmp_path):
    """Small customers leave; the source with more of them differs as it stands, and not once sizes are equal."""
    mixed = company(tmp_path, {"referral": (60, 6), "promotion": (60, 24), "online": (60, 24)}, sizes={
        "referral": ("large",), "promotion": ("small",), "online": ("small",)})
    found = acquisition_quality(mixed, Filters())
    promotion = found.of("promotion")
    assert promotion.kept.estimate == 0.6
    assert promotion.difference.estimate == pytest.approx(0.0), "against online, which is as small"
    assert found.of("referral").difference.estimate is None, "nobody else is large"


def test_dealt_out_sources_are_not_told_apart(tmp_path):
    found = acquisition_quality(company(
        tmp_path, {"referral": (60, 6), "promotion": (60, 30), "exhibition": (60, 6)}, shuffled=3), Filters())
    assert len(found.groups) == 3
    assert not any(group.differs for group in found.groups)


def test_the_list_holds_whom_the_share_leaves_out(reader):
    gone = acquisition_list(reader, Filters(), source="promotion", kept=False)
    assert (len(gone), len(acquisition_list(reader, Filters(), source="promotion"))) == (20, 40)
    assert set(gone["lost_on"].dt.date) == {date(2022, 8, 5)}
    with pytest.raises(UnknownName):
        acquisition_list(reader, Filters(), months=7)
    with pytest.raises(UnknownName):
        acquisition_quality(reader, Filters(), by="colour")


def test_margin_is_cumulated_over_everyone_won(reader):
    referral, promotion = acquisition_payback(reader, Filters()).sources[:2]
    assert {referral.source, promotion.source} == {"referral", "promotion"}
    promotion = promotion if promotion.source == "promotion" else referral
    assert [one.estimate for one in promotion.margin[:7]] == pytest.approx(
        [4000, 8000, 12000, 16000, 20000, 24000, 26000]), "half of them bring nothing after six months"
    back = promotion.payback(25_000)
    assert back.months == 7
    assert back.soonest <= 7 <= back.latest
    assert promotion.payback(10_000_000).months is None
    assert all(one.n == 40 for one in promotion.margin)


def test_costs_are_read_from_the_setting():
    assert costs_of("referral=200, all=99.5") == {"referral": 20_000, "all": 9_950}
    assert costs_of("") == {}
    with pytest.raises(HuitouError):
        costs_of("referral:200")


def test_the_demo_company_s_promotions_bring_those_who_leave(demo_store, demo_reader):
    """The truth: a promotion takes 0.45 from the logit of staying a year, a referral adds 0.30."""
    shifts = json.loads((demo_store.path / "truth.json").read_text("utf-8"))["scenario"]["channel_shifts"]
    assert shifts[2] < -0.4
    assert shifts[0] > 0.2
    found = acquisition_quality(demo_reader, Filters(), months=24)
    promotion, referral = found.of("promotion"), found.of("referral")
    assert promotion.difference.high < 0
    assert referral.difference.high > 0 > promotion.difference.estimate
    assert referral.kept.estimate > promotion.kept.estimate
