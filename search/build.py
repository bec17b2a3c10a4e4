"""Publishing: from the record's current listings to a new generation, built beside the live one, verified, switched
to."""

from __future__ import annotations

import math
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from directory.errors import GenerationError
from directory.facility import Citation, Facility
from directory.reading import Current, Reader
from directory.vocabulary import Vocabulary, vocabulary
from search.areas import county_key
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
from search.places import Places
from search.switch import current, folder_name, numbers, prune, publishing, switch, sync_folder
from search.terms import pack
from search.text import build_index, texts
from search.words import fold

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where and how to publish. `places` is the place table to carry along; `now` is UTC, ISO."""

    root: Path
    places: Path
    now: str
    keep: int = 3
    allow_empty: bool = False


@dataclass(slots=True)
class _Columns:
    """What is kept of every document in document order, while the text index is being built."""

    points: list[tuple[float, float]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    counties: list[str] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    yes: list[list[int]] = field(default_factory=list)
    surveys: list[tuple[str, ...]] = field(default_factory=list)


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
        build_index(folder / "text", (texts(f) for f in _documents(rows, columns)))
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


def _write_rows(rows: sqlite3.Connection, reader: Reader, plan: Plan) -> tuple[list[SourceCount], int]:
    """Write facilities in the order of their names, so that document numbers are the order by name, then id."""
    rows.executescript(
        """
        PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;
        CREATE TEMP TABLE unsorted (name TEXT, id TEXT, surveys TEXT, data BLOB);
        CREATE TABLE facilities (doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, data BLOB NOT NULL);
        CREATE TABLE surveys (surveys TEXT PRIMARY KEY);
        CREATE TABLE gone (id TEXT PRIMARY KEY, data BLOB NOT NULL);
        BEGIN;
        """
    )
    builder = _Builder(reader, plan)
    rows.executemany("INSERT INTO unsorted VALUES (?, ?, ?, ?)", builder.rows())
    rows.execute(
        "INSERT INTO facilities SELECT row_number() OVER (ORDER BY name, id) - 1, id, data"
        " FROM unsorted ORDER BY name, id"
    )
    rows.execute("INSERT INTO surveys SELECT DISTINCT surveys FROM unsorted")
    labels = {source["key"]: str(source["label"]) for source in reader.sources()}
    gone = rows.executemany("INSERT OR IGNORE INTO gone VALUES (?, ?)", _gone(reader, labels)).rowcount
    rows.execute("COMMIT")
    return builder.source_counts(), max(gone, 0)


class _Builder:
    """Turns current listings into rows of facilities, counting them by source on the way."""

    def __init__(self, reader: Reader, plan: Plan) -> None:
        self._reader = reader
        self._places_path = plan.places
        self._sources = {source["key"]: source for source in reader.sources()}
        self._seen: dict[str, list[tuple[str, str]]] = {}
        self._citations: dict[int, Citation] = {}

    def rows(self) -> Iterator[tuple[str, str, str, bytes]]:
        """Sort name, id, surveys and data of every facility."""
        words, places = vocabulary(), Places(self._places_path)
        try:
            for item in self._reader.current():
                citation = self._citation(item)
                self._seen.setdefault(item.source, []).append((citation.as_of, citation.imported))
                facility = make_facility(item, citation, places, words)
                surveys = tuple(item.listing.survey.split())
                data = msgspec.json.encode(Stored(facility, surveys))
                yield fold(f"{facility.name} {facility.name2}"), facility.id, " ".join(surveys), data
        finally:
            places.close()

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


def make_facility(item: Current, citation: Citation, places: Places, words: Vocabulary) -> Facility:
    """What we publish of a current listing. Without coordinates of its own it gets its ZIP code's, marked "zip"."""
    listing = item.listing
    own = listing.latitude is not None and listing.longitude is not None
    point = (listing.latitude, listing.longitude) if own else places.zip_point(listing.zip) if listing.zip else None
    return Facility(
        id=item.facility,
        name=listing.name,
        name2=listing.name2,
        street=listing.street,
        street2=listing.street2,
        city=listing.city,
        county=_county(listing.state, listing.county, places.zip_county(listing.zip) if listing.zip else ""),
        state=listing.state,
        zip=listing.zip,
        phones=listing.phones,
        website=listing.website,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        point=("source" if own else "zip") if point else "",
        terms=_by_facet(words.meaning(listing.said), words),
        unknown=tuple(code for code in listing.said if not words.knows(code)),
        sources=(citation,),
        updated=citation.as_of or citation.imported,
    )


def _county(state: str, said: str, of_zip: str) -> str:
    """The county a source names, in the place table's spelling where they agree; else the ZIP code's main county."""
    same = county_key(state, said) == county_key(state, of_zip)
    return of_zip if same or not said else said


def _by_facet(terms: Iterable[int], words: Vocabulary) -> dict[str, list[str]]:
    by_facet: dict[str, list[str]] = {}
    for number in sorted(terms):
        term = words.terms[number]
        by_facet.setdefault(term.facet, []).append(term.key)
    return by_facet


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


def _documents(rows: sqlite3.Connection, columns: _Columns) -> Iterator[Facility]:
    """Every facility in document order, its columns noted on the way."""
    numbers = {(term.facet, term.key): term.number for term in vocabulary().terms}
    for (data,) in rows.execute("SELECT data FROM facilities ORDER BY doc"):
        stored = msgspec.json.decode(data, type=Stored)
        facility = stored.facility
        nowhere = (float("nan"), float("nan"))
        located = facility.latitude is not None and facility.longitude is not None
        columns.points.append((facility.latitude, facility.longitude) if located else nowhere)  # type: ignore[arg-type]  # checked a line above
        columns.states.append(facility.state)
        columns.counties.append(county_key(facility.state, facility.county)[:40])
        columns.updated.append(int(facility.updated.replace("-", "").ljust(8, "0")))
        columns.yes.append([numbers[facet, key] for facet, keys in facility.terms.items() for key in keys])
        columns.surveys.append(stored.surveys)
        yield facility


def _save_columns(path: Path, columns: _Columns) -> None:
    words = vocabulary()
    terms, documents = len(words.terms), len(columns.points)
    asked = {surveys: _asked(words, surveys) for surveys in set(columns.surveys)}
    np.savez(
        path,
        points=np.array(columns.points, np.float64).reshape(documents, 2),
        states=np.array(columns.states, "U2"),
        counties=np.array(columns.counties, "U40"),
        updated=np.array(columns.updated, np.int32),
        yes=pack(columns.yes, documents, terms),
        asked=pack((asked[surveys] for surveys in columns.surveys), documents, terms),
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
