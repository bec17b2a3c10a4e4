"""The record's tables. A run is a whole picture of what a source said: `seen` says which version of which listing it
held.

Nothing is ever overwritten: what is current, withdrawn, new or changed follows from the runs that have not been undone.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SOURCES = Table(
    "sources",
    METADATA,
    Column("key", String(40), primary_key=True),
    Column("label", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("fictional", Boolean, nullable=False),
)
"""Who says it. Written anew at each import from the registry."""

RUNS = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("source", ForeignKey("sources.key"), nullable=False),
    Column("imported", String(25), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("files", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("unknown", JSON, nullable=False),
    Column("undone", String(25)),
)
"""One import: when (UTC), the date its data carries, the scopes it covers completely (none: a partial run), its files
with their SHA-256, and its counts. `undone` is when an operator took it back."""

FACILITIES = Table("facilities", METADATA, Column("id", String(10), primary_key=True))
"""Public ids. Several listings may belong to one facility."""

LISTINGS = Table(
    "listings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("source", ForeignKey("sources.key"), nullable=False),
    Column("key", Text, nullable=False),
    Column("scope", String(20), nullable=False),
    Column("facility", ForeignKey("facilities.id"), nullable=False),
    UniqueConstraint("source", "key"),
)
"""One place in one source, for as long as the source has named it."""

VERSIONS = Table(
    "versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("listing", ForeignKey("listings.id"), nullable=False),
    Column("digest", LargeBinary(16), nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("listing", "digest"),
)
"""What a listing said at some time: `content` is the Listing as JSON; `digest` tells versions apart."""

TERMS = Table(
    "terms",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("spelled", Text, nullable=False, unique=True),
    Column("facet", String(40)),
    Column("term", String(60)),
)
"""Every term as sources spell it, with the facet and key it is in the vocabulary; both NULL when it is not in it."""

SAID = Table(
    "said",
    METADATA,
    Column("version", ForeignKey("versions.id"), primary_key=True),
    Column("term", ForeignKey("terms.id"), primary_key=True),
    sqlite_with_rowid=False,
)
"""Which terms a version of a listing holds: what `said` in its content lists, for questions in SQL."""

SEEN = Table(
    "seen",
    METADATA,
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("listing", ForeignKey("listings.id"), primary_key=True),
    Column("version", ForeignKey("versions.id"), nullable=False),
    sqlite_with_rowid=False,
)
"""Which version of which listing a run held."""

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("one", ForeignKey("facilities.id"), primary_key=True),
    Column("other", ForeignKey("facilities.id"), primary_key=True),
    Column("same", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made", String(25), nullable=False),
)
"""What an operator decided of two listings, by the public ids they would have alone, the smaller first: that they are
one place, or are not. It outlasts every import."""

REFUSALS = Table(
    "refusals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("run", ForeignKey("runs.id"), nullable=False, index=True),
    Column("file", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("reason", Text, nullable=False),
)
"""The rows of a run that could not become listings, and why."""

GEOCODES = Table(
    "geocodes",
    METADATA,
    Column("address", Text, primary_key=True),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("geocoder", Text, nullable=False),
    Column("asked", String(25), nullable=False),
)
"""What a geocoder answered for an address (`geocodes.address_key`), when, and which one; both coordinates NULL where it
found nothing, so that it is not asked again."""

RENAMED = Table(
    "renamed",
    METADATA,
    Column("id", ForeignKey("facilities.id"), primary_key=True),
    Column("facility", ForeignKey("facilities.id"), nullable=False),
)
"""Public ids that were given before older data showed the place to be known under another one, and that one."""
