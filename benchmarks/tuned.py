"""Tuned SQLite: FTS5 for words, R*Tree for circles, and one narrow table with a column of 0 and 1 for each term.

It answers what the engine answers: the total, the facilities of one page, and how many fit each term, each facet with a
choice counted without its own. Distances are chords in WGS84, so that a circle is the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from benchmarks.reach import box, limit, miles
from benchmarks.tuned_rows import TERMS, opened
from directory.exports.format import Item
from directory.facility import Facility
from directory.vocabulary import vocabulary
from search.generation import Generation
from search.geodesic import centre
from search.query import Query
from search.stored import Stored
from search.words import asked, fold

ORDERS = {"best": "rank, doc", "distance": "away, doc", "name": "doc", "updated": "doc"}
CHORD = "(b.x - :x) * (b.x - :x) + (b.y - :y) * (b.y - :y) + (b.z - :z) * (b.z - :z)"
BM25 = "bm25(words, 3.0, 2.0, 2.0, 1.5, 0.5)"
BOXED = "b.south <= :north AND b.north >= :south AND b.west <= :east AND b.east >= :west"
REACHED = {
    (True, False): f"SELECT doc, {CHORD} AS away, 0 FROM boxes b WHERE {BOXED} AND away <= :most",
    (False, True): f"SELECT rowid, 0, {BM25} FROM words WHERE words MATCH :words",
    (True, True): f"SELECT b.doc, {CHORD} AS away, {BM25} FROM words CROSS JOIN points b ON b.doc = words.rowid "
    "WHERE words MATCH :words AND away <= :most",
}
"""Whether there is a circle, whether there are words -> the facilities in reach."""


@dataclass(frozen=True, slots=True)
class Found:
    """What SQLite answers. `docs` are the numbers of the page's facilities."""

    total: int
    docs: list[int]
    facilities: list[Facility]
    counts: dict[str, int]


class Tuned:
    """The facilities of a generation in SQLite."""

    def __init__(self, path: Path, generation: Generation) -> None:
        self._facets = vocabulary().facets
        self._rows = opened(path, generation)
        self._rows.execute("CREATE TEMP TABLE reach (doc INTEGER PRIMARY KEY, away REAL, rank REAL)")
        self._known = [word for (word,) in self._rows.execute("SELECT term FROM known")]

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()

    def search(self, query: Query, typos: bool = False) -> Found:
        """Answer a question; with `typos` each word may be one slip away."""
        reach, filters = self._reach(query, typos)
        total, counts = self._counts(reach, filters)
        docs = self._page(reach, list(filters.values()), query.sort, query.size, (query.page - 1) * query.size)
        return Found(total, [doc for doc, _ in docs], list(self._facilities(docs)), counts)

    def items(self, query: Query) -> Iterator[Item]:
        """Everything that fits, nearest first."""
        reach, filters = self._reach(query, typos=False)
        docs = self._page(reach, list(filters.values()), query.sort, -1, 0)
        for (_, away), one in zip(docs, self._facilities(docs), strict=True):
            yield Item(one, miles(away) if query.near else None, one.about)

    def suggest(self, typed: str, most: int = 8) -> list[str]:
        """Names that begin as typed, those of most places first."""
        start = fold(typed)
        found = "SELECT name FROM names WHERE folded >= ? AND folded < ? ORDER BY places DESC, folded LIMIT ?"
        return [name for (name,) in self._rows.execute(found, (start, start + "\U0010ffff", most))]

    def holding(self, word: str) -> list[int]:
        """The documents that hold a word."""
        found = self._rows.execute("SELECT rowid FROM words WHERE words MATCH ?", [self._match(word, typos=False)])
        return [doc for (doc,) in found]

    def _reach(self, query: Query, typos: bool) -> tuple[str, dict[str, str]]:
        """Where the facilities in reach are looked up, and the filters, by facet."""
        filters = {facet: self._any(facet, keys) for facet, keys in query.any_of.items()}
        statement = REACHED.get((bool(query.near), bool(query.q)))
        if statement is None:
            return "facets", filters
        values: dict[str, object] = {"words": self._match(query.q, typos)}
        if query.near:
            values |= _circle(query)
        self._rows.execute("DELETE FROM temp.reach")
        self._rows.execute(f"INSERT INTO temp.reach {statement}", values)
        return "temp.reach", filters

    def _match(self, words: str, typos: bool) -> str:
        """Every word in any of its forms."""
        wishes = []
        for wish in asked(words).wishes:
            forms = [self._alike(token) if typos else f'"{token}"' for form in wish.forms[:1] for token in form]
            forms += [" AND ".join(f'"{token}"' for token in form) for form in wish.forms[1:]]
            wishes.append("(" + " OR ".join(f"({form})" for form in forms) + ")")
        return " AND ".join(wishes)

    def _alike(self, token: str) -> str:
        """The words one slip away, by looking at all there are: 2 ms for 10,000."""
        near = process.extract(token, self._known, scorer=OSA.distance, score_cutoff=1, limit=None)
        return " OR ".join(f'"{word}"' for word, _, _ in near) or f'"{token}"'

    def _any(self, facet: str, keys: tuple[str, ...]) -> str:
        return "(" + " OR ".join(TERMS[f"{facet}:{key}"] for key in keys) + ")"

    def _counts(self, reach: str, filters: Mapping[str, str]) -> tuple[int, dict[str, int]]:
        total, *sums = self._sums(reach, list(filters.values()), list(TERMS))
        counts = dict(zip(TERMS, sums, strict=True))
        for facet in filters:
            terms = [f"{facet}:{key}" for key in self._facets[facet].terms]
            others = [sql for other, sql in filters.items() if other != facet]
            counts.update(zip(terms, self._sums(reach, others, terms)[1:], strict=True))
        return total, counts

    def _sums(self, reach: str, filters: Sequence[str], terms: Sequence[str]) -> list[int]:
        sums = ", ".join(f"sum({TERMS[term]})" for term in terms)
        where = " AND ".join(filters) or "1"
        joined = reach if reach == "facets" else f"{reach} r CROSS JOIN facets f ON f.doc = r.doc"
        return [n or 0 for n in self._rows.execute(f"SELECT count(*), {sums} FROM {joined} WHERE {where}").fetchone()]

    def _page(self, reach: str, filters: Sequence[str], sort: str, size: int, start: int) -> list[tuple[int, float]]:
        where = " AND ".join(filters) or "1"
        joined = "CROSS JOIN facets f ON f.doc = r.doc" if filters and reach != "facets" else ""
        away = "0" if reach == "facets" else "r.away"
        order = ", ".join(f"r.{part}" for part in ORDERS[sort].split(", "))
        found = f"SELECT r.doc, {away} FROM {reach} r {joined} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        return self._rows.execute(found, (size, start)).fetchall()

    def _facilities(self, docs: Sequence[tuple[int, float]]) -> Iterator[Facility]:
        for doc, _ in docs:
            (data,) = self._rows.execute("SELECT data FROM facilities WHERE doc = ?", [doc]).fetchone()
            yield msgspec.msgpack.decode(data, type=Stored).facility


def _circle(query: Query) -> dict[str, object]:
    latitude, longitude = map(float, query.near.split(","))
    within = query.within or 0.0
    named = dict(zip(("south", "north", "west", "east"), box(latitude, longitude, within), strict=True))
    return {**named, **dict(zip("xyz", centre(latitude, longitude), strict=True)), "most": limit(within)}
