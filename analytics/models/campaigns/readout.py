"""What a campaign with a control group brought: customers kept, margin and profit, read out as it was drawn.

Definition
    Of everybody assigned, whether reached or not (intention to treat): the share not lost by the day of
    the read-out, treated less control; the margin of that time a customer, treated less control, with the
    margin of as long a time before taken out (CUPED); and that margin times the treated, less what the
    campaign cost. A loss is what the store calls one.
Interval
    Newcombe for the shares, Welch for the margin. The profit's is that of the margin: the cost is known.
Verdict
    None before the planned day, none where the arms are not as large as planned or differ before the
    start, none from arms of fewer than thirty or with fewer than ten losses in all; else by whether the
    interval of customers kept leaves nought out. It is looked at once: looking daily would find an effect
    far too often.
Evidence
    A: a control group drawn by lot, the arms as planned and alike before. B: the same, but more than one
    in ten of an arm were no customers at the start, or are not on record. C: the arms are not as planned
    or differed before.
Grain
    One campaign.
Edge cases
    Who was no customer any more at the start is left out; a loss that became known only afterwards counts
    as a loss within the campaign. Without costs on record the margin is the revenue.
Source
    Methods F5; Newcombe 1998; Deng et al. 2013; Fabijan et al. 2019.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import observed_days, run_sql
from analytics.statistics.estimate import THIN_BELOW, Estimate
from analytics.statistics.experiments import AdjustedDifference, adjusted_difference, sample_ratio
from analytics.statistics.intervals import rate, rate_difference
from analytics.statistics.proportions import ChiSquaredTest, independence
from analytics.store.reader import Reader

State = Literal["too_early", "unobserved", "unequal", "too_few", "no_effect", "gain", "harm"]
Evidence = Literal["A", "B", "C"]

#: Below this chance the sizes of the arms, or what they were before, are no accident.
UNLIKELY = 0.001
#: A smaller share of an arm that was there at the start weakens the evidence.
FEWEST_THERE = 0.9
#: Fewer losses in both arms together cannot tell anything.
FEWEST_LOST = 10
#: States that have a verdict.
DECIDED = ("no_effect", "gain", "harm")


@dataclass(frozen=True, slots=True)
class DrawnCampaign:
    """A campaign whose arms are drawn.

    Attributes
    ----------
    code, name : str
    starts_on, reads_on : date
        First day, and the day of the read-out: the first that no longer counts.
    customers : tuple of str
        Numbers of everybody assigned.
    treated : tuple of bool
        One a customer.
    share : float or None
        Planned share of the treated; None where it is not on record.
    cost : int
        Of the campaign in minor units.
    """

    code: str
    name: str
    starts_on: date
    reads_on: date
    customers: tuple[str, ...]
    treated: tuple[bool, ...]
    share: float | None = None
    cost: int = 0


@dataclass(frozen=True, slots=True)
class CampaignReadout:
    """What a campaign brought.

    Attributes
    ----------
    code, name : str
    starts_on, reads_on : date
    state : str
        ``too_early``, ``unobserved`` (the records begin later), ``unequal`` (the arms are not as planned,
        or differed before), ``too_few``, ``no_effect``, ``gain`` or ``harm``.
    evidence : {"A", "B", "C"}
    treated, control : int
        Customers at the start.
    left_out : int
        Assigned, but no customers any more at the start, or not on record.
    ratio : ChiSquaredTest or None
        Of the sizes; None where no share was planned.
    balance : ChiSquaredTest
        Of the grades at the start.
    kept_treated, kept_control : Estimate
        Share not lost by the day of the read-out.
    difference : Estimate
        The first less the second.
    margin : AdjustedDifference
        Margin a customer, treated less control, in minor units.
    cost : int
        Of the whole campaign, minor units.
    profit : Estimate
        Margin times the treated, less the cost; minor units.
    """

    code: str
    name: str
    starts_on: date
    reads_on: date
    state: State
    evidence: Evidence
    treated: int
    control: int
    left_out: int
    ratio: ChiSquaredTest | None
    balance: ChiSquaredTest
    kept_treated: Estimate
    kept_control: Estimate
    difference: Estimate
    margin: AdjustedDifference
    cost: int
    profit: Estimate

    @property
    def decided(self) -> bool:
        """Whether there is a verdict."""
        return self.state in DECIDED

    @property
    def cost_of_one_kept(self) -> float | None:
        """What one more customer kept has cost, in minor units; None where none was kept."""
        kept = (self.difference.estimate or 0.0) * self.treated
        return self.cost / kept if kept > 0 else None

    def table(self) -> list[dict[str, object]]:
        """Return one row an arm and one for the difference."""
        rows: list[dict[str, object]] = []
        for arm, n, one in (("treated", self.treated, self.kept_treated),
                            ("control", self.control, self.kept_control),
                            ("difference", self.treated + self.control, self.difference)):
            rows.append({"campaign": self.name, "arm": arm, "n": n, "kept": one.estimate, "low": one.low,
                         "high": one.high, "state": self.state, "evidence": self.evidence})
        return rows


def campaign_readout(reader: Reader, filters: Filters, *, campaign: DrawnCampaign) -> CampaignReadout:
    """Read a campaign out.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Not used: a campaign is read out as it was drawn.
    campaign : DrawnCampaign

    Returns
    -------
    CampaignReadout
        Without figures of the outcome where there is no verdict.
    """
    rows = campaign_rows(reader, campaign)
    observed = observed_days(reader)["observed_on"]
    return read(campaign, rows, as_of=reader.meta.as_of, observed_on=observed)  # type: ignore[arg-type]


def campaign_rows(reader: Reader, campaign: DrawnCampaign) -> pd.DataFrame:
    """Return a campaign's customers at its start, with what became of them by the read-out; see `read`."""
    return run_sql(reader, "models/campaigns/campaign_readout", Filters(), customers=list(campaign.customers),
                   treated=list(campaign.treated), starts_on=campaign.starts_on, reads_on=campaign.reads_on,
                   since=campaign.starts_on - (campaign.reads_on - campaign.starts_on))


