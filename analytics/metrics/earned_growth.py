"""Earned growth: what customers of the year before brought again, and who came by their word.

Definition
    Net revenue retention: revenue of the last twelve months from customers of the twelve months before,
    over what they brought then; the gross rate leaves out what they bought more. Earned new customers:
    revenue of new customers who came by recommendation or reputation, over the same. Earned growth is
    net retention + earned new customers − 100 %; its ratio to all growth says how much of that was earned.
Formula
    NRR = Σ since / Σ before over customers with before > 0; GRR = Σ min(since, before) / Σ before;
    EGR = NRR + Σ since(new, earned) / Σ before − 1. Quick ratio = (new + won back + expanded) /
    (contracted + lost). Who came for an unknown reason counts as bought in the lower bound and as
    earned in the upper one.
Grain
    One row per kind of change (unchanged, expanded, contracted, lost, new, won back, credits) and source.
Edge cases
    Lost means without revenue in the window, which is not the status "lost". Won back is who brought
    nothing in the stretch before but traded, or was won, before it. With records of less than two years
    the stretches are shorter and season is in the figures. No ratio where revenue did not grow beyond chance.
Source
    Reichheld, Darnell & Burns 2021, Harvard Business Review, and Winning on Purpose, appendix B.
    Intervals: linearised ratios (Cochran 1977), customers being the units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from analytics.filters import Filters
from analytics.metrics.revenue_pairs import BASE_KINDS, KINDS, Window, window_of
from analytics.metrics.running import run_rows
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import rate
from analytics.statistics.paired_sums import PairedSums, Weights, ratio_of_pairs
from analytics.store.reader import Reader

Bound = Literal["low", "high"]

#: Sources that count as earned in either bound.
EARNED: dict[Bound, tuple[str, ...]] = {"low": ("earned",), "high": ("earned", "unknown")}

_BEFORE, _SINCE, _NOTHING, _CHANGE = (1.0, 0.0), (0.0, 1.0), (0.0, 0.0), (-1.0, 1.0)
_LESS = (1.0, -1.0)


@dataclass(frozen=True, slots=True)
class Flow:
    """Customers whose revenue went the same way.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    source : str or None
        Of new and won-back customers: earned, bought or unknown.
    customers : int
    before, since : int
        Their revenue in the stretch before and in the window, minor units.
    sums : PairedSums
    """

    kind: str
    source: str | None
    customers: int
    before: int
    since: int
    sums: PairedSums

    @property
    def change(self) -> int:
        """What they bring more (or less) than before, minor units."""
        return self.since - self.before


@dataclass(frozen=True, slots=True)
class EarnedGrowth:
    """How revenue came to be what it is, and how much of its growth was earned.

    Attributes
    ----------
    window : Window or None
        None where the records are too short to compare.
    flows : tuple of Flow
        By kind and source; together they are all revenue of both stretches.
    aftermarket : tuple of Flow
        The same without machines, of those who brought some before; empty where no machines are sold.
    """

    window: Window | None
    flows: tuple[Flow, ...]
    aftermarket: tuple[Flow, ...] = ()

    @property
    def before(self) -> int:
        """All revenue of the stretch before, minor units."""
        return sum(flow.before for flow in self.flows)

    @property
    def since(self) -> int:
        """All revenue of the window, minor units."""
        return sum(flow.since for flow in self.flows)

    def of(self, kind: str, *sources: str) -> tuple[Flow, ...]:
        """Return the flows of a kind, from some sources or all."""
        return tuple(flow for flow in self.flows
                     if flow.kind == kind and (not sources or flow.source in sources))

    def change(self, kind: str, *sources: str) -> int:
        """Return what a kind adds to revenue or takes from it, minor units."""
        return sum(flow.change for flow in self.of(kind, *sources))

    def customers(self, *kinds: str) -> int:
        """Return how many customers went these ways."""
        return sum(flow.customers for flow in self.flows if flow.kind in kinds)

    @property
    def net(self) -> Estimate:
        """Net revenue retention."""
        return net_retention(self.flows)

    @property
    def net_aftermarket(self) -> Estimate | None:
        """Net revenue retention without machines, which a customer buys once in years."""
        return net_retention(self.aftermarket) if self.aftermarket else None

    @property
    def gross(self) -> Estimate:
        """Gross revenue retention: nothing that was bought more."""
        return gross_retention(self.flows)

    @property
    def gross_aftermarket(self) -> Estimate | None:
        """Gross revenue retention without machines."""
        return gross_retention(self.aftermarket) if self.aftermarket else None

    @property
    def logo(self) -> Estimate:
        """Customers of the stretch before who brought revenue in the window."""
        base = self.customers(*BASE_KINDS)
        return rate(base - self.customers("lost"), base)

    @property
    def growth(self) -> Estimate:
        """Growth of all revenue."""
        return ratio_of_pairs((flow.sums, _CHANGE, _BEFORE) for flow in self.flows)

    @property
    def unknown(self) -> bool:
        """Whether some new or returning customers came for a reason nobody recorded."""
        return any(flow.source == "unknown" for flow in self.flows)

    @property
    def known(self) -> bool:
        """Whether it is on record of anybody new or returning what brought them."""
        return any(flow.source in ("earned", "bought") for flow in self.flows)

    def part(self, name: str) -> Estimate:
        """Return what one part adds to growth, over what last year's customers brought.

        Parameters
        ----------
        name : {"kept", "earned", "unknown", "bought"}
            Last year's customers, and the new or returning by what brought them.
        """
        found = ratio_of_pairs(
            (flow.sums, _CHANGE if (flow.kind in BASE_KINDS if name == "kept" else flow.source == name)
             else _NOTHING, _BEFORE if flow.kind in BASE_KINDS else _NOTHING) for flow in self.flows)
        n = self.customers(*BASE_KINDS) if name == "kept" else sum(
            flow.customers for flow in self.flows if flow.source == name)
        return Estimate(n, found.estimate, found.low, found.high, state_of(n))

    def earned_new(self, bound: Bound) -> Estimate:
        """Return what earned new customers bring, over what last year's customers brought."""
        return self._with_earned(bound, dict.fromkeys(BASE_KINDS, _NOTHING))

    def earned(self, bound: Bound) -> Estimate:
        """Return the earned growth rate."""
        return self._with_earned(bound, dict.fromkeys(BASE_KINDS, _CHANGE))

    def earned_ratio(self, bound: Bound) -> Estimate | None:
        """Return how much of the growth was earned; None where revenue did not grow beyond chance."""
        if (self.growth.low or 0.0) <= 0:
            return None
        sources = EARNED[bound]
        return ratio_of_pairs(
            (flow.sums, _CHANGE if flow.kind in BASE_KINDS or flow.source in sources else _NOTHING, _CHANGE)
            for flow in self.flows)

    @property
    def quick_ratio(self) -> Estimate:
        """What was gained for each unit of what was given up."""
        gains, losses = ("new", "won_back", "expanded"), ("contracted", "lost")
        return ratio_of_pairs(
            (flow.sums, _CHANGE if flow.kind in gains else _NOTHING,
             _LESS if flow.kind in losses else _NOTHING)
            for flow in self.flows if flow.kind in (*gains, *losses))

    def table(self) -> list[dict[str, object]]:
        """Return one row per kind and source."""
        return [{"kind": flow.kind, "source": flow.source, "customers": flow.customers, "before": flow.before,
                 "since": flow.since, "change": flow.change} for flow in self.flows]

    def _with_earned(self, bound: Bound, base: dict[str, Weights]) -> Estimate:
        """Add what was earned to a share of last year's customers' revenue; n counts those customers."""
        found = ratio_of_pairs(
            (flow.sums, base.get(flow.kind) or (_SINCE if flow.source in EARNED[bound] else _NOTHING),
             _BEFORE if flow.kind in BASE_KINDS else _NOTHING) for flow in self.flows)
        n = self.customers(*BASE_KINDS)
        return Estimate(n, found.estimate, found.low, found.high, state_of(n))


