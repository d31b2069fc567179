"""Campaigns: planned, drawn by lot once, and read out once.

The arms are written with the draw in one transaction and never change: what was drawn is the experiment.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from analytics.errors import WorkspaceError
from analytics.filters import EVERYONE, Condition
from analytics.filters.conditions import from_json
from analytics.workspace.saving import save
from analytics.workspace.tables import CampaignMemberRow, CampaignRow
from analytics.workspace.workspace import Workspace

STATES = PLANNED, RUNNING, READ = "planned", "running", "read"
ARMS = TREATED, CONTROL = "treated", "control"
LONGEST_NAME = 120
#: A held-out control group is never given up: at least, and at most, so much is treated.
LEAST_SHARE, MOST_SHARE = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """How a campaign is meant to go.

    Attributes
    ----------
    segment : str
        Code of the segment it was planned for.
    offer : str
        What the treated are offered.
    share : float
        Of the treated.
    most : int or None
        At most so many customers, those with the highest risk x value; None: all.
    reduction : float
        Share of the losses the offer is expected to prevent.
    contact_cost, offer_cost : int
        Of one contact, and of one offer taken up, in minor units.
    taken_up : float
        Share of the treated who are expected to take the offer up.
    discount : bool
        Whether the offer lowers a price.
    ready : tuple of str
        What of the checklist is done.
    """

    segment: str = ""
    offer: str = ""
    share: float = 0.5
    most: int | None = None
    reduction: float = 0.2
    contact_cost: int = 5_000
    offer_cost: int = 0
    taken_up: float = 1.0
    discount: bool = False
    ready: tuple[str, ...] = ()

    def cost(self, treated: int) -> int:
        """Return what treating so many customers is expected to cost, in minor units."""
        return round(treated * (self.contact_cost + self.taken_up * self.offer_cost))


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign.

    Attributes
    ----------
    name : str
    starts_on, reads_on : date
        First day, and the day of the read-out: the first that no longer counts.
    condition : Condition
        Whom it is for.
    plan : CampaignPlan
    owner : str
    state : str
        ``"planned"``, ``"running"`` or ``"read"``.
    seed : int
        Of the draw.
    assigned_at : datetime or None
        When the arms were drawn, in UTC.
    reading : mapping or None
        What was read on the day, as it was told then.
    code : str
        Given at the first save.
    version : int
        How often it was saved; 0: not yet.
    created_at, saved_at : datetime or None
        Moments in UTC.
    saved_by : str
    """

    name: str
    starts_on: date
    reads_on: date
    condition: Condition = EVERYONE
    plan: CampaignPlan = field(default_factory=CampaignPlan)
    owner: str = ""
    state: str = PLANNED
    seed: int = 0
    assigned_at: datetime | None = None
    reading: Mapping[str, Any] | None = None
    code: str = ""
    version: int = 0
    created_at: datetime | None = field(default=None, compare=False)
    saved_at: datetime | None = field(default=None, compare=False)
    saved_by: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CampaignMembers:
    """Who is in a campaign, with the arm chance gave.

    Attributes
    ----------
    customers : tuple of str
        Numbers, in their own order.
    treated : tuple of bool
    strata : tuple of str
    """

    customers: tuple[str, ...]
    treated: tuple[bool, ...]
    strata: tuple[str, ...]


def campaigns(workspace: Workspace) -> tuple[Campaign, ...]:
    """List the campaigns, the one that starts last first."""
    with workspace.reading() as session:
        rows = session.scalars(select(CampaignRow).where(CampaignRow.deleted_at.is_(None)))
        return tuple(sorted((_campaign(row) for row in rows), reverse=True,
                            key=lambda one: (one.starts_on, one.code)))


def find_campaign(workspace: Workspace, code: str) -> Campaign | None:
    """Return the campaign of a code; None where there is none, or none any more."""
    with workspace.reading() as session:
        row = session.get(CampaignRow, code)
        return None if row is None or row.deleted_at is not None else _campaign(row)


def campaign_members(workspace: Workspace, code: str) -> CampaignMembers:
    """Return the members of a campaign; none before it is drawn."""
    with workspace.reading() as session:
        rows = session.execute(
            select(CampaignMemberRow.customer_id, CampaignMemberRow.arm, CampaignMemberRow.stratum)
            .where(CampaignMemberRow.campaign == code).order_by(CampaignMemberRow.customer_id)).all()
    return CampaignMembers(tuple(row[0] for row in rows), tuple(row[1] == TREATED for row in rows),
                           tuple(row[2] for row in rows))


