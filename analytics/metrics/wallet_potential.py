"""What customers might buy: each held against the upper quantile of customers of its segment and size.

Definition
    An estimate of potential and not a share of wallet: no answer goes into it. The frontier of a segment and
    size is the named quantile of its customers' revenue in the last twelve months; potential is what those
    below it would bring in addition if each came up to it.
Formula
    Σ max(0, frontier − revenue). The frontier's interval is that of order statistics; the potential's follows
    from its ends, groups being independent.
Grain
    One row per segment and size.
Edge cases
    Customers of the as-of day who have been there for a year. A group of fewer than thirty has no frontier
    and is left out. A share of every group lies below the frontier by definition, so that the sum is never
    nothing: it ranks customers, and foretells no sales.
Source
    Methods A14 (frontier of peers at the 80th to 90th percentile); David & Nagaraja 2003.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.errors import HuitouError
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.metrics.wallet_answers import in_units
from analytics.statistics.estimate import Estimate
from analytics.statistics.quantiles import quantile
from analytics.store.reader import Reader

#: Fewer like customers have no frontier.
FEWEST = 30
#: Between these a quantile is an upper one and yet not that of single customers.
LOWEST, HIGHEST = 0.5, 0.95
PEERS = ["segment", "size"]


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Customers of one segment and size.

    Attributes
    ----------
    segment, size : str or None
        None: not known.
    frontier : Estimate
        The quantile of their revenue in the last twelve months, minor units; ``n`` counts customers.
    revenue : int
        Theirs, minor units.
    below : int
        Customers below the frontier.
    potential : Estimate
        What these would bring in addition at the frontier, minor units.
    """

    segment: str | None
    size: str | None
    frontier: Estimate
    revenue: int
    below: int
    potential: Estimate


@dataclass(frozen=True, slots=True)
class WalletPotential:
    """What customers might buy.

    Attributes
    ----------
    quantile : float
    groups : tuple of PeerGroup
        With a frontier; the largest potential first.
    customers, revenue : int
        In these groups; minor units.
    left_out : int
        Customers with too few like them.
    potential : Estimate
        Of all groups together, minor units.
    """

    quantile: float
    groups: tuple[PeerGroup, ...]
    customers: int
    revenue: int
    left_out: int
    potential: Estimate

    def table(self) -> list[dict[str, object]]:
        """Return one row per group; money in whole units."""
        return [{"segment": one.segment, "size": one.size, "frontier": in_units(one.frontier),
                 "revenue": one.revenue / 100, "below": one.below, "potential": in_units(one.potential)}
                for one in self.groups]

    def extra(self) -> dict[str, object]:
        """Return all groups together; money in whole units."""
        total = in_units(self.potential)
        return {"quantile": self.quantile, "n": self.customers, "left_out": self.left_out,
                "revenue": self.revenue / 100, "estimate": total.estimate, "low": total.low,
                "high": total.high, "state": total.state}


def wallet_potential(reader: Reader, filters: Filters, *, quantile: float = 0.8) -> WalletPotential:
    """Say what customers might buy, were they like the larger ones among their peers.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not. They choose the peers too.
    quantile : float
        The frontier, 0.5 to 0.95.

    Returns
    -------
    WalletPotential

    Raises
    ------
    HuitouError
        Another quantile.
    """
    frame = _customers(reader, filters, quantile)
    judged = frame[frame["frontier"].notna()]
    peers = judged.groupby(PEERS, dropna=False, observed=True)
    groups = sorted((_group(names, rows, quantile) for names, rows in peers),
                    key=lambda one: -(one.potential.estimate or 0.0))
    parts = [one.potential for one in groups]
    total = sum(one.estimate or 0.0 for one in parts)
    below, above = (float(np.sqrt(sum(one * one for one in reach))) for reach in (
        [(one.estimate or 0.0) - (one.low or 0.0) for one in parts],
        [(one.high or 0.0) - (one.estimate or 0.0) for one in parts]))
    potential = Estimate(len(judged), total, max(total - below, 0.0), total + above) \
        if groups else Estimate(0, None, state="suppressed")
    return WalletPotential(quantile, tuple(groups), len(judged), int(judged["revenue"].sum()),
                           len(frame) - len(judged), potential)


def wallet_potential_list(reader: Reader, filters: Filters, *, quantile: float = 0.8,
                          segment: str | None = None, size: str | None = None,
                          grouped: bool = False) -> pd.DataFrame:
    """List the customers below their frontier, the furthest first.

    Parameters
    ----------
    reader, filters, quantile
        As for `wallet_potential`.
    segment, size : str, optional
        Only of this group; None: where it is not known.
    grouped : bool
        Whether only customers of that group are listed.

    Returns
    -------
    DataFrame
        One row per customer; money in minor units.
    """
    frame = _customers(reader, filters, quantile)
    frame = frame[frame["revenue"] < frame["frontier"]]
    if grouped:
        for name, value in (("segment", segment), ("size", size)):
            column = frame[name].astype(object)
            frame = frame[column.isna() if value is None else column == value]
    listed = frame.assign(wallet_gap=frame["frontier"] - frame["revenue"], peer_frontier=frame["frontier"])
    listed = listed.sort_values(["wallet_gap", "customer_id"], ascending=[False, True])
    return listed[["customer_key", "customer_id", "name", "revenue", "peer_frontier", "wallet_gap", "size",
                   "segment", "grade", "branch", "account_manager"]].reset_index(drop=True)


def _customers(reader: Reader, filters: Filters, share: float) -> pd.DataFrame:
    """Return customers with the frontier of their group, missing where it has none."""
    if not LOWEST <= share <= HIGHEST:
        raise HuitouError(
            f"A frontier at the quantile {share:g} is none.", code="wallet_quantile",
            hint=f"Choose between {LOWEST:g} and {HIGHEST:g}.", share=share, low=LOWEST, high=HIGHEST)
    frame = run_sql(reader, "wallet_potential", replace(filters, period="12m"))
    peers = frame.groupby(PEERS, dropna=False, observed=True)["revenue"]
    frontier = peers.transform("quantile", share)
    return frame.assign(frontier=frontier.where(peers.transform("size") >= FEWEST))


def _group(names: tuple[object, ...], rows: pd.DataFrame, share: float) -> PeerGroup:
    revenue = rows["revenue"].to_numpy(dtype=float)
    frontier = quantile(revenue, share)
    middle, low, high = (None if end is None else float(np.maximum(end - revenue, 0.0).sum())
                         for end in (frontier.estimate, frontier.low, frontier.high))
    segment, size = (None if pd.isna(name) else str(name) for name in names)
    return PeerGroup(segment, size, frontier, int(revenue.sum()),
                     int((revenue < (frontier.estimate or 0.0)).sum()),
                     Estimate(len(rows), middle, low, high, frontier.state))
