"""Commands on campaigns: what there is, and time passing in the demo company while they run."""

from __future__ import annotations

from pathlib import Path

from analytics.cli.company import FormatOption, StoreOption, hand_over_written, open_store
from analytics.cli.output import Format, Progress, say, write_json, write_rows
from analytics.filters import Filters
from analytics.models.campaigns.readout import DrawnCampaign
from analytics.models.campaigns.readouts import campaign_readouts
from analytics.store import Store
from analytics.warehouse.outdated import require_current
from analytics.workspace import Campaign, campaign_members, has_workspace, open_workspace
from analytics.workspace import campaigns as planned_campaigns


def campaigns(store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """List every campaign with a control group: where it stands, and what it kept once it is read out."""
    opened = open_store(store)
    require_current(opened)
    reader, planned = opened.reader(), _planned(opened)
    found = campaign_readouts(reader, Filters(), campaigns=tuple(
        drawn(opened, one) for one in planned if one.assigned_at))
    rows = [{"campaign": one.name, "code": one.code, "starts_on": one.starts_on, "reads_on": one.reads_on,
             "state": one.state} for one in planned if not one.assigned_at]
    rows += [{"campaign": one.name, "code": one.code, "starts_on": one.starts_on, "reads_on": one.reads_on,
              "state": one.state, "evidence": one.evidence, "treated": one.treated, "control": one.control,
              "kept_more": one.difference.estimate, "low": one.difference.low, "high": one.difference.high,
              "profit": None if one.profit.estimate is None else round(one.profit.estimate / 100, 2)}
             for one in found.readouts]
    if format is Format.json:
        write_json({"asked": "campaigns", "as_of": reader.meta.as_of, "build": reader.build_id, "rows": rows})
    else:
        write_rows(rows, format)


def drawn(store: Store, campaign: Campaign) -> DrawnCampaign:
    """Return a campaign of the workspace as the read-out takes it."""
    members = campaign_members(open_workspace(store), campaign.code)
    return DrawnCampaign(
        campaign.code, campaign.name, campaign.starts_on, campaign.reads_on, members.customers,
        members.treated, campaign.plan.share, campaign.plan.cost(sum(members.treated)))


def let_time_pass(store: Path | None, months: int) -> None:
    """Continue the demo company, its drawn campaigns treating their customers, and build it."""
    from analytics.demo import TreatedCampaign, continue_demo
    from analytics.demo.continuing import SILENT_DAYS
    from analytics.warehouse import build

    opened = open_store(store)
    running = [(one, campaign_members(open_workspace(opened), one.code)) for one in _planned(opened)
               if one.assigned_at]
    treated = [TreatedCampaign(one.code, one.starts_on, one.reads_on, members.customers, members.treated)
               for one, members in running]
    (silent,), = opened.reader().rows(
        "select max(silent_days) from silence_curve where chosen and segment = 'all'")
    last = continue_demo(opened, months, treated, silent_days=int(str(silent or SILENT_DAYS)))
    hand_over_written(opened)
    built = build(opened, progress=Progress())
    say(f"{opened.name} has gone on until {last}, build {built.id}.")


def _planned(store: Store) -> tuple[Campaign, ...]:
    return planned_campaigns(open_workspace(store)) if has_workspace(store) else ()
