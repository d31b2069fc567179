"""What a purchase of a customer without a contract brings, and how sure that is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import NotEnoughData
from analytics.models.lifetime_value import GammaGamma, SpendFit, draw_spend_models, fit_spend
from analytics.models.valuation.card import Parameter, Spending
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import CONFIDENCE

Floats = NDArray[np.float64]


def spending_of(basis: pd.DataFrame) -> SpendFit | None:
    """Fit how spending differs between the customers of a buying summary; None where too few bought again."""
    try:
        return fit_spend(basis["frequency"], basis["spend"])
    except NotEnoughData:
        return None


def spend_models_of(spending: SpendFit | None, basis: pd.DataFrame, draws: int) -> tuple[GammaGamma, ...]:
    """Draw models of spending; none where every customer's own mean is used."""
    if spending is None or not spending.usable:
        return ()
    found = draw_spend_models(spending.fit, basis["frequency"], draws=draws)
    # Those without a mean were left out; the others stand in for them.
    return tuple(found[place % len(found)] for place in range(draws)) if found else ()


def spend_of(spending: SpendFit | None, table: pd.DataFrame) -> Floats:
    """Return what a purchase of each customer is expected to bring, minor units."""
    if spending is not None:
        return spending.expected_spend(table["frequency"], table["spend"])
    own = table["spend"].to_numpy(float)
    paid = own[np.nan_to_num(own) > 0]
    return np.where(np.nan_to_num(own) > 0, own, paid.mean() if paid.size else 0.0)


def told_spending(spending: SpendFit | None, spend_models: tuple[GammaGamma, ...], basis: pd.DataFrame
                  ) -> Spending:
    """Return what the card tells of spending."""
    if spending is None:
        return Spending(False, (), Estimate(0, None, state="suppressed"), 0,
                        float(np.nan_to_num(basis["spend"].mean())))
    model, n = spending.fit.model, spending.fit.customers
    drawn = np.array([[one.p, one.q, one.v] for one in spend_models]) if spend_models else None
    ends = ends_of(drawn) if drawn is not None else np.full((2, 3), np.nan)
    parameters = tuple(
        Parameter(name, Estimate(n, at, None if np.isnan(low) else float(low),
                                 None if np.isnan(high) else float(high)))
        for name, at, (low, high) in zip(("p", "q", "v"), (model.p, model.q, model.v), ends.T, strict=True))
    return Spending(spending.usable, parameters, spending.correlation, spending.left_out,
                    spending.mean_repeat)


def ends_of(drawn: NDArray[np.floating[Any]]) -> Floats:
    """Return the ends of 95 % intervals of what was drawn, one row a draw."""
    tail = (1 - CONFIDENCE) / 2
    return np.asarray(np.quantile(drawn, (tail, 1 - tail), axis=0, method="weibull"))
