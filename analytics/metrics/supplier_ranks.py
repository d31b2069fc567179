"""Our place among the customers' suppliers, and the share of wallet the Wallet Allocation Rule gives it.

Definition
    Of customers who use several suppliers and ranked us (question supplier_rank, 1 for the first; the end
    of the scale is the number of suppliers): who ranks us first, and the share the rule foretells.
Formula
    (1 − rank / (N + 1)) × 2 / N of N suppliers; over all places of one customer it adds up to one.
Grain
    One row: each customer once, with the latest answer of the period.
Edge cases
    A rule and no measurement: where customers also said their share, it is held against it, customer by
    customer, and never takes its place.
Source
    Methods A14. Intervals: Wilson 1927 for shares of customers; bootstrap of customers for means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.filters import Filters
from analytics.metrics.wallet_answers import wallet_answers
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.resampling import mean
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class SupplierRanks:
    """Our place among the suppliers of those who use several.

    Attributes
    ----------
    first : Estimate
        Share of customers who rank us first.
    by_rule : Estimate
        Mean share the rule foretells.
    stated : Estimate
        Mean answer of those among them who said their share.
    off : Estimate
        Mean over the latter of the rule's share less the stated one.
    """

    first: Estimate
    by_rule: Estimate
    stated: Estimate
    off: Estimate

    @property
    def verdict(self) -> Literal["below", "above", "fits", "untested"]:
        """Whether the rule foretells less or more than customers say, beyond chance at 5 %."""
        if self.off.low is None or self.off.high is None or self.off.state == "suppressed":
            return "untested"
        return "below" if self.off.high < 0 else "above" if self.off.low > 0 else "fits"

    def table(self) -> list[dict[str, object]]:
        """Return the one row."""
        return [{"first": self.first, "by_rule": self.by_rule, "stated": self.stated, "off": self.off,
                 "verdict": self.verdict}]


def supplier_ranks(reader: Reader, filters: Filters) -> SupplierRanks:
    """Say how customers rank us among their suppliers.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    SupplierRanks
        Of nobody where it was not asked.
    """
    frame = wallet_answers(reader, filters)
    latest = frame[frame["is_latest"]]
    ranked = latest[(latest["question"] == "supplier_rank") & (latest["scale_max"] > 1)]
    foretold = rule_share(ranked["score"], ranked["scale_max"])
    said = latest[latest["share"].notna()].set_index("customer_key")["share"]
    stated = said.reindex(ranked["customer_key"]).to_numpy(dtype=float)
    both = ~np.isnan(stated)
    return SupplierRanks(rate(float((ranked["score"] == 1).sum()), len(ranked)), mean(foretold),
                         mean(stated[both]), mean((foretold - stated)[both]))


def rule_share(rank: ArrayLike, suppliers: ArrayLike) -> NDArray[np.float64]:
    """Return the share the Wallet Allocation Rule gives to a place among so many suppliers."""
    place, many = np.asarray(rank, float), np.asarray(suppliers, float)
    return np.asarray((1 - place / (many + 1)) * 2 / many)