def read(campaign: DrawnCampaign, rows: pd.DataFrame, *, as_of: date | None,
         observed_on: date | None = None) -> CampaignReadout:
    """Read a campaign out from its customers; see `campaign_readout`.

    Parameters
    ----------
    campaign : DrawnCampaign
    rows : pandas.DataFrame
        One a customer at the start: ``treated``, ``grade``, ``lost``, ``before`` and ``after`` (margin).
    as_of : date or None
        Last day the records know of.
    observed_on : date or None
        First day they know of.

    Returns
    -------
    CampaignReadout
    """
    treated, lost = rows["treated"].to_numpy(bool), rows["lost"].to_numpy(bool)
    sizes = int(treated.sum()), int((~treated).sum())
    grade = pd.factorize(rows["grade"].astype("object").fillna("-"))[0]
    most = int(grade.max(initial=0)) + 1
    grades = [np.bincount(grade[arm], minlength=most) for arm in (treated, ~treated)]
    ratio = None if campaign.share is None else sample_ratio(*sizes, campaign.share)
    balance = independence(grades)
    gone = int(lost[treated].sum()), int(lost[~treated].sum())
    difference = rate_difference(sizes[0] - gone[0], sizes[0], sizes[1] - gone[1], sizes[1])
    state = _state(campaign, sizes, sum(gone), ratio, balance, difference, as_of, observed_on)
    evidence = _evidence(campaign, sizes, ratio, balance)
    none = Estimate(sum(sizes), None, state="suppressed")
    shown = state in DECIDED
    margin = (adjusted_difference(rows["after"], rows["before"], treated) if shown
              else AdjustedDifference(none, none, 0.0))
    return CampaignReadout(
        campaign.code, campaign.name, campaign.starts_on, campaign.reads_on, state, evidence, *sizes,
        len(campaign.customers) - len(rows), ratio, balance,
        rate(sizes[0] - gone[0], sizes[0]) if shown else none,
        rate(sizes[1] - gone[1], sizes[1]) if shown else none,
        difference if shown else none, margin, campaign.cost,
        _profit(margin.adjusted, sizes[0], campaign.cost))


def _state(campaign: DrawnCampaign, sizes: tuple[int, int], lost: int, ratio: ChiSquaredTest | None,
           balance: ChiSquaredTest, difference: Estimate, as_of: date | None,
           observed_on: date | None) -> State:
    if observed_on is not None and campaign.starts_on < observed_on:
        return "unobserved"
    if as_of is None or as_of + timedelta(days=1) < campaign.reads_on:
        return "too_early"
    if balance.p < UNLIKELY or (ratio is not None and ratio.p < UNLIKELY):
        return "unequal"
    if min(sizes) < THIN_BELOW or lost < FEWEST_LOST or difference.low is None or difference.high is None:
        return "too_few"
    if difference.low > 0:
        return "gain"
    return "harm" if difference.high < 0 else "no_effect"


def _evidence(campaign: DrawnCampaign, sizes: tuple[int, int], ratio: ChiSquaredTest | None,
              balance: ChiSquaredTest) -> Evidence:
    if balance.p < UNLIKELY or (ratio is not None and ratio.p < UNLIKELY):
        return "C"
    assigned = sum(campaign.treated), len(campaign.treated) - sum(campaign.treated)
    whole = all(there >= FEWEST_THERE * drawn for there, drawn in zip(sizes, assigned, strict=True))
    return "A" if whole else "B"


def _profit(margin: Estimate, treated: int, cost: int) -> Estimate:
    if margin.estimate is None:
        return margin
    ends = [None if one is None else one * treated - cost for one in (margin.low, margin.high)]
    return Estimate(margin.n, margin.estimate * treated - cost, ends[0], ends[1], margin.state)
