"""The record: opening it and writing to it. A run is saved in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from directory.content import Content
from directory.database import open_database
from directory.errors import RecordError
from directory.geocodes import Geocode
from directory.listing import public_id
from directory.reading import Reader, Refusal, Run, batches
from directory.tables import DECISIONS, FACILITIES, GEOCODES, LISTINGS, RENAMED, RUNS, SOURCES, TERMS, VERSIONS
from directory.vocabulary import vocabulary


class Record:
    """The record behind a database URL. Not for use from several threads at once."""

    def __init__(self, url: str) -> None:
        try:
            self._engine = open_database(url)
        except (SQLAlchemyError, OSError, ImportError) as error:
            told = error.orig if isinstance(error, DBAPIError) else error
            raise RecordError(f"The record at {_shown(url)} cannot be opened: {told}.") from error

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """A transaction that nobody else can write beside; all of it is kept, or nothing when an error leaves it."""
        try:
            with self._engine.connect().execution_options(writing=True) as connection, connection.begin():
                yield Writer(connection)
        except DBAPIError as error:
            raise RecordError(_explain("written", error)) from error

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A consistent view of the record."""
        try:
            with self._engine.connect() as connection:
                yield Reader(connection)
        except DBAPIError as error:
            raise RecordError(_explain("read", error)) from error


