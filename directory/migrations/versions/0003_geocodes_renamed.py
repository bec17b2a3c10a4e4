"""What a geocoder answered for addresses; ids that older data showed to be another facility's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "geocodes",
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        sa.Column("geocoder", sa.Text, nullable=False),
        sa.Column("asked", sa.String(25), nullable=False),
    )
    op.create_table(
        "renamed",
        sa.Column("id", sa.String(10), sa.ForeignKey("facilities.id"), primary_key=True),
        sa.Column("facility", sa.String(10), sa.ForeignKey("facilities.id"), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("renamed")
    op.drop_table("geocodes")
