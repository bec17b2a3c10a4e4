"""A change in what the record shows: opened, closed, renamed, moved, services gained and lost. `shown.py` finds them.

An import changes what is shown on the day it is made, whatever the date of its data, and an undo on the day of the
undo. A run that was both made and undone in the time asked for has changed nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

import msgspec

from directory.differences import Difference, phones_text, terms
from directory.listing import Amendment, Listing
from directory.place_names import county_key

SERVICES = tuple(
    "care setting opioid medication detox alcohol crisis payment insurer sex age group language service"
    " approach".split()
)
"""The facets whose terms are told, all that may decide whether somebody can go there: what a place treats, how and with
what, how it is paid, whom it takes, in which language. Not its tests, licences, rules and who runs it."""


def _name(listing: Listing) -> str:
    return " / ".join(part for part in (listing.name, listing.name2) if part)


def _address(listing: Listing) -> str:
    street = (part for part in (listing.street, listing.street2, listing.city) if part)
    return f"{', '.join(street)}, {listing.state} {listing.zip}".strip()


FIELDS: Mapping[str, Callable[[Listing], str]] = {"renamed": _name, "moved": _address, "phone": phones_text}
"""Kind of change -> the text that differs."""

KINDS: Mapping[str, str] = {
    "opened": "first listed",
    "returned": "listed again",
    "joined": "now also listed",
    "left": "no longer listed by this source, still listed by another",
    "entry-added": "now listed under one more entry of the same source",
    "entry-dropped": "no longer listed under one entry of a source, still listed under another",
    "closed": "no longer listed",
    "renamed": "name",
    "moved": "address",
    "phone": "telephone",
    "gained": "now listed",
    "lost": "not listed any more",
    "stated": "now listed, was not asked before",
    "unstated": "not asked any more",
    "corrected": "corrected by the operator",
    "uncorrected": "the operator's correction was taken back",
}
"""Kind of change -> what it is in words."""


Said = tuple[str, str, str, str]
"""Kind of change, facet or "", before and after."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of what one source shows of a place. `id` is the facility's public id.

    `kind` is a key of KINDS; `facet` the facet's key where it is a term, else ""; `before` and `after` are values, or
    labels of terms. `run` is the run that made it, of `source`, with data of `as_of`, imported at `imported`; `undone`
    is when that run was taken back, where it is this that made the change.
    """

    id: str
    name: str
    city: str
    county: str
    state: str
    kind: str
    facet: str = ""
    before: str = ""
    after: str = ""
    source: str
    as_of: str
    imported: str
    run: int
    undone: str | None = None

    @property
    def when(self) -> str:
        """When it changed: the import, or the undo."""
        return self.undone or self.imported


@dataclass(frozen=True, slots=True)
class Lens:
    """What is worked out from a record beside it: the public ids that lead to another, and a listing's county."""

    moved: Mapping[str, str] = field(default_factory=dict)
    county: Callable[[Listing], str] = lambda listing: listing.county


@dataclass(frozen=True, slots=True)
class Window:
    """The time asked for, by day (see `history.Then`), both ends included, and the place; "" for all. `before` are runs
    that count as made before that time, whenever they were; what an operator corrects in one of them is told all the
    same, of places that an import before it had listed."""

    since: str
    until: str = ""
    state: str = ""
    county: str = ""
    before: frozenset[int] = frozenset()

    def shows(self, state: str, county: str) -> bool:
        """Whether a place is asked for."""
        wanted = county_key("", self.county)
        return self.state in ("", state) and (not self.county or county_key("", county) == wanted)


def closes(said: Listing | None) -> bool:
    """Whether an operator says of a place that it is closed."""
    return bool(said and said.amendment and said.amendment.closed)


def reasons(said: Listing) -> str:
    """Why an operator says otherwise, field by field; of a term that is not there "not payment:medicaid"."""
    amendment = said.amendment or Amendment()
    fields = {term: f"not {term}" for term in amendment.no}
    told = ((fields.get(each.field, each.field), each.reason) for each in amendment.reasons)
    return "; ".join(f"{field}: {reason}" if field else reason for field, reason in told)


def altered(before: Listing, now: Listing) -> Iterator[Said]:
    """Kind, facet, before and after of everything that differs and is told."""
    for kind, value in FIELDS.items():
        if value(before) != value(now):
            yield kind, "", value(before), value(now)
    yield from map(_service, terms(before, now, SERVICES))


def _service(told: Difference) -> Said:
    return told.kind, told.field, told.before, told.after


def by_place(found: Iterable[Change]) -> Iterator[Change]:
    """The changes by state, county, city, name and id, then as they were made; sorted on disk, not in memory.

    What a place is called in its newest change decides: its listings may have other names, or had."""
    with closing(sqlite3.connect("", isolation_level=None)) as rows:
        rows.execute("CREATE TABLE found (state TEXT, county TEXT, city TEXT, name TEXT, id TEXT, data BLOB)")
        rows.execute("BEGIN")
        rows.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?)", map(_sortable, found))
        rows.execute("CREATE INDEX of_place ON found (id)")
        for (data,) in rows.execute(
            """
            SELECT found.data FROM (SELECT max(rowid) AS newest FROM found GROUP BY id) AS last
            JOIN found AS place ON place.rowid = last.newest JOIN found ON found.id = place.id
            ORDER BY place.state, place.county, place.city, place.name, place.id, found.rowid
            """
        ):
            yield msgspec.msgpack.decode(data, type=Change)


def _sortable(change: Change) -> tuple[str | bytes, ...]:
    place = (change.state, change.county, change.city, change.name)
    return (*(part.casefold() for part in place), change.id, msgspec.msgpack.encode(change))
