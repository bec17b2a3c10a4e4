"""Reading the record: runs, what each source holds now, and what it no longer lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from sys import intern
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import Connection, Row, select

from directory.geocodes import Geocode
from directory.listing import Listing
from directory.tables import DECISIONS, GEOCODES, LISTINGS, REFUSALS, RENAMED, RUNS, SEEN, SOURCES, VERSIONS

BATCH = 2000
"""Rows a statement: enough to make the cost of a statement vanish, few enough to stay small in memory."""

T = TypeVar("T")

Order = tuple[str, bool, bool, int]
"""Where a run stands among those of its source: the date of its data first; see `Run.order`."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One import as the record remembers it; see `tables.RUNS`."""

    id: int = 0
    source: str
    imported: str
    as_of: str = ""
    scopes: tuple[str, ...] = ()
    files: tuple[dict[str, str], ...] = ()
    counts: dict[str, int] = {}
    unknown: dict[str, int] = {}
    undone: str | None = None

    @property
    def order(self) -> Order:
        """Later data after earlier data, whenever it was imported; data without a date counts as of its import.

        Of one date, a part lies over what is complete. Only where two runs still tie does the later import count: it is
        a correction of the other, or covers something else, and then their order does not matter.
        """
        undated = not self.as_of
        return (self.as_of or self.imported[:10], undated, not undated and not self.scopes, self.id or 1 << 62)


class Refusal(msgspec.Struct, frozen=True):
    """A refused row: file name, line from 1, and why."""

    file: str
    line: int
    reason: str


class Held(NamedTuple):
    """A listing as a source currently holds it: row ids, the digest of its version, its scope and the run that said
    so."""

    listing: int
    version: int
    digest: bytes
    scope: str
    run: int


class Known(NamedTuple):
    """A listing that the record has held at some time: its row id, and `facility`, the public id it has alone."""

    listing: int
    source: str
    key: str
    scope: str
    facility: str


