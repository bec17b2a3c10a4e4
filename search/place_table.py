"""The place table, opened for reading: every query that is asked of it, and nothing about what is meant."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.errors import GenerationError
from directory.place_names import SCHEMA

SLIPS = ((4, 1), (8, 2), (100, 3))
"""Letters of a name up to -> slips allowed (a letter too many, missing, wrong or two swapped). Two slips in Erie are
any name of four letters."""

BEGUN = ((4, 0), (7, 1))
"""Letters of the beginning of a name up to -> slips allowed; two from there on."""

MOST_BEGUN = 20
"""How many beginnings with slips are looked up."""

_EVERY_NAME = (
    "SELECT n.key, p.population, p.label, p.state, p.kind, p.minor"
    " FROM names n JOIN places p ON p.id = n.place WHERE p.kind <> 'state' ORDER BY n.key, p.id"
)
_BEGUN = "SELECT DISTINCT substr(key, 1, ?) FROM names WHERE key >= ? AND key < ? AND length(key) >= ?"
_PLACE = "SELECT p.id, p.kind, p.label, p.state, p.county, p.latitude, p.longitude, p.population, p.minor FROM places p"
_AFTER = "{"  # sorts after z, the last character of a key


SOME = 1000
"""Rows read at a time where all are."""


class PlaceRow(msgspec.Struct, frozen=True, array_like=True):
    """A town, neighborhood, county or state. `id` counts from the largest population down; `minor` is a name of the
    Postal Service's alone: a small place within another, an old name."""

    id: int
    kind: str
    label: str
    state: str
    county: str
    latitude: float
    longitude: float
    population: int
    minor: int


class NameRow(NamedTuple):
    """A name by its key, and of the place that has it: people, label, state, kind, and `PlaceRow.minor`."""

    key: str
    population: int
    label: str
    state: str
    kind: str
    minor: int


class ZipRow(msgspec.Struct, frozen=True, array_like=True):
    """A row of the table of ZIP codes."""

    zip: str
    city: str
    state: str
    county: str
    latitude: float | None
    longitude: float | None
    rough: int
    kind: str


