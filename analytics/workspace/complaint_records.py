"""The desk's cases as rows of the canonical table ``complaints``."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import cases
from analytics.workspace.workspace import Workspace

#: What the rows are handed over as.
SOURCE = "complaint_desk"
#: What describes the complaint: where the desk says nothing, the company's own records may. How the case is
#: walked is the desk's alone.
DESCRIBING = ("category", "cause", "severity", "channel", "reaction", "amount_at_stake")

_MOMENTS = {"identify": "identified_at", "assess": "assessed_at", "negotiate": "negotiated_at",
            "act": "acted_at", "close": "closed_at", "follow_up": "followed_up_at"}


def complaint_records(workspace: Workspace) -> list[dict[str, object]]:
    """Return one row per case, in the words, the money and the local time of the table ``complaints``."""
    return [complaint_record(case) for case in cases(workspace)]


def complaint_record(case: ComplaintCase) -> dict[str, object]:
    """Return a case as a row of the table ``complaints``."""
    form = case.form
    return {
        "complaint_id": case.complaint_id, "customer_id": case.customer_id, "opened_on": case.opened_on,
        **{name: getattr(form, name) or None for name in DESCRIBING if name != "amount_at_stake"},
        "amount_at_stake": _money(form.amount_at_stake), "owner": case.owner or None,
        "owner_level": case.owner_level,
        **{column: _local(case.moments.get(stage)) for stage, column in _MOMENTS.items()},
        "outcome": (form.outcome or None) if case.closed else "open", "satisfied": form.satisfied,
        "compensation": _money(form.compensation), "promise_due": form.promise_due,
        "promise_kept": promise_kept(case), "reopened": case.reopened > 0, "handovers": case.handovers}


def promise_kept(case: ComplaintCase) -> bool | None:
    """Tell whether the promise was kept: as the form says, else whether it was carried out by its day."""
    due, acted = case.form.promise_due, case.moments.get("act")
    if case.form.promise_kept is not None or due is None or acted is None:
        return case.form.promise_kept
    return acted.astimezone().date() <= due


def _money(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor) / 100


def _local(moment: datetime | None) -> datetime | None:
    # The company's records are in local time without a zone, and so is the table.
    return None if moment is None else moment.astimezone().replace(tzinfo=None, microsecond=0)
