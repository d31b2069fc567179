"""The complaint desk's cases."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "complaint_cases",
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("complaint_id", sa.String(200), nullable=False),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("stage", sa.String(12), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("owner_level", sa.String(40), nullable=False),
        sa.Column("promise_due", sa.Date),
        sa.Column("closed_at", sa.DateTime),
        sa.Column("form", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("saved_by", sa.String(120), nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("complaint_id", name="uq_complaint_cases_complaint_id"),
        sa.PrimaryKeyConstraint("code", name="pk_complaint_cases"))
    op.create_index("ix_complaint_cases_customer_id", "complaint_cases", ["customer_id"])
    op.create_index("ix_complaint_cases_stage", "complaint_cases", ["stage"])
