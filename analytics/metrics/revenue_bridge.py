"""The bridge of revenue over time: what was lost and won, and what is kept, year by year ending each quarter.

Definition
    For every quarter back from the end of the period: the twelve months that end with it against the
    twelve before, split as in earned growth into bought more, bought less, lost, new and won back; with
    net and gross revenue retention and the share of customers kept. Three years together are the same
    sums over the last three such years.
Grain
    One row per quarter's end, oldest first; of all revenue, of machines, or of everything but machines.
Edge cases
    New is who has no earlier revenue of the line on record and was not won before the records begin;
    in the first years more customers than truly came back may so count as new. Years overlap: four
    neighbouring points share customers and months. Records of less than two years give no point.
Source
    Reichheld, Darnell & Burns 2021. Three years for machines, which a customer buys once in years.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.revenue_pairs import YEAR, Window, window_of
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.ratios import ratio_of_sums
from analytics.store.reader import Reader

Array = NDArray[np.float64]

#: What of all revenue is looked at.
LINES = ("all", "aftermarket", "machines")
#: Quarters drawn at most, and quarters in a year.
MOST, QUARTERS = 20, 4
#: Kinds of change, in the order of the bridge.
MOVES = ("lost", "contracted", "expanded", "won_back", "new")


@dataclass(frozen=True, slots=True)
class BridgeYear:
    """Twelve months that end with a quarter, against the twelve before.

    Attributes
    ----------
    end : date
        First day after them.
    before, since : int
        Revenue of the earlier and the later year, minor units.
    changes : mapping of str to int
        What each of `MOVES` and returns only ("credits") add or take, minor units; with ``before`` they
        sum to ``since``.
    net, gross : Estimate
        Revenue retention; ``n`` counts customers of the earlier year.
    logo : Estimate
        Customers of the earlier year with revenue in the later.
    three_years : Estimate or None
        Net retention of this and the two years before it together; None where the records are younger.
    """

    end: date
    before: int
    since: int
    changes: dict[str, int]
    net: Estimate
    gross: Estimate
    logo: Estimate
    three_years: Estimate | None


@dataclass(frozen=True, slots=True)
class RevenueBridge:
    """The bridge over time.

    Attributes
    ----------
    line : str
        One of `LINES`.
    years : tuple of BridgeYear
        One for each quarter's end, oldest first; empty where the records are younger than two years.
    """

    line: str
    years: tuple[BridgeYear, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per quarter's end."""
        return [{"end": one.end, "before": one.before, **one.changes, "since": one.since, "net": one.net,
                 "gross": one.gross, "logo": one.logo, "three_years": one.three_years} for one in self.years]


def revenue_bridge(reader: Reader, filters: Filters, *, line: str = "all") -> RevenueBridge:
    """Follow the bridge of revenue and what is kept over time.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period's end is where the last year ends.
    line : {"all", "aftermarket", "machines"}

    Returns
    -------
    RevenueBridge

    Raises
    ------
    UnknownName
        A line there is none of.
    """
    if line not in LINES:
        raise UnknownName("line", line, LINES)
    window = window_of(reader, filters)
    if window is None or window.months < YEAR:
        return RevenueBridge(line, ())
    quarters = _quarters(window)
    rows = run_sql(reader, "revenue_bridge", filters, line=line, window_end=window.end,
                   records_begin=window.records_begin, first_on=add_months(window.end, -3 * quarters))
    if rows.empty:
        return RevenueBridge(line, ())
    # Keys are dense: a row for each costs less than finding out which are there.
    place = rows["customer_key"].to_numpy()
    revenue = np.zeros((int(place.max()) + 1, quarters))
    revenue[place, rows["quarter"].to_numpy()] = rows["revenue"]
    # Who was a customer before the records begin is never new.
    old = np.zeros(len(revenue), bool)
    old[place] = rows["old"]
    points = min(quarters - 2 * QUARTERS + 1, MOST)
    return RevenueBridge(line, tuple(_year(window, revenue, old, at) for at in reversed(range(points))))


def _quarters(window: Window) -> int:
    """Return how many whole quarters the records hold, counted back from the window's end."""
    held = 2 * QUARTERS
    while held < MOST + 2 * QUARTERS and add_months(window.end, -3 * (held + 1)) >= window.records_begin:
        held += 1
    return held


def _year(window: Window, revenue: Array, old: NDArray[np.bool_], at: int) -> BridgeYear:
    since, before = _sums(revenue, at)
    base = before > 0
    earlier = old | (revenue[:, at + 2 * QUARTERS:] != 0).any(axis=1) | (before != 0)
    change, gained = since - before, ~base & (since > 0)
    moves = {"lost": base & (since <= 0), "contracted": base & (since > 0) & (change < 0),
             "expanded": base & (change > 0), "won_back": gained & earlier, "new": gained & ~earlier,
             "credits": ~base & ~gained}
    kept = int((base & (since > 0)).sum())
    return BridgeYear(
        add_months(window.end, -3 * at), int(before.sum()), int(since.sum()),
        {name: int(change[members].sum()) for name, members in moves.items()},
        _ratio(since * base, before * base, base),
        _ratio(np.minimum(since, before) * base, before * base, base), rate(kept, int(base.sum())),
        _three_years(revenue, at))


def _three_years(revenue: Array, at: int) -> Estimate | None:
    if at + 4 * QUARTERS > revenue.shape[1]:
        return None
    top, bottom = np.zeros(len(revenue)), np.zeros(len(revenue))
    for year in (at, at + QUARTERS, at + 2 * QUARTERS):
        since, before = _sums(revenue, year)
        top += since * (before > 0)
        bottom += before * (before > 0)
    return _ratio(top, bottom, bottom > 0)


def _sums(revenue: Array, at: int) -> tuple[Array, Array]:
    """Return each customer's revenue of the year that ends so many quarters back, and of the one before."""
    return (revenue[:, at:at + QUARTERS].sum(axis=1),
            revenue[:, at + QUARTERS:at + 2 * QUARTERS].sum(axis=1))


def _ratio(top: Array, bottom: Array, members: NDArray[np.bool_]) -> Estimate:
    return ratio_of_sums(int(members.sum()), float(top.sum()), float(bottom.sum()), float(top @ top),
                         float(bottom @ bottom), float(top @ bottom))