class Writer(Reader):
    """A reader that may also write; what it remembers of the record it forgets when it does."""

    def save_source(self, source: Mapping[str, object]) -> None:
        """Write a source's registry entry anew."""
        known = self._connection.execute(select(SOURCES.c.key).where(SOURCES.c.key == source["key"])).first()
        if known is None:
            self._connection.execute(insert(SOURCES), [dict(source)])
        else:
            self._connection.execute(update(SOURCES).where(SOURCES.c.key == source["key"]), [dict(source)])

    def save_run(self, run: Run, contents: Mapping[str, Content], refused: Sequence[Refusal]) -> int:
        """Write one run and everything it saw, by the names of the listings. Returns the run's number."""
        number = self._next_id(RUNS.c.id)
        self._connection.execute(insert(RUNS), msgspec.to_builtins(msgspec.structs.replace(run, id=number)))
        self.saw(number, run.source, contents.items())
        self._many(
            "INSERT INTO refusals (run, file, line, reason)",
            ((number, r.file, r.line, r.reason) for r in refused),
        )
        return number

    def saw(self, run: int, source: str, contents: Iterable[tuple[str, Content]]) -> None:
        """Write which listings a run saw, by name, and what they said; batch by batch, so that little is held."""
        self._held.clear()
        for batch in map(dict, batches(contents)):
            ids = self._listing_ids(source, {name: content.scope for name, content in batch.items()})
            versions = self._version_ids({ids[name]: content for name, content in batch.items()})
            rows = ((run, ids[name], versions[ids[name]]) for name in batch)
            self._many("INSERT INTO seen (run, listing, version)", rows)

    def decide(self, one: str, other: str, same: bool, reason: str, when: str) -> None:
        """Keep an operator's decision of two listings, by the public ids they would have alone. It replaces an earlier
        one. Raises RecordError for an id that the record does not know."""
        pair = {"one": min(one, other), "other": max(one, other)}
        known = set(
            self._connection.execute(select(FACILITIES.c.id).where(FACILITIES.c.id.in_(pair.values()))).scalars()
        )
        if one == other or known != set(pair.values()):
            unknown = ", ".join(sorted(set(pair.values()) - known)) or one
            raise RecordError(f"Two different listings of the record are needed; not so: {unknown}.")
        match_ = (DECISIONS.c.one == pair["one"]) & (DECISIONS.c.other == pair["other"])
        self._connection.execute(delete(DECISIONS).where(match_))
        self._connection.execute(insert(DECISIONS), {**pair, "same": same, "reason": reason, "made": when})

    def keep_geocode(self, address: str, found: Geocode) -> None:
        """Keep what a geocoder answered for an address (`geocodes.address_key`), in place of an earlier answer."""
        self._connection.execute(delete(GEOCODES).where(GEOCODES.c.address == address))
        self._connection.execute(insert(GEOCODES), {"address": address, **found._asdict()})

    def undo(self, run: int, when: str) -> Run:
        """Take a run back: from now on the record reads as if it had not been made. Raises RecordError when it
        cannot."""
        self._held.clear()
        found = next((known for known in self.runs() if known.id == run), None)
        if found is None:
            raise RecordError(f"There is no run {run}. `runs` lists them.")
        if found.undone is not None:
            raise RecordError(f"Run {run} was undone on {found.undone} already.")
        self._connection.execute(update(RUNS).where(RUNS.c.id == run).values(undone=when))
        return found

    def _listing_ids(self, source: str, scopes: Mapping[str, str]) -> dict[str, int]:
        """Name -> row id, of listings that are new if need be. `scopes` are by name."""
        query = select(LISTINGS.c.key, LISTINGS.c.id, LISTINGS.c.scope)
        query = query.where(LISTINGS.c.source == source, LISTINGS.c.key.in_(scopes))
        known = {name: (number, scope) for name, number, scope in self._connection.execute(query)}
        new = dict(enumerate((name for name in scopes if name not in known), start=self._next_id(LISTINGS.c.id)))
        self._open_facilities({public_id(source, name) for name in new.values()})
        self._many(
            "INSERT INTO listings (id, source, key, scope, facility)",
            ((number, source, name, scopes[name], public_id(source, name)) for number, name in new.items()),
        )
        for name, (number, scope) in known.items():
            if scope != scopes[name]:  # older data had the name first, for a listing of another scope
                change = update(LISTINGS).where(LISTINGS.c.id == number)
                self._connection.execute(change.values(scope=scopes[name]))
        return {name: number for name, (number, _) in known.items()} | {name: number for number, name in new.items()}

    def _open_facilities(self, ids: set[str]) -> None:
        """Make public ids, or use those again that lead elsewhere. One that another listing has is refused."""
        there = set(self._connection.execute(select(FACILITIES.c.id).where(FACILITIES.c.id.in_(ids))).scalars())
        if there:
            taken = select(LISTINGS.c.facility).where(LISTINGS.c.facility.in_(there))
            there -= set(self._connection.execute(taken).scalars())
            self._connection.execute(delete(RENAMED).where(RENAMED.c.id.in_(there)))
        self._many("INSERT INTO facilities (id)", ((new,) for new in sorted(ids - there)))

    def _version_ids(self, contents: Mapping[int, Content]) -> dict[int, int]:
        """Listing's row id -> row id of the version with this content, which is new if need be."""
        query = select(VERSIONS.c.listing, VERSIONS.c.digest, VERSIONS.c.id).where(VERSIONS.c.listing.in_(contents))
        found = self._connection.execute(query)
        known = {listing: version for listing, digest, version in found if digest == contents[listing].digest}
        unknown = (listing for listing in contents if listing not in known)
        new = {listing: number for number, listing in enumerate(unknown, start=self._next_id(VERSIONS.c.id))}
        self._many(
            "INSERT INTO versions (id, listing, digest, content)",
            ((version, n, contents[n].digest, contents[n].data) for n, version in new.items()),
        )
        said = {version: contents[n].said() for n, version in new.items()}
        terms = self._term_ids({code for codes in said.values() for code in codes})
        rows = ((version, terms[code]) for version, codes in said.items() for code in codes)
        self._many("INSERT INTO said (version, term)", rows)
        return known | new

    def _term_ids(self, spelled: set[str]) -> dict[str, int]:
        ids = dict(self._connection.execute(select(TERMS.c.spelled, TERMS.c.id)).all())
        new = sorted(spelled - ids.keys())
        words = vocabulary()
        first = self._next_id(TERMS.c.id)
        ids.update((code, number) for number, code in enumerate(new, start=first))
        known = {code: (home.facet, home.key) for code, home in words.homes.items()}
        known |= {f"{term.facet}:{term.key}": (term.facet, term.key) for term in words.terms}
        rows = ((ids[code], code, *known.get(code, (None, None))) for code in new)
        self._many("INSERT INTO terms (id, spelled, facet, term)", rows)
        return ids

    def _next_id(self, column: Any) -> int:  # Any: an integer column of either table
        return int(self._connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()) + 1

    def _many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Insert tuples in batches through the driver itself: 1.4 million rows cost a third of what Core's dicts
        cost."""
        for batch in batches(rows):
            mark = "?" if self._connection.dialect.paramstyle == "qmark" else "%s"
            marks = ", ".join([mark] * len(batch[0]))
            self._connection.exec_driver_sql(f"{statement} VALUES ({marks})", batch)


_HINTS = {
    "locked": "Another import or undo is writing to the record; wait until it has ended and try again.",
    "full": "The disk is full; make room and try again. Nothing of this was kept.",
    "malformed": "The record's file is damaged; restore a backup, or import the source files into an empty record.",
    "readonly": "The record cannot be written to; check who owns its file and folder.",
}


def _explain(what: str, error: DBAPIError) -> str:
    told = str(error.orig)
    hint = next((hint for word, hint in _HINTS.items() if word in told), "It is as it was before.")
    return f"The record could not be {what}: {told}. {hint}"


def _shown(url: str) -> str:
    """A database URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "DATABASE_URL"  # not even the parts can be told apart, so nothing of it is shown
