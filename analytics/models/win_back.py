"""Winning lost customers back: how many return after an offer, and whom it is worth calling now.

Definition
    A win-back case is a customer assigned to a campaign while lost, treated or held back as control; the
    first assignment after the loss counts. It returned when it traded again within the window. Windows not
    over on the as-of day are left out.
Chance to return
    Logistic regression on all cases: offer within ninety days of the loss, later, or none; size; group of
    causes. Groups with few cases are drawn towards the others by a slight penalty.
Second lifetime value
    Margin lost x share of it that returned customers brought in their first year back (at most one) x
    (1 + i)/(1 + i - r), with i the discount rate and r the share of them still there after a year.
Ranking
    With a control group: (chance with an offer less chance without) x second lifetime value less the
    cost of the offer; without one the chance itself, which is an association. Losses nobody regrets are
    set apart.
Edge cases
    Customers who are merely silent are not listed: some come back by themselves, and what an offer adds was
    not tried. Nor are losses longer ago than offers have been made after.
Source
    Methods E6; Stauss & Friege 1999; Thomas, Blattberg & Fox 2004; Kumar, Bhagwat & Zhang 2015.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.filters import Filters
from analytics.models.win_back_chances import FEWEST_CONTROLS, finished, learnt, ranked_losses
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import rate, rate_difference
from analytics.store.reader import Reader

TIMINGS = ("early", "late", "none")


@dataclass(frozen=True, slots=True)
class ReturnRate:
    """Cases of one group, those who returned within the window, and their share."""

    dimension: str
    value: str | None
    cases: int
    returned: int
    rate: Estimate


@dataclass(frozen=True, slots=True)
class WinBack:
    """What win-back offers have done, and what they may do.

    Attributes
    ----------
    days : int
        Window in which a return counts.
    cases, open_cases : int
        Cases whose window is over, and those whose window is not.
    rates : tuple of ReturnRate
        By timing of the offer (early, late, none), by size, class of cause and answer at the exit; the
        latter three among those who got an offer.
    effect : Estimate or None
        Share returned with an offer less without; None without a control group.
    evidence : {"experiment", "association", "none"}
    kept_margin : Estimate
        Margin of the first year back over the margin lost, of those back for a year or gone again.
    second_year : Estimate
        Share of those who returned still there after a year.
    multiple : float or None
        First year's margin to second lifetime value.
    candidates, worth_it, not_regretted : int
        Lost customers that could be called; those with an expected gain; those nobody regrets.
    gain : Estimate
        Sum of the expected gains of those worth it, in minor units.
    """

    days: int
    cases: int
    open_cases: int
    rates: tuple[ReturnRate, ...]
    effect: Estimate | None
    evidence: str
    kept_margin: Estimate
    second_year: Estimate
    multiple: float | None
    candidates: int
    worth_it: int
    not_regretted: int
    gain: Estimate

    def table(self) -> list[dict[str, object]]:
        """Return the return rates."""
        return [{"dimension": one.dimension, "value": one.value, "cases": one.cases,
                 "returned": one.returned, "rate": one.rate.estimate, "low": one.rate.low,
                 "high": one.rate.high, "state": one.rate.state} for one in self.rates]

    def extra(self) -> dict[str, object]:
        """Return effect, second lifetime and what is to be gained."""
        effect = self.effect
        return {
            "evidence": self.evidence, "effect": effect and effect.estimate, "low": effect and effect.low,
            "high": effect and effect.high, "kept_margin": self.kept_margin.estimate,
            "second_year": self.second_year.estimate, "candidates": self.candidates,
            "worth_it": self.worth_it, "not_regretted": self.not_regretted,
            "gain": None if self.gain.estimate is None else self.gain.estimate / 100}


def win_back(reader: Reader, filters: Filters, *, days: int = 270, cost: int = 50_000,
             discount_rate: float = 0.10) -> WinBack:
    """Say what win-back offers have done, and what calling lost customers now may gain.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of date counts, the period does not. Chances are learnt from the whole company.
    days : int
        Window in which a return counts.
    cost : int
        Of one offer, in minor units.
    discount_rate : float
        A year.

    Returns
    -------
    WinBack
    """
    if reader.meta.as_of is None:
        nothing = Estimate(0, None, state=state_of(0))
        return WinBack(days, 0, 0, (), None, "none", nothing, nothing, None, 0, 0, 0, nothing)
    model, losses, as_of = learnt(reader, filters, days, discount_rate)
    cases = losses[losses["assigned_on"].notna()]
    done = finished(cases, as_of, days)
    offered, held = done[done["offered"]], done[~done["offered"]]
    effect = None
    if len(held) >= FEWEST_CONTROLS and len(offered):
        effect = rate_difference(int(offered["back"].sum()), len(offered), int(held["back"].sum()), len(held))
    listed, gain = ranked_losses(losses, model, as_of, cost)
    worth = listed[(listed["gain"] > 0) & listed["wanted"]]
    evidence = "none" if done.empty else "experiment" if effect is not None else "association"
    return WinBack(
        days, len(done), len(cases) - len(done), _rates(done, offered), effect, evidence, model.kept_margin,
        model.second_year, model.multiple, len(listed), len(worth), int((~listed["wanted"]).sum()),
        gain)


def win_back_list(reader: Reader, filters: Filters, *, wanted: bool = True, days: int = 270,
                  cost: int = 50_000, discount_rate: float = 0.10) -> pd.DataFrame:
    """List lost customers by what an offer now is expected to gain.

    Parameters
    ----------
    reader, filters, days, cost, discount_rate
        As for `win_back`.
    wanted : bool
        Whether to list those worth an offer, whose loss is regretted and whose gain is above nothing; else
        those whose loss nobody regrets.

    Returns
    -------
    pandas.DataFrame
        One row per customer, largest gain first; chances are shares, money in minor units.
    """
    if reader.meta.as_of is None:
        return pd.DataFrame()
    model, losses, as_of = learnt(reader, filters, days, discount_rate)
    listed, _ = ranked_losses(losses, model, as_of, cost)
    chosen = listed["wanted"] & (listed["gain"] > 0) if wanted else ~listed["wanted"]
    return listed[chosen].drop(columns="wanted").reset_index(drop=True)


def _rates(done: pd.DataFrame, offered: pd.DataFrame) -> tuple[ReturnRate, ...]:
    found = [_rate("timing", timing, done[done["timing"] == timing]) for timing in TIMINGS]
    for dimension in ("size", "cause_class", "would_return"):
        groups = [_rate(dimension, str(value), rows) for value, rows in offered.groupby(dimension)]
        found += sorted(groups, key=lambda one: -one.cases)
    return tuple(one for one in found if one.cases)


def _rate(dimension: str, value: str, rows: pd.DataFrame) -> ReturnRate:
    returned = int(rows["back"].sum())
    return ReturnRate(dimension, value, len(rows), returned, rate(returned, len(rows)))
