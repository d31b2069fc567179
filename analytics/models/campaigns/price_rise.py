"""Whether list prices rose before a campaign that lowers a price: raised first, then discounted.

Definition
    For every product that the segment's customers bought: the median list price of the last ninety days
    before the campaign over that of the ninety days before those; the mean rise weighs products by
    revenue.
Warning
    From a mean rise of two per cent on. A discount after a rise gives back what was just taken: customers
    notice, and the campaign measures the return to the old price, not the offer.
Grain
    One row.
Edge cases
    Products of fewer than five lines on either side are left out. Where the records end before the
    campaign begins, the days up to their end are taken.
Source
    Methods F4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from analytics.filters import Filters, SavedSegment
from analytics.metrics.running import run_rows
from analytics.store.reader import Reader

#: Days of list prices that are held against as many before them, the rise worth a warning, and the lines a
#: product needs on both sides.
PRICE_DAYS, LEAST_RISE, FEWEST_LINES = 90, 0.02, 5


@dataclass(frozen=True, slots=True)
class PriceRise:
    """How list prices moved before a campaign's start.

    Attributes
    ----------
    products, risen : int
        Products compared, and those dearer by at least `LEAST_RISE`.
    rise : float
        Mean rise, by revenue.
    risen_share : float
        Share of the revenue with products that rose.
    """

    products: int
    risen: int
    rise: float
    risen_share: float

    @property
    def warns(self) -> bool:
        """Whether a discount now would follow a rise."""
        return self.rise >= LEAST_RISE

    def table(self) -> list[dict[str, object]]:
        """Return one row."""
        return [{"products": self.products, "risen": self.risen, "rise": self.rise,
                 "risen_share": self.risen_share}]


def price_rise(reader: Reader, filters: Filters, *, segment: SavedSegment, starts_on: date) -> PriceRise:
    """Compare the list prices of the last months before a campaign's start with those of the months before.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    segment : SavedSegment
        Whose purchases count.
    starts_on : date
        First day; where the records end earlier, their end.

    Returns
    -------
    PriceRise
        Without products where no list prices are on record.
    """
    until = min(starts_on - timedelta(days=1), reader.meta.as_of or starts_on)
    condition, parameters = segment.where("segment")
    rows = run_rows(reader, "models/campaigns/price_rise", filters, condition=condition, until=until,
                    days=PRICE_DAYS, lines=FEWEST_LINES, least=LEAST_RISE, **parameters)
    products, risen, rise, risen_share = rows[0]
    return PriceRise(int(products), int(risen), float(rise), float(risen_share))
