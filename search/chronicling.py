"""What has changed of the places in a generation, written when it is published.

Told is what changed since each source was first read: the first reading of a source opens nothing, it only tells what
was there. An operator's first corrections are news all the same, of places that were listed before them. Former
telephone numbers and addresses are never told: who finds one may call or go there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from directory.changes import Change, Lens, Window
from directory.listing import Listing
from directory.reading import Reader
from directory.shown import changes
from directory.standing import may_correct
from search.areas import county_key
from search.chronicle import RANK, Event
from search.making import county_name
from search.places import Places

UNTOLD = frozenset({"moved", "phone", "corrected", "uncorrected"})
"""Kinds of change of which only the fact is told: numbers and addresses, and what an operator said of them."""

TABLE = """
    CREATE TABLE changes (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL, state TEXT NOT NULL, county TEXT NOT NULL, day TEXT NOT NULL,
        kind TEXT NOT NULL, data BLOB NOT NULL, lead INTEGER NOT NULL
    )
"""
LEADS = (
    "UPDATE changes SET lead = 1 WHERE number IN (SELECT min(number) FROM changes GROUP BY id, day, kind)",
    f"""
    UPDATE changes SET lead = 2 WHERE number IN (
        SELECT number FROM (
            SELECT number, row_number() OVER (PARTITION BY id, day ORDER BY {RANK}, number) AS place FROM changes
        ) WHERE place = 1
    )
    """,
)
"""`lead` is 2 for what comes first of a place and day, 1 for what comes first of its kind there, else 0."""

INDICES = (
    "CREATE INDEX changes_of ON changes (id)",
    "CREATE INDEX changes_in ON changes (state, county, day)",
    "CREATE INDEX changes_on ON changes (day)",
    f"CREATE INDEX changes_by ON changes (day DESC, {RANK}, number)",
    f"CREATE INDEX changes_leading ON changes (day DESC, {RANK}, number) WHERE lead = 2",
    "CREATE INDEX changes_of_kind ON changes (kind, day DESC, number) WHERE lead > 0",
)


def write(
    rows: sqlite3.Connection, reader: Reader, moved: Mapping[str, str], places: Path, gated: Collection[str]
) -> None:
    """Write the changes of the facilities in `rows`, in the order they were made. `moved` are ids that lead to others,
    `gated` the places that keep their address, of which no values are told."""
    rows.execute(TABLE)
    first = _first_runs(reader)
    if any(run.undone is None and (run.id not in first or may_correct(run)) for run in reader.runs()):
        labels = {source["key"]: str(source["label"]) for source in reader.sources()}
        with closing(Places(places)) as table:
            lens = Lens(moved, lambda listing: _county(listing, table))
            found = changes(reader, Window(since="", before=first), lens)
            events = (_event(change, labels, gated) for change in found)
            rows.executemany("INSERT INTO changes VALUES (NULL, ?, ?, ?, ?, ?, ?, 0)", map(_row, events))
        rows.execute("DELETE FROM changes WHERE id NOT IN (SELECT id FROM facilities)")
    for statement in (*LEADS, *INDICES):
        rows.execute(statement)


def _first_runs(reader: Reader) -> frozenset[int]:
    """The runs that first told of a source, or of a part of one, of those that still count."""
    first: list[int] = []
    told: dict[str, set[str]] = {}
    for run in reader.runs():
        known = told.get(run.source)
        if run.undone is None and (known is None or not known.issuperset(run.scopes)):
            first.append(run.id)
            told.setdefault(run.source, set()).update(run.scopes)
    return frozenset(first)


def _county(listing: Listing, table: Places) -> str:
    return county_name(listing.state, listing.county, table.zip_county(listing.zip) if listing.zip else "")


def _event(change: Change, labels: Mapping[str, str], gated: Collection[str]) -> Event:
    untold = change.kind in UNTOLD or change.id in gated
    return Event(
        id=change.id,
        name=change.name,
        city=change.city,
        county=change.county,
        state=change.state,
        kind=change.kind,
        facet=change.facet,
        before="" if untold else change.before,
        after="" if untold else change.after,
        source=change.source,
        label=labels[change.source],
        as_of=change.as_of,
        day=change.when[:10],
        undone=change.undone is not None,
    )


def _row(event: Event) -> tuple[str, str, str, str, str, bytes]:
    county = county_key(event.state, event.county)
    return event.id, event.state, county, event.day, event.kind, msgspec.msgpack.encode(event)
