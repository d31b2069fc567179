"""Whom a campaign could treat: a segment's living customers, with their chance to be lost within its days.

Definition
    The serving model's risk, carried to the campaign's days so that all living customers together lose
    the share that was lost over as long a time up to now; without a model the share lost then of the
    customers of the same grade and size. Expected loss is that chance times the margin of a year.
Ranking
    Expected loss, largest first: risk x value. Without an experiment nobody knows whom an offer moves.
Grain
    One living customer of the segment.
Edge cases
    Grades and sizes of fewer than thirty customers take the rate of everybody. A margin below nought
    counts as nought. Without costs on record the margin is the value.
Source
    Methods C6; Ascarza 2018.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from analytics.filters import Filters, SavedSegment
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import THIN_BELOW
from analytics.store.reader import Reader

_NO_SCORES = "(select null::varchar as customer_id, null::double as risk where false)"


def campaign_candidates(reader: Reader, filters: Filters, *, segment: SavedSegment, days: int = 180,
                        most: int | None = None, horizon: int | None = None) -> pd.DataFrame:
    """List the living customers of a segment, highest risk x value first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    segment : SavedSegment
    days : int
        Time the risk is about.
    most : int or None
        At most so many.
    horizon : int or None
        Days the model's risk is about; None: the history of like customers is taken.

    Returns
    -------
    DataFrame
        ``risk`` over the days, ``worth`` (margin of a year) and ``expected_loss`` in minor units.
    """
    found = _at_risk(reader, filters, "models/campaigns/campaign_candidates", segment, days, horizon)
    return found if most is None else found.head(most)


def candidate_risks(reader: Reader, filters: Filters, *, segment: SavedSegment, days: int,
                    horizon: int | None) -> pd.DataFrame:
    """Return what `campaign_candidates` lists without the customers' names, in a fraction of the time."""
    return _at_risk(reader, filters, "models/campaigns/candidate_risks", segment, days, horizon)


def _at_risk(reader: Reader, filters: Filters, stem: str, segment: SavedSegment, days: int,
             horizon: int | None) -> pd.DataFrame:
    condition, parameters = segment.where("segment")
    scores = segment.scores if horizon is not None else None
    if scores is not None:
        parameters = {**parameters, "candidate_scores": scores}
    found = run_sql(reader, stem, filters, condition=condition,
                    dimension=_NO_SCORES if scores is None else "read_parquet($candidate_scores)",
                    **parameters)
    past = _history(reader, days)
    if scores is None or horizon is None:
        found["risk"] = _like(found, past)
    else:
        found["risk"] = carried(found["risk"], _times(reader, scores, past, days / horizon))
    found["expected_loss"] = (found["risk"] * found["worth"]).fillna(0).round().astype("int64")
    found["worth"] = found["worth"].round().astype("int64")
    return found.sort_values(["expected_loss", "customer_key"], ascending=[False, True], ignore_index=True)


def carried(risk: pd.Series, times: float) -> pd.Series:
    """Carry a chance to so many times its own time; who has no score has the mean of the rest."""
    longer = 1 - (1 - risk.astype(float)) ** times
    return longer.fillna(longer.mean())


def _times(reader: Reader, scores: str, past: pd.DataFrame, unknown: float) -> float:
    """Return how often a model's time must pass until all scored customers together lose what the past lost.

    A risk is not the same every day: of those still there, the safe ones become riskier.
    """
    if past.empty:
        return unknown
    lost = float(past["lost"].sum() / past["customers"].sum())
    risk = reader.query("select risk from read_parquet($scores)", {"scores": scores})["risk"].to_numpy(float)
    return times_to_lose(risk, lost)


def times_to_lose(risk: np.ndarray, lost: float) -> float:
    """Return the power of the chances to stay under which a share of all customers is lost."""
    stay = np.log1p(-np.clip(risk, 0.0, 1 - 1e-9))
    low, high = 0.0, 1_000.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if 1 - np.exp(middle * stay).mean() < lost else (low, middle)
    return (low + high) / 2


def _history(reader: Reader, days: int) -> pd.DataFrame:
    """Count by grade and size who was there then and was lost since; none where records begin later."""
    if reader.meta.as_of is None:
        return pd.DataFrame(columns=["grade", "size", "customers", "lost"])
    since = reader.meta.as_of + timedelta(days=1 - days)
    return run_sql(reader, "models/campaigns/loss_history", Filters(), since=since)


def _like(customers: pd.DataFrame, past: pd.DataFrame) -> pd.Series:
    """Return the share lost of the customers of the same grade and size; nothing where none is known."""
    if past.empty:
        return pd.Series(np.nan, customers.index)
    overall = past["lost"].sum() / past["customers"].sum()
    rates = {(row.grade, row.size): row.lost / row.customers for row in past.itertuples(name="Cell")
             if row.customers >= THIN_BELOW}
    return pd.Series([rates.get(key, overall)
                      for key in zip(customers["grade"], customers["size"], strict=True)],
                     customers.index, dtype=float)
