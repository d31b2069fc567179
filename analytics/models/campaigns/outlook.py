"""What a campaign can show and bring before it starts: smallest effect, customers needed, cost, gain.

Definition
    The chance of each living customer of the segment to be lost within the campaign's days: the serving
    model's risk, carried to that time as if it were the same every day; without a model the share lost,
    over as long a time up to now, of the customers of the same grade and size. Their mean is the loss
    rate of the control group.
Power
    The smallest fall of that rate which arms of these sizes would show in four campaigns out of five, at
    5 % two-sided; the chance that the reduction expected would be seen; and the customers needed for four
    out of five.
Expected gain
    Sum over the treated of chance of loss x the reduction expected x margin of a year, less the cost.
    That ranks by risk x value: without an experiment nobody knows whom an offer moves (Ascarza 2018).
Grain
    One segment.
Edge cases
    Grades and sizes of fewer than thirty customers take the rate of everybody. A margin below nought
    counts as nought: there is nothing to save. Without costs on record the margin is the value.
Source
    Methods F5 and C6; Lemmens & Gupta 2020.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import pandas as pd

from analytics.filters import Filters, SavedSegment
from analytics.models.campaigns.candidates import candidate_risks
from analytics.statistics.experiments import chance_of_seeing
from analytics.statistics.proportions import detectable_difference
from analytics.store.reader import Reader

Basis = Literal["model", "history", "none"]

#: Chance of seeing an effect that a plan should have, and the reductions its curve shows.
POWER, LEVEL = 0.8, 0.05
REDUCTIONS = tuple(step / 20 for step in range(1, 17))


@dataclass(frozen=True, slots=True)
class CampaignOutlook:
    """What a campaign can show and bring.

    Attributes
    ----------
    living : int
        Living customers of the segment.
    treated, control : int
        Customers in either arm.
    basis : {"model", "history", "none"}
        Where the chances of loss come from; none: nothing tells.
    loss_rate : float
        Expected of the control group over the campaign's days.
    smallest : float
        Smallest fall of the loss rate that would be seen.
    seen : float
        Chance of seeing the reduction expected.
    needed : int or None
        Customers, both arms together, for four campaigns out of five to see it; None where no number
        would do.
    curve : tuple of (float, float)
        Reduction and the chance of seeing it.
    kept : float
        Customers expected to stay who would have left.
    gain, cost : float
        Margin of a year expected to stay, and what treating costs; minor units.
    pays_from : float or None
        Reduction from which the gain covers the cost; None where none does.
    """

    living: int
    treated: int
    control: int
    basis: Basis
    loss_rate: float
    smallest: float
    seen: float
    needed: int | None
    curve: tuple[tuple[float, float], ...]
    kept: float
    gain: float
    cost: float
    pays_from: float | None

    @property
    def customers(self) -> int:
        """Customers in both arms."""
        return self.treated + self.control

    @property
    def waves(self) -> int | None:
        """How many campaigns like this one would together see the reduction expected."""
        return None if self.needed is None or not self.customers else math.ceil(self.needed / self.customers)

    def table(self) -> list[dict[str, object]]:
        """Return the curve as rows."""
        return [{"reduction": reduction, "chance_of_seeing": chance} for reduction, chance in self.curve]


def campaign_outlook(reader: Reader, filters: Filters, *, segment: SavedSegment, days: int = 180,
                     share: float = 0.5, most: int | None = None, reduction: float = 0.2,
                     cost_each: float = 0.0, horizon: int | None = None) -> CampaignOutlook:
    """Reckon what a campaign can show and bring.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    segment : SavedSegment
        Whom it is for, with the scores of the serving model.
    days : int
        From its first day to the read-out.
    share : float
        Of the treated.
    most : int or None
        At most so many customers, those with the highest risk x value.
    reduction : float
        Share of the losses the offer is expected to prevent.
    cost_each : float
        Of one treated customer, minor units.
    horizon : int or None
        Days the model's risk is about; None: it is not used.

    Returns
    -------
    CampaignOutlook
    """
    everybody = candidate_risks(reader, filters, segment=segment, days=days, horizon=horizon)
    customers = everybody if most is None else everybody.head(most)
    return reckon(customers["risk"].to_numpy(float), customers["worth"].to_numpy(float), len(everybody),
                  share=share, reduction=reduction, cost_each=cost_each,
                  basis=_basis(customers, horizon, segment))


def reckon(risk: np.ndarray, worth: np.ndarray, living: int, *, share: float, reduction: float,
           cost_each: float, basis: Basis) -> CampaignOutlook:
    """Reckon an outlook from chances of loss and what customers are worth; see `campaign_outlook`."""
    treated = round(len(risk) * share)
    control, rate = len(risk) - treated, float(np.nanmean(risk)) if basis != "none" and len(risk) else 0.0
    at_stake = float(np.nansum(risk * worth)) * share
    cost, enough = treated * cost_each, rate > 0 and min(treated, control) > 0

    def seen(less: float) -> float:
        return chance_of_seeing(rate * (1 - less), rate, treated, control) if enough else 0.0

    return CampaignOutlook(
        living, treated, control, basis, rate,
        detectable_difference(rate, control, treated) if enough else 1.0, seen(reduction),
        _needed(rate, reduction, share) if enough else None, tuple((less, seen(less)) for less in REDUCTIONS),
        rate * treated * reduction, at_stake * reduction, cost, cost / at_stake if at_stake > 0 else None)


def _needed(rate: float, reduction: float, share: float) -> int | None:
    """Return the customers of both arms together that a reduction needs."""
    lower = rate * (1 - reduction)
    if lower == rate:
        return None
    reach = NormalDist().inv_cdf(1 - LEVEL / 2) + NormalDist().inv_cdf(POWER)
    spread = lower * (1 - lower) / share + rate * (1 - rate) / (1 - share)
    return math.ceil(reach ** 2 * spread / (rate - lower) ** 2)


def _basis(customers: pd.DataFrame, horizon: int | None, segment: SavedSegment) -> Basis:
    if not customers["risk"].notna().any():
        return "none"
    return "model" if horizon is not None and segment.scores is not None else "history"
