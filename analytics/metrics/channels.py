"""Channels and partners: what is sold through each, what stays with us, and whether its customers stay.

Definition
    Revenue of the window through each channel of orders (or by partner firm, acquisition channel, account
    manager or branch), its share, its gross margin, the discount given as a share of the price before it,
    and as a share of the whole margin at that price: what is left to the partner in between. A customer
    belongs to the channel through which it ordered most often in the stretch before: kept is
    who brought revenue again, net what they brought again over what they had brought. Both leave
    machines out, one of which would decide them for years. A partner is loyal itself where it sold in the
    stretch before and sold again in the window; told beside in how many of its months it did.
Formula
    Margin left = Σ discount / Σ (discount + revenue − cost), of the lines that carry all three.
    Concentration: Herfindahl index Σ share², of the channels that sold; 1 / index is the number of equal
    channels that would be as concentrated.
Grain
    One row per channel, the most revenue first.
Edge cases
    The window is that of earned growth. Orders without a channel are a share of their own and in no row;
    those without a partner were sold by the company itself. Customers a channel brought through the year
    only count from the next. A channel does not name the firm behind it; the column partner does.
Source
    Herfindahl 1950; Hirschman 1945. Intervals: Wilson 1927; linearised ratios (Cochran 1977).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.revenue_pairs import Window, window_of
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.paired_sums import PairedSums, ratio_of_pairs
from analytics.statistics.ratios import mean_of_sums
from analytics.store.reader import Reader

#: What sales can be told apart by, and where that stands.
PARTNERS = {"channel": "orders.channel", "partner": "orders.partner",
            "acquisition_channel": "customers.acquisition_channel",
            "account_manager": "customers.account_manager", "branch": "customers.branch"}


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel.

    Attributes
    ----------
    name : str
    before, revenue : int
        In the stretch before and in the window, minor units.
    share : float
        Of the revenue of all orders that name a channel.
    margin : float or None
        Gross margin over revenue, of the lines that carry a cost.
    discount : float or None
        Discount over the price before discount, of the lines that tell.
    left : float or None
        Discount over the whole margin at the price before it, of the lines that tell.
    busy_months : int
        Months of the window with a sale.
    buyers : int
        Customers who bought through it in the window.
    kept : Estimate
        Customers of the stretch before who ordered mainly here and brought revenue again, anywhere.
    net : Estimate
        What these brought again, over what they had brought.
    satisfaction : Estimate
        Mean of their last answers to overall satisfaction, 1 to 5.
    last_on : date
        Its last order.
    """

    name: str
    before: int
    revenue: int
    share: float
    margin: float | None
    discount: float | None
    left: float | None
    busy_months: int
    buyers: int
    kept: Estimate
    net: Estimate
    satisfaction: Estimate
    last_on: date


@dataclass(frozen=True, slots=True)
class Channels:
    """What is sold through whom.

    Attributes
    ----------
    by : str
        One of `PARTNERS`.
    window : Window or None
        None where the records are too short to compare.
    channels : tuple of Channel
        The most revenue first.
    unknown : float
        Share of all revenue that names no channel.
    """

    by: str
    window: Window | None
    channels: tuple[Channel, ...]
    unknown: float

    @property
    def concentration(self) -> float | None:
        """The Herfindahl index, of channels with revenue."""
        shares = [one.share for one in self.channels if one.revenue > 0]
        return sum(share * share for share in shares) if shares else None

    @property
    def equal_channels(self) -> float | None:
        """How many equal channels would be as concentrated."""
        index = self.concentration
        return 1 / index if index else None

    @property
    def sold_before(self) -> int:
        """How many sold in the stretch before; those not in `silent` sold again."""
        return sum(one.before > 0 for one in self.channels)

    @property
    def silent(self) -> tuple[Channel, ...]:
        """Those that sold before and no longer, the most revenue before first."""
        gone = [one for one in self.channels if one.before > 0 and one.revenue <= 0]
        return tuple(sorted(gone, key=lambda one: -one.before))

    def table(self) -> list[dict[str, object]]:
        """Return one row per channel."""
        return [{"channel": one.name, "before": one.before, "revenue": one.revenue, "share": one.share,
                 "margin": one.margin, "discount": one.discount, "margin_left": one.left,
                 "busy_months": one.busy_months, "buyers": one.buyers, "kept": one.kept,
                 "net": one.net, "satisfaction": one.satisfaction, "last_on": one.last_on}
                for one in self.channels]


def channels(reader: Reader, filters: Filters, *, by: str = "channel") -> Channels:
    """Compare the channels through which is sold.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period's end is where the window ends.
    by : {"channel", "partner", "acquisition_channel", "account_manager", "branch"}

    Returns
    -------
    Channels

    Raises
    ------
    UnknownName
        A partner there is none of.
    """
    if by not in PARTNERS:
        raise UnknownName("dimension", by, PARTNERS)
    window = window_of(reader, filters)
    if window is None:
        return Channels(by, None, (), 0.0)
    rows = run_sql(reader, "channels", filters, condition="", dimension=PARTNERS[by], **window.parameters())
    known = rows[rows["channel"].notna()]
    told, everything = int(known["since_revenue"].sum()), int(rows["since_revenue"].sum())
    return Channels(by, window, tuple(_channel(row, told) for row in known.to_dict("records")),
                    1 - told / everything if everything > 0 else 0.0)


def channel_list(reader: Reader, filters: Filters, *, by: str = "channel", name: str | None = None,
                 kept: bool | None = None) -> pd.DataFrame:
    """List the customers who ordered mainly through a channel in the stretch before.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : {"channel", "partner", "acquisition_channel", "account_manager", "branch"}
    name : str, optional
        Only those of this channel.
    kept : bool, optional
        Only those who brought revenue again, or only the others.

    Returns
    -------
    pandas.DataFrame
        One row per customer, the largest loss of revenue first; money in minor units.
    """
    if by not in PARTNERS:
        raise UnknownName("dimension", by, PARTNERS)
    window = window_of(reader, filters)
    if window is None:
        return pd.DataFrame()
    return run_sql(reader, "channel_list", filters, condition="", dimension=PARTNERS[by], name=name,
                   kept=kept, **window.parameters())


def _channel(row: dict[Any, Any], told: int) -> Channel:
    n, revenue = int(row["customers"]), int(row["since_revenue"])
    sums = PairedSums(n, row["base"], row["again"], row["before_squares"], row["since_squares"],
                      row["products"])
    return Channel(
        str(row["channel"]), int(row["before"]), revenue, revenue / told if told > 0 else 0.0,
        _share(row["cost"], row["costed"], less=True), _share(row["discount"], row["discounted"]),
        _left(row["given_up"], row["kept_margin"]), int(row["busy_months"]), int(row["buyers"]),
        rate(int(row["kept"]), n), ratio_of_pairs([(sums, (0.0, 1.0), (1.0, 0.0))]),
        mean_of_sums(int(row["answers"]), row["score"], row["score_squares"]),
        row["last_on"].date())


def _share(part: float | None, whole: float | None, *, less: bool = False) -> float | None:
    """Return a share; None where no line carries the figure. With ``less``, of what the part leaves."""
    if part is None or whole is None or not whole > 0:
        return None
    return 1 - part / whole if less else part / whole


def _left(given_up: float | None, kept: float | None) -> float | None:
    """Return the part of a margin that was given up; None where no line carries cost and discount."""
    if given_up is None or kept is None or not given_up + kept > 0:
        return None
    return given_up / (given_up + kept)
