"""Opening the record's database: pragmas, transactions and migrations. `store.py` is its only caller."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url

from directory.errors import RecordError

HEAD = "0003"
"""The newest migration. A test holds it equal to what Alembic finds."""

PRAGMAS = (
    "journal_mode=WAL",  # a reader never waits for an import
    "synchronous=FULL",  # a committed run survives a power cut; one fsync a run costs nothing
    "foreign_keys=ON",
    "busy_timeout=5000",
    "cache_size=-65536",
    "temp_store=MEMORY",
)


def open_database(url: str) -> Engine:
    """An engine on the record. Creates a SQLite file's folder, and brings the tables to HEAD."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    _migrate(engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    path = make_url(str(engine.url)).database
    if path and path != ":memory:" and not path.startswith("file:"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: sqlite3.Connection, _: Any) -> None:  # Any: SQLAlchemy's pool entry, unused
    connection.isolation_level = None  # transactions begin where we say, DDL included
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _migrate(engine: Engine) -> None:
    """Bring the tables to HEAD in one transaction; a record written by a newer program is refused."""
    with engine.connect() as connection:
        found = _revision(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise RecordError(f"The record has schema {found}, this program knows {HEAD}: use the newer program.")
    config = Config()
    config.set_main_option("script_location", "directory:migrations")
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