def earned_growth(reader: Reader, filters: Filters) -> EarnedGrowth:
    """Compute net and gross retention of revenue, earned growth and the bridge of the window.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period's end is where the window ends.

    Returns
    -------
    EarnedGrowth
    """
    window = window_of(reader, filters)
    if window is None:
        return EarnedGrowth(None, ())
    rows = run_rows(reader, "earned_growth", filters, **window.parameters())
    flows = _flows((kind, source, customers, sums[:5])
                   for kind, source, _, _, customers, *sums in rows)
    # Without machines a customer may have gone another way, and is then told apart by it alone.
    aftermarket = _flows((kind, None, customers, sums[5:]) for _, _, kind, _, customers, *sums in rows
                         if kind is not None) if any(row[3] for row in rows) else ()
    return EarnedGrowth(window, flows, aftermarket)


def _flows(cells: Iterable[tuple[str, str | None, int, Sequence[float]]]) -> tuple[Flow, ...]:
    """Add up cells of one kind and source."""
    summed: dict[tuple[str, str | None], list[float]] = {}
    for kind, source, customers, sums in cells:
        total = summed.setdefault((kind, source), [0.0] * 6)
        for place, part in enumerate((customers, *sums)):
            total[place] += part
    order = sorted(summed, key=lambda one: (KINDS.index(one[0]), one[1] or ""))
    return tuple(flow_of(*one, int(summed[one][0]), *summed[one][1:]) for one in order)


def net_retention(flows: Iterable[Flow]) -> Estimate:
    """State what customers of the stretch before brought again, over what they had brought."""
    return _of_base(flows, dict.fromkeys(BASE_KINDS, _SINCE))


def gross_retention(flows: Iterable[Flow]) -> Estimate:
    """State the same, counting nothing that was bought more."""
    return _of_base(flows, {"unchanged": _SINCE, "expanded": _BEFORE, "contracted": _SINCE, "lost": _SINCE})


def _of_base(flows: Iterable[Flow], above: dict[str, Weights]) -> Estimate:
    return ratio_of_pairs((flow.sums, above[flow.kind], _BEFORE) for flow in flows if flow.kind in BASE_KINDS)


def flow_of(kind: str, source: str | None, customers: int, before: float, since: float,
            before_squares: float, since_squares: float, products: float) -> Flow:
    """Put one row of sums into a flow."""
    return Flow(kind, source, customers, round(before), round(since), PairedSums(
        customers, before, since, before_squares, since_squares, products))
