"""Alembic's entry: runs on the connection that `directory.database` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from directory.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