class PlaceTable:
    """Threads may share it: queries take microseconds and go one after another."""

    def __init__(self, path: Path) -> None:
        """Raises GenerationError when there is no table at `path`, or one of another schema."""
        if not path.is_file():
            raise GenerationError(f"There is no place table {path}; `python -m importers.places {path}` builds it.")
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._table = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = Lock()
        try:
            schema = self._rows("SELECT value FROM meta WHERE name = 'schema'")
        except sqlite3.DatabaseError as error:
            self.close()
            raise GenerationError(
                f"{path} is no place table; `python -m importers.places {path}` builds one."
            ) from error
        if schema != [(SCHEMA,)]:
            self.close()
            raise GenerationError(
                f"{path} is a place table of another version; `python -m importers.places {path}` builds it anew."
            )

    def close(self) -> None:
        """Closes the file."""
        self._table.close()

    def zip(self, zip5: str) -> ZipRow | None:
        """One ZIP code."""
        rows = self._rows("SELECT * FROM zips WHERE zip = ?", zip5)
        return ZipRow(*rows[0]) if rows else None

    def zip_points(self) -> list[tuple[str, str, str, float | None, float | None]]:
        """State, ZIP code, county, latitude and longitude of every ZIP code."""
        return self._rows("SELECT state, zip, county, latitude, longitude FROM zips")

    def every_zip(self) -> list[ZipRow]:
        """Every ZIP code, in order."""
        return [ZipRow(*row) for row in self._rows("SELECT * FROM zips ORDER BY zip")]

    def every_place(self) -> list[PlaceRow]:
        """Every town, neighborhood, county and state, the largest first."""
        return self._places("ORDER BY p.id")

    def zips_beginning(self, digits: str, limit: int) -> list[ZipRow]:
        """ZIP codes that have a point and begin so, in order."""
        rows = self._rows(
            "SELECT * FROM zips WHERE zip >= ? AND zip < ? AND latitude IS NOT NULL ORDER BY zip LIMIT ?",
            *(digits, digits + ":", limit),
        )
        return [ZipRow(*row) for row in rows]

    def state(self, code: str) -> PlaceRow:
        """The row of a state."""
        return self._places("WHERE p.kind = 'state' AND p.state = ?", code)[0]

    def largest(self, code: str) -> list[PlaceRow]:
        """The 200 largest towns of a state, the largest first."""
        return self._places("WHERE p.kind = 'city' AND p.minor = 0 AND p.state = ? ORDER BY p.id LIMIT 200", code)

    def named(self, keys: Iterable[str], code: str = "") -> list[PlaceRow]:
        """Towns and counties of a name, the largest first; of one state when `code` is given."""
        where = "JOIN names n ON n.place = p.id WHERE n.key = ? AND p.kind <> 'state' AND ? IN ('', p.state)"
        rows = {row.id: row for k in keys for row in self._places(where, k, code)}
        return [rows[number] for number in sorted(rows)]

    def beginning(self, starts: Iterable[str], limit: int, codes: Sequence[str] = ()) -> list[PlaceRow]:
        """Places of which a name begins with one of the keys, the largest first; only of the states `codes`, if any."""
        where = f" AND state IN ({', '.join('?' * len(codes))})" if codes else ""
        statement = f"SELECT DISTINCT place FROM names WHERE key >= ? AND key < ?{where} ORDER BY place LIMIT ?"
        found = {place for k in starts for (place,) in self._rows(statement, k, k + _AFTER, *codes, limit)}
        return self.by_id(sorted(found)[:limit])

    def counties_beginning(self, start: str, code: str) -> list[PlaceRow]:
        """Counties whose key begins so, the largest first; of one state when `code` is given."""
        return self._places(
            "JOIN names n ON n.place = p.id WHERE n.key >= ? AND n.key < ? AND p.kind = 'county'"
            " AND ? IN ('', p.state) ORDER BY p.id LIMIT 32",
            *(start, start + _AFTER, code),
        )

    def near(self, folded: str, code: str) -> list[int]:
        """Ids of near spellings: those in the state `code` first, then by slips, then by people.

        Only names with the same first letter, or with the second as first, are compared: 8,000 of 62,000.
        """
        slips = next((allowed for letters, allowed in SLIPS if len(folded) <= letters), 3)
        rows = [
            row
            for letter in dict.fromkeys(folded[:2])
            for row in self._rows(
                "SELECT key, place, state FROM names WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ?",
                *(letter, letter + _AFTER, len(folded) - slips, len(folded) + slips),
            )
        ]
        alike = process.extract_iter(folded, [row[0] for row in rows], scorer=OSA.distance, score_cutoff=slips)
        found = sorted((bool(code) and rows[at][2] != code, away, rows[at][1]) for _, away, at in alike)
        return [place for _, _, place in found]

    def nearly_beginning(self, folded: str, limit: int, codes: Sequence[str] = ()) -> list[PlaceRow]:
        """Places of which a name begins nearly so: the fewest slips first, then the largest; only of the states
        `codes`, if any. Nothing where so few letters could be anything."""
        slips = next((allowed for letters, allowed in BEGUN if len(folded) <= letters), 2)
        if not slips:
            return []
        begun = {
            start
            for letter in dict.fromkeys(folded[:2])
            for (start,) in self._rows(_BEGUN, len(folded) + 1, letter, letter + _AFTER, len(folded) - 1)
        }
        starts = {start[:length] for start in begun for length in range(len(folded) - 1, len(folded) + 2)}
        alike = process.extract(folded, list(starts), scorer=OSA.distance, score_cutoff=slips, limit=MOST_BEGUN)
        nearest = sorted((away, start) for start, away, _ in alike)
        ways = [[start for away, start in nearest if away == best] for best in range(1, slips + 1)]
        found = [row for way in ways for row in self.beginning(way, limit, codes)]
        return list(dict.fromkeys(found))[:limit]

    def names(self) -> Iterator[NameRow]:
        """Every name but the states', those of one key beside each other and the largest place first."""
        with self._lock:
            found = self._table.execute(_EVERY_NAME)
        while some := self._some(found):
            yield from map(NameRow._make, some)

    def _some(self, found: sqlite3.Cursor) -> list[tuple[Any, ...]]:
        with self._lock:
            return found.fetchmany(SOME)

    def by_id(self, numbers: Iterable[int]) -> list[PlaceRow]:
        """Places by their number, in the order asked for."""
        wanted = list(numbers)
        rows = {row.id: row for row in self._places(f"WHERE p.id IN ({', '.join('?' * len(wanted))})", *wanted)}
        return [rows[number] for number in wanted]

    def _places(self, which: str, *values: str | int) -> list[PlaceRow]:
        return [PlaceRow(*row) for row in self._rows(f"{_PLACE} {which}", *values)]

    def _rows(self, statement: str, *values: str | int) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._table.execute(statement, values).fetchall()
