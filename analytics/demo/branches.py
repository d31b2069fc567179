"""Branches by quarter, and the events everyone should know of when reading a chart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.demo.calendar import Calendar
from analytics.demo.columns import labels, money, texts, whole
from analytics.demo.opinion import PAST
from analytics.demo.scenario import Floats, Scenario
from analytics.demo.vocabulary import vocabulary

#: Staff satisfaction on its scale of 1–5: usual level, what one point of climate adds, noise of the mean.
STAFF_LEVEL, STAFF_LOADING, STAFF_NOISE = 3.6, 0.8, 0.06
TURNOVER = 0.035
#: Aftermarket gross profit over operating expenses, on average.
ABSORPTION = 0.93
AFTERMARKET = ("parts", "service", "rental")


def branch_periods(
    random: np.random.Generator, time: Calendar, climate: Floats, orders: pd.DataFrame,
) -> pd.DataFrame:
    """Report staff and books of every branch and quarter; the margins are those of the orders.

    Parameters
    ----------
    random : numpy.random.Generator
    time : Calendar
    climate : numpy.ndarray of float
        From `opinion.climates`.
    orders : pandas.DataFrame
        The table ``orders``.

    Returns
    -------
    pandas.DataFrame
        The canonical table ``branch_periods``.
    """
    branches, quarters = len(vocabulary().branches), time.quarters
    margins = _margins(time, orders)
    total = margins.sum(axis=0)
    # Expenses follow the year's trade of the branch, not the quarter's, as rents and wages do.
    usual = total.mean(axis=1, keepdims=True) / ABSORPTION
    expenses = usual * (1.0 + 0.01 * np.arange(quarters)) * random.lognormal(0.0, 0.05, total.shape)
    here = climate[:, PAST:]
    staff = STAFF_LEVEL + STAFF_LOADING * here + random.normal(0.0, STAFF_NOISE, here.shape)
    turnover = np.clip(TURNOVER * np.exp(-0.8 * here) * random.lognormal(0.0, 0.25, here.shape), 0.0, 1.0)
    branch, quarter = (axis.ravel() for axis in np.mgrid[:branches, :quarters])
    return pd.DataFrame({
        "branch": labels([item.name for item in vocabulary().branches], branch),
        "period": time.dates(time.edges[quarter]),
        "staff_satisfaction": np.round(np.clip(staff, 1.0, 5.0).ravel(), 2),
        "staff_answers": whole(random.integers(14, 46, staff.size)),
        "staff_turnover": np.round(turnover.ravel(), 4),
        "operating_expenses": money(expenses.ravel()),
        "parts_margin": money(margins[0].ravel()),
        "service_margin": money(margins[1].ravel()),
        "rental_margin": money(margins[2].ravel()),
    })


def _margins(time: Calendar, orders: pd.DataFrame) -> Floats:
    """Sum gross profit by aftermarket line, branch and quarter."""
    branches, quarters = len(vocabulary().branches), time.quarters
    day = (orders["ordered_on"].to_numpy().astype("datetime64[D]") - time.first_day).astype(int)
    cell = orders["branch"].cat.codes.to_numpy().astype(int) * quarters + time.quarter_of(day)
    profit = (orders["revenue"] - orders["cost"]).to_numpy()
    kinds = list(orders["kind"].cat.categories)
    code = orders["kind"].cat.codes.to_numpy()
    sums = [np.bincount(cell, profit * (code == kinds.index(kind)), branches * quarters)
            for kind in AFTERMARKET]
    return np.asarray(sums, dtype=float).reshape(len(AFTERMARKET), branches, quarters)


def events(scenario: Scenario, time: Calendar) -> pd.DataFrame:
    """List what happened within the simulated time.

    Parameters
    ----------
    scenario : Scenario
    time : Calendar

    Returns
    -------
    pandas.DataFrame
        The canonical table ``events``, by day; empty without shocks.
    """
    happened = [event for event in vocabulary().events
                if scenario.shocks is not None and time.number(event.happened_on) >= 0]
    happened.sort(key=lambda event: event.happened_on)
    days = np.array([time.number(event.happened_on) for event in happened], dtype=int)
    return pd.DataFrame({
        "happened_on": time.dates(days),
        "title": texts([event.title for event in happened]),
        "kind": texts([event.kind for event in happened]),
        "branch": texts([event.branch or None for event in happened]),
        "region": texts([event.region or None for event in happened]),
        "happened_at": pd.Series([event.happened_at for event in happened], dtype="datetime64[s]"),
        "note": texts([event.note for event in happened]),
    })
