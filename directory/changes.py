"""What changed in what the record shows, run by run: opened, closed, renamed, moved, services gained and lost.

An import changes what is shown on the day it is made, whatever the date of its data, and an undo on the day of the
undo. A run that was both made and undone in the time asked for has changed nothing.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import msgspec

from directory.differences import Difference, phones_text, terms
from directory.history import after
from directory.listing import Listing
from directory.place_names import county_key
from directory.reading import Reader, Run, batches

SERVICES = ("care", "setting", "opioid", "medication", "payment")
"""The facets whose terms are told: what a place treats, how, with what, and how it is paid."""


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
    "left": "no longer listed by this source, still listed by another or under another entry",
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
    that count as made before that time, whenever they were."""

    since: str
    until: str = ""
    state: str = ""
    county: str = ""
    before: frozenset[int] = frozenset()

    def shows(self, state: str, county: str) -> bool:
        """Whether a place is asked for."""
        wanted = county_key("", self.county)
        return self.state in ("", state) and (not self.county or county_key("", county) == wanted)


class _Event(NamedTuple):
    """A run comes into what is shown, or leaves it."""

    when: str
    number: int
    run: Run
    comes: bool


class _Home(NamedTuple):
    source: str
    scope: str
    facility: str

    @property
    def corrects(self) -> bool:
        """Whether the listing is an operator's correction and no place of its own."""
        return self.source.startswith("overlay:") and self.scope == "corrections"


def changes(reader: Reader, window: Window, lens: Lens) -> Iterator[Change]:
    """The changes, as they were made. Two pictures of one source are held at a time, as row ids."""
    yield from _Shown(reader, window, lens).changes()


def by_place(found: Iterable[Change]) -> Iterator[Change]:
    """The changes by state, county, city, name and id, then as they were made; sorted on disk, not in memory."""
    with closing(sqlite3.connect("", isolation_level=None)) as rows:
        rows.execute("CREATE TABLE found (state TEXT, county TEXT, city TEXT, name TEXT, id TEXT, data BLOB)")
        rows.execute("BEGIN")
        rows.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?)", map(_sortable, found))
        for (data,) in rows.execute("SELECT data FROM found ORDER BY state, county, city, name, id, rowid"):
            yield msgspec.msgpack.decode(data, type=Change)


def _sortable(change: Change) -> tuple[str | bytes, ...]:
    place = (change.state, change.county, change.city, change.name)
    return (*(part.casefold() for part in place), change.id, msgspec.msgpack.encode(change))


