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
from numpy.typing import NDArray

from directory.errors import GenerationError
from directory.reading import Reader
from directory.vocabulary import Vocabulary, vocabulary
from search.building import Builder
from search.generation import (
    FORMAT,
    MANIFEST,
    SEAL,
    Generation,
    Manifest,
    file_sum,
    write_manifest,
)
from search.grouping import group
from search.making import Indexed
from search.protecting import Guard, forget
from search.switch import current, folder_name, numbers, prune, publishing, switch, sync_folder
from search.terms import pack
from search.text import build_index

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
    """What is kept of every document in document order, while the text index is being built. `yes` are the packed terms
    of all of them in one row."""

    points: list[tuple[float, float]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    counties: list[str] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    surveys: list[str] = field(default_factory=list)
    listed: list[bool] = field(default_factory=list)
    yes: bytearray = field(default_factory=bytearray)


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
    rows = sqlite3.connect(folder / "facilities.sqlite", isolation_level=None)
    try:
        builder = _write_rows(rows, reader, plan, say)
        every, listed = rows.execute("SELECT count(*), coalesce(sum(listed), 0) FROM unsorted").fetchone()
        if not listed and not plan.allow_empty:
            raise GenerationError(
                "The record holds no current listing, so there is nothing to publish; import a source first."
            )
        say(f"indexing the words of {listed:,} facilities")
        columns = _Columns()
        build_index(folder / "text", _documents(rows, columns))
    finally:
        rows.close()
    _save_columns(folder / "columns.npz", columns)
    manifest = Manifest(
        format=FORMAT,
        number=number,
        built=plan.now,
        facilities=listed,
        gone=every - listed,
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


def _write_rows(rows: sqlite3.Connection, reader: Reader, plan: Plan, say: Say) -> Builder:
    """Write facilities in the order of their names, so that document numbers are the order by name, then id."""
    rows.executescript(
        """
        PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;
        CREATE TEMP TABLE unsorted (name TEXT, id TEXT, surveys TEXT, listed INT, indexed BLOB, data BLOB);
        CREATE TABLE facilities (doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, data BLOB NOT NULL);
        CREATE TABLE moved (id TEXT PRIMARY KEY, facility TEXT NOT NULL);
        CREATE TABLE withheld (id TEXT PRIMARY KEY);
        BEGIN;
        """
    )
    grouping = group(reader, plan.match)
    builder = Builder(reader, plan.places, grouping, Guard(reader, grouping, plan.match))
    rows.executemany("INSERT INTO unsorted VALUES (?, ?, ?, ?, ?, ?)", builder.rows())
    rows.execute(
        "INSERT INTO facilities SELECT row_number() OVER (ORDER BY name, id) - 1, id, data"
        " FROM unsorted ORDER BY name, id"
    )
    rows.executemany("INSERT INTO moved VALUES (?, ?)", sorted(grouping.moved.items()))
    rows.executemany("INSERT INTO withheld VALUES (?)", sorted((public_id,) for public_id in builder.withheld))
    rows.execute("COMMIT")
    for note in builder.notes():
        say(note)
    return builder


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
        columns.listed.append(one.listed)
        columns.yes += one.yes
        yield one.words


def _save_columns(path: Path, columns: _Columns) -> None:
    words = vocabulary()
    terms, documents = len(words.terms), len(columns.points)
    survey_names, surveys = _coded(columns.surveys)
    state_names, states = _coded(columns.states)
    county_names, counties = _coded(columns.counties)
    np.savez(
        path,
        points=np.array(columns.points, np.float64).reshape(documents, 2),
        states=states,
        states_names=np.array(state_names, np.str_),
        counties=counties,
        counties_names=np.array(county_names, np.str_),
        updated=np.array(columns.updated, np.int32),
        listed=np.array(columns.listed, np.bool_),
        yes=np.frombuffer(columns.yes, np.uint8).reshape(documents, -(-terms // 8)),
        surveys=surveys,
        asked=pack((_asked(words, survey.split()) for survey in survey_names), len(survey_names), terms),
    )


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
