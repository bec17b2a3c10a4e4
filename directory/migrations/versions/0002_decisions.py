"""Decisions of an operator: that two listings are one place, or are not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("one", sa.String(10), sa.ForeignKey("facilities.id"), primary_key=True),
        sa.Column("other", sa.String(10), sa.ForeignKey("facilities.id"), primary_key=True),
        sa.Column("same", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made", sa.String(25), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("decisions")