class _Shown:
    """What each source shows, moved on from event to event."""

    def __init__(self, reader: Reader, window: Window, lens: Lens) -> None:
        self._reader, self._window, self._lens = reader, window, lens
        self._homes = {row[0]: _Home(row[1], row[2], lens.moved.get(row[3], row[3])) for row in reader.homes()}
        runs = reader.runs()
        self._events = sorted(_events(runs, window))
        self._live = {run.id: run for run in runs if _stood_before(run, window)}
        self._held = {source: self._standing(source) for source in {run.source for run in runs}}
        shown = (self._homes[n] for held in self._held.values() for n in held)
        self._listings = Counter(home.facility for home in shown if not home.corrects)

    def changes(self) -> Iterator[Change]:
        for event in self._events:
            old = self._held[event.run.source]
            earlier = [run.id for run in self._live.values() if run.source == event.run.source]
            new = self._held[event.run.source] = self._next(event, old)
            yield from self._arrivals(event, [(n, new[n]) for n in sorted(new.keys() - old.keys())], earlier)
            yield from self._departures(event, [(n, old[n]) for n in sorted(old.keys() - new.keys())])
            differ = sorted(n for n in old.keys() & new.keys() if old[n] != new[n])
            yield from self._alterations(event, [(n, old[n], new[n]) for n in differ])

    def _next(self, event: _Event, held: Mapping[int, int]) -> dict[int, int]:
        """What the source shows after an event. The usual one, newer data than all there is, needs that run only."""
        run = event.run
        newest = all(run.order > other.order for other in self._live.values() if other.source == run.source)
        if not event.comes:
            del self._live[run.id]
            return self._standing(run.source)
        self._live[run.id] = run
        if not newest:
            return self._standing(run.source)
        stays = {n: version for n, version in held.items() if self._homes[n].scope not in run.scopes}
        return stays | dict(self._reader.seen(run.id))

    def _standing(self, source: str) -> dict[int, int]:
        """Listing -> version, from the newest run back to where every scope has been told completely."""
        scopes = {home.scope for home in self._homes.values() if home.source == source}
        runs = sorted((run for run in self._live.values() if run.source == source), key=lambda run: run.order)
        held: dict[int, int] = {}
        told: set[str] = set()
        while runs and not told >= scopes:
            run = runs.pop()
            seen = self._reader.seen(run.id)
            held |= {n: v for n, v in seen if n not in held and self._homes[n].scope not in told}
            told.update(run.scopes)
        return held

    def _arrivals(self, event: _Event, found: Sequence[tuple[int, int]], earlier: list[int]) -> Iterator[Change]:
        for batch in batches(found):
            contents = self._reader.told(version for _, version in batch)
            known = {n for _, n in self._reader.sightings(earlier, [n for n, _ in batch])} if earlier else set()
            for n, version in batch:
                facility = self._homes[n].facility
                if self._homes[n].corrects:
                    yield from self._decided(event, n, contents[version], "corrected")
                    continue
                kind = "joined" if self._listings[facility] else "returned" if n in known else "opened"
                self._listings[facility] += 1
                yield from self._shown(event, n, (contents[version],), [(kind, "", "", "")])

    def _departures(self, event: _Event, found: Sequence[tuple[int, int]]) -> Iterator[Change]:
        for batch in batches(found):
            contents = self._reader.told(version for _, version in batch)
            for n, version in batch:
                facility = self._homes[n].facility
                if self._homes[n].corrects:
                    yield from self._decided(event, n, contents[version], "uncorrected")
                    continue
                self._listings[facility] -= 1
                kind = "left" if self._listings[facility] else "closed"
                yield from self._shown(event, n, (contents[version],), [(kind, "", "", "")])

    def _alterations(self, event: _Event, found: Sequence[tuple[int, int, int]]) -> Iterator[Change]:
        for batch in batches(found):
            contents = self._reader.told(version for _, *both in batch for version in both)
            for n, old, new in batch:
                before, now = contents[old], contents[new]
                if self._homes[n].corrects:
                    yield from self._decided(event, n, now, "corrected")
                    continue
                yield from self._shown(event, n, (now, before), _altered(before, now))

    def _decided(self, event: _Event, number: int, said: Listing, kind: str) -> Iterator[Change]:
        """What an operator decided, told of the place it is about; of one that nobody lists, by its id alone."""
        place = self._places.get(self._homes[number].facility, said)
        reasons = said.amendment.reasons if said.amendment else ()
        told = "; ".join(f"{reason.field}: {reason.reason}" if reason.field else reason.reason for reason in reasons)
        yield from self._shown(event, number, (place,), [(kind, "", "", told)])

    @cached_property
    def _places(self) -> Mapping[str, Listing]:
        """Facilities that are corrected -> a listing that says what and where they are."""
        wanted = {home.facility for home in self._homes.values() if home.corrects}
        found: dict[str, Listing] = {}
        lost = ((gone.facility, gone.source, gone.listing) for gone in self._reader.gone())
        for public_id, _, listing in chain(self._reader.light(), lost):
            home = self._lens.moved.get(public_id, public_id)
            if home in wanted and listing.state:
                found.setdefault(home, listing)
        return found

    def _shown(
        self, event: _Event, number: int, listings: Sequence[Listing], told: Iterable[tuple[str, str, str, str]]
    ) -> Iterator[Change]:
        """The changes of one listing, as long as one of its listings (the first is what is shown) is in the place."""
        counties = [self._lens.county(listing) for listing in listings]
        if not any(self._window.shows(x.state, county) for x, county in zip(listings, counties, strict=True)):
            return
        for kind, facet, before, now in told:
            yield Change(
                id=self._homes[number].facility,
                name=listings[0].name,
                city=listings[0].city,
                county=counties[0],
                state=listings[0].state,
                kind=kind,
                facet=facet,
                before=before,
                after=now,
                source=event.run.source,
                as_of=event.run.as_of,
                imported=event.run.imported,
                run=event.run.id,
                undone=None if event.comes else event.run.undone,
            )


def _altered(before: Listing, now: Listing) -> Iterator[tuple[str, str, str, str]]:
    """Kind, facet, before and after of everything that differs and is told."""
    for kind, value in FIELDS.items():
        if value(before) != value(now):
            yield kind, "", value(before), value(now)
    yield from map(_service, terms(before, now, SERVICES))


def _service(told: Difference) -> tuple[str, str, str, str]:
    return told.kind, told.field, told.before, told.after


def _stood_before(run: Run, window: Window) -> bool:
    made = run.imported < window.since or run.id in window.before
    return made and (run.undone is None or run.undone >= window.since)


def _events(runs: Iterable[Run], window: Window) -> Iterator[_Event]:
    """What came and went in the window. A run that did both is left out."""
    for run in runs:
        stood = _stood_before(run, window)
        made = not after(run.imported, window.until)
        stands = made and (run.undone is None or after(run.undone, window.until))
        if stood and not stands:
            yield _Event(run.undone or "", run.id, run, comes=False)
        elif stands and not stood:
            yield _Event(run.imported, run.id, run, comes=True)
