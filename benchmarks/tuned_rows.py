"""The file that `tuned.py` asks: the facilities of a generation in SQLite, filled once and kept beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import numpy as np

from directory.facility import Facility
from directory.vocabulary import vocabulary
from search.generation import Generation
from search.geodesic import centre
from search.indexing import FIELDS
from search.stored import Stored
from search.text import texts
from search.words import fold, tokens

BATCH = 1000
TERMS = {f"{term.facet}:{term.key}": f"t{term.number}" for term in vocabulary().terms}
"""Term -> its column."""

PRAGMAS = """
    PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;
    PRAGMA mmap_size=2147483648; PRAGMA temp_store=MEMORY;
"""

SCHEMA = f"""
    CREATE TABLE facilities (doc INTEGER PRIMARY KEY, data BLOB);
    CREATE TABLE points (doc INTEGER PRIMARY KEY, x REAL, y REAL, z REAL);
    CREATE TABLE facets (doc INTEGER PRIMARY KEY, {", ".join(f"{name} INTEGER" for name in TERMS.values())});
    CREATE VIRTUAL TABLE boxes USING rtree(doc, south, north, west, east, +x REAL, +y REAL, +z REAL);
    CREATE VIRTUAL TABLE words USING fts5({", ".join(FIELDS)}, content='', tokenize='ascii', prefix='2 3');
    CREATE VIRTUAL TABLE known USING fts5vocab(words, 'row');
    CREATE TABLE names (folded TEXT, name TEXT, places INTEGER);
    BEGIN;
"""
"""Contentless, with `detail=full`: a lesser detail breaks BM25."""

NAMES = """
    INSERT INTO names SELECT folded, name, count(*) FROM temp.called GROUP BY name;
    CREATE INDEX names_by_start ON names (folded, places DESC, name);
"""


def opened(path: Path, generation: Generation) -> sqlite3.Connection:
    """The file, filled if it is not there."""
    if not path.exists():
        building = path.with_suffix(".building")
        building.unlink(missing_ok=True)
        with closing(_connected(building)) as rows:
            _fill(rows, generation)
        building.rename(path)
    return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(path, isolation_level=None)
    rows.executescript(PRAGMAS)
    return rows


def _fill(rows: sqlite3.Connection, generation: Generation) -> None:
    rows.executescript("CREATE TEMP TABLE called (folded TEXT, name TEXT);" + SCHEMA)
    for start in range(0, len(generation), BATCH):
        docs = range(start, min(start + BATCH, len(generation)))
        for doc, one in zip(docs, generation.facilities(docs), strict=True):
            for table, values in _rows(doc, one):
                rows.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    # No ANALYZE: with statistics SQLite 3.40 reads all facets for a Bloom filter before it looks up a hundred of them.
    for last in (*NAMES.split(";"), "INSERT INTO words(words) VALUES ('optimize')", "COMMIT"):
        rows.execute(last)


def _rows(doc: int, one: Facility) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What a facility is in each table."""
    has = {f"{facet}:{key}" for facet, keys in one.terms.items() for key in keys}
    words = [" ".join(tokens(text, FIELDS[field])) for field, text in texts(one).items()]
    yield "facilities", (doc, msgspec.msgpack.encode(Stored(one, (), b"")))
    yield "facets", (doc, *(int(term in has) for term in TERMS))
    yield f"words(rowid, {', '.join(texts(one))})", (doc, *words)
    yield "temp.called", (fold(one.name), one.name)
    if one.latitude is not None and one.longitude is not None and np.isfinite(one.latitude):
        at = centre(one.latitude, one.longitude)
        yield "points", (doc, *at)
        yield "boxes", (doc, one.latitude, one.latitude, one.longitude, one.longitude, *at)
