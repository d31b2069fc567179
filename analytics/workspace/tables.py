"""The tables of the workspace.

Whatever may be edited carries a version, which SQLAlchemy compares when it saves: two people who began from
the same version cannot both save. Every save leaves a row in ``changes``, so that nothing anybody wrote is
ever gone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write a moment without its zone, which is UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read a moment as UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The tables of the workspace."""

    #: Names that do not depend on the database, so that migrations can name what they change.
    metadata = MetaData(naming_convention={
        "pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s"})


class Versioned(Base):
    """What may be edited: a code, who saved it when, and the version that is compared at each save."""

    __abstract__ = True

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    saved_by: Mapped[str] = mapped_column(String(120))
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let every save compare the version."""
        return {"version_id_col": cls.version}


class SegmentRow(Versioned):
    """A saved segment."""

    __tablename__ = "segments"

    name: Mapped[str] = mapped_column(String(120))
    condition: Mapped[dict[str, Any]] = mapped_column(JSON)
    frozen: Mapped[bool] = mapped_column(Boolean)
    shared: Mapped[bool] = mapped_column(Boolean)
    owner: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text)


class NoteRow(Versioned):
    """What somebody noted about a customer."""

    __tablename__ = "notes"

    customer_id: Mapped[str] = mapped_column(String(200), index=True)
    text: Mapped[str] = mapped_column(Text)


class TaskRow(Versioned):
    """Something somebody is to do for a customer."""

    __tablename__ = "tasks"
    #: One task for an occasion of a customer, whoever of two people was quicker.
    __table_args__ = (Index(None, "customer_id", "occasion", unique=True, sqlite_where=text("occasion <> ''"),
                            postgresql_where=text("occasion <> ''")),)

    customer_id: Mapped[str] = mapped_column(String(200), index=True)
    title: Mapped[str] = mapped_column(String(200))
    #: Why: ``overdue``, ``birthday``, ``contract_end``, ``promise``, ``quiet``, ``campaign``, ``other``, …
    reason: Mapped[str] = mapped_column(String(40))
    #: What the contact list knows it by: the reason with its day, so that what is done is not listed again.
    occasion: Mapped[str] = mapped_column(String(120))
    owner: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date | None] = mapped_column(Date)
    #: ``open``, ``done`` or ``dropped``.
    state: Mapped[str] = mapped_column(String(12), index=True)
    snoozed_until: Mapped[date | None] = mapped_column(Date)
    #: The day on the data's clock, and the moment on the wall's.
    done_on: Mapped[date | None] = mapped_column(Date)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    detail: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)


class ComplaintCaseRow(Versioned):
    """A complaint on its way through Identify, Assess, Negotiate, Act and follow-up."""

    __tablename__ = "complaint_cases"

    complaint_id: Mapped[str] = mapped_column(String(200), unique=True)
    customer_id: Mapped[str] = mapped_column(String(200), index=True)
    stage: Mapped[str] = mapped_column(String(12), index=True)
    owner: Mapped[str] = mapped_column(String(120))
    owner_level: Mapped[str] = mapped_column(String(40))
    promise_due: Mapped[date | None] = mapped_column(Date)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The fields of the form and the moment each stage was reached.
    form: Mapped[dict[str, Any]] = mapped_column(JSON)


class CampaignRow(Versioned):
    """A campaign: whom it is for, its plan, and what came of it."""

    __tablename__ = "campaigns"

    name: Mapped[str] = mapped_column(String(120))
    condition: Mapped[dict[str, Any]] = mapped_column(JSON)
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: ``planned``, ``running`` or ``read``.
    state: Mapped[str] = mapped_column(String(12))
    owner: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date] = mapped_column(Date)
    reads_on: Mapped[date] = mapped_column(Date)
    seed: Mapped[int] = mapped_column(Integer)
    assigned_at: Mapped[datetime | None] = mapped_column(Moment)
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class CampaignMemberRow(Base):
    """A customer in a campaign, with the arm that chance gave; written once, never changed."""

    __tablename__ = "campaign_members"

    campaign: Mapped[str] = mapped_column(String(12), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    arm: Mapped[str] = mapped_column(String(12))
    stratum: Mapped[str] = mapped_column(String(200))


class AnnotationRow(Versioned):
    """Something that happened, written beside every chart over time."""

    __tablename__ = "annotations"

    happened_on: Mapped[date] = mapped_column(Date)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    branch: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text)


class GoalRow(Versioned):
    """What a figure is meant to reach, for the company or one branch."""

    __tablename__ = "goals"

    metric: Mapped[str] = mapped_column(String(60), index=True)
    branch: Mapped[str] = mapped_column(String(120))
    target: Mapped[float] = mapped_column(Float)
    from_on: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text)


class AlertRow(Versioned):
    """What somebody wants to be told of, and how."""

    __tablename__ = "alerts"

    name: Mapped[str] = mapped_column(String(120))
    #: ``threshold``, ``control_chart`` or ``overdue``.
    rule: Mapped[str] = mapped_column(String(20))
    metric: Mapped[str] = mapped_column(String(60))
    threshold: Mapped[float | None] = mapped_column(Float)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    recipient: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10))
    owner: Mapped[str] = mapped_column(String(120))
    active: Mapped[bool] = mapped_column(Boolean)


class DeliveryRow(Base):
    """An alert that was sent, so that nobody is told the same twice."""

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("alert", "occasion", "recipient"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    alert: Mapped[str] = mapped_column(String(12))
    occasion: Mapped[str] = mapped_column(String(120))
    recipient: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class ScenarioRow(Versioned):
    """What somebody assumed when they reckoned what keeping customers is worth."""

    __tablename__ = "scenarios"

    name: Mapped[str] = mapped_column(String(120))
    #: Which page they are for: ``economics``.
    kind: Mapped[str] = mapped_column(String(20))
    assumptions: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)


class PageOpeningRow(Base):
    """How often a page was opened on a day by a role: counts, never persons."""

    __tablename__ = "page_openings"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    role: Mapped[str] = mapped_column(String(40), primary_key=True)
    page: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class ChangeRow(Base):
    """What was saved, by whom and when: one row a save."""

    __tablename__ = "changes"
    __table_args__ = (Index(None, "what", "code"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    what: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    saved_by: Mapped[str] = mapped_column(String(120))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
