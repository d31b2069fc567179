"""A case of the complaint desk: whose complaint it is, who owns it, how far it is, and the form's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from analytics.workspace.complaint_form import STAGES, ComplaintForm

#: Ranks a case may rise to; how the table ``complaints`` calls them.
LEVELS = ("frontline", "supervisor", "manager", "executive")
#: What is saved as it is, beside the form.
_PLAIN = ("customer_id", "complaint_id", "stage", "owner", "owner_level", "first_hearer", "handovers",
          "reopened")


@dataclass(frozen=True, slots=True)
class ComplaintCase:
    """A complaint on its way through the desk.

    Attributes
    ----------
    customer_id : str
        The company's own number.
    complaint_id : str
        Given at the first save, unless the complaint has a number in the company's records.
    opened_on : date or None
        The day it was received; the day of the first save when not said.
    owner : str
        Who owns it: whoever heard of it first, until it is handed over.
    owner_level : str
        The highest rank involved, one of ``LEVELS``.
    form : ComplaintForm
    stage : str
        The stage it stands in, one of ``STAGES``, or ``"done"``.
    moments : mapping of str to datetime
        When each stage was reached, in UTC. A stage passed over has none.
    first_hearer : str
        Who opened it.
    handovers : int
        How often it passed from one owner to another.
    reopened : int
        How often it was opened again.
    code : str
        What stands for it in links; given at the first save.
    version : int
        How often it was saved; 0: not yet.
    created_at, saved_at : datetime or None
        Moments in UTC.
    saved_by : str
    """

    customer_id: str
    complaint_id: str = ""
    opened_on: date | None = None
    owner: str = ""
    owner_level: str = LEVELS[0]
    form: ComplaintForm = field(default_factory=ComplaintForm)
    stage: str = STAGES[0]
    moments: Mapping[str, datetime] = field(default_factory=dict)
    first_hearer: str = ""
    handovers: int = 0
    reopened: int = 0
    code: str = ""
    version: int = 0
    created_at: datetime | None = field(default=None, compare=False)
    saved_at: datetime | None = field(default=None, compare=False)
    saved_by: str = field(default="", compare=False)

    @property
    def closed(self) -> bool:
        """Whether it was decided."""
        return "close" in self.moments

    @property
    def promise_open(self) -> bool:
        """Whether something was promised that is not done yet."""
        return self.form.promise_due is not None and not self.closed and "act" not in self.moments

    def content(self) -> dict[str, Any]:
        """Return what is saved, as JSON knows it."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "opened_on": None if self.opened_on is None else self.opened_on.isoformat(),
            "moments": {stage: moment.isoformat() for stage, moment in self.moments.items()},
            "form": self.form.to_json()}

    @classmethod
    def from_content(cls, content: Mapping[str, Any], **fields: Any) -> ComplaintCase:
        """Read what was saved, or what a conflict or the history tells."""
        opened = content["opened_on"]
        plain = {name: content[name] for name in _PLAIN}
        return cls(
            **plain, **fields, opened_on=date.fromisoformat(opened) if opened else None,
            form=ComplaintForm.from_json(content["form"]),
            moments={stage: datetime.fromisoformat(one) for stage, one in content["moments"].items()})