def save_campaign(workspace: Workspace, campaign: Campaign, by: str) -> Campaign:
    """Save the plan of a campaign that is not drawn yet.

    Raises
    ------
    WorkspaceError
        It has no name or one too long, ends before it begins, leaves hardly anybody in one arm, or is drawn.
    Conflict
        Somebody else saved, drew or deleted it in between.
    """
    campaign = replace(campaign, name=" ".join(campaign.name.split()))
    if not campaign.name or len(campaign.name) > LONGEST_NAME:
        raise WorkspaceError(f"A campaign needs a name of at most {LONGEST_NAME} signs.",
                             code="campaign_name", most=LONGEST_NAME)
    if campaign.reads_on <= campaign.starts_on:
        raise WorkspaceError("A campaign is read out after it began.", code="campaign_days")
    if not LEAST_SHARE <= campaign.plan.share <= MOST_SHARE:
        raise WorkspaceError("A campaign keeps a control group, and treats somebody.", code="campaign_share",
                             least=f"{LEAST_SHARE:.0%}", most=f"{MOST_SHARE:.0%}")
    _not_drawn(campaign)
    return _saved(workspace, replace(campaign, seed=campaign.seed or secrets.randbits(31)), by)


def draw_campaign(workspace: Workspace, campaign: Campaign, members: CampaignMembers, by: str) -> Campaign:
    """Write the arms that chance gave, and let the campaign run.

    Parameters
    ----------
    workspace : Workspace
    campaign : Campaign
        As it was read; saved before.
    members : CampaignMembers
        Drawn with its seed.
    by : str

    Returns
    -------
    Campaign
        Running. Its plan and its arms stay as they are from now on.

    Raises
    ------
    WorkspaceError
        It is drawn already, or an arm has nobody in it.
    Conflict
        Somebody else saved, drew or deleted it in between: their arms stand.
    """
    _not_drawn(campaign)
    if not any(members.treated) or all(members.treated):
        raise WorkspaceError("An arm of the campaign has no customers.", code="campaign_arms")

    def write(session: Session, row: CampaignRow) -> None:
        session.execute(insert(CampaignMemberRow), [
            {"campaign": row.code, "customer_id": customer, "arm": TREATED if treated else CONTROL,
             "stratum": stratum}
            for customer, treated, stratum in zip(members.customers, members.treated, members.strata,
                                                  strict=True)])

    return _saved(workspace, replace(campaign, state=RUNNING, assigned_at=datetime.now(UTC)), by, along=write)


def close_campaign(workspace: Workspace, campaign: Campaign, reading: Mapping[str, Any], by: str) -> Campaign:
    """Keep what was read on the planned day.

    Raises
    ------
    WorkspaceError
        It is not running: not drawn yet, or read already.
    Conflict
        Somebody else saved or deleted it in between.
    """
    if campaign.state != RUNNING:
        raise WorkspaceError(f"{campaign.name} is not running.", code="campaign_not_running",
                             name=campaign.name)
    return _saved(workspace, replace(campaign, state=READ, reading=dict(reading)), by)


def delete_campaign(workspace: Workspace, campaign: Campaign, by: str) -> None:
    """Take a campaign out of sight; its history and its arms stay.

    Raises
    ------
    Conflict
        Somebody else saved or deleted it in between.
    """
    save(workspace, CampaignRow, _told, code=campaign.code, version=campaign.version, by=by, content={},
         deleted=True)


def _not_drawn(campaign: Campaign) -> None:
    if campaign.state != PLANNED:
        raise WorkspaceError(f"The arms of {campaign.name} are drawn; its plan stays as it is.",
                             code="campaign_drawn", name=campaign.name)


def _saved(workspace: Workspace, campaign: Campaign, by: str, **options: Any) -> Campaign:
    content = {name: getattr(campaign, name) for name in (
        "name", "owner", "state", "starts_on", "reads_on", "seed", "assigned_at", "reading")}
    return _campaign(save(
        workspace, CampaignRow, _told, code=campaign.code, version=campaign.version, by=by,
        content={**content, "condition": campaign.condition.to_json(),
                 "plan": {**asdict(campaign.plan), "ready": list(campaign.plan.ready)}}, **options))


def _told(row: CampaignRow) -> dict[str, object]:
    return {"name": row.name, "owner": row.owner, "state": row.state, "condition": row.condition,
            "plan": row.plan, "seed": row.seed, "reading": row.reading,
            "starts_on": str(row.starts_on), "reads_on": str(row.reads_on)}


def _campaign(row: CampaignRow) -> Campaign:
    known = {one.name for one in fields(CampaignPlan)}
    plan = {name: value for name, value in row.plan.items() if name in known}
    plan["ready"] = tuple(plan.get("ready", ()))
    return Campaign(row.name, row.starts_on, row.reads_on, from_json(row.condition), CampaignPlan(**plan),
                    row.owner, row.state, row.seed, row.assigned_at, row.reading, row.code, row.version,
                    row.created_at, row.saved_at, row.saved_by)
