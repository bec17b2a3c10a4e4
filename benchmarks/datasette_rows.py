"""The file that datasette serves, and the addresses at which it answers Q1 and Q3: one column for each facet, a list in
JSON, which it counts with `_facet_array`. A column for each of 488 terms would take it longer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from msgspec.structs import replace

from benchmarks.questions import KINDS, NAMES
from benchmarks.reach import box
from directory.vocabulary import vocabulary
from search.generation import Generation
from search.query import Query
from search.text import texts
from web.params import unparse

BATCH = 1000
MIDDLE = 3
"""Of the cities of Q1: Columbus. New York would flatter us."""
FACETS = tuple(vocabulary().facets)
COLUMNS = ("id", "name", "program", "other", "place", "address", "phones", "website", "latitude", "longitude")
WORDS = COLUMNS[1:6]
TYPES = {"latitude": " REAL", "longitude": " REAL"}
"""Without a type numbers would be compared with what is in the address as text, and none found."""


def write(path: Path, generation: Generation) -> None:
    """Write the file, if it is not there."""
    if path.exists():
        return
    building = path.with_suffix(".building")
    building.unlink(missing_ok=True)
    # datasette looks for content="facilities", in double quotes, to know which table the words are of.
    with closing(sqlite3.connect(building, isolation_level=None)) as rows:
        names = ", ".join(f'"{name}"{TYPES.get(name, "")}' for name in (*COLUMNS, *FACETS))
        rows.executescript(f"CREATE TABLE facilities (doc INTEGER PRIMARY KEY, {names}); BEGIN")
        marks = ", ".join("?" * (1 + len(COLUMNS) + len(FACETS)))
        for doc in range(0, len(generation), BATCH):
            docs = range(doc, min(doc + BATCH, len(generation)))
            for number, one in zip(docs, generation.facilities(docs), strict=True):
                phones = ", ".join(phone.number for phone in one.phones)
                plain = (one.id, *texts(one).values(), phones, one.website, one.latitude, one.longitude)
                lists = [msgspec.json.encode(one.terms.get(facet, ())).decode() for facet in FACETS]
                rows.execute(f"INSERT INTO facilities VALUES ({marks})", (number, *plain, *lists))
        words = ", ".join(WORDS)
        rows.executescript(f"""
            BEGIN;
            CREATE INDEX by_point ON facilities (latitude, longitude);
            CREATE INDEX by_name ON facilities (name);
            CREATE VIRTUAL TABLE facilities_fts USING fts5({words}, content="facilities", content_rowid="doc");
            INSERT INTO facilities_fts(rowid, {words}) SELECT doc, {words} FROM facilities;
            COMMIT; ANALYZE;
        """)
    building.rename(path)


def addresses() -> dict[str, list[str]]:
    """What is asked over HTTP: for loads Q1 as the form asks it, with names of cities; and for Q1 and Q3 one of ours
    beside datasette's path."""
    around, words = KINDS["Q1"].queries(0), KINDS["Q3"].queries(0)[0]
    named = [replace(query, near=name, sort=Query().sort) for query, name in zip(around, NAMES, strict=True)]
    return {
        "load": [_ours(query) for query in named],
        "Q1": [_ours(around[MIDDLE]), _path(_circle(around[MIDDLE]))],
        "Q3": [_ours(words), _path([("_search", words.q)])],
    }


def _circle(query: Query) -> list[tuple[str, object]]:
    """The box around it, and the filters."""
    latitude, longitude = map(float, query.near.split(","))
    south, north, west, east = box(latitude, longitude, query.within or 0)
    sides = [("latitude__gte", south), ("latitude__lte", north), ("longitude__gte", west), ("longitude__lte", east)]
    return [*sides, *((f"{facet}__arraycontains", key) for facet, keys in query.any_of.items() for key in keys)]


def _ours(query: Query) -> str:
    """Words as words: `said` tells that a sentence was understood before, so that Texas is a word here as there."""
    return urlencode(unparse(replace(query, said=query.q)))


def _path(wanted: list[tuple[str, object]]) -> str:
    counted = [("_facet_array", facet) for facet in FACETS]
    return "/others-datasette/facilities.json?" + urlencode([*wanted, *counted, ("_size", 20), ("_facet_size", "max")])
