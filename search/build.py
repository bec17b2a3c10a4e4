"""Publishing: from the record's current listings to a new generation, built beside the live one, verified, switched
to."""

from __future__ import annotations

import gc
import math
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from directory.errors import GenerationError
from directory.facility import Citation, Facility
from directory.reading import Current, Reader
from directory.vocabulary import Vocabulary, vocabulary
from search.generation import (
    FORMAT,
    MANIFEST,
    SEAL,
    Generation,
    Gone,
    Manifest,
    SourceCount,
    Stored,
    file_sum,
    write_manifest,
)
from search.grouping import ALONE, Grouping, group
from search.making import Indexed, Maker
from search.merging import Held, Part, ranked
from search.places import Places
from search.switch import current, folder_name, numbers, prune, publishing, switch, sync_folder
from search.terms import pack
from search.text import build_index
from search.words import fold

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where and how to publish. `places` is the place table to carry along; `now` is UTC, ISO. With `match`
    listings of one place become one facility."""

    root: Path
    places: Path
    now: str
    keep: int = 3
    allow_empty: bool = False
    match: bool = False


@dataclass(slots=True)
class _Columns:
    """What is kept of every document in document order, while the text index is being built. `yes` are the packed terms
    of all of them in one row."""

    points: list[tuple[float, float]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    counties: list[str] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    surveys: list[str] = field(default_factory=list)
    yes: bytearray = field(default_factory=bytearray)


def publish(reader: Reader, plan: Plan, say: Say) -> Manifest:
    """Build, verify and switch to a new generation. Raises GenerationError, and then the live one stays as it is."""
    with publishing(plan.root):
        number = max([*numbers(plan.root), current(plan.root) or 0], default=0) + 1
        manifest = _build(number, reader, plan, say)
        switch(plan.root, number)
        prune(plan.root, plan.keep)
        return manifest


def _build(number: int, reader: Reader, plan: Plan, say: Say) -> Manifest:
    """Build a generation in a folder of another name, and give it its own once it has been opened and is sound."""
    building = plan.root / f"{folder_name(number)}.building"
    try:
        building.mkdir()
        with _uncollected():
            _fill(building, number, reader, plan, say)
        say("verifying")
        opened = Generation(building)
        opened.close()
        building.rename(plan.root / folder_name(number))
        sync_folder(plan.root)
    except (OSError, sqlite3.Error) as error:
        raise GenerationError(f"No generation could be built: {error}. What is live stays as it is.") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return opened.manifest


def _fill(folder: Path, number: int, reader: Reader, plan: Plan, say: Say) -> None:
    say("gathering facilities")
    shutil.copyfile(plan.places, folder / "places.sqlite")
    rows = sqlite3.connect(folder / "facilities.sqlite", isolation_level=None)
    try:
        counts, gone = _write_rows(rows, reader, plan)
        total = int(rows.execute("SELECT count(*) FROM facilities").fetchone()[0])
        if not total and not plan.allow_empty:
            raise GenerationError(
                "The record holds no current listing, so there is nothing to publish; import a source first."
            )
        say(f"indexing the words of {total:,} facilities")
        columns = _Columns()
        build_index(folder / "text", _documents(rows, columns))
    finally:
        rows.close()
    _save_columns(folder / "columns.npz", columns)
    manifest = Manifest(
        format=FORMAT,
        number=number,
        built=plan.now,
        facilities=total,
        gone=gone,
        with_point=sum(not math.isnan(latitude) for latitude, _ in columns.points),
        sources=tuple(counts),
        terms=tuple(f"{term.facet}:{term.key}" for term in vocabulary().terms),
        files={},
    )
    _seal(folder, manifest)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles: a million small objects come and go, none in a cycle, and looking for some among
    them takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what is left becomes old unexamined: enabling alone would first look through all of it
        gc.unfreeze()
        if was:
            gc.enable()


def _write_rows(rows: sqlite3.Connection, reader: Reader, plan: Plan) -> tuple[list[SourceCount], int]:
    """Write facilities in the order of their names, so that document numbers are the order by name, then id."""
    rows.executescript(
        """
        PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;
        CREATE TEMP TABLE unsorted (name TEXT, id TEXT, surveys TEXT, indexed BLOB, data BLOB);
        CREATE TABLE facilities (doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, data BLOB NOT NULL);
        CREATE TABLE surveys (surveys TEXT PRIMARY KEY);
        CREATE TABLE moved (id TEXT PRIMARY KEY, facility TEXT NOT NULL);
        CREATE TABLE gone (id TEXT PRIMARY KEY, data BLOB NOT NULL);
        BEGIN;
        """
    )
    grouping = group(reader) if plan.match else ALONE
    builder = _Builder(reader, plan, grouping)
    rows.executemany("INSERT INTO unsorted VALUES (?, ?, ?, ?, ?)", builder.rows())
    rows.execute(
        "INSERT INTO facilities SELECT row_number() OVER (ORDER BY name, id) - 1, id, data"
        " FROM unsorted ORDER BY name, id"
    )
    rows.execute("INSERT INTO surveys SELECT DISTINCT surveys FROM unsorted")
    labels = {source["key"]: str(source["label"]) for source in reader.sources()}
    rows.executemany("INSERT INTO moved VALUES (?, ?)", sorted(grouping.moved.items()))
    lost = ((public_id, told) for public_id, told in _gone(reader, labels) if public_id not in grouping.moved)
    gone = rows.executemany("INSERT OR IGNORE INTO gone VALUES (?, ?)", lost).rowcount
    rows.execute("COMMIT")
    return builder.source_counts(), max(gone, 0)


class _Builder:
    """Turns current listings into rows of facilities, counting them by source on the way."""

    def __init__(self, reader: Reader, plan: Plan, grouping: Grouping) -> None:
        self._reader = reader
        self._grouping = grouping
        self._places_path = plan.places
        self._sources = {source["key"]: source for source in reader.sources()}
        self._seen: dict[str, list[tuple[str, str]]] = {}
        self._citations: dict[int, Citation] = {}
        self._encode = msgspec.msgpack.Encoder().encode

    def rows(self) -> Iterator[tuple[str, str, str, bytes, bytes]]:
        """Sort name, id, surveys, what is indexed and data of every facility."""
        places, held = Places(self._places_path), Held()
        maker = Maker(places, vocabulary())
        try:
            for item in self._reader.current():
                citation = self._citation(item)
                self._seen.setdefault(item.source, []).append((citation.as_of, citation.imported))
                facility, indexed = maker.make(item, citation)
                group_id = self._grouping.joined.get(facility.id)
                if group_id is None:
                    yield self._row(facility, indexed, ())
                else:
                    held.put(group_id, Part(facility, indexed.surveys, indexed.yes))
            for group_id, parts in held:
                yield self._row(*maker.join(group_id, parts), tuple(part.yes for part in ranked(parts)))
        finally:
            held.close()
            places.close()

    def _row(
        self, facility: Facility, indexed: Indexed, voices: tuple[bytes, ...]
    ) -> tuple[str, str, str, bytes, bytes]:
        stored = Stored(self._flagged(facility), tuple(indexed.surveys.split()), indexed.yes, voices)
        name = fold(f"{facility.name} {facility.name2}")
        return name, facility.id, indexed.surveys, self._encode(indexed), self._encode(stored)

    def _flagged(self, facility: Facility) -> Facility:
        """With a count on each telephone that many places list."""
        shared = self._grouping.shared
        if not any(phone.number in shared for phone in facility.phones):
            return facility
        phones = (msgspec.structs.replace(p, shared=shared.get(p.number, 0)) for p in facility.phones)
        return msgspec.structs.replace(facility, phones=tuple(phones))

    def source_counts(self) -> list[SourceCount]:
        """How many facilities each source gave, with the newest dates of its data and its imports."""
        return [
            SourceCount(
                **{
                    name: self._sources[key][name]
                    for name in ("key", "label", "publisher", "url", "licence", "fictional")
                },
                as_of=max(as_of for as_of, _ in dates),
                imported=max(imported for _, imported in dates),
                count=len(dates),
            )
            for key, dates in self._seen.items()
        ]

    def _citation(self, item: Current) -> Citation:
        if item.run.id not in self._citations:
            source = self._sources[item.source]
            self._citations[item.run.id] = Citation(
                source=item.source,
                label=source["label"],
                url=source["url"],
                as_of=item.run.as_of,
                imported=item.run.imported[:10],
                fictional=source["fictional"],
            )
        return self._citations[item.run.id]


def _gone(reader: Reader, labels: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    for lost in reader.gone():
        told = Gone(
            id=lost.facility,
            name=lost.listing.name,
            city=lost.listing.city,
            state=lost.listing.state,
            since=lost.since,
            source=labels[lost.source],
        )
        yield lost.facility, msgspec.json.encode(told)


def _documents(rows: sqlite3.Connection, columns: _Columns) -> Iterator[Mapping[str, str]]:
    """The words of every facility in document order, its columns noted on the way."""
    decode = msgspec.msgpack.Decoder(Indexed).decode
    for (data,) in rows.execute("SELECT indexed FROM unsorted ORDER BY name, id"):
        one = decode(data)
        columns.points.append(one.point)
        columns.states.append(one.state)
        columns.counties.append(one.county)
        columns.updated.append(one.updated)
        columns.surveys.append(one.surveys)
        columns.yes += one.yes
        yield one.words


def _save_columns(path: Path, columns: _Columns) -> None:
    words = vocabulary()
    terms, documents = len(words.terms), len(columns.points)
    surveys = sorted(set(columns.surveys))
    asked = pack((_asked(words, survey.split()) for survey in surveys), len(surveys), terms)
    np.savez(
        path,
        points=np.array(columns.points, np.float64).reshape(documents, 2),
        states=np.array(columns.states, "U2"),
        counties=np.array(columns.counties, "U40"),
        updated=np.array(columns.updated, np.int32),
        yes=np.frombuffer(columns.yes, np.uint8).reshape(documents, -(-terms // 8)),
        asked=asked[np.searchsorted(surveys, columns.surveys)] if surveys else asked,
    )


def _asked(words: Vocabulary, surveys: Sequence[str]) -> list[int]:
    return sorted(frozenset[int]().union(*(words.asked(survey) for survey in surveys)))


def _seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest with every file's checksum, and all of them through to the disk."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = {str(path.relative_to(folder)): file_sum(path) for path in files}
    write_manifest(folder, msgspec.structs.replace(manifest, files=sums))
    for path in (*files, folder / MANIFEST, folder / SEAL):
        with path.open("rb") as file:
            os.fsync(file.fileno())
    for inside in {path.parent for path in files}:
        sync_folder(inside)
