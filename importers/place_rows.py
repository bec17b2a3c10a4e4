"""The rows of the place table, and what deciding about them needs: keys, distances, usable points."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from directory import clean
from directory.place_names import key, words

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

Points = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

NEAR = 25.0
"""Kilometres. 99 % of ZIP points of two sources agree within 24 km; beyond, a point is called rough. Two towns of one
name within a state that are nearer to each other are one town."""

COUNTY_REACH = 50.0
"""Kilometres. A town gets the county of the nearest ZIP up to here: so far is the next post office in the desert. A
ZIP farther than this from the town of its name is another town's: Boston, VA 22713 is not the Boston near Norfolk."""


@dataclass(frozen=True, slots=True)
class Zip:
    """A ZIP code. `kind` as the Postal Service has it (STANDARD, PO BOX, UNIQUE, MILITARY); `names` are the other names
    mail is addressed to there; `rough` says that the point may be more than `NEAR` out."""

    zip: str
    kind: str
    city: str
    names: tuple[str, ...]
    state: str
    county: str
    point: Point | None
    rough: bool = False


@dataclass(frozen=True, slots=True)
class Town:
    """A town, or a name the Postal Service uses. `keys` find it; `also` are keys of its names in GeoNames, used to
    recognise it; `minor` when the name is only a neighbourhood's or an old one."""

    name: str
    state: str
    point: Point
    population: int = 0
    county: str = ""
    label: str = ""
    keys: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    minor: bool = False
    kind: str = "city"


@dataclass(frozen=True, slots=True)
class Area:
    """A state or a county. Its point is a centre; its population the sum of its towns', good for ordering only."""

    kind: str
    label: str
    state: str
    county: str
    point: Point
    population: int
    keys: frozenset[str]
    minor: bool = False


def by_name(towns: Iterable[Town]) -> dict[tuple[str, str], list[Town]]:
    """State and key -> towns of that name, state and "also:" key -> towns that GeoNames knows by it too."""
    grouped: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in towns:
        for folded in (*town.keys, *("also:" + k for k in town.also)):
            grouped[town.state, folded].append(town)
    return grouped


def distances(points: Points, to: Point) -> Points:
    """Kilometres from each point to one, on a sphere: within 0.5 % of the ellipsoid, plenty for a limit of 25 km."""
    here, there = np.radians(points), np.radians(to)
    half = np.sin((here - there) / 2) ** 2
    return np.asarray(12742.0 * np.arcsin(np.sqrt(half[:, 0] + np.cos(here[:, 0]) * np.cos(there[0]) * half[:, 1])))


def nearest(points: Sequence[Point], to: Point) -> float:
    """Kilometres to the nearest of a few points, infinite for none. Numpy takes four times as long for one point."""
    return min((_kilometres(point, to) for point in points), default=math.inf)


def _kilometres(one: Point, other: Point) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, p)) for p in (one, other))
    half = math.sin((lat1 - lat2) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon1 - lon2) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(half))


@cache
def name_key(name: str) -> str:
    """Most names come many times: with each ZIP, in each package."""
    return key(words(name))


def usable(latitude: object, longitude: object) -> Point | None:
    """A usable point, or None: missing, (0, 0) and points outside the United States are no points."""
    point = clean.coordinates(str(latitude or ""), str(longitude or ""))
    return point if isinstance(point, tuple) else None


def whole(value: object) -> int:
    return int(str(value or 0))
