"""Towns, counties and states of the place table: GeoNames towns, and the names that only the Postal Service uses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz.distance import OSA

from directory.place_names import BIG, DIRECTIONS, OUTSHINES, SHORT, UNLISTED, words
from directory.states import STATES, state_name
from importers.place_rows import (
    COUNTY_REACH,
    NEAR,
    Area,
    Point,
    Town,
    Zip,
    by_name,
    distances,
    name_key,
    nearest,
    usable,
    whole,
)

RENAMED: Mapping[tuple[str, str], str] = {("NY", "New York City"): "New York"}
"""Towns that GeoNames names otherwise than people write them in an address."""

CODES = frozenset(s.code for s in STATES)
TERRITORIES = frozenset({"PR", "VI", "GU", "AS", "MP", "FM", "PW", "MH"})
"""What GeoNames has as countries of their own, with the code the Postal Service has for a state. Its CA is Canada."""

COUNTY_STATES = frozenset(CODES - {"DC", "GU", "AS", "MP", "VI"})
"""Where counties are places to search by. The others are one county, or their ZIPs name none."""


def towns(cities: Iterable[Mapping[str, object]]) -> Iterator[Town]:
    """GeoNames towns of the states and territories, the largest of those that are one town."""
    kept: dict[tuple[str, str], list[Point]] = defaultdict(list)
    ours = (c for c in cities if c["countrycode"] == "US" or c["countrycode"] in TERRITORIES)
    for city in sorted(ours, key=lambda c: (-whole(c["population"]), whole(c["geonameid"]))):
        state = str(city["admin1code"] if city["countrycode"] == "US" else city["countrycode"])
        point = usable(city["latitude"], city["longitude"])
        if point is None or state not in CODES:
            continue
        town = _town(str(city["name"]), state, point, city)
        twins = kept[state, name_key(town.name)]
        if nearest(twins, point) > NEAR:
            twins.append(point)
            yield town


def _town(written: str, state: str, point: Point, city: Mapping[str, object]) -> Town:
    # "Dededo Village": on the Pacific islands GeoNames adds the kind of place, which nobody writes.
    name = re.sub(" [Vv]illage$", "", written) if state in {"GU", "MP"} else written.replace(",", "")
    others = city["alternatenames"]
    also = frozenset(name_key(n) for n in others if n.isascii()) if isinstance(others, list) else frozenset()
    name = RENAMED.get((state, written), name)
    return Town(
        name, state, point, whole(city["population"]), keys=frozenset({name_key(name), name_key(written)}), also=also
    )


def in_counties(towns: Iterable[Town], zips: Iterable[Zip]) -> list[Town]:
    """Towns with the county of the nearest ZIP of their name, else of the nearest ZIP at all."""
    grouped: dict[tuple[str, str], list[Zip]] = defaultdict(list)
    for z in zips:
        if z.point is not None and z.county and not z.rough:
            grouped[z.state, ""].append(z)
            grouped[z.state, name_key(z.city)].append(z)
    points = {group: np.array([z.point for z in members]) for group, members in grouped.items()}

    def county(town: Town) -> str:
        for group, reach in (((town.state, name_key(town.name)), NEAR), ((town.state, ""), COUNTY_REACH)):
            if group in points:
                away = distances(points[group], town.point)
                nearest = int(away.argmin())
                if away[nearest] <= reach:
                    return grouped[group][nearest].county
        return ""

    return [replace(t, county=county(t)) for t in towns]


def with_postal_names(towns: Sequence[Town], zips: Iterable[Zip]) -> list[Town]:
    """Towns, and names of ZIPs that no town of the state has: another name of a town, or a row of its own."""
    known = by_name(towns)
    others: dict[tuple[str, str], set[str]] = defaultdict(set)
    own: list[Town] = []
    for (state, folded), named in _postal(zips).items():
        same = None if (state, folded) in known else _other_name_of(folded, named, known)
        row = None if same else _own_row(folded, named, known.get((state, folded), []))
        if same:
            others[state, same].add(folded)
        elif row is not None:
            own.append(row)
    # The largest come first, so that of two towns with one name the larger gets the other names.
    return [replace(t, keys=t.keys | others.pop((t.state, name_key(t.name)), set())) for t in (*towns, *own)]


def _other_name_of(
    folded: str, named: Sequence[tuple[Zip, str]], known: Mapping[tuple[str, str], Sequence[Town]]
) -> str | None:
    """The key of the name that this is another one for, if any.

    A main name may be one that GeoNames knows the town by, too (Barrow is Utqiagvik). Of the names besides, the Postal
    Service lists spellings of the main one: "Greenbackvile", "Agana".
    """
    mains = _mains(named)
    if not mains:
        cities = (name_key(z.city) for z, _ in named)
        return next((city for city in cities if OSA.distance(folded, city, score_cutoff=2) <= 2), None)
    here, _ = _middle(mains)
    towns = known.get((mains[0].state, "also:" + folded), ())
    return next((name_key(t.name) for t in towns if nearest([t.point], here) <= NEAR), None)


def _own_row(folded: str, named: Sequence[tuple[Zip, str]], towns: Sequence[Town]) -> Town | None:
    """A row for a name that no town has, or only towns in other counties and too far away to be meant."""
    mains = _mains(named)
    name, minor = named[0][1], all(z.kind == "UNIQUE" for z in mains)
    if not mains and not _spelt_out(name):
        return None
    if towns:
        points = [t.point for t in towns]
        mains = [z for z in mains if z.kind != "UNIQUE" and z.point and nearest(points, z.point) > COUNTY_REACH]
        if not mains or _middle(mains)[1] in {t.county for t in towns}:
            return None
    point, county = _middle(mains or [z for z, _ in named])
    return Town(name, named[0][0].state, point, county=county, keys=frozenset({folded}), minor=minor)


def _mains(named: Sequence[tuple[Zip, str]]) -> list[Zip]:
    """A name that is the main one of a ZIP is at that ZIP, not between all that may be addressed so."""
    return [z for z, name in named if z.city == name]


def _spelt_out(name: str) -> bool:
    """Not "Htfd" or "Southwest Hbr", which the Postal Service lists besides old towns and neighbourhoods."""
    parts = words(name)
    spelt = all(w in SHORT or w in DIRECTIONS or re.search("[aeiouy]", w) for w in parts)
    return spelt and parts[-1] not in {"cty", "cnty", "zip"}


def _postal(zips: Iterable[Zip]) -> dict[tuple[str, str], list[tuple[Zip, str]]]:
    """State and key -> the ZIPs that bear the name, with the name as it is written there."""
    named: dict[tuple[str, str], list[tuple[Zip, str]]] = defaultdict(list)
    for z in zips:
        if z.point is not None and z.state in CODES:
            for name in (z.city, *z.names):
                if re.fullmatch(r"[A-Za-zÀ-ž][A-Za-zÀ-ž .'/()-]+", name):
                    named[z.state, name_key(name)].append((z, name))
    return named


def _middle(zips: Sequence[Zip]) -> tuple[Point, str]:
    """Point and county of the ZIP nearest to the middle of several: at a post office, not a mean in the woods."""
    placed = [(z.point, z.county) for z in zips if z.point is not None]
    points = np.array([point for point, _ in placed])
    return placed[int(distances(points, tuple(points.mean(axis=0))).argmin())]


def labelled(towns: Sequence[Town]) -> list[Town]:
    """Towns with a label each, "Salem, Fulton County, AR" where the state has two; of one county's two the larger.
    Neighborhoods keep the label they have."""
    grouped: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in sorted(towns, key=lambda t: -t.population):
        grouped[town.state, name_key(town.name)].append(town)
    labelled: dict[str, Town] = {}
    for group in grouped.values():
        clear = len(group) == 1 or group[0].population >= OUTSHINES * max(group[1].population, UNLISTED)
        for at, town in enumerate(group):
            if town.label:
                labelled[town.label] = town
                continue
            middle = () if clear and at == 0 else (town.county,)
            if "" not in middle:
                label = ", ".join((town.name, *middle, town.state))
                labelled.setdefault(label, replace(town, label=label))
    return list(labelled.values())


def states(towns: Sequence[Town]) -> Iterator[Area]:
    """States at the mean of their people. Two names are also a large city's, so the state's label says so."""
    contested = {k for t in towns if t.population > BIG for k in t.keys}
    members: dict[str, list[Town]] = defaultdict(list)
    for t in towns:
        members[t.state].append(t)
    for state in STATES:
        written = {"".join(words(form)) for form in (state.code, state.name, *state.aliases)}
        keys = frozenset(written | {name_key(state.name), name_key(f"{state.name} state")})
        label = f"{state.name} state" if name_key(state.name) in contested else state.name
        inside = members[state.code]
        yield Area("state", label, state.code, "", _mean(inside), sum(t.population for t in inside), keys)


def _mean(towns: Sequence[Town]) -> Point:
    weights = [max(t.population, 1) for t in towns]
    # Towns of Alaska beyond the antimeridian count as 180 to 190 degrees west.
    far_west = any(t.point[1] < 0 for t in towns)
    points = [(lat, lon - 360 if far_west and lon > 0 else lon) for lat, lon in (t.point for t in towns)]
    latitude, longitude = np.average(points, axis=0, weights=weights)
    return round(float(latitude), 4), round(float(longitude), 4)


def counties(towns: Sequence[Town], zips: Iterable[Zip]) -> Iterator[Area]:
    """Counties at the mean of their ZIPs. One that is a town as well (Carson City) or a state is found as that."""
    taken = {(t.state, k) for t in towns for k in t.keys} | {(s.code, name_key(state_name(s.code))) for s in STATES}
    people: Counter[tuple[str, str]] = Counter()
    for t in towns:
        people[t.state, t.county] += t.population
    for (state, county), inside in _county_points(zips).items():
        folded = name_key(county)
        if (state, folded) not in taken:
            centre = tuple(round(float(x), 4) for x in np.mean(inside, axis=0))
            label, number = f"{county}, {state}", people[state, county]
            yield Area("county", label, state, county, (centre[0], centre[1]), number, frozenset({folded}))


def _county_points(zips: Iterable[Zip]) -> dict[tuple[str, str], list[Point]]:
    """Points of each county's ZIPs; rough ones only where there are no others (Vieques, Yakutat)."""
    sure: dict[tuple[str, str], list[Point]] = defaultdict(list)
    rough: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for z in zips:
        if z.point is not None and z.county and z.state in COUNTY_STATES:
            (rough if z.rough else sure)[z.state, z.county].append(z.point)
    return rough | sure
