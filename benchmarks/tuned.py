"""Tuned SQLite: FTS5 for words, R*Tree for places, and one narrow table with a column of 0 and 1 for each term.

It answers what the engine answers: the total, the facilities of one page, and how many fit each term, each facet with a
choice counted without its own. Distances are on a sphere, which is cheaper.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from directory.facility import Facility
from directory.vocabulary import Vocabulary
from search.generation import Generation, Stored
from search.query import Query
from search.text import texts
from search.words import tokens

BATCH = 1000
RADIUS = 3958.7613  # miles, of a sphere
ORDERS = {"best": "rank, doc", "distance": "miles, doc", "name": "doc", "updated": "doc"}


@dataclass(frozen=True, slots=True)
class Found:
    """What SQLite answers."""

    total: int
    facilities: list[Facility]
    counts: dict[str, int]


class Tuned:
    """The facilities of a generation in SQLite."""

    def __init__(self, path: Path, generation: Generation, words: Vocabulary) -> None:
        self._words = words
        self._terms = {f"{term.facet}:{term.key}": f"t{term.number}" for term in words.terms}
        self._rows = sqlite3.connect(path, isolation_level=None)
        self._rows.executescript(self._schema())
        for start in range(0, len(generation), BATCH):
            docs = range(start, min(start + BATCH, len(generation)))
            self._fill(docs, generation.facilities(docs))
        for last in ("INSERT INTO words(words) VALUES ('optimize')", "COMMIT", "ANALYZE"):
            self._rows.execute(last)

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()

    def search(self, query: Query) -> Found:
        """Answer a question."""
        chosen = {facet: self._any(facet, keys) for facet, keys in query.any_of.items()}
        if not (query.near or query.q):
            return self._answer("f.doc AS doc, 0 AS miles, 0 AS rank FROM facilities f", chosen, query, {})
        self._rows.execute("DELETE FROM temp.reach")
        reached = self._around(query) if query.near else self._holding(query.q)
        self._rows.executemany("INSERT INTO temp.reach VALUES (?, ?, ?)", reached)
        return self._answer("doc, miles, rank FROM temp.reach", chosen, query, {})

    def _schema(self) -> str:
        columns = ", ".join(f"{name} INTEGER" for name in self._terms.values())
        return f"""
            PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-131072;
            PRAGMA mmap_size=268435456;
            CREATE TABLE facilities (doc INTEGER PRIMARY KEY, latitude REAL, longitude REAL, data BLOB);
            CREATE TABLE facets (doc INTEGER PRIMARY KEY, {columns});
            CREATE VIRTUAL TABLE boxes USING rtree(doc, south, north, west, east, +latitude REAL, +longitude REAL);
            CREATE VIRTUAL TABLE words USING fts5(name, place, address, content='', tokenize='ascii');
            CREATE TEMP TABLE reach (doc INTEGER PRIMARY KEY, miles REAL, rank REAL);
            BEGIN;
        """

    def _fill(self, docs: range, facilities: list[Facility]) -> None:
        marks = ", ".join("?" * len(self._terms))
        for doc, one in zip(docs, facilities, strict=True):
            has = {f"{facet}:{key}" for facet, keys in one.terms.items() for key in keys}
            point = (one.latitude, one.longitude)
            data = msgspec.msgpack.encode(Stored(one, (), b""))
            self._rows.execute("INSERT INTO facilities VALUES (?, ?, ?, ?)", (doc, *point, data))
            self._rows.execute(f"INSERT INTO facets VALUES (?, {marks})", (doc, *(term in has for term in self._terms)))
            words = [" ".join(tokens(text)) for text in texts(one).values()]
            self._rows.execute("INSERT INTO words(rowid, name, place, address) VALUES (?, ?, ?, ?)", (doc, *words))
            if one.latitude is not None:
                box = (one.latitude, one.latitude, one.longitude, one.longitude)
                self._rows.execute("INSERT INTO boxes VALUES (?, ?, ?, ?, ?, ?, ?)", (doc, *box, *point))

    def _around(self, query: Query) -> Iterator[tuple[int, float, float]]:
        latitude, longitude = map(float, query.near.split(","))
        within = query.within or math.pi * RADIUS
        high = math.degrees(within / RADIUS)
        wide = math.degrees(math.asin(math.sin(within / RADIUS) / math.cos(math.radians(latitude))))
        box = (latitude - high, latitude + high, longitude - wide, longitude + wide)
        found = self._rows.execute(
            "SELECT doc, latitude, longitude FROM boxes WHERE south >= ? AND north <= ? AND west >= ? AND east <= ?",
            box,
        )
        for doc, north, east in found.fetchall():
            miles = _haversine(latitude, longitude, north, east)
            if miles <= within:
                yield doc, miles, 0.0

    def _holding(self, words: str) -> list[tuple[int, float, float]]:
        wanted = " AND ".join(f'"{token}"' for token in tokens(words))
        return self._rows.execute(
            "SELECT rowid, 0, bm25(words, 3.0, 1.5, 0.5) FROM words WHERE words MATCH ?", [wanted]
        ).fetchall()

    def _any(self, facet: str, keys: tuple[str, ...]) -> str:
        return "(" + " OR ".join(self._terms[f"{facet}:{key}"] for key in keys) + ")"

    def _answer(self, reach: str, chosen: Mapping[str, str], query: Query, counts: dict[str, int]) -> Found:
        total, *sums = self._counts(reach, list(chosen.values()), list(self._terms))
        counts.update(zip(self._terms, sums, strict=True))
        for facet in chosen:
            terms = [f"{facet}:{key}" for key in self._words.facets[facet].terms]
            others = [sql for other, sql in chosen.items() if other != facet]
            counts.update(zip(terms, self._counts(reach, others, terms)[1:], strict=True))
        return Found(total, self._page(reach, list(chosen.values()), query), counts)

    def _counts(self, reach: str, filters: list[str], terms: list[str]) -> list[int]:
        sums = ", ".join(f"total({self._terms[term]})" for term in terms)
        where = " AND ".join(filters) or "1"
        return [
            int(n)
            for n in self._rows.execute(
                f"SELECT count(*), {sums} FROM (SELECT {reach}) r CROSS JOIN facets ON facets.doc = r.doc WHERE {where}"
            ).fetchone()
        ]

    def _page(self, reach: str, filters: list[str], query: Query) -> list[Facility]:
        where = " AND ".join(filters) or "1"
        joined = "CROSS JOIN facets ON facets.doc = r.doc" if filters else ""
        docs = f"SELECT r.doc AS d FROM (SELECT {reach}) r {joined} WHERE {where} ORDER BY {_order(query.sort)}"
        page = f"{docs} LIMIT {query.size} OFFSET {(query.page - 1) * query.size}"
        found = self._rows.execute(f"SELECT data FROM ({page}) JOIN facilities ON facilities.doc = d")
        return [msgspec.msgpack.decode(data, type=Stored).facility for (data,) in found]


def _order(sort: str) -> str:
    return ", ".join(f"r.{part}" for part in ORDERS[sort].split(", "))


def _haversine(north1: float, east1: float, north2: float, east2: float) -> float:
    one, two = math.radians(north1), math.radians(north2)
    half = math.sin((two - one) / 2) ** 2
    half += math.cos(one) * math.cos(two) * math.sin(math.radians(east2 - east1) / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(half))
