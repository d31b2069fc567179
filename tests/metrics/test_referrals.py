"""Referrals: chains, worth, circles and filters by hand, and the network of the demo company."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.filters import Filters
from analytics.metrics.referrals import DRAWN, referral_list, referrals, referrer_list
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.metrics.companies import tiny_reader
from tests.store.batches import add_batch, order

#: Who names whom: A brought B and C, B brought D, D brought E; X and Y name each other; Z names nobody on file.
NAMED = {"A": None, "B": "A", "C": "A", "D": "B", "E": "D", "X": "Y", "Y": "X", "Z": "Ghost", "Q": "Z", "N": None}
WORTH = {"A": 100, "B": 10, "C": 20, "D": 40, "E": 80, "X": 5, "Y": 5, "Z": 7, "Q": 3, "N": 30}


def network(folder: Path, named: dict[str, str | None], worth: dict[str, float], *, lost: str = "") -> Reader:
    store = Store.create(folder / "store", name="Network")
    add_batch(
        store,
        customers=[{"customer_id": one, "name": f"Firm {one}", "referred_by": by, "size": "large" if one == "D" else "small",
                    "status": "lost" if one in lost else "active", "lost_on": "2024-06-01" if one in lost else None}
                   for one, by in named.items()],
        orders=[order(f"O{one}", one, "2024-05-01", worth[one]) for one in named])
    build(store, today=date(2024, 6, 30))
    return store.reader()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return network(tmp_path_factory.mktemp("network"), NAMED, WORTH, lost="C")


def test_chains_and_worth_by_hand(reader):
    found = referrals(reader, Filters())
    one = {each.customer_id: each for each in found.referrers}
    assert (one["A"].brought, one["A"].further, one["A"].still_there) == (2, 2, 3)
    assert (one["A"].value, one["A"].value_further) == (1000, 4000 + 8000), "C is lost and worth nothing"
    assert (one["B"].value, one["B"].value_further) == (4000, 8000)
    assert found.longest == ("Firm A", "Firm B", "Firm D", "Firm E")
    assert found.levels == (3, 2, 1), "B, C and Z; D and Q; E"
    assert (found.referred.estimate, found.referred.n) == (0.8, 10)
    assert [each.customer_id for each in found.referrers] == ["A", "B", "D", "Z"]


def test_circles_and_strangers_are_counted_apart(reader):
    found = referrals(reader, Filters())
    assert (found.circular, found.nameless) == (2, 1)
    assert "X" not in {each.customer_id for each in found.referrers}


def test_worth_of_those_brought_beside_all_others(reader):
    found = referrals(reader, Filters())
    assert found.worth.n == 7
    assert found.worth.estimate == pytest.approx(100 * (10 + 40 + 80 + 5 + 5 + 7 + 3) / 7)
    assert found.worth_others.estimate == pytest.approx(100 * (100 + 30) / 2)


def test_filters_choose_the_brought_and_not_the_bringing(reader):
    found = referrals(reader, Filters.of(size="large"))
    assert {each.customer_id: (each.brought, each.further) for each in found.referrers} == {"B": (1, 0)}
    assert found.longest == ("Firm A", "Firm B", "Firm D")
    assert list(referrer_list(reader, Filters.of(size="large"))["customer_id"]) == ["B"]


def test_a_tree_is_drawn_level_by_level(reader):
    tree = referrals(reader, Filters()).referrers[0].tree
    assert [(one.customer_id, one.level, one.parent) for one in tree] == [
        ("A", 0, None), ("B", 1, 0), ("C", 1, 0), ("D", 2, 1), ("E", 3, 3)]


def test_a_large_tree_is_cut(tmp_path):
    named = {"A": None, **{f"B{n:03}": "A" for n in range(60)}}
    found = referrals(network(tmp_path, named, dict.fromkeys(named, 1.0)), Filters())
    assert (found.referrers[0].brought, len(found.referrers[0].tree)) == (60, DRAWN)


def test_lists(reader):
    assert list(referral_list(reader, Filters(), referrer="A")["customer_id"]) == ["C", "B"]
    assert len(referral_list(reader, Filters())) == 8
    rows = referrer_list(reader, Filters()).set_index("customer_id")
    assert (rows.loc["A", "brought"], rows.loc["A", "brought_active"], rows.loc["A", "brought_value"]) == (2, 1, 1000)


def test_a_company_that_records_no_referrals_has_none(tmp_path):
    found = referrals(tiny_reader(tmp_path), Filters())
    assert (found.referrers, found.levels, found.longest, found.referred.estimate) == ((), (), (), 0.0)


def test_the_demo_company_s_network_is_found_whole(demo_reader):
    found = referrals(demo_reader, Filters())
    pairs = dict(demo_reader.rows("select customer_id, referred_by from customers_now where referred_by is not null"))
    assert found.referred.n * found.referred.estimate == pytest.approx(len(pairs))
    assert sum(found.levels) == len(pairs), "nobody is in a circle: only earlier customers recommend"
    assert found.recommending == len(set(pairs.values()))

    def steps(one: str) -> int:
        return 0 if one not in pairs else 1 + steps(pairs[one])

    assert len(found.levels) == max(map(steps, pairs))
    assert len(found.longest) == len(found.levels) + 1
    # The simulation lets customers won by recommendation trade like any others.
    assert found.worth.low < found.worth_others.high
    assert found.worth_others.low < found.worth.high
