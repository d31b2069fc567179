"""Every campaign with a control group, read out, and those with a verdict taken together.

Definition
    One read-out a campaign, as `analytics.models.campaigns.readout` defines it: those drawn here, and
    those that were imported with a control group and assigned within a month. An imported one is read out
    a year after its first day, having no planned day of its own.
Taken together
    The differences of the shares kept, weighted by how surely each is known: as one effect (what these
    campaigns found) and as effects that differ (what to expect of the next one like them).
Grain
    One row an arm and one for the difference, by campaign.
Source
    Methods F5; DerSimonian & Laird 1986; Hartung & Knapp 2001; Agresti & Caffo 2000 for the errors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.campaigns.readout import CampaignReadout, DrawnCampaign, campaign_readout
from analytics.statistics.pooling import Pooled, pool
from analytics.store.reader import Reader

#: Days from its first one after which an imported campaign is read out.
IMPORTED_DAYS = 365


@dataclass(frozen=True, slots=True)
class CampaignReadouts:
    """Every campaign.

    Attributes
    ----------
    readouts : tuple of CampaignReadout
        Newest first.
    pooled : Pooled or None
        Of those with a verdict: difference of the shares kept; None of fewer than two.
    pooled_customers : int
        Customers in them.
    """

    readouts: tuple[CampaignReadout, ...]
    pooled: Pooled | None
    pooled_customers: int

    def of(self, code: str) -> CampaignReadout:
        """Return one campaign by its code."""
        return next(one for one in self.readouts if one.code == code)

    def table(self) -> list[dict[str, object]]:
        """Return one row an arm and one for the difference, by campaign."""
        return [row for one in self.readouts for row in one.table()]


def campaign_readouts(reader: Reader, filters: Filters, *,
                      campaigns: tuple[DrawnCampaign, ...] = ()) -> CampaignReadouts:
    """Read out every campaign.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Not used: a campaign is read out as it was drawn.
    campaigns : tuple of DrawnCampaign
        Those drawn here; an imported one of the same code only tells their cost.

    Returns
    -------
    CampaignReadouts
        Empty where there are none, or the records have no dates.
    """
    if reader.meta.as_of is None:
        return CampaignReadouts((), None, 0)
    imported = {one.code: one for one in imported_campaigns(reader)}
    drawn = [replace(one, cost=imported.pop(one.code).cost) if one.code in imported else one
             for one in campaigns]
    found = [campaign_readout(reader, filters, campaign=one) for one in (*drawn, *imported.values())]
    decided = [one for one in found if one.decided]
    return CampaignReadouts(
        tuple(sorted(found, key=lambda one: (one.starts_on, one.code), reverse=True)), pooled_effect(decided),
        sum(one.treated + one.control for one in decided))


def imported_campaigns(reader: Reader) -> tuple[DrawnCampaign, ...]:
    """Return the imported campaigns that have both arms and were assigned within a month."""
    rows = run_sql(reader, "models/campaigns/imported_campaigns", Filters())
    return tuple(_drawn(str(code), members) for code, members in rows.groupby("campaign_id", sort=False))


def _drawn(code: str, members: pd.DataFrame) -> DrawnCampaign:
    starts_on = members["starts_on"].iloc[0].date()
    return DrawnCampaign(
        code, code, starts_on, starts_on + timedelta(days=IMPORTED_DAYS), tuple(members["customer_id"]),
        tuple(bool(one) for one in members["treated"]), cost=int(members["cost"].iloc[0]))


def pooled_effect(decided: Sequence[CampaignReadout]) -> Pooled | None:
    """Take the campaigns with a verdict together; None of fewer than two."""
    if len(decided) < 2:
        return None
    return pool([one.difference.estimate for one in decided], [_error(one) for one in decided])  # type: ignore[arg-type]


def _error(found: CampaignReadout) -> float:
    """Return the standard error of a difference of shares, with one customer of each kind added to each arm.

    Agresti and Caffo's addition keeps it above nought where nobody left.
    """
    parts = []
    for one in (found.kept_treated, found.kept_control):
        share = ((one.estimate or 0.0) * one.n + 1) / (one.n + 2)
        parts.append(share * (1 - share) / (one.n + 2))
    return math.sqrt(sum(parts))
