"""Tasks: what somebody is to do for a customer."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "tasks",
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("occasion", sa.String(120), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("snoozed_until", sa.Date),
        sa.Column("done_on", sa.Date),
        sa.Column("done_at", sa.DateTime),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("saved_by", sa.String(120), nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_tasks"))
    op.create_index("ix_tasks_customer_id", "tasks", ["customer_id"])
    op.create_index("ix_tasks_customer_id_occasion", "tasks", ["customer_id", "occasion"], unique=True,
                    sqlite_where=sa.text("occasion <> ''"), postgresql_where=sa.text("occasion <> ''"))
    op.create_index("ix_tasks_state", "tasks", ["state"])
