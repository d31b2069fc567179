"""What is bought together: the demo company's one pair and no other, by order or window, and by hand."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.demo.kits import OIL
from analytics.demo.vocabulary import vocabulary
from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.bought_together import bought_together, pair_list
from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order


def test_the_demo_companys_pair_is_found_and_no_other(demo_reader):
    found = bought_together(demo_reader, Filters())
    assert (found.columns, found.item, found.window_days) == (("category", "product", "kind"), "category", 0)
    pair, = found.together
    assert {pair.first, pair.second} == {vocabulary().kit_category, OIL}
    assert pair.lift.lift.low > 1.25
    # A kit goes with 30 % of orders with oil; the list of kits is almost theirs alone.
    assert sorted(one.estimate for one in pair.both_ways)[0] == pytest.approx(0.30, abs=0.01)


def test_among_products_every_kit_goes_with_every_oil_and_nothing_else(demo_reader):
    found = bought_together(demo_reader, Filters(), item="product")
    oils = {one.name for one in vocabulary().products if one.category == OIL}
    kits = set(vocabulary().kits)
    named = {frozenset((one.first, one.second)) for one in found.together}
    assert named == {frozenset((kit, oil)) for kit in kits for oil in oils}


def test_filters_choose_whose_orders_count(demo_reader):
    small = bought_together(demo_reader, Filters.of("12m", size="small"))
    assert 0 < small.baskets < bought_together(demo_reader, Filters()).baskets


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Forty customers buy ink and paper together, forty others pens; one order of each is taken back."""
    store = Store.create(tmp_path_factory.mktemp("together") / "store", name="Stationers")
    rows = []
    for number in range(40):
        for line, category in enumerate(("ink", "paper")):
            rows.append({**order(f"T{number}", f"C{number}", "2024-03-01", 5), "line": str(line), "category": category})
        for line, category in enumerate(("pens", "cards" if number % 2 else "ink")):
            rows.append({**order(f"P{number}", f"D{number}", "2024-03-02", 5), "line": str(line), "category": category})
    rows.append({**order("R", "C0", "2024-03-03", -5), "category": "cards", "quantity": -1})
    add_batch(store, customers=[{"customer_id": f"{one}{number}"} for one in "CD" for number in range(40)], orders=rows)
    build(store, today=date(2024, 4, 1))
    return store.reader()


def test_baskets_and_customers_by_hand(reader):
    found = bought_together(reader, Filters(), window_days=0)
    assert (found.item, found.baskets, found.baskets_of_several, found.items) == ("category", 80, 60, 3)
    # Cards are in twenty orders, fewer than thirty: with them went the second thing of those orders.
    pair = next(one for one in found.pairs if {one.first, one.second} == {"ink", "paper"})
    assert (pair.lift.baskets, pair.lift.customers) == (40, 40)


def test_orders_of_one_good_are_put_together_by_ninety_days(reader):
    assert bought_together(reader, Filters()).window_days == 90, "fewer than 300 orders hold several goods"


def test_the_list_has_who_lacks_the_second(reader):
    lacking = pair_list(reader, Filters(), item="category", first="ink", second="paper")
    assert sorted(lacking["customer_id"]) == sorted(f"D{number}" for number in range(0, 40, 2))
    both = pair_list(reader, Filters(), item="category", first="ink", second="paper", both=True)
    assert len(both) == 40
    assert pair_list(reader, Filters(), item="category", first="cards", second="ink")["customer_id"].str[0].eq("D").all()


def test_unknown_items_are_refused(reader):
    with pytest.raises(UnknownName):
        bought_together(reader, Filters(), item="colour")
    with pytest.raises(UnknownName):
        pair_list(reader, Filters(), item="colour", first="a", second="b")


def test_without_goods_there_is_nothing_to_put_together(tiny):
    found = bought_together(tiny, Filters())
    assert found.pairs == ()
