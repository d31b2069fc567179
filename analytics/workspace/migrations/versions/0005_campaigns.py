"""Campaigns, and the arm that chance gave each customer."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "campaigns",
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("condition", sa.JSON, nullable=False),
        sa.Column("plan", sa.JSON, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("reads_on", sa.Date, nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("assigned_at", sa.DateTime),
        sa.Column("reading", sa.JSON),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("saved_by", sa.String(120), nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_campaigns"))
    op.create_table(
        "campaign_members",
        sa.Column("campaign", sa.String(12), nullable=False),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("arm", sa.String(12), nullable=False),
        sa.Column("stratum", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "customer_id", name="pk_campaign_members"))
