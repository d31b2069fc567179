"""What else a customer may need: by hand from pairs, and by plain rows of the demo company."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.filters import Filters
from analytics.metrics.bought_together import BoughtTogether, Pair, bought_together
from analytics.metrics.cross_sell import cross_sell, offers_from
from analytics.statistics.estimate import Estimate
from analytics.statistics.pairs import PairLift

TODAY = date(2026, 6, 30)


def pair(first: str, second: str, low: float, *, found: bool = True) -> Pair:
    lift = PairLift(0, 1, 40, 30, 20.0, Estimate(40, 2.0, low, 3.0), 0.001, found)
    return Pair(first, second, lift, 100, 80)


def lines(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["category", "ordered_on", "revenue"]).assign(
        ordered_on=lambda frame: pd.to_datetime(frame["ordered_on"]))


def test_what_goes_with_what_was_bought_and_was_not_bought_itself():
    found = BoughtTogether(("category",), "category", 0, 500, 400, 4, (
        pair("filters", "oil", 1.4), pair("teeth", "filters", 1.8), pair("oil", "tracks", 1.9),
        pair("filters", "seats", 2.5, found=False)))
    told = offers_from(found, lines(("filters", "2026-05-01", 100), ("filters", "2025-01-01", 100),
                                    ("teeth", "2026-05-01", -100)), TODAY)
    # The surest lift first; what was only taken back counts as not bought; chance pairs are left out.
    assert [(one.item, one.beside, one.bought_on) for one in told.offers] == [
        ("teeth", "filters", date(2026, 5, 1)), ("oil", "filters", date(2026, 5, 1))]
    assert told.table()[0]["low"] == 1.8
    assert offers_from(found, lines(("filters", "2023-01-01", 100)), TODAY).offers == (), "bought too long ago"
    assert offers_from(found, lines(), TODAY).offers == ()


def test_nothing_is_named_where_nothing_is_told_apart():
    empty = BoughtTogether((), "", 0, 0, 0, 0, ())
    assert offers_from(empty, lines(("filters", "2026-05-01", 100)), TODAY).offers == ()


def test_the_demo_customer_never_bought_what_is_named(demo_reader):
    number = demo_reader.rows("select customer_id from customers_now where status = 'active' and orders between 3 and 8 "
                              "order by customer_id limit 1")[0][0]
    told = cross_sell(demo_reader, Filters(), customer=number)
    assert told.item == bought_together(demo_reader, Filters()).item
    assert told.offers
    bought = {row[0] for row in demo_reader.rows(
        f"select {told.item} from warehouse.orders where customer_id = $c and revenue > 0", {"c": number})}
    for one in told.offers:
        assert one.item not in bought
        assert one.beside in bought
        assert one.pair.lift.lift.low > 1
        assert one.pair.lift.lift.estimate == pytest.approx(one.pair.lift.baskets / one.pair.lift.expected, rel=0.35)
