"""Publishing: from the record's current listings to a new generation, built beside the live one, verified, switched
to."""

from __future__ import annotations

import gc
import math
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from directory.errors import GenerationError
from directory.reading import Reader
from directory.vocabulary import Vocabulary, vocabulary
from search import chronicling
from search.arrays import Array
from search.bitmaps import Docs
from search.building import Builder, Row
from search.columns import save_columns
from search.generation import Generation
from search.grouping import group
from search.index_parts import TextWriter
from search.making import Indexed
from search.manifest import FORMAT, MANIFEST, SEAL, Manifest, write_manifest
from search.protecting import Guard, forget
from search.sums import file_sum
from search.switch import current, folder_name, numbers, prune, publishing, switch, sync_folder
from search.terms import pack

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where and how to publish. `places` is the place table to carry along; `now` is UTC, ISO. With `match`
    listings of one place become one facility; without it each is one of its own."""

    root: Path
    places: Path
    now: str
    keep: int = 3
    allow_empty: bool = False
    match: bool = True


@dataclass(slots=True)
class _Columns:
    """What is kept of every facility, as they come. `yes` are the packed terms of all of them in one row; a telephone
    number stands beside the how manieth facility has it."""

    points: list[tuple[float, float]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    counties: list[str] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    surveys: list[str] = field(default_factory=list)
    listed: list[bool] = field(default_factory=list)
    gated: list[bool] = field(default_factory=list)
    yes: bytearray = field(default_factory=bytearray)
    telephones: list[tuple[int, int]] = field(default_factory=list)

    def add(self, one: Indexed) -> None:
        """Keep what there is of one."""
        self.telephones += [(number, len(self.points)) for number in one.telephones]
        self.points.append(one.point)
        self.states.append(one.state)
        self.counties.append(one.county)
        self.updated.append(one.updated)
        self.surveys.append(one.surveys)
        self.listed.append(one.listed)
        self.gated.append(one.gated)
        self.yes += one.yes


def publish(reader: Reader, plan: Plan, say: Say) -> Manifest:
    """Build, verify and switch to a new generation. Raises GenerationError, and then the live one stays as it is."""
    with publishing(plan.root):
        number = max([*numbers(plan.root), current(plan.root) or 0], default=0) + 1
        manifest, builder = _build(number, reader, plan, say)
        switch(plan.root, number)
        prune(plan.root, plan.keep)
        for name in forget(plan.root, number, builder.gated, builder.withheld):
            say(f"{name} told what is protected now, and is removed")
        return manifest


def _build(number: int, reader: Reader, plan: Plan, say: Say) -> tuple[Manifest, Builder]:
    """Build a generation in a folder of another name, and give it its own once it has been opened and is sound."""
    building = plan.root / f"{folder_name(number)}.building"
    try:
        building.mkdir()
        with _uncollected():
            builder = _fill(building, number, reader, plan, say)
        say("verifying")
        opened = Generation(building)
        opened.close()
        building.rename(plan.root / folder_name(number))
        sync_folder(plan.root)
    except (OSError, sqlite3.Error) as error:
        raise GenerationError(f"No generation could be built: {error}. What is live stays as it is.") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return opened.manifest, builder


def _fill(folder: Path, number: int, reader: Reader, plan: Plan, say: Say) -> Builder:
    say("gathering facilities")
    shutil.copyfile(plan.places, folder / "places.sqlite")
    columns = _Columns()
    connected = sqlite3.connect(folder / "facilities.sqlite", isolation_level=None)
    with closing(connected) as rows, TextWriter(folder / "text", reader.count()) as text:
        builder = _write_rows(rows, reader, plan, columns, text)
        for note in builder.notes():
            say(note)
        listed = sum(columns.listed)
        if not listed and not plan.allow_empty:
            raise GenerationError(
                "The record holds no current listing, so there is nothing to publish; import a source first."
            )
        say(f"indexing the words of {listed:,} facilities")
        order = _sort_rows(rows)
        _write_telephones(rows, columns.telephones, order)
        chronicling.write(rows, reader, builder.moved, plan.places, builder.gated)
        rows.execute("COMMIT")
        text.write(order)
    _save_columns(folder / "columns.npz", columns, order)
    manifest = Manifest(
        format=FORMAT,
        number=number,
        built=plan.now,
        facilities=listed,
        gone=len(order) - listed,
        with_point=sum(
            at and not math.isnan(latitude) for (latitude, _), at in zip(columns.points, columns.listed, strict=True)
        ),
        sources=tuple(builder.source_counts()),
        terms=tuple(f"{term.facet}:{term.key}" for term in vocabulary().terms),
        files={},
    )
    _seal(folder, manifest)
    return builder


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


def _write_rows(rows: sqlite3.Connection, reader: Reader, plan: Plan, columns: _Columns, text: TextWriter) -> Builder:
    """Make all facilities, in no order; what is indexed of each is taken as it comes."""
    rows.executescript(
        """
        PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;
        CREATE TEMP TABLE unsorted (came INTEGER PRIMARY KEY, name TEXT, id TEXT, data BLOB);
        CREATE TABLE facilities (doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, data BLOB NOT NULL);
        CREATE TABLE moved (id TEXT PRIMARY KEY, facility TEXT NOT NULL);
        CREATE TABLE withheld (id TEXT PRIMARY KEY);
        CREATE TABLE telephones (number INTEGER, doc INTEGER, PRIMARY KEY (number, doc)) WITHOUT ROWID;
        CREATE TABLE here_now (id TEXT, place INTEGER, other TEXT, address INTEGER, PRIMARY KEY (id, place));
        BEGIN;
        """
    )
    grouping = group(reader, plan.match)
    builder = Builder(reader, plan.places, grouping, Guard(reader, grouping, plan.match))
    rows.executemany("INSERT INTO unsorted VALUES (?, ?, ?, ?)", _taken(builder.rows(), columns, text))
    rows.executemany("INSERT INTO moved VALUES (?, ?)", sorted(grouping.moved.items()))
    rows.executemany("INSERT INTO withheld VALUES (?)", sorted((public_id,) for public_id in builder.withheld))
    rows.executemany("INSERT INTO here_now VALUES (?, ?, ?, ?)", builder.here_now())
    return builder


def _taken(rows: Iterable[Row], columns: _Columns, text: TextWriter) -> Iterator[tuple[int, str, str, bytes]]:
    for came, (name, public_id, indexed, data) in enumerate(rows):
        columns.add(indexed)
        text.add(indexed.words)
        yield came, name, public_id, data


def _sort_rows(rows: sqlite3.Connection) -> Docs:
    """Write facilities in the order of their names, so that document numbers are the order by name, then id. Says of
    each as the how manieth it came."""
    order = [came for (came,) in rows.execute("SELECT came FROM unsorted ORDER BY name, id")]
    rows.execute(
        "INSERT INTO facilities SELECT row_number() OVER (ORDER BY name, id) - 1, id, data"
        " FROM unsorted ORDER BY name, id"
    )
    return np.array(order, np.int32)


def _write_telephones(rows: sqlite3.Connection, told: Sequence[tuple[int, int]], order: Docs) -> None:
    """Write who has which number. `told` are numbers, each with the how manieth place that came has it."""
    doc_of = np.empty_like(order)
    doc_of[order] = np.arange(len(order), dtype=order.dtype)
    numbers = doc_of.tolist()
    rows.executemany("INSERT INTO telephones VALUES (?, ?)", sorted((number, numbers[came]) for number, came in told))


def _save_columns(path: Path, columns: _Columns, order: Docs) -> None:
    words = vocabulary()
    terms, documents = len(words.terms), len(order)
    survey_names, surveys = _coded(columns.surveys)
    state_names, states = _coded(columns.states)
    county_names, counties = _coded(columns.counties)
    every: dict[str, Array] = {
        "points": np.array(columns.points, np.float64).reshape(documents, 2),
        "states": states,
        "counties": counties,
        "updated": np.array(columns.updated, np.int32),
        "listed": np.array(columns.listed, np.bool_),
        "gated": np.array(columns.gated, np.bool_),
        "yes": np.frombuffer(columns.yes, np.uint8).reshape(documents, -(-terms // 8)),
        "surveys": surveys,
    }
    about: dict[str, Array] = {
        "states_names": np.array(state_names, np.str_),
        "counties_names": np.array(county_names, np.str_),
        "asked": pack((_asked(words, survey.split()) for survey in survey_names), len(survey_names), terms),
    }
    save_columns(path, {name: array[order] for name, array in every.items()} | about)


def _coded(names: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    """The names there are, in order, and which of them each document has."""
    every = sorted(set(names))
    codes = {name: code for code, name in enumerate(every)}
    return every, np.fromiter((codes[name] for name in names), np.int32, len(names))


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
