"""Neighborhoods of the place table: "Harlem, New York, NY".

Neither package says of a place that it is part of a city: GeoNames has Harlem beside New York as a town, and of Skid
Row nothing at all. `neighborhoods.csv` names some of the best-known ones; points and people are still the packages'.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from directory.place_names import BIG, key, words
from importers.place_rows import Point, Points, Town, Zip, name_key, nearest

LISTED = Path(__file__).with_name("neighborhoods.csv")

SAME = 6.0
"""Kilometres from the middle of its ZIP code within which a town of GeoNames is the neighborhood: Kensington in
Brooklyn is not the one in Great Neck, 24 km away."""

INSIDE = 5.0
"""Kilometres. So far from a large city's ZIP code a town may be that is also found under the city's name."""

BOROUGHS = ("The Bronx", "Brooklyn", "Manhattan", "Queens", "Staten Island")
"""Written in place of New York, and beside it."""


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """A line of `neighborhoods.csv`. `zip`: the ZIP code at its heart. `also`: other names, found with the city alone.
    `alone`: whether the bare name is one; South Side is not, every city has one."""

    name: str
    city: str
    state: str
    zip: str
    also: tuple[str, ...]
    alone: bool

    @property
    def label(self) -> str:
        return f"{self.name}, {self.city}, {self.state}"


def listed(path: Path = LISTED) -> list[Neighborhood]:
    """The lines of the table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Neighborhood(
                row["name"],
                row["city"],
                row["state"],
                row["zip"],
                tuple(filter(None, row["also"].split(";"))),
                row["alone"] == "yes",
            )
            for row in csv.DictReader(lines)
        ]


def with_neighborhoods(
    towns: Sequence[Town], zips: Iterable[Zip], nicknames: Mapping[str, str], known: Sequence[Neighborhood]
) -> list[Town]:
    """Towns with the neighborhoods among them told as such, those besides in rows of their own, and towns in a large
    city's mail found under its name too. `nicknames`: what a city is called -> its label."""
    at = {z.zip: z for z in zips}
    called = _called(nicknames)
    people = {(town.state, town.name): town.population for town in reversed(towns)}
    found = list(towns)
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, town in enumerate(towns):
        places[town.state, name_key(town.name)].append(number)
    for each in known:
        here = at[each.zip]
        assert here.point is not None  # noqa: S101 - a test holds that every ZIP code of the table has a point
        names = places[each.state, name_key(each.name)] if each.alone else []
        same = next((n for n in names if nearest([towns[n].point], here.point) <= SAME), None)
        base = Town(each.name, each.state, here.point, county=here.county) if same is None else found[same]
        row = _row(each, base, people[each.state, each.city], called)
        if same is None:
            found.append(row)
        else:
            found[same] = row
    return _under_cities(found, list(at.values()), called)


def _row(each: Neighborhood, base: Town, people: int, called: Mapping[str, frozenset[str]]) -> Town:
    """As many people as half the city has live in none: GeoNames says 571,281 of South Boston."""
    return replace(
        base,
        name=each.name,
        label=each.label,
        kind="neighborhood",
        minor=False,
        population=base.population if 2 * base.population < people else 0,
        keys=_keys(each, base, called),
    )


def _keys(each: Neighborhood, town: Town, called: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Keys that find it: with its city however that is called, and alone where the name says enough."""
    written = words(each.city)
    cities = {key(written), "".join(written)} | called.get(f"{each.city}, {each.state}", frozenset())
    if each.city in BOROUGHS:
        cities |= {"newyork"} | called["New York, NY"]
    elif each.city == "New York":
        cities |= {"manhattan"}
    together = {name_key(name) + city for name in (each.name, *each.also) for city in cities}
    return frozenset(together | (town.keys | {name_key(each.name)} if each.alone else set()))


def _called(nicknames: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Label of a city -> keys of what it is called besides."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, label in nicknames.items():
        found[label].add(name_key(name))
    return {label: frozenset(keys) for label, keys in found.items()}


def _under_cities(towns: list[Town], zips: Sequence[Zip], called: Mapping[str, frozenset[str]]) -> list[Town]:
    """Towns that mail to a large city goes to, found as "Boyle Heights, Los Angeles" too. Some are towns of their own,
    as Daly City is, so they keep their label."""
    taken = {(town.state, folded) for town in towns for folded in town.keys}
    for number, city in _inside(towns, zips):
        town = towns[number]
        names = {name_key(city.name)} | called.get(f"{city.name}, {city.state}", frozenset())
        more = {name_key(town.name) + name for name in names}
        fresh = {folded for folded in more if (town.state, folded) not in taken}
        towns[number] = replace(town, keys=town.keys | fresh)
    return towns


def _inside(towns: Sequence[Town], zips: Sequence[Zip]) -> Iterator[tuple[int, Town]]:
    """Numbers of towns of which the nearest ZIP code bears a large city's name, and that city."""
    streets = [z for z in zips if z.kind == "STANDARD" and z.point is not None and not z.rough]
    mail = [(z.state, name_key(z.city)) for z in streets]
    own = set(mail)
    guests = [
        at for at, town in enumerate(towns) if town.kind == "city" and (town.state, name_key(town.name)) not in own
    ]
    points, ends = np.array([towns[at].point for at in guests]), np.array([z.point for z in streets])
    for city in towns:
        name = (city.state, name_key(city.name))
        if city.population > BIG and name in own:
            around, close = _box(points, city.point), _box(ends, city.point)
            for row, end in zip(around, _nearest(points[around], ends[close]), strict=True):
                if end is not None and mail[close[end]] == name and towns[guests[row]].state == city.state:
                    yield guests[row], city


def _box(points: Points, middle: Point) -> list[int]:
    """Numbers of the points within about 30 miles: a large city is no wider."""
    near = (np.abs(points - np.array(middle)) < (0.45, 0.6)).all(axis=1)
    return [int(at) for at in np.flatnonzero(near)]


def _nearest(points: Points, ends: Points) -> list[int | None]:
    """For each point the number of the nearest end, None where that is farther than `INSIDE`. Flat: of some miles."""
    if not len(points) or not len(ends):
        return [None] * len(points)
    wide = np.array([111.2, 111.2 * np.cos(np.radians(points[0, 0]))])
    away = np.square((points[:, None, :] - ends[None, :, :]) * wide).sum(axis=2)
    first = away.argmin(axis=1)
    reached = away[np.arange(len(points)), first] <= INSIDE**2
    return [int(end) if near else None for end, near in zip(first, reached, strict=True)]
