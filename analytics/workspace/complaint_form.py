"""The complaint form: what is asked at each stage, as data, and the answers of one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from analytics.errors import WorkspaceError

Kind = Literal["text", "line", "choice", "money", "date", "flag", "steps"]

LONGEST = 4_000

#: Steps of service recovery, in their order: the checklist beside the form.
RECOVERY_STEPS = ("listen", "apologise", "clarify", "agree", "make_good", "follow_up", "learn")

#: The stages a case walks through; it stands in one until that is reached. ``done``: nothing is left to do.
STAGES = ("identify", "assess", "negotiate", "act", "close", "follow_up")
DONE = "done"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form.

    Attributes
    ----------
    name : str
    stage : str
        The stage at which it is asked.
    kind : str
    values : tuple of str
        Codes of a choice.
    """

    name: str
    stage: str
    kind: Kind
    values: tuple[str, ...] = ()


_LIKELY = ("likely", "open", "unlikely")

FIELDS: tuple[Field, ...] = (
    Field("what", "identify", "text"),
    Field("wanted", "identify", "text"),
    Field("category", "identify", "line"),
    Field("channel", "identify", "choice",
          ("phone", "email", "counter", "web", "social", "letter", "authority")),
    Field("reaction", "identify", "choice", ("staff", "manager", "third_party", "media", "friends")),
    Field("amount_at_stake", "identify", "money"),
    Field("severity", "assess", "choice", ("low", "medium", "high")),
    Field("facts", "assess", "choice", ("confirmed", "partly", "disputed")),
    Field("fault", "assess", "choice", ("ours", "shared", "customer", "unknown")),
    Field("cause", "assess", "choice",
          ("promised_not_provided", "late", "wrong_or_incomplete", "rude", "harm")),
    Field("relationship", "assess", "choice", ("new", "settled", "long")),
    Field("repurchase", "assess", "choice", _LIKELY),
    Field("word_of_mouth", "assess", "choice", _LIKELY),
    Field("precedent", "assess", "text"),
    Field("offer", "negotiate", "text"),
    Field("compensation", "negotiate", "money"),
    Field("promise", "negotiate", "text"),
    Field("promise_due", "negotiate", "date"),
    Field("taken", "act", "text"),
    Field("promise_kept", "act", "flag"),
    Field("outcome", "close", "choice", ("resolved", "unresolved")),
    Field("satisfied", "follow_up", "flag"),
    Field("learned", "follow_up", "text"),
    Field("steps", "follow_up", "steps", RECOVERY_STEPS),
)
FIELD: Mapping[str, Field] = MappingProxyType({field.name: field for field in FIELDS})


@dataclass(frozen=True, slots=True)
class ComplaintForm:
    """The answers of one case; empty, or None, is not answered.

    Attributes
    ----------
    what, wanted : str
        What happened, and what the customer asks for.
    category, channel, reaction, cause : str
        Codes of the table ``complaints``, or the company's own words.
    amount_at_stake, compensation : int or None
        Minor units.
    severity : str
    facts : str
        Whether they are ``"confirmed"``, ``"partly"`` so, or ``"disputed"``.
    fault : str
        Whose: ``"ours"``, ``"shared"``, ``"customer"``, or ``"unknown"`` so far.
    relationship : str
        ``"new"``, ``"settled"`` or ``"long"``.
    repurchase, word_of_mouth : str
        How likely the customer buys again, and tells others.
    precedent : str
        What was done in like cases.
    offer, promise, taken, learned : str
        What is offered, promised, was done, and is to change for good.
    promise_due : date or None
    promise_kept, satisfied : bool or None
    outcome : str
        ``"resolved"`` or ``"unresolved"``; empty while nobody knows.
    steps : tuple of str
        The steps of recovery that are done.
    """

    what: str = ""
    wanted: str = ""
    category: str = ""
    channel: str = ""
    reaction: str = ""
    amount_at_stake: int | None = None
    severity: str = ""
    facts: str = ""
    fault: str = ""
    cause: str = ""
    relationship: str = ""
    repurchase: str = ""
    word_of_mouth: str = ""
    precedent: str = ""
    offer: str = ""
    compensation: int | None = None
    promise: str = ""
    promise_due: date | None = None
    taken: str = ""
    promise_kept: bool | None = None
    outcome: str = ""
    satisfied: bool | None = None
    learned: str = ""
    steps: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the answers as JSON knows them; what is not answered is left out."""
        return {one.name: as_json(getattr(self, one.name)) for one in fields(self)
                if getattr(self, one.name) not in ("", None, ())}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ComplaintForm:
        """Read the answers; fields a later version may have added are passed over."""
        return cls(**{name: _value(FIELD[name], value) for name, value in data.items() if name in FIELD})


def as_json(value: object) -> object:
    """Return an answer as JSON knows it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _value(field: Field, value: Any) -> Any:
    if field.kind == "date":
        return date.fromisoformat(value) if isinstance(value, str) else value
    return tuple(value) if field.kind == "steps" else value


def require_sound(form: ComplaintForm) -> None:
    """Refuse answers that mean nothing.

    Raises
    ------
    WorkspaceError
        Money below nothing, a text too long, a step there is none of.
    """
    for field in FIELDS:
        value = getattr(form, field.name)
        if field.kind == "money" and value is not None and value < 0:
            raise WorkspaceError(f"{field.name} is below nothing.", code="case_money", field=field.name)
        if isinstance(value, str) and len(value) > LONGEST:
            raise WorkspaceError(f"{field.name} has more than {LONGEST} signs.", code="case_text",
                                 most=LONGEST)
        # A choice may hold the company's own word, which came with a complaint from its records.
        if field.kind == "steps" and not set(value) <= set(RECOVERY_STEPS):
            raise WorkspaceError("There is no such step of recovery.", code="case_step")
