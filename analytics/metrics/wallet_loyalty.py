"""Share of wallet and staying: whether customers who buy more of their needs here stay more often.

Definition
    Of each customer's last answer to share_of_wallet whose window is over: the share of customers who
    stayed through the window, by band of the share they said; and what ten points more multiply the odds
    of staying with (logistic regression). An association: nothing here says that the share is the cause.
Grain
    One row per band.
Edge cases
    The window begins after the blank days; who was no customer then is left out. With fewer than ten who
    stayed, or who left, nothing is said. Whole history up to the as-of day, whatever the period.
Source
    Methods A14 and B; McCullagh & Nelder 1989; Wilson 1927.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.metrics.wallet_answers import BLANK_DAYS, HORIZON_DAYS, wallet_answers
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile, rate
from analytics.statistics.logistic import fit_logistic
from analytics.store.reader import Reader

#: Ends of the bands.
BANDS = (0.0, 0.25, 0.5, 0.75, 1.0)
#: Fewer who stayed, or who left, carry no association.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class WalletBand:
    """Customers who said a share above ``low`` up to ``high`` (the first with nothing), and who stayed."""

    low: float
    high: float
    stayed: Estimate


@dataclass(frozen=True, slots=True)
class WalletLoyalty:
    """How staying goes with the share of wallet.

    Attributes
    ----------
    bands : tuple of WalletBand
        Smallest share first; empty where nobody's window is over.
    odds : Estimate
        What ten points more multiply the odds of staying with; ``n`` counts customers.
    horizon_days : int
        Length of the window.
    """

    bands: tuple[WalletBand, ...]
    odds: Estimate
    horizon_days: int

    @property
    def association(self) -> Literal["more", "less", "none", "few"]:
        """Whether a larger share goes with staying more, or less, beyond chance at 5 %."""
        if self.odds.low is None or self.odds.high is None:
            return "few"
        return "more" if self.odds.low > 1 else "less" if self.odds.high < 1 else "none"

    def table(self) -> list[dict[str, object]]:
        """Return one row per band."""
        return [{"share_from": one.low, "share_to": one.high, "stayed": one.stayed} for one in self.bands]

    def extra(self) -> dict[str, object]:
        """Return the association."""
        return {"n": self.odds.n, "odds_per_ten_points": self.odds.estimate, "low": self.odds.low,
                "high": self.odds.high, "state": self.odds.state, "association": self.association,
                "horizon_days": self.horizon_days}


def wallet_loyalty(reader: Reader, filters: Filters, *, blank_days: int = BLANK_DAYS,
                   horizon_days: int = HORIZON_DAYS) -> WalletLoyalty:
    """Hold staying against the share of wallet.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.
    blank_days, horizon_days : int
        Days after an answer that do not count, and after them the window in which staying is observed.

    Returns
    -------
    WalletLoyalty
    """
    frame = wallet_answers(reader, filters, blank_days=blank_days, horizon_days=horizon_days)
    known = frame["share"].notna() & frame["stayed"].notna()
    last = frame[known].drop_duplicates("customer_key", keep="last")
    stayed = last["stayed"].astype(bool).to_numpy()
    return WalletLoyalty(_bands(last["share"], stayed), odds_of_staying(last["share"], stayed), horizon_days)


def odds_of_staying(share: pd.Series, stayed: np.ndarray) -> Estimate:
    """Return what ten points more of share multiply the odds of staying with.

    Parameters
    ----------
    share : Series of float
        0 to 1, one a customer.
    stayed : ndarray of bool
    """
    n, kept = len(stayed), int(stayed.sum())
    if min(kept, n - kept) < FEWEST or share.nunique() < 2:
        return Estimate(n, None, state="suppressed")
    fit = fit_logistic(np.column_stack((np.ones(n), 10 * share.to_numpy())), stayed)
    slope, error = float(fit.coefficients[1]), float(np.sqrt(fit.covariance[1, 1]))
    reach = normal_quantile() * error
    return Estimate(n, float(np.exp(slope)), float(np.exp(slope - reach)), float(np.exp(slope + reach)),
                    state_of(n))


def _bands(share: pd.Series, stayed: np.ndarray) -> tuple[WalletBand, ...]:
    if not len(stayed):
        return ()
    place = np.searchsorted(BANDS[1:-1], share.to_numpy(), side="left")
    return tuple(WalletBand(low, high, rate(float(stayed[place == number].sum()),
                                       int((place == number).sum())))
                 for number, (low, high) in enumerate(pairwise(BANDS)))
