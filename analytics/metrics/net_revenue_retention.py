"""Net revenue retention by group: whose customers bring again what they brought, and more.

Definition
    For the customers of a group (a size, a branch …): revenue of the window from those who brought some
    in the stretch before, over what they had brought; the gross rate counts nothing bought more; kept is
    the share of them with revenue again. Machines are left out of all three.
Grain
    One row per value of the dimension.
Edge cases
    The window is that of earned growth. Customers without a value of the dimension are in no row. A
    group's own intervals say nothing of the difference between two of them.
Source
    As `earned_growth`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.earned_growth import Flow, flow_of, gross_retention, net_retention
from analytics.metrics.revenue_pairs import window_of
from analytics.metrics.running import run_rows
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class GroupRetention:
    """Revenue retention of one group, without machines.

    Attributes
    ----------
    value : str
        Of the dimension.
    before : int
        What its customers had brought, minor units.
    net, gross, logo : Estimate
    """

    value: str
    before: int
    net: Estimate
    gross: Estimate
    logo: Estimate


@dataclass(frozen=True, slots=True)
class NetRevenueRetention:
    """Revenue retention by group.

    Attributes
    ----------
    by : str
        The dimension.
    everyone : GroupRetention or None
        All groups together; None where the records are too short to compare.
    groups : tuple of GroupRetention
        The most revenue before first.
    """

    by: str
    everyone: GroupRetention | None
    groups: tuple[GroupRetention, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per group."""
        return [{self.by: one.value, "before": one.before, "net": one.net, "gross": one.gross,
                 "logo": one.logo} for one in self.groups]


def net_revenue_retention(reader: Reader, filters: Filters, *, by: str = "size") -> NetRevenueRetention:
    """Compute net and gross revenue retention by a dimension of customers.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : str
        A dimension of customers, such as ``"size"`` or ``"branch"``.

    Returns
    -------
    NetRevenueRetention

    Raises
    ------
    UnknownName
        A dimension there is none of.
    """
    if by not in DIMENSIONS:
        raise UnknownName("dimension", by, DIMENSIONS)
    window = window_of(reader, filters)
    if window is None:
        return NetRevenueRetention(by, None, ())
    rows = run_rows(reader, "net_revenue_retention", filters, condition="", dimension=by,
                    **window.parameters())
    flows = [(str(row[0]), flow_of(row[1], None, *row[2:])) for row in rows]
    groups = [_group(value, [flow for _, flow in members])
              for value, members in groupby(flows, key=lambda one: one[0])]
    groups.sort(key=lambda one: (-one.before, one.value))
    return NetRevenueRetention(by, _group("", [flow for _, flow in flows]), tuple(groups))


def _group(value: str, flows: list[Flow]) -> GroupRetention:
    customers = sum(flow.customers for flow in flows)
    kept = sum(flow.customers for flow in flows if flow.kind != "lost")
    return GroupRetention(value, sum(flow.before for flow in flows), net_retention(flows),
                          gross_retention(flows), rate(kept, customers))