@dataclass(frozen=True, slots=True)
class Current:
    """One current listing, with the public id of its facility and the run that last held it."""

    facility: str
    source: str
    listing: Listing
    run: Run


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A listing whose source does not list it any more. `since` is the date of the data that first lacked it, `run` the
    last that held it."""

    facility: str
    source: str
    listing: Listing
    since: str
    run: Run


class Reader:
    """What can be asked of the record within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[tuple[str, Order | None], dict[str, Held]] = {}

    def today(self) -> Reader:
        """The record as it is today: what a reader of another day asks where a promise made since must hold too."""
        return self

    def runs(self, source: str | None = None) -> list[Run]:
        """All runs, undone ones too, in the order they were made."""
        query = select(RUNS).order_by(RUNS.c.id)
        if source is not None:
            query = query.where(RUNS.c.source == source)
        return [msgspec.convert(_plain(row), Run) for row in self._connection.execute(query)]

    def refusals(self, run: int) -> list[Refusal]:
        """The refused rows of one run."""
        query = select(REFUSALS.c.file, REFUSALS.c.line, REFUSALS.c.reason).where(REFUSALS.c.run == run)
        return [Refusal(*row) for row in self._connection.execute(query.order_by(REFUSALS.c.id))]

    def sources(self) -> list[dict[str, Any]]:
        """Each source with its label, publisher, url, licence and whether it is fictional. Any: column values."""
        return [_plain(row) for row in self._connection.execute(select(SOURCES).order_by(SOURCES.c.key))]

    def held(self, source: str, until: Order | None = None) -> Mapping[str, Held]:
        """What a source holds now, by listing key: its newest complete run a scope, and the partial runs since. With
        `until` (a `Run.order`), what it held before data of that date."""
        if (source, until) not in self._held:
            self._held[source, until] = self._holding(source, until)
        return self._held[source, until]

    def count(self) -> int:
        """How many listings there are now, of all sources."""
        return sum(len(self.held(source["key"])) for source in self.sources())

    def _holding(self, source: str, until: Order | None) -> dict[str, Held]:
        runs = (run for run in self.runs(source) if run.undone is None and (until is None or run.order < until))
        live = sorted(runs, key=lambda run: run.order)
        scopes = set(self._connection.execute(select(LISTINGS.c.scope).where(LISTINGS.c.source == source)).scalars())
        now: dict[str, Held] = {}
        told: set[str] = set()
        while live and not told >= scopes:  # back from the newest, until every scope has been told completely
            run = live.pop()
            for name, held in self._seen(run.id):
                if held.scope not in told:
                    now.setdefault(name, held)
            told.update(run.scopes)
        return now

    def _seen(self, run: int) -> Iterator[tuple[str, Held]]:
        rows = SEEN.join(LISTINGS, SEEN.c.listing == LISTINGS.c.id).join(VERSIONS, SEEN.c.version == VERSIONS.c.id)
        columns = (LISTINGS.c.key, LISTINGS.c.id, VERSIONS.c.id, VERSIONS.c.digest, LISTINGS.c.scope)
        query = select(*columns).select_from(rows).where(SEEN.c.run == run)
        for key, listing, version, digest, scope in self._connection.execute(query):
            yield key, Held(listing, version, digest, intern(scope), run)

    def contents(self, held: Mapping[str, Held]) -> dict[str, Listing]:
        """What held listings say, by key."""
        keys = {item.version: key for key, item in held.items()}
        found = {}
        for batch in batches(sorted(keys)):
            query = select(VERSIONS.c.id, VERSIONS.c.content).where(VERSIONS.c.id.in_(batch))
            for version, content in self._connection.execute(query):
                found[keys[version]] = msgspec.json.decode(content, type=Listing)
        return found

    def light(self) -> Iterator[tuple[str, str, Listing]]:
        """Every current listing: the public id it would have alone, its source, what it says; in no order."""
        for source in self.sources():
            versions = sorted(item.version for item in self.held(source["key"]).values())
            for batch in batches(versions):
                rows = VERSIONS.join(LISTINGS)
                query = select(LISTINGS.c.facility, VERSIONS.c.content).select_from(rows)
                for facility, content in self._connection.execute(query.where(VERSIONS.c.id.in_(batch))):
                    yield facility, source["key"], msgspec.json.decode(content, type=Listing)

    def decisions(self) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
        """Pairs of ids, the smaller first, that an operator called one place, and pairs called apart."""
        rows = self._connection.execute(select(DECISIONS.c.one, DECISIONS.c.other, DECISIONS.c.same)).all()
        together = frozenset((one, other) for one, other, same in rows if same)
        return together, frozenset((one, other) for one, other, same in rows if not same)

    def geocodes(self) -> dict[str, Geocode]:
        """What geocoders answered, by `geocodes.address_key`."""
        rows = self._connection.execute(select(GEOCODES)).all()
        return {row.address: Geocode(row.latitude, row.longitude, row.geocoder, row.asked) for row in rows}

    def renamed(self) -> dict[str, str]:
        """Ids that were given before older data showed the place to be known under another one, and that one."""
        return dict(map(tuple, self._connection.execute(select(RENAMED.c.id, RENAMED.c.facility))))

    def current(self) -> Iterator[Current]:
        """Every current listing of every source, by source and listing, read in batches."""
        for source in self.sources():
            runs = {run.id: run for run in self.runs(source["key"])}
            held = {item.version: item.run for item in self.held(source["key"]).values()}
            for batch in batches(sorted(held)):
                for facility, version, content in self._versions(batch):
                    yield Current(facility, source["key"], _DECODE(content), runs[held[version]])

    def _versions(self, ids: Sequence[int]) -> Iterable[tuple[str, int, bytes]]:
        query = (
            select(LISTINGS.c.facility, VERSIONS.c.id, VERSIONS.c.content)
            .select_from(VERSIONS.join(LISTINGS))
            .where(VERSIONS.c.id.in_(ids))
            .order_by(VERSIONS.c.id)
        )
        return self._connection.execute(query).all()

    def known(self, facilities: Sequence[str]) -> list[Known]:
        """The listings behind public ids, each the id its listing would have alone, by source and key."""
        columns = (LISTINGS.c.id, LISTINGS.c.source, LISTINGS.c.key, LISTINGS.c.scope, LISTINGS.c.facility)
        query = select(*columns).where(LISTINGS.c.facility.in_(facilities)).order_by(LISTINGS.c.source, LISTINGS.c.key)
        return [Known(*row) for row in self._connection.execute(query)]

    def homes(self) -> Iterator[tuple[int, str, str, str]]:
        """Every listing there ever was: its row id, source, scope and the public id it would have alone."""
        columns = (LISTINGS.c.id, LISTINGS.c.source, LISTINGS.c.scope, LISTINGS.c.facility)
        yield from map(tuple, self._connection.execute(select(*columns)))

    def seen(self, run: int) -> Iterator[tuple[int, int]]:
        """What a run held: row ids of listings and versions."""
        query = select(SEEN.c.listing, SEEN.c.version).where(SEEN.c.run == run)
        yield from map(tuple, self._connection.execute(query))

    def sightings(self, runs: Sequence[int], listings: Sequence[int]) -> dict[tuple[int, int], int]:
        """(run, listing) -> the version that the run held of it. Both are named, so that the key of `seen` finds them
        and its millions of rows are not read."""
        query = select(SEEN).where(SEEN.c.run.in_(runs), SEEN.c.listing.in_(listings))
        return {(run, listing): version for run, listing, version in self._connection.execute(query)}

    def told(self, versions: Iterable[int]) -> dict[int, Listing]:
        """What versions say, terms included."""
        found: dict[int, Listing] = {}
        for batch in batches(sorted(set(versions))):
            found.update((version, _DECODE(content)) for _, version, content in self._versions(batch))
        return found

    def gone(self) -> Iterator[Withdrawn]:
        """Facilities that no source lists any more, with what was last said of them."""
        held = {held.listing for source in self.sources() for held in self.held(source["key"]).values()}
        rows = self._connection.execute(select(LISTINGS.c.id, LISTINGS.c.facility).order_by(LISTINGS.c.id)).all()
        shown = {facility for listing, facility in rows if listing in held}
        lost = {listing: facility for listing, facility in rows if facility not in shown}
        runs = {run.id: run for run in self.runs() if run.undone is None}
        for batch in batches(lost):
            last = self._last_seen(batch, runs)
            query = select(VERSIONS.c.id, VERSIONS.c.content).where(VERSIONS.c.id.in_([v for _, v in last.values()]))
            contents = dict(map(tuple, self._connection.execute(query)))
            for listing, (run, version) in last.items():
                told = msgspec.json.decode(contents[version], type=Listing)
                yield Withdrawn(lost[listing], run.source, told, _since(runs.values(), run, told.scope), run)

    def _last_seen(self, listings: Sequence[int], runs: Mapping[int, Run]) -> dict[int, tuple[Run, int]]:
        """Listing -> the run of the newest data that held it, and the version it held; runs taken back do not count."""
        query = select(SEEN.c.listing, SEEN.c.run, SEEN.c.version)
        query = query.where(SEEN.c.listing.in_(listings), SEEN.c.run.in_(runs))
        found: dict[int, tuple[Run, int]] = {}
        for listing, run, version in self._connection.execute(query.order_by(SEEN.c.listing)):
            if run in runs and (listing not in found or runs[run].order > found[listing][0].order):
                found[listing] = runs[run], version
        return found


_DECODE = msgspec.json.Decoder(Listing).decode


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows in lists of BATCH; the last may be shorter."""
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _since(runs: Iterable[Run], last: Run, scope: str) -> str:
    """The date of the first run after the last that held a listing, of those complete for its scope."""
    later = (run for run in runs if run.source == last.source and scope in run.scopes and run.order > last.order)
    return min((run.order[0] for run in later), default="")


def _plain(row: Row[Any]) -> dict[str, Any]:  # Any: column values of many types
    """A row by column name, the names as plain strings (SQLAlchemy's own are a subclass that msgspec refuses)."""
    return {str(name): value for name, value in row._mapping.items()}
