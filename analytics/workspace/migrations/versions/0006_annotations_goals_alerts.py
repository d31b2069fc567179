"""Annotations, goals, alerts and what was sent of them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "annotations",
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("happened_on", sa.Date, nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("branch", sa.String(120), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("saved_by", sa.String(120), nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_annotations"))
    op.create_table(
        "goals",
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("metric", sa.String(60), nullable=False),
        sa.Column("branch", sa.String(120), nullable=False),
        sa.Column("target", sa.Float, nullable=False),
        sa.Column("from_on", sa.Date),
        sa.Column("until", sa.Date),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("saved_by", sa.String(120), nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_goals"))
    op.create_index("ix_goals_metric", "goals", ["metric"])
    op.create_table(
        "alerts",
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("metric", sa.String(60), nullable=False),
        sa.Column("threshold", sa.Float),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("saved_by", sa.String(120), nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_alerts"))
    op.create_table(
        "deliveries",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("alert", sa.String(12), nullable=False),
        sa.Column("occasion", sa.String(120), nullable=False),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_deliveries"),
        sa.UniqueConstraint("alert", "occasion", "recipient", name="uq_deliveries_alert_occasion_recipient"))
