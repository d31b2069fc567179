"""Who is about to leave: the classifier's list, and what calling the first of them may save.

Definition
    Risk is the chance that a living customer is lost within the model's window; expected loss is
    risk times the customer's value of the last twelve months.
Expected saving
    Sum over the customers contacted of risk x value x the share of leavers a contact keeps, less the
    cost. That share is an assumption (mean 30 %, 95 % 13 to 51) until an experiment of the company's
    own measures it.
Ranking
    Risk x value. Without an experiment nothing better is known (Ascarza 2018; Lemmens and Gupta 2020
    rank by uplift x value).
Source
    Methods C3, C6; Verbraken, Verbeke and Baesens 2013 for the acceptance distribution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.churn import CapacityCurve, capacity_curve
from analytics.statistics.intervals import normal_quantile
from analytics.store.reader import Reader

Floats = npt.NDArray[np.float64]

#: The list on the page; the whole list is a download away.
LISTED = 500
#: From this risk on a customer is called highly at risk.
HIGH_RISK = 0.3


@dataclass(frozen=True, slots=True)
class AtRisk:
    """The customers at risk under the filters.

    Attributes
    ----------
    customers : int
        Living customers scored.
    expected_lost : float
        Sum of their risks: so many are expected to leave within the window.
    high_risk : int
        Customers whose risk is at least `HIGH_RISK`.
    expected_loss : float
        Sum of risk x value, in minor units.
    value : float
        Their value, in minor units.
    lost_interval, loss_interval : tuple of float
        In which 95 % of outcomes lie if the risks are right and customers leave independently: customers
        lost, and value lost with them in minor units.
    curve : CapacityCurve
        What contacting the first so many may save.
    """

    customers: int
    expected_lost: float
    high_risk: int
    expected_loss: float
    value: float
    lost_interval: tuple[float, float]
    loss_interval: tuple[float, float]
    curve: CapacityCurve

    def table(self) -> list[dict[str, object]]:
        """Return the capacity curve as rows."""
        curve = self.curve
        return [{"capacity": int(capacity), "saved": round(saved / 100, 2),
                 "low": round(low / 100, 2), "high": round(high / 100, 2)}
                for capacity, saved, low, high
                in zip(curve.capacity, curve.saved, curve.low, curve.high, strict=True)]


def at_risk(reader: Reader, filters: Filters, *, scores: str, contact_cost: int = 50_000) -> AtRisk:
    """Sum up the scored customers under the filters and draw their capacity curve.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    scores : str
        Path of the serving model's scores.
    contact_cost : int
        Cost of contacting one customer, in minor units.

    Returns
    -------
    AtRisk
    """
    frame = run_sql(reader, "models/at_risk_figures", filters, scores=scores)
    risk, value = frame["risk"].to_numpy(), frame["value"].to_numpy()
    worth = value.clip(min=0)
    return AtRisk(
        customers=len(frame), expected_lost=float(risk.sum()), high_risk=int((risk >= HIGH_RISK).sum()),
        expected_loss=float((risk * worth).sum()), value=float(value.sum()),
        lost_interval=_outcomes(risk, np.ones_like(worth)), loss_interval=_outcomes(risk, worth),
        curve=capacity_curve(risk, value, contact_cost))


def _outcomes(risk: Floats, amount: Floats) -> tuple[float, float]:
    """Return where 95 % of the sums lie of what those who leave are worth."""
    mean = float((risk * amount).sum())
    reach = normal_quantile() * float((amount**2 * risk * (1 - risk)).sum()) ** 0.5
    return max(mean - reach, 0.0), min(mean + reach, float(amount.sum()))


def at_risk_list(reader: Reader, filters: Filters, *, scores: str, rows: int | None = LISTED,
                 high: bool = False) -> pd.DataFrame:
    """List the customers at risk by name, largest expected loss first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    scores : str
        Path of the serving model's scores.
    rows : int or None
        At most so many; None: everybody with a score.
    high : bool
        Only those whose risk is at least `HIGH_RISK`.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.
    """
    condition = f"scores.risk >= {HIGH_RISK}" if high else "true"
    return run_sql(reader, "models/at_risk", filters, condition=condition, scores=scores, rows=rows)

