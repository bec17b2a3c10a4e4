"""The first tables: sources, runs, facilities, listings and their versions, terms, refusals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("licence", sa.Text, nullable=False),
        sa.Column("fictional", sa.Boolean, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(40), sa.ForeignKey("sources.key"), nullable=False),
        sa.Column("imported", sa.String(25), nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("unknown", sa.JSON, nullable=False),
        sa.Column("undone", sa.String(25)),
    )
    op.create_table("facilities", sa.Column("id", sa.String(10), primary_key=True))
    op.create_table(
        "listings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(40), sa.ForeignKey("sources.key"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("facility", sa.String(10), sa.ForeignKey("facilities.id"), nullable=False),
        sa.UniqueConstraint("source", "key"),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("listing", sa.Integer, sa.ForeignKey("listings.id"), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("listing", "digest"),
    )
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("spelled", sa.Text, nullable=False, unique=True),
        sa.Column("facet", sa.String(40)),
        sa.Column("term", sa.String(60)),
    )
    op.create_table(
        "said",
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("term", sa.Integer, sa.ForeignKey("terms.id"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seen",
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("listing", sa.Integer, sa.ForeignKey("listings.id"), primary_key=True),
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.id"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "refusals",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id"), nullable=False, index=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "refusals",
        "seen",
        "said",
        "terms",
        "versions",
        "listings",
        "facilities",
        "runs",
        "sources",
    ):
        op.drop_table(table)
