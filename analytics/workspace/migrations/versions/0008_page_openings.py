"""How often pages are opened, by role."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "page_openings",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "role", "page", name="pk_page_openings"))
