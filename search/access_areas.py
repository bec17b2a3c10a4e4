"""The counties and ZIP codes that the access report is about, each with the point that distances are told from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from directory.counties import counties, fips_codes
from search.geodesic import Floats, bent_miles, earth_centred
from search.places import Places

Corners = Mapping[str, Floats]
"""Outlines of counties by their code: the corners of each, (corners, 2), latitude and longitude in degrees."""

ROUNDED = 0.6
"""Miles that our outlines may lie inside the real ones: 0.006 degrees of latitude by which they are simplified, and
half a step of 0.002."""

POINTS: Mapping[str, str] = {
    "county": "mean of the points of the ZIP codes in the county",
    "zip": "point of the ZIP code, about its post office",
}
"""What the point of an area is."""


@dataclass(frozen=True, slots=True)
class Area:
    """A county or a ZIP code.

    * `code`: five digits, of a county those of the Census Bureau. `name`: of a ZIP code its town. `county` and `fips`:
      of a ZIP code those that most of it is in, "" where they are not known.
    * `point`: latitude and longitude, None where the place table has none. `rough`: it may be more than 15 miles out.
    * `error`: miles that somebody in the area can be nearer to a place, or farther from it, than the point: how far
      away its outline is at most, rounded up. None where no outline is known.
    """

    code: str
    name: str
    state: str
    county: str
    fips: str
    point: tuple[float, float] | None
    rough: bool = False
    error: int | None = None


def areas_by_county(places: Places, corners: Corners) -> list[Area]:
    """Every county, by its code."""
    points = {rough: _means(places, rough) for rough in (False, True)}
    made = []
    for fips, state, name in counties():
        rough = (state, name) not in points[False]
        point = points[rough].get((state, name))
        error = _error(point, corners.get(fips))
        made.append(Area(fips, name, state, name, fips, point, rough and point is not None, error))
    return made


def areas_by_zip(places: Places, corners: Corners) -> list[Area]:
    """Every ZIP code that is no military one, in order. Nobody's outlines of them are known here."""
    codes = fips_codes()
    rows = (row for row in places.every_zip() if row.kind != "MILITARY")
    return [
        Area(
            row.zip,
            row.city,
            row.state,
            row.county,
            codes.get((row.state, row.county), ""),
            None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude),
            bool(row.rough),
        )
        for row in rows
    ]


AREAS: Mapping[str, Callable[[Places, Corners], list[Area]]] = {"county": areas_by_county, "zip": areas_by_zip}
"""By what a report can be made."""


def points_of(areas: Iterable[Area]) -> Floats:
    """Points, (areas, 2), NaN for none."""
    return np.array([area.point or (np.nan, np.nan) for area in areas], np.float64).reshape(-1, 2)


def _means(places: Places, rough: bool) -> dict[tuple[str, str], tuple[float, float]]:
    """The mean of the points of each county's ZIP codes, of those that are rough or of the others; what the place table
    has of a county, but also where a town or a state has the same name."""
    inside: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in places.every_zip():
        if row.county and row.latitude is not None and row.longitude is not None and bool(row.rough) == rough:
            inside[row.state, row.county].append((row.latitude, row.longitude))
    means = {county: np.mean(points, axis=0).round(4).tolist() for county, points in inside.items()}
    return {county: (latitude, longitude) for county, (latitude, longitude) in means.items()}


def _error(point: tuple[float, float] | None, corners: Floats | None) -> int | None:
    if point is None or corners is None:
        return None
    here = earth_centred(*np.array([point]).T)
    there = earth_centred(corners[:, 0], corners[:, 1])
    return math.ceil(float(bent_miles(here[0], there).max()) + ROUNDED)
